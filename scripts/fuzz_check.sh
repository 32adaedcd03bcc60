#!/usr/bin/env bash
# Whether the targets of Fuzz/ still fit the sources that they attack, by the modules that `swift build --build-tests` made: a
# build of them for libFuzzer takes too long for every change.
#
#   scripts/fuzz_check.sh BUILD
set -euo pipefail

build=$1
maps=()
for map in "$build"/debug/*.build/module.modulemap "$build"/checkouts/*/Sources/*/{,include/}module.modulemap Sources/*/module.modulemap; do
    [ ! -f "$map" ] || maps+=(-Xcc "-fmodule-map-file=$map")
done
sources=(Fuzz/Sources/fuzz/*.swift)
# The package's name is its folder's, and what is of the package alone is seen by it alone.
name=$(basename "$PWD" | tr '[:upper:]' '[:lower:]')
# main.swift is the way into libFuzzer, whose module nothing else builds.
swiftc -typecheck -parse-as-library -package-name "$name" -enable-testing -suppress-warnings -I "$build/debug/Modules" "${maps[@]}" "${sources[@]/*main.swift/}" 2>&1 |
    { grep -E 'error:' && exit 1 || exit 0; }
