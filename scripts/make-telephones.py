#!/usr/bin/env python3
"""Derives Sources/ReadingModel/telephones.bin, the places and carriers of telephone numbers, from a public table.

Usage: scripts/make-telephones.py mobile_segments.csv.gz

The table has a line for each run of segments (the first seven digits of mobile numbers): first, last, province, city, area code,
carrier; NOTICE names its source and licence. The same input always gives the same output, byte for byte.

First come lines of UTF-8, one for each place with its carrier:   云南 玉溪 0877 中国移动
then an empty line, then for each run three numbers in sevens of bits, the lowest first, the eighth bit of all bytes but the last
set: the gap since the run before (the first counts from 1300000), its length less one, and the number of its line from 0.
"""

import csv
import gzip
import pathlib
import subprocess
import sys

TARGET = pathlib.Path(__file__).resolve().parent.parent / "Sources/ReadingModel/telephones.bin"
FIRST = 1_300_000


def sevens(number):
    while number >= 128:
        yield number & 127 | 128
        number >>= 7
    yield number


def runs(path):
    """The runs in order, those that adjoin and say the same made one."""
    joined = []
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        for row in sorted(csv.DictReader(file), key=lambda row: int(row["first_segment"])):
            said = " ".join(row[name] for name in ["province", "city", "area_code", "carrier"])
            first, last = int(row["first_segment"]), int(row["last_segment"])
            if joined and joined[-1][1] + 1 == first and joined[-1][2] == said:
                joined[-1][1] = last
            else:
                joined.append([first, last, said])
    return joined


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    found = runs(sys.argv[1])
    # The commonest first, so that most numbers of lines take one byte.
    counts = {}
    for _, _, said in found:
        counts[said] = counts.get(said, 0) + 1
    lines = sorted(counts, key=lambda said: (-counts[said], said))
    numbers = {said: number for number, said in enumerate(lines)}
    out = bytearray("\n".join(lines).encode() + b"\n\n")
    next_segment = FIRST
    for first, last, said in found:
        for number in (first - next_segment, last - first, numbers[said]):
            out.extend(sevens(number))
        next_segment = last + 1
    TARGET.write_bytes(out)
    subprocess.run([pathlib.Path(__file__).with_name("stamp.sh"), TARGET.with_suffix(".S")], check=True)
    print(TARGET.name, len(lines), "places with carriers,", len(found), "runs,", len(out), "bytes")


if __name__ == "__main__":
    main()
