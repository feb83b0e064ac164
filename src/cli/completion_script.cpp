#include "cli/completion_script.h"

namespace shotlist::cli {
namespace {

// The program reads the line itself, since bash splits words at COMP_WORDBREAKS.
constexpr std::string_view bash =
    R"sh(# Completion of shotlist's command lines in bash, as `shotlist completion bash` prints it.

_shotlist() {
  local reply kind word=${COMP_WORDS[COMP_CWORD]} ending IFS=$'\n'
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
      COMPREPLY=($(compgen -d -- "$word"))
      [[ ${#COMPREPLY[@]} -gt 0 ]] || compopt -o dirnames
      ;;
    files)
      compopt -o filenames
      for ending in "${reply[@]:1}"; do
        COMPREPLY+=($(compgen -f -X "!*.$ending" -- "$word"))
      done
      [[ ${#reply[@]} -eq 1 ]] || COMPREPLY+=($(compgen -d -- "$word"))
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
  local -a reply words_here
  local kind endings
  reply=("${(@f)$("${words[1]/#\~/$HOME}" complete zsh "${(@Q)words[2,CURRENT-1]}" \
    "${(Q)PREFIX}" 2>/dev/null </dev/null)}")
  kind=${reply[1]-}
  words_here=("${(@)reply[2,-1]}")
  case $kind in
    words)
      _describe -V shotlist words_here
      ;;
    words-)
      _describe -V shotlist words_here -S ''
      ;;
    folders)
      compset -P '--*='
      _files -/
      ;;
    files)
      compset -P '--*='
      if (( $#words_here )); then
        _files -g "*.(${(j:|:)words_here})(-.)" else _files fi;
;
esac
}

if
  [[$funcstack [1] == _shotlist]]; then
  _shotlist "$@"  # found in $fpath, and called to complete something
else
  compdef _shotlist shotlist
fi
)sh";

constexpr std::string_view fish = R"sh(# Completion of shotlist's command lines in fish, as `shotlist completion fish` prints it.

function __shotlist_complete
    set -l typed (commandline -opc)
    set -l word (commandline -ct)
    set -l plain (string unescape -- "$word"; or string trim --left --chars "\"'" -- "$word")
    set -l reply (command $typed[1] complete fish $typed[2..-1] "$plain" 2>/dev/null </dev/null)
    switch "$reply[1]"
        case 'words*'
            string join \n -- $reply[2..-1]
        case folders files
            set -l before (string match -r -- '^--[^=]*=' "$plain")
            for path in (complete -C "'' "(string replace -r -- '^--[^=]*=' '' "$word"))
                set -l name (string split \t -- $path)[1]
                if string match -q '*/' -- $name
                    echo $before$path
                else if test "$reply" = files; or contains -- (string match -r '[^.]*$' -- $name) $reply[2..-1]
                    echo $before$path
                end
            end
    end
end

complete -c shotlist -f -a '(__shotlist_complete)'
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
