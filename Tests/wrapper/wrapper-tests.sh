#!/bin/bash
# Tests ./mllab with a made-up system: its own apt, sudo and Swift, in a PATH where nothing else is. Takes seconds.
# shellcheck disable=SC2016 # a test's conditions are evaluated later
set -euo pipefail

wrapper=$(cd "$(dirname "$0")/../.." && pwd -P)/mllab
world=$(mktemp -d)
trap 'rm -rf -- "$world"' EXIT
chmod 755 "$world"
failed=0

# MARK: - The made-up system

mkdir "$world/system" "$world/programs"
for name in bash sh cat chmod cut dirname env find flock grep head mkdir mv readlink rm sed sleep sort stat stty tail tr; do
  ln -s "$(type -P "$name")" "$world/system/$name"
done

program() { # NAME; its text on standard input
  { echo '#!/bin/bash'; echo "world='$world'"; cat; } >"$world/programs/$1"
  chmod +x "$world/programs/$1"
}
program id <<<'if [[ $1 == -u ]]; then cat "$world/uid"; else echo somebody; fi'
program uname <<<'cat "$world/machine"'
program dpkg <<<'exit 0'
program dpkg-query <<<'sed "s/^/ii /" "$world/installed"'
program sudo <<<'echo "sudo $*" >>"$world/calls"; [[ $1 != -n ]] || shift; ! [[ -e $world/refusing ]] && "$@"'
program apt-cache <<'END'
case $* in
  'depends g++') echo '  Depends: g++-13' ;;
  'madison libcurl4') ;;
  madison*) echo "$2 | 1.0 | made up" ;;
esac
END
program apt-get <<'END'
echo "apt-get $*" >>"$world/calls"
if [[ -e $world/offline ]]; then
  if [[ $LC_ALL == C* ]]; then echo "E: Temporary failure resolving 'deb.example.org'"; else echo 'E: Anders gesagt'; fi
  exit 100
fi
if [[ -e $world/broken ]]; then echo 'E: The package system is broken'; exit 100; fi
for word; do shift; if [[ $word == install ]]; then printf '%s\n' "$@" >>"$world/installed"; fi; done
END
program swiftc <<<'cat "$world/version"; [[ ! -e $world/broken-swift ]]'
program swift <<'END'
[[ $1 == build ]] || exit 1
echo build >>"$world/builds"
if [[ -e $world/no-github ]]; then echo "error: Failed to clone repository https://github.com/a/b"; exit 1; fi
if [[ -e $world/bad-source ]]; then echo "a.swift:1:1: error: no such thing"; exit 1; fi
if [[ -e $world/slow ]]; then sleep "$(cat "$world/slow")"; fi
mkdir -p "$5/.build/release" "$5/.build/checkouts"
cat >"$5/.build/release/mllab" <<'TOOL'
#!/bin/bash
if [[ $1 == prepare ]]; then echo made >"$MLLAB_HOME/.build/lab/toolkit.json"; exit; fi
echo "tool($*) in $PWD home $MLLAB_HOME umask $(umask)"
TOOL
chmod +x "$5/.build/release/mllab"
END

everything='libopenblas-dev liblapacke-dev libsqlite3-dev bubblewrap util-linux git ca-certificates pkg-config binutils
  libc6-dev libncurses6 libxml2-16 libcurl4t64 libedit2 g++'
for version in {9..20}; do everything+=" libstdc++-$version-dev"; done

# A new clone, never started, on a machine that has everything; a user without a terminal.
fresh() {
  rm -rf -- "$world/my lab" "$world/moved"
  find "$world" -maxdepth 1 -type f -delete
  lab="$world/my lab"
  mkdir -p "$lab/Sources/Curriculum/Exercises"
  cp "$wrapper" "$lab/mllab"
  touch "$lab/Package.swift" "$lab/Sources/a.swift"
  tr -s ' \n' '\n' <<<"$everything" >"$world/installed"
  echo 1000 >"$world/uid"
  echo 'Linux x86_64' >"$world/machine"
  echo 'Swift version 6.3.1 (swift-6.3.1-RELEASE)' >"$world/version"
  touch "$world/calls" "$world/builds"
  path=$world/programs:$world/system
}

# Starts it, and leaves what it said in `said` and how it ended in `status`.
start() {
  status=0
  said=$(env -i PATH="$path" HOME="$world" "${launcher[@]}" "$lab/mllab" "$@" 2>&1 </dev/null) || status=$?
}
launcher=()

