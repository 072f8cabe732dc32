#!/bin/bash
# How long the first build takes: a fresh clone in a temporary folder, the steps of ./mllab one by one.
#
# On a machine that others use the time on the clock misleads; the time on the processors hardly does. With nothing
# else to do, N cores need at least user + system divided by N.
set -euo pipefail

lab=$(cd -- "$(dirname -- "$0")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf -- "$folder"' EXIT
git clone -q -- "$lab" "$folder/mllab"
cd -- "$folder/mllab"

measure() { # TITLE COMMAND…
  local title=$1 TIMEFORMAT='%R %U %S' times
  shift
  { time "$@" >"$folder/output" 2>&1 || { tail -n 20 "$folder/output" >&3; exit 1; }; } 3>&2 2>"$folder/time"
  times=$(tail -n 1 "$folder/time" | tee -a "$folder/times")
  awk -v title="$title" '{ printf "| %s | %.1f | %.1f |\n", title, $1, $2 + $3 }' <<<"$times"
}

cores=$(nproc)
echo "- date: $(date +%F)"
echo "- processor: $cores cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
echo "- mllab: $(git rev-parse --short HEAD)"
echo "- load average before: $(cut -d ' ' -f 1-3 /proc/loadavg)"
echo
echo '| step | on the clock, s | on the processors, s |'
echo '|:--|--:|--:|'
measure 'swift package resolve: fetch the dependencies' swift package resolve
measure 'swift build -c release' swift build -c release
measure 'mllab prepare: the toolkit, the caches' .build/release/mllab prepare
awk -v cores="$cores" -v load="$(cut -d ' ' -f 1-3 /proc/loadavg)" '
  { clock += $1; processors += $2 + $3 }
  END {
    printf "| **together** (limit on 2 cores: 150) | %.1f | %.1f |\n\n", clock, processors
    printf "On %d idle cores at least %.0f s. Load average after: %s.\n", cores, processors / cores, load
  }' "$folder/times"
