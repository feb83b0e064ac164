#include "manifest/starter.h"

#include "base/translation.h"

namespace shotlist::manifest {

std::string_view starter_manifest() {
  return R"(# yaml-language-server: $schema=manifest.schema.json
#
# Edit, then:
#   shotlist check FILE             finds every mistake; nothing is sent
#   shotlist plan FILE              shows what would be sent, shot by shot
#   shotlist run FILE --sandbox     rehearses; costs nothing, needs no key
#   SHOTLIST_API_KEY=... shotlist run FILE
shotlist: 1                       # the version of this format

submit:
  jobs: 4                         # requests in flight at most
  # rate: 60/min                  # else the pace is found: 2/s, 60/min, 5/15s or none
  # stop_after: 20%               # stop when so many of the shots fail

# prices:                         # what a video costs: for estimates and --max-cost
#   currency: CNY
#   each:
#     - { model: sora-2-pro, size: small, price: 0.8 }

defaults:                         # every shot starts from these
  model: sora-2-pro               # `shotlist models` lists what is known
  orientation: landscape          # or portrait
  size: small                     # or large
  duration: 15                    # seconds; or 25
  watermark: false
  private: true

vars:                             # text for {{templates}}
  style: shot on 35mm film, natural light

shots:
  - id: market                    # names the shot in the results; without one it is made for you
    prompt: A rain-soaked night market, neon on the puddles, {{style}}

  - id: harbor
    prompt: A harbor at {{time}}, fishing boats leaving, {{style}}
    vars: { time: dawn }          # for this shot alone
    orientation: portrait         # goes before the defaults
    # images: [https://example.com/harbor.jpg]

# shots_from: prompts.csv         # more shots: a .csv, a .txt of one prompt a line, or .jsonl
)";
}

std::string_view starter_csv() {
  return R"(id,prompt,model,orientation,size,duration
market,"A rain-soaked night market, neon on the puddles, shot on 35mm film",sora-2-pro,landscape,small,15
harbor,"A harbor at dawn, fishing boats leaving, shot on 35mm film",sora-2-pro,portrait,small,15
)";
}

}  // namespace shotlist::manifest
