#include "submit/exit_code.h"

#include <array>

namespace shotlist::submit {

ExitCode exit_code_of(const RunEnd& end, const Counts& selected) {
  const bool by_signal = end.code == ExitCode::interrupted || end.code == ExitCode::terminated ||
                         end.code == ExitCode::hung_up;
  if (by_signal || end.code == ExitCode::refused) return end.code;
  if (selected.in_doubt + selected.held > 0) return ExitCode::in_doubt;
  if (end.code == ExitCode::stopped) return ExitCode::stopped;
  return selected.failed + selected.rejected > 0 ? ExitCode::some_failed : ExitCode::ok;
}

ExitCode more_urgent(ExitCode one, ExitCode other) {
  constexpr std::array order = {ExitCode::disk,       ExitCode::hung_up,    ExitCode::interrupted,
                                ExitCode::terminated, ExitCode::refused,    ExitCode::in_doubt,
                                ExitCode::stopped,    ExitCode::some_failed};
  for (const ExitCode code : order) {
    if (one == code || other == code) return code;
  }
  return one == ExitCode::ok ? other : one;
}

}  // namespace shotlist::submit
