#!/usr/bin/env bash
# Writes into an assembler file the SHA-256 of what it brings along by .incbin, so that a changed table or model changes a file that
# the build looks at; otherwise a build folder that has the old one keeps it.
#
#   scripts/stamp.sh FILE.S
set -euo pipefail

folder=$(dirname "$1")
brought=$(sed -n 's/^\.incbin "\(.*\)"$/\1/p' "$1" | head -1)
sum=$(sha256sum "$folder/$brought" | cut -d' ' -f1)
sed -i "s|^// SHA-256: .*|// SHA-256: $sum|" "$1"
