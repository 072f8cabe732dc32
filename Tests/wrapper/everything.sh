# shellcheck shell=bash disable=SC2154
# What ./mllab test runs; read by ./mllab once packages and Swift are there. The last line printed counts what passed.

passed=0 failed=0 failures=()

# Runs a command and prints its time and counts: of the tests it reports, or of itself if it reports none.
step() { # NAME COMMAND…
  local name=$1 log=$lab/test-$1.log began=${EPOCHREALTIME/[.,]/} status=0 good bad tenths
  shift
  : >"$log"
  if [[ $1 == build ]]; then (build) || status=$?; else watched "$name" "$log" "$@" || status=$?; fi
  good=$(grep -cE '^(✔ Test .* passed after |ok )' "$log" || true)
  bad=$(grep -cE '^(✘ Test .* failed after |not ok )' "$log" || true)
  if grep -q '^✔ Test run with ' "$log"; then good=$((good - 1)); fi # the summary is no test
  if grep -q '^✘ Test run with .* failed' "$log"; then bad=$((bad - 1)); fi
  if ((status != 0 && bad == 0)); then bad=1; fi
  if ((good + bad == 0)); then good=1; fi
  passed=$((passed + good)) failed=$((failed + bad))
  tenths=$(((${EPOCHREALTIME/[.,]/} - began) / 100000))
  printf '%-10s %4d.%d s   %d passed, %d failed\n' "$name" $((tenths / 10)) $((tenths % 10)) "$good" "$bad"
  if ((status != 0)); then failures+=("$name"); fi
}

cd -- "$home" || exit
swift=${swiftc%/*}/swift
folders=()
for folder in Package.swift Sources Tests Benchmarks; do if [[ -e $folder ]]; then folders+=("$folder"); fi; done

step format "$swift" format lint --strict --recursive "${folders[@]}"
step wrapper Tests/wrapper/wrapper-tests.sh
step build build
if [[ " ${failures[*]} " != *' build '* ]]; then
  step tests "$swift" test
  export MLLAB_HOME=$home
  step exercises "$tool" verify --all
  step datasets "$tool" datasets verify
  step notebooks "$tool" notebook check --workspace "$lab/test-workspace"
fi

for name in "${failures[@]}"; do
  if [[ $name == build ]]; then echo 'The build failed, so tests, exercises, datasets and notebooks were not run.'; continue; fi
  printf '\n%s failed. The end of %s:\n' "$name" "$lab/test-$name.log"
  grep -E '^(✘|not ok |.*error:)' "$lab/test-$name.log" | head -n 20 || true
  tail -n 20 "$lab/test-$name.log"
done
echo "$passed passed, $failed failed"
((failed == 0))
