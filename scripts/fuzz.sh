#!/usr/bin/env bash
# Lets libFuzzer attack every parser of the program, each for MINUTES, and prints what it tried and found.
#
#   scripts/fuzz.sh PROGRAM MINUTES [NAME …]
#
# PROGRAM is what `make fuzz` builds of Fuzz/. Inputs that reach new code are kept beside it for the next run; what breaks a
# law, takes over ten seconds or more than a gigabyte is kept in out/fuzz/NAME, and the run then ends with 1.
set -euo pipefail

program=$1
minutes=$2
shift 2
cache="${XDG_CACHE_HOME:-$HOME/.cache}/shouwang/fuzz/inputs"
out="$PWD/out/fuzz"
TMPDIR=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d)
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
# The runtime keeps what it needs until the end, which is no leak.
export ASAN_OPTIONS="detect_leaks=0:quarantine_size_mb=32:${ASAN_OPTIONS:-}"

failed=0
printf '%-10s %12s %9s %9s %9s  %s\n' parser inputs a/second coverage kept result
while IFS=$'\t' read -r name longest _; do
    if [ "$#" -gt 0 ] && [[ " $* " != *" $name "* ]]; then continue; fi
    mkdir -p "$cache/$name" "$out/$name" "$TMPDIR/seeds"
    rm -f "$TMPDIR"/seeds/*
    "$program" seeds "$name" "$TMPDIR/seeds"
    log="$out/$name/log"
    result=fine
    # Below everything else on the machine, and on one core.
    nice -n 19 "$program" "$name" -max_total_time=$((minutes * 60)) -max_len="$longest" -timeout=10 -rss_limit_mb=1024 \
        -print_final_stats=1 -reload=0 -artifact_prefix="$out/$name/" "$cache/$name" "$TMPDIR/seeds" >"$log" 2>&1 </dev/null ||
        { result="BROKEN: $log"; failed=1; }
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    rate=$(sed -n 's/^stat::average_exec_per_sec: *//p' "$log")
    # Nothing was covered where the first input broke it.
    coverage=$({ grep -aoE ' cov: [0-9]+' "$log" || true; } | tail -1 | tr -dc 0-9)
    kept=$(find "$cache/$name" -type f | wc -l)
    printf '%-10s %12s %9s %9s %9s  %s\n' "$name" "${runs:-?}" "${rate:-?}" "${coverage:-?}" "$kept" "$result"
done < <("$program" list)
exit "$failed"
