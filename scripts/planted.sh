#!/usr/bin/env bash
# Plants each known kind of bug in a copy of the source, builds it and counts the seeds in which the simulator finds it.
#
#   scripts/planted.sh FIRST..LAST [NAME…]     SEEDS of `shouwang simulate`; all patches of Tests/Planted unless named
#
# The first line of a patch says what it breaks. One that no seed finds ends the run with an error, unless the patch says
# `found by a test: FILTER`; then that test must fail.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seeds=${1:?the seeds, as 1..60}
shift
work=${PLANTED:-${XDG_CACHE_HOME:-$HOME/.cache}/shouwang/planted}
scratch=${SCRATCH:-$work/build}
build=(--scratch-path "$scratch")
names=("$@")
[ ${#names[@]} -gt 0 ] || for file in Tests/Planted/*.patch; do names+=("$(basename "$file" .patch)"); done

# What is unchanged keeps its time stamp, so that only what a patch touches is compiled anew.
copy() {
    mkdir -p "$work/source"
    rsync -a --delete --checksum --exclude .git --exclude out --exclude .build ./ "$work/source/"
}

simulate() {
    swift build -c release "${build[@]}" --package-path "$work/source" --product shouwang >"$work/log" 2>&1 || {
        tail -5 "$work/log" >&2
        return 1
    }
    "$scratch/release/shouwang" simulate --seeds "$seeds" --incidents 2 >"$work/seeds" 2>&1 || true
    grep -Eo '[0-9]+ passed, [0-9]+ failed' "$work/seeds" || echo "crashed after $(grep -c '^seed' "$work/seeds") failed"
}

test_fails() {
    swift build --build-tests "${build[@]}" --package-path "$work/source" >"$work/log" 2>&1 || return 1
    ! swift test --skip-build --disable-xctest "${build[@]}" --package-path "$work/source" --filter "$1" >"$work/log" 2>&1
}

missed=0
for name in "${names[@]}"; do
    patch=Tests/Planted/$name.patch
    copy
    patch --quiet -p1 -d "$work/source" <"$patch"
    test=$(sed -n 's/.*found by a test: \([A-Za-z/]*\).*/\1/p' "$patch" | head -1)
    if [ -n "$test" ]; then
        if test_fails "$test"; then found="found by $test"; else found="MISSED by $test"; fi
    else
        found=$(simulate)
        case $found in *" 0 failed") found="MISSED: $found" ;; esac
    fi
    case $found in MISSED*) missed=$((missed + 1)) ;; esac
    printf '%-26s %-28s %s\n' "$name" "$found" "$(head -1 "$patch")"
done
copy
printf 'unpatched                  %s\n' "$(simulate)"
[ "$missed" = 0 ]