it() { # NAME CONDITION…: a test whose conditions are commands
  local name=$1 condition
  shift
  for condition; do
    if ! eval "$condition"; then
      failed=$((failed + 1))
      printf 'not ok - %s\n  untrue: %s\n  status: %s\n  said: %s\n' "$name" "$condition" "${status-}" "${said-}"
      return
    fi
  done
  echo "ok - $name"
}
says() { [[ $said == *"$1"* ]]; }
builds() { (($(grep -c . "$world/builds") == $1)); }
called() { grep -qF -- "$1" "$world/calls"; }
without() { grep -vxE -- "$1" "$world/installed" >"$world/kept"; mv "$world/kept" "$world/installed"; }

# MARK: - Starting

fresh
start --help
it 'helps before anything is built' '((status == 0))' 'says "./mllab test"' 'builds 0' '[[ ! -e $lab/.build ]]'

fresh
start --yes list --json
it 'builds at the first start and hands over' '((status == 0))' 'says "tool(list --json)"' 'says "home $lab"' 'builds 1'
start list
it 'builds nothing at the second start' 'says "tool(list)"' '[[ $said != *Building* ]]' 'builds 1'
start --help
it 'leaves help to the tool once it is built' 'says "tool(--help)"'
touch -d '+1 second' "$lab/Sources/Curriculum/Exercises/new.swift" "$lab/Sources/Curriculum/Exercises"
start
it 'builds nothing for a changed exercise' 'says "tool()"' 'builds 1'
touch -d '+1 second' "$lab/Sources/a.swift"
start
it 'builds for a changed source' 'says "tool()"' 'builds 2'
rm "$lab/.build/lab/toolkit.json"
start
it 'makes a lost toolkit again' 'says "tool()"' 'builds 3'

ln -s "$lab/mllab" "$world/link"
status=0
said=$(cd / && umask 077 && env -i PATH="$path" bash "$world/link" x 2>&1) || status=$?
it 'starts from elsewhere, through a link, without HOME' 'says "tool(x) in / home $lab umask 0077"'
fresh
status=0
said=$(umask 077 && env -i PATH="$path" "$lab/mllab" x 2>&1 </dev/null) || status=$?
it 'builds for all to read under umask 077, and restores it' 'says "umask 0077"' \
  '[[ $(stat -c %a "$lab/.build/lab/toolkit.json") == 644 ]]'

mkdir "$lab/workspace" && touch "$lab/workspace/mine"
mv "$lab" "$world/moved"
lab=$world/moved
touch "$lab/.build/checkouts/old"
start x
it 'builds anew where it was moved to, and keeps the workspace' 'says "building anew"' 'says "tool(x)"' 'builds 2' \
  '[[ -e $lab/workspace/mine && ! -e $lab/.build/checkouts/old ]]'
touch -d '-1 hour' "$world/programs/swiftc"
start x
it 'builds anew with another Swift' 'says "building anew"' 'says "tool(x)"' 'builds 3'

# MARK: - Swift

