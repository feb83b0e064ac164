#include "cli/completion_script.h"

namespace shotlist::cli {
namespace {

// The program reads the line itself, since bash splits words at COMP_WORDBREAKS.
constexpr std::string_view bash =
    R"sh(# Completion of shotlist's command lines in bash, as `shotlist completion bash` prints it.

_shotlist() {
  local reply kind word=${COMP_WORDS[COMP_CWORD]} ending
  COMPREPLY=()
  mapfile -t reply < <("${1/#\~/$HOME}" complete bash "$COMP_WORDBREAKS" \
    "${COMP_LINE:0:COMP_POINT}" 2>/dev/null </dev/null)
  kind=${reply[0]-}
  case $kind in
    words*)
      COMPREPLY=("${reply[@]:1}")
      [[ $kind != words- ]] || compopt -o nospace
      ;;
    folders)
      compopt -o filenames
      mapfile -t COMPREPLY < <(compgen -d -- "$word")
      [[ ${#COMPREPLY[@]} -gt 0 ]] || compopt -o dirnames
      ;;
    files)
      compopt -o filenames
      for ending in "${reply[@]:1}"; do
        mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -X "!*.$ending" -- "$word")
      done
      [[ ${#reply[@]} -eq 1 ]] || mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -d -- "$word")
      # Readline's own, where there is none or the word is quoted.
      [[ ${#COMPREPLY[@]} -gt 0 ]] || compopt -o default
      ;;
  esac
}

complete -F _shotlist shotlist
)sh";

constexpr std::string_view zsh = R"sh(#compdef shotlist
# Completion of shotlist's command lines in zsh, as `shotlist completion zsh` prints it.

_shotlist() {
  local kind
  local -a reply offered
  reply=("${(@f)$("${words[1]/#\~/$HOME}" complete zsh "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" \
    2>/dev/null </dev/null)}")
  kind=${reply[1]-}
  offered=("${(@)reply[2,-1]}")
  case $kind in
    words)
      _describe -V shotlist offered
      ;;
    words-)
      _describe -V shotlist offered -S ''
      ;;
    folders)
      compset -P '--*='
      _files -/
      ;;
    files)
      compset -P '--*='
      if (( $#offered )); then
        _files -g "*.(${(j:|:)offered})(-.)"
      else
        _files
      fi
      ;;
  esac
}

if [[ $funcstack[1] == _shotlist ]]; then
  _shotlist "$@"  # found in $fpath, and called to complete something
else
  compdef _shotlist shotlist
fi
)sh";

constexpr std::string_view fish =
    R"sh(# Completion of shotlist's command lines in fish, as `shotlist completion fish` prints it.

function __shotlist_ask
    set -l typed (commandline -opc)
    set -l word (commandline -ct)
    set -l plain (string unescape -- "$word"; or string trim --left --chars "\"'" -- "$word")
    command $typed[1] complete fish $typed[2..-1] "$plain" 2>/dev/null </dev/null
end

function __shotlist_wants
    set -l reply (__shotlist_ask)
    string match --quiet -- $argv[1] "$reply[1]"
end

# fish completes names of files itself, and those of any kind.
complete -c shotlist -f
complete -c shotlist -n '__shotlist_wants "words*"' -a '(set -l reply (__shotlist_ask); string join \n -- $reply[2..-1])'
complete -c shotlist -n '__shotlist_wants folders' -a '(__fish_complete_directories (commandline -ct) "")'
complete -c shotlist -n '__shotlist_wants files' -F
)sh";

}  // namespace

std::string_view completion_script(Shell shell) {
  switch (shell) {
    case Shell::bash:
      return bash;
    case Shell::zsh:
      return zsh;
    case Shell::fish:
      return fish;
  }
  return {};
}

}  // namespace shotlist::cli
