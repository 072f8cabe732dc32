#!/bin/bash
# Tries ./mllab as a new user would: in a fresh Debian root that has nothing but the Swift toolchain.
# Needs root, debootstrap, apt's servers, 4 GB and ten minutes; not part of ./mllab test.
#
#   Tests/wrapper/bare-root.sh [OPTION VALUE]…
#
#   --suite    which Debian; bookworm by default
#   --mirror   where debootstrap fetches from; its own choice by default
#   --swift    the toolchain: the folder that holds usr; the one in PATH by default
#   --bind     a further folder to be seen inside, at the same place; may be repeated. For a local mirror of git
#              repositories that this machine's git configuration names (its url.… lines are copied)
#   --try      what mllab is asked to do: a run of an exercise that passes
#   --folder   where the roots and logs go, and stay; by default a folder under /tmp that is removed at the end
#
# A root is entered with unshare and pivot_root, as a chroot refuses user namespaces. One round does use a chroot: there
# bubblewrap fails for a user (root needs no user namespace), and the tool has to fall back to less containment.
set -euo pipefail

repository=$(cd "$(dirname "$0")/../.." && pwd -P)
suite=bookworm mirror=() work='' binds=() try='run log-sum-exp --with reference'
swift=$(readlink -f "$(type -P swiftc || true)") && swift=${swift%/usr/bin/*}
while (($#)); do
  case $1 in
    --suite) suite=$2 ;;
    --mirror) mirror=("$2") ;;
    --swift) swift=$(readlink -f "$2") ;;
    --bind) binds+=("$(readlink -f "$2")") ;;
    --try) try=$2 ;;
    --folder) work=$2 ;;
    *) sed -n '2,/^set/s/^# \{0,1\}//p' "$0"; exit 2 ;;
  esac
  shift 2
done
[[ -x $swift/usr/bin/swiftc ]] || { echo "There is no toolchain in '$swift': name its folder with --swift." >&2; exit 2; }
[[ $(id -u) == 0 && $(type -P debootstrap) ]] || { echo 'This needs root and debootstrap.' >&2; exit 2; }
if [[ $work ]]; then
  mkdir -p "$work/logs"
else
  work=$(mktemp -d /tmp/mllab-bare-root.XXXXXX)
  mkdir "$work/logs"
  trap 'rm -rf --one-file-system -- "$work"' EXIT # the mounts are gone with the namespaces they were made in
fi

# MARK: - Roots

# A minimal system with apt's sources as here if this machine runs the same suite, and a user called learner.
make_base() {
  local base=$work/base
  if [[ -e $base/made ]]; then return; fi
  rm -rf --one-file-system -- "$base"
  debootstrap --variant=minbase --include=ca-certificates "$suite" "$base" "${mirror[@]}" >"$work/logs/debootstrap.log"
  if grep -qsrw "$suite" /etc/apt/sources.list /etc/apt/sources.list.d; then
    rm -f "$base/etc/apt/sources.list"
    cp -r /etc/apt/sources.list.d /etc/apt/apt.conf.d "$base/etc/apt/"
    cp /etc/apt/sources.list "$base/etc/apt/" 2>/dev/null || true
  fi
  rm -rf -- "$base"/var/cache/apt/archives/*.deb "$base"/var/lib/apt/lists/*
  cp -L /etc/resolv.conf /etc/hosts "$base/etc/"
  git config --system --get-regexp '^url\.' | while read -r key value; do
    git config --file "$base/etc/gitconfig" --add "$key" "$value"
  done || true
  git config --file "$base/etc/gitconfig" safe.directory '*' # a mirror belongs to somebody else
  chroot "$base" /usr/sbin/useradd --create-home --shell /bin/bash learner
  touch "$base/made"
}

# The committed state of this repository, as somebody would clone it.
clone() { # ROOT PLACE OWNER
  git clone -q --no-hardlinks "$repository" "$work/$1$2"
  chroot "$work/$1" chown -R "$3" "$2"
}

# Runs a command as a user inside a root, with the environment of a fresh login and the toolchain in PATH.
inside() { # ROOT pivot|chroot|offline USER COMMAND
  local root=$work/$1 way=$2 user=$3 command=$4 namespaces=(--mount --pid --fork --propagation private)
  if [[ $way == offline ]]; then namespaces+=(--net); fi
  # shellcheck disable=SC2016
  unshare "${namespaces[@]}" bash -c '
    set -e
    root=$1 way=$2 user=$3 command=$4 swift=$5
    shift 5
    mount --bind "$root" "$root"
    mkdir -p "$root/opt/swift"
    mount --bind -o ro "$swift" "$root/opt/swift"
    for folder; do mkdir -p "$root$folder"; mount --bind -o ro "$folder" "$root$folder"; done
    mount -t proc proc "$root/proc"
    mount -t sysfs -o ro sysfs "$root/sys"
    mount --rbind /dev "$root/dev"
    as_user=(/usr/sbin/runuser -u "$user" -- /usr/bin/env -i PATH=/opt/swift/usr/bin:/usr/local/bin:/usr/bin:/bin)
    as_user+=(HOME="$(if [[ $user == root ]]; then echo /root; else echo "/home/$user"; fi)" /bin/bash -c "$command")
    if [[ $way == chroot ]]; then exec chroot "$root" "${as_user[@]}"; fi
    cd "$root"
    mkdir -p .outside
    pivot_root . .outside
    umount -l /.outside
    exec "${as_user[@]}"
  ' bash "$root" "$way" "$user" "$command" "$swift" "${binds[@]}" </dev/null
}

# MARK: - Rounds

failed=0

# One round: runs a command inside, and compares its status and what it says.
round() { # TITLE STATUS PATTERN ROOT WAY USER COMMAND
  local title=$1 expected=$2 pattern=$3 log="$work/logs/${1// /-}.log" status=0 began=${EPOCHREALTIME/[.,]/} result=ok
  shift 3
  inside "$@" >"$log" 2>&1 || status=$?
  if ((status != expected)) || ! grep -qiE -- "$pattern" "$log"; then
    result=FAILED failed=$((failed + 1))
  fi
  printf '%-6s  %6d s  %s\n' "$result" "$(((${EPOCHREALTIME/[.,]/} - began) / 1000000))" "$title"
  grep '^second start:' "$log" || true
  if [[ $result != ok ]]; then
    printf '  status %d, expected %d and a line with: %s\n' "$status" "$expected" "$pattern"
    tail -n 20 "$log" | sed 's/^/  | /'
  fi
}

# Starts, and presses Ctrl-C: once while apt unpacks, once while Swift compiles.
# shellcheck disable=SC2016
interrupted_start='cd ~/mllab; set -m
  for sign in apt.log:Unpacking build.log:Compiling; do
    ./mllab --yes &
    until grep -qs "${sign#*:}" ".build/lab/${sign%:*}"; do sleep 0.2; kill -0 $! || exit 99; done
    kill -INT -- -$!
    wait $! && exit 98
  done'

# The median of five starts; none may build.
# shellcheck disable=SC2016
second_start='set -e; before=$(stat -c %Y .build/lab/build.log); test -x .build/release/mllab; TIMEFORMAT=%R
  for i in 1 2 3 4 5; do time ./mllab --help >/dev/null; done 2>&1 | sort -n | sed -n "3s/.*/second start: & s/p"
  test "$(stat -c %Y .build/lab/build.log)" = "$before"'

make_base
rm -rf --one-file-system -- "$work/root"
cp -a "$work/base" "$work/root"
clone root /root/mllab root
clone root /home/learner/mllab learner

round 'help before anything is there' 0 'not built yet' root pivot root 'cd && mllab/mllab --help'
round 'packages missing, a user, no sudo' 1 'there is no sudo. Run as root: apt-get update && apt-get install' \
  root pivot learner 'cd ~/mllab && ./mllab --yes'
round 'packages missing, no network' 1 'apt cannot reach its servers' root offline root 'cd ~/mllab && ./mllab --yes'
round 'no Swift' 1 'Swift is missing' root pivot root 'cd ~/mllab && PATH=/usr/bin:/bin ./mllab --yes'
round 'first start, interrupted twice, root' 0 full root pivot root "$interrupted_start; ./mllab $try"
round 'second start, root' 0 'second start: 0\.0' root pivot root "cd ~/mllab && $second_start"
round 'no network, packages there' 1 'could not be fetched' \
  root offline learner 'cd ~/mllab && GIT_CONFIG_NOSYSTEM=1 ./mllab --yes'
round 'first start, a user, umask 077' 0 full root pivot learner "umask 077; cd ~/mllab && ./mllab --yes $try"
round 'second start, a user' 0 'second start: 0\.0' root pivot learner "cd ~/mllab && $second_start"
round 'chroot, a user' 0 'process ?group' root chroot learner "cd ~/mllab && ./mllab $try"
round 'chroot, root' 0 full root chroot root "cd ~/mllab && ./mllab $try"
round 'moved, spaces, through a link' 0 'building anew' root pivot root \
  "mkdir '/root/my lab' && mv /root/mllab '/root/my lab/' && ln -s '/root/my lab/mllab/mllab' /usr/local/bin/mllab
   cd / && mllab $try"

echo "$failed rounds failed"
((failed == 0))
