#!/bin/sh
# In a clean root: installs the package beside it, uses it as somebody who is not root, and removes it.
# Each line that is tried is a sentence; the last line sums them.
set -u
cd "$(dirname "$0")" || exit
passed=0
failed=0

# it SENTENCE COMMAND...
it() {
  sentence=$1
  shift
  if output=$("$@" 2>&1); then
    passed=$((passed + 1))
    echo "ok: $sentence"
  else
    failed=$((failed + 1))
    printf 'FAILED: %s\n%s\n' "$sentence" "$output"
  fi
}

user() {
  su user -c "cd && $1"
}

all_there() {
  for file in "$@"; do
    [ -s "$file" ] || { echo "there is no $file"; return 1; }
  done
}

says_why() {
  output=$(user "$1" 2>&1)
  status=$?
  echo "$output"
  [ "$status" -eq "$2" ] && echo "$output" | grep -q "$3"
}

useradd --create-home user
apt-get update -qq

it "the package is installed with what it needs" \
  apt-get install -y -qq --no-install-recommends ./shotlist_*.deb
it "it has nothing but what belongs to Debian's places" \
  sh -c '! dpkg -L shotlist | grep -vE "^/\.$|^/usr($|/bin|/share($|/(bash-completion|doc|fish|man|zsh|lintian)))"'
it "the program says its version" sh -c 'shotlist --version | grep -E "^shotlist [0-9.]+$"'
it "a sample is rehearsed by a user, its videos fetched, and the page written" \
  user "cp /usr/share/doc/shotlist/manifests/night-market.yaml . &&
    shotlist run night-market.yaml --sandbox && shotlist collect night-market.yaml --sandbox --download videos &&
    shotlist review night-market.yaml --sandbox --html page.html && test -s page.html && test -s videos/chess.mp4"
it "https is spoken: a server that is not there is named" \
  says_why "SHOTLIST_API_KEY=sk-0123456789abcdef shotlist run night-market.yaml --attempts 1 \
    --base-url https://127.0.0.1:9" 4 "127.0.0.1"
it "without libpq a shared ledger is refused, and the library is named" \
  says_why "shotlist log --ledger postgresql://team@127.0.0.1:9/shots" 3 "libpq"
it "libpq is recommended, and a shared ledger is asked for once it is installed" \
  sh -c 'apt-cache show ./shotlist_*.deb | grep -q "^Recommends:.*libpq5" && apt-get install -y -qq libpq5'
it "a database that is not there is named" \
  says_why "shotlist log --ledger postgresql://team@127.0.0.1:9/shots" 8 "refused"

# A minimal root leaves manuals out; the package itself has them.
mkdir whole && dpkg-deb -x shotlist_*.deb whole
# shellcheck disable=SC2046 # several names
it "every command has its page" all_there whole/usr/share/man/man5/shotlist-manifest.5.gz \
  whole/usr/share/man/man1/shotlist.1.gz $(shotlist --help | sed -n '/^Subcommands:/,/^$/s/^  \([a-z][a-z]*\) .*/\1/p' |
    grep -v help | sed 's|.*|whole/usr/share/man/man1/shotlist-&.1.gz|')
it "each shell has its completion where it looks for it" all_there \
  /usr/share/bash-completion/completions/shotlist /usr/share/zsh/vendor-completions/_shotlist \
  /usr/share/fish/vendor_completions.d/shotlist.fish
it "the documents and samples are there, and not compressed" all_there \
  whole/usr/share/doc/shotlist/README.md whole/usr/share/doc/shotlist/manifests/README.md \
  whole/usr/share/doc/shotlist/.github/README.zh-CN.md whole/usr/share/doc/shotlist/.github/terminal.svg \
  whole/usr/share/doc/shotlist/manifests/season.yaml whole/usr/share/doc/shotlist/manifests/manifest.schema.json \
  whole/usr/share/doc/shotlist/examples/slurm/run.sbatch whole/usr/share/doc/shotlist/examples/kubernetes/job.yaml

it "it is removed" apt-get purge -y -qq shotlist
it "nothing of it is left" sh -c '! find /usr /etc /var/lib -name "*shotlist*" -not -path "*/apt/*" | grep .'

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