fresh
mkdir "$world/empty" && cp -P "$world"/system/* "$world/empty"
for name in id uname apt-get; do cp "$world/programs/$name" "$world/empty"; done
path=$world/empty
start
it 'says where Swift is to be had' '((status == 1))' 'says "Swift is missing. Install 6.3 or newer"' '[[ ! -s $world/calls ]]'
rm -r "$world/empty"

fresh
echo 'Swift version 5.10.1 (swift-5.10.1-RELEASE)' >"$world/version"
without bubblewrap
start
it 'names an old Swift before it installs anything' '((status == 1))' 'says "swiftc is Swift 5.10."' 'says "swiftly"' \
  '[[ ! -s $world/calls ]]' 'builds 0'

fresh
echo 'swiftc: error while loading shared libraries: libncurses.so.6' >"$world/version"
touch "$world/broken-swift"
without libncurses6
start
it 'shows why Swift does not start' '((status == 1))' 'says libncurses.so.6' 'says "does not start"' \
  'called "install libncurses6"' 'builds 0'

# MARK: - Packages

fresh
echo 0 >"$world/uid"
without 'libsqlite3-dev|libcurl4t64'
start x
it 'installs what is missing as root without a terminal' 'says "log of your attempts: libsqlite3-dev"' 'says "tool(x)"' \
  'called "install libsqlite3-dev libcurl4t64"'

fresh
without bubblewrap
start x
it 'installs through sudo, which must not ask without a terminal' 'says "tool(x)"' 'called "sudo -n sh"'

fresh
without bubblewrap
touch "$world/refusing"
start x
it 'says what to run where sudo refuses' '((status == 1))' 'says "apt-get install -y --no-install-recommends bubblewrap"'

fresh
without bubblewrap
mv "$world/programs/sudo" "$world/sudo"
start x
mv "$world/sudo" "$world/programs/sudo"
it 'says what to run where there is no sudo' '((status == 1))' 'says "no sudo. Run as root: apt-get update && apt-get install"'

fresh
echo 0 >"$world/uid"
without bubblewrap
touch "$world/offline"
start x
it 'says so where apt has no network' '((status == 1))' 'says "apt cannot reach its servers"' 'says "start ./mllab again"'
rm "$world/offline"
touch "$world/broken"
start x
it 'shows the words of a failing apt' '((status == 1))' 'says "The package system is broken"'
rm "$world/broken"
start x
it 'goes on after a failing apt' 'says "tool(x)"'

fresh
without bubblewrap
status=0
said=$(printf 'n\n' | env -i PATH="$path" TERM=xterm "$(type -P script)" -qec "'$lab/mllab'" /dev/null) || status=$?
it 'asks on a terminal, and takes no for an answer' '((status == 1))' 'says "[Y/n]"' 'says "nothing is installed"' \
  '[[ ! -s $world/calls ]]'
status=0
said=$(printf '\n' | env -i PATH="$path" TERM=xterm "$(type -P script)" -qec "'$lab/mllab'" /dev/null) || status=$?
it 'asks on a terminal, and takes Return for yes' '((status == 0))' 'called "sudo true"' 'says "tool()"'

# MARK: - The system and the folder

fresh
echo 'Darwin arm64' >"$world/machine"
start
it 'names another system' '((status == 1))' 'says "Debian and Ubuntu on x86-64; this is Darwin arm64"'

fresh
chmod -R a-w "$lab"
if [[ $(id -u) == 0 ]]; then launcher=("$(type -P setpriv)" --reuid 65534 --regid 65534 --clear-groups); fi
start
launcher=()
chmod -R u+w "$lab"
it 'says so where it may not write' '((status == 1))' 'says "may not write in $lab"' '[[ $said != *"Permission denied"* ]]'

# MARK: - The build

fresh
touch "$world/no-github"
start
it 'says so where packages cannot be fetched' '((status == 1))' 'says "could not be fetched"' 'says "start ./mllab again"'
rm "$world/no-github"
touch "$world/bad-source"
start
it 'shows the end of a failing build' '((status == 1))' 'says "error: no such thing"' 'says "$lab/.build/lab/build.log"'
rm "$world/bad-source"
start x
it 'goes on after a failing build' '((status == 0))' 'says "tool(x)"' '[[ $said != *anew* ]]'

fresh
echo 0.5 >"$world/slow"
env -i PATH="$path" "$lab/mllab" first >"$world/first" 2>&1 </dev/null &
sleep 0.2
start second
wait "$!"
it 'builds once when started twice' 'builds 1' 'says "Waiting for it"' 'says "tool(second)"' 'grep -q "tool(first)" "$world/first"'

fresh
echo 20 >"$world/slow"
set -m
env -i PATH="$path" "$lab/mllab" >"$world/interrupted" 2>&1 </dev/null &
set +m
while [[ ! -s $world/builds ]]; do sleep 0.05; done
kill -INT -- "-$!"
status=0
wait "$!" || status=$?
said=$(cat "$world/interrupted")
it 'stops at an interrupt' '((status == 130))' 'says "Start ./mllab again"'
rm "$world/slow"
start x
it 'goes on after an interrupt' '((status == 0))' 'says "tool(x)"' '[[ $said != *anew* && $said != *Waiting* ]]'

fresh
echo 20 >"$world/slow"
set -m
env -i PATH="$path" "$lab/mllab" >"$world/killed" 2>&1 </dev/null &
set +m
killed=$!
while [[ ! -s $world/builds ]]; do sleep 0.05; done
kill -KILL "$killed"
wait "$killed" 2>/dev/null || true
rm "$world/slow"
start x
kill -KILL -- "-$killed" # the compiler that is still there
it 'does not wait for a compiler that outlived a killed start' '((status == 0))' 'says "tool(x)"' '[[ $said != *Waiting* ]]'

((failed == 0))
