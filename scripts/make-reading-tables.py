#!/usr/bin/env python3
"""Derives the compact tables in Sources/Reading/Tables from public tables.

Usage: scripts/make-reading-tables.py TSCharacters.txt

TSCharacters.txt is the table of characters in OpenCC's dictionaries, which the PyPI package opencc-python-reimplemented 0.1.7
holds; NOTICE names source and licence. The same input always gives the same output, byte for byte.

simplified.txt  pairs of characters without a break between them: traditional, then simplified     錢钱賬账
"""

import pathlib
import sys

TARGET = pathlib.Path(__file__).resolve().parent.parent / "Sources/Reading/Tables"


def pairs(path):
    for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines():
        traditional, _, choices = line.partition("\t")
        simplified = choices.split(" ")[0]
        # Only what one UTF-16 unit can hold: the others are not met in messages.
        if len(traditional) == len(simplified) == 1 and traditional != simplified and max(traditional, simplified) < "\uffff":
            yield traditional + simplified


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    text = "".join(sorted(pairs(sys.argv[1])))
    (TARGET / "simplified.txt").write_text(text, encoding="utf-8")
    print("simplified.txt", len(text.encode()), "bytes")


if __name__ == "__main__":
    main()
