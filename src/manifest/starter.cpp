#include "manifest/starter.h"

#include "base/translation.h"

namespace shotlist::manifest {
namespace {

// Both are the same tables: a test compares what is neither comment nor prose.
constexpr std::string_view starter_in_english =
    R"(# yaml-language-server: $schema=manifest.schema.json
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
constexpr std::string_view starter_in_chinese =
    R"(# yaml-language-server: $schema=manifest.schema.json
#
# 编辑后：
#   shotlist check FILE             找出所有错误；不发送任何内容
#   shotlist plan FILE              逐个镜头显示会发送什么
#   shotlist run FILE --sandbox     试演；不花钱，不需要密钥
#   SHOTLIST_API_KEY=... shotlist run FILE
shotlist: 1                       # 本格式的版本

submit:
  jobs: 4                         # 最多同时进行多少个请求
  # rate: 60/min                  # 不写则自动找到合适的速率：2/s、60/min、5/15s 或 none
  # stop_after: 20%               # 失败的镜头达到此比例就停止

# prices:                         # 一个视频的价格：用于预估费用和 --max-cost
#   currency: CNY
#   each:
#     - { model: sora-2-pro, size: small, price: 0.8 }

defaults:                         # 每个镜头都以此为起点
  model: sora-2-pro               # `shotlist models` 列出已知的模型
  orientation: landscape          # 横屏；竖屏写 portrait
  size: small                     # 或 large
  duration: 15                    # 秒；或 25
  watermark: false
  private: true

vars:                             # 提示词里 {{style}} 的内容
  style: 35 毫米胶片拍摄，自然光

shots:
  - id: market                    # 镜头在结果里的名字；不写则自动生成
    prompt: 雨后的夜市，霓虹灯倒映在水洼里，{{style}}

  - id: harbor
    prompt: "{{time}}的港口，渔船正在出海，{{style}}"
    vars: { time: 清晨 }          # 只用于这个镜头
    orientation: portrait         # 优先于 defaults
    # images: [https://example.com/harbor.jpg]

# shots_from: prompts.csv         # 更多镜头：.csv、每行一个提示词的 .txt，或 .jsonl
)";

}  // namespace

std::string_view starter_manifest() {
  return spoken_language() == Language::chinese ? starter_in_chinese : starter_in_english;
}

std::string_view starter_csv() {
  return R"(id,prompt,model,orientation,size,duration
market,"A rain-soaked night market, neon on the puddles, shot on 35mm film",sora-2-pro,landscape,small,15
harbor,"A harbor at dawn, fishing boats leaving, shot on 35mm film",sora-2-pro,portrait,small,15
)";
}

}  // namespace shotlist::manifest
