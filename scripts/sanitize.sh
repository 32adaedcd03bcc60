#!/usr/bin/env bash
# Builds and runs all tests under one sanitizer and prints what it found: scripts/sanitize.sh thread|address SCRATCH [FILTER]
#
# The tests run one after the other: under a sanitizer all at once are so slow that lines are given up. Ends with an error when
# the sanitizer reports anything, or a test fails.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

kind=${1:?thread or address}
scratch=${2:?a folder for what is built}
filter=${3:-}
build=(--sanitize="$kind" --scratch-path "$scratch")
log=$scratch/tests.log
case $kind in
thread) export TSAN_OPTIONS="suppressions=$PWD/Tests/thread-sanitizer.txt exitcode=66" ;;
# The Swift runtime keeps what it has made for as long as it runs.
address) export ASAN_OPTIONS="detect_leaks=0" ;;
esac

swift build --build-tests "${build[@]}"
ended=0
swift test --skip-build --disable-xctest --no-parallel "${build[@]}" ${filter:+--filter "$filter"} >"$log" 2>&1 || ended=$?
reports=$(grep -acE '(WARNING|ERROR): (Thread|Address)Sanitizer' "$log" || true)
grep -aE '(WARNING|ERROR): (Thread|Address)Sanitizer|^✘ Test .* recorded an issue' "$log" | cut -c1-300 || true
echo "$kind sanitizer: $reports reports; $(grep -aE '^. Test run with' "$log" | tail -1 || true)"
[ "$reports" = 0 ] && [ "$ended" = 0 ] || { echo "The whole output is in $log." >&2; exit 1; }
