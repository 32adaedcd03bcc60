#!/usr/bin/env python3
"""Derives Sources/Primitives/Tables/gb18030.bin from the codec of Python's standard library.

Usage: scripts/make-gb18030.py

All numbers are of two bytes, the lower first. First the characters of two bytes in GB18030, by lead byte from 0x81 and trail byte
from 0x40 without 0x7F: 126 rows of 190. Then the characters of four bytes below U+10000 as runs that count up: the place of the
first in the order of the four bytes, and the character. Those from U+10000 on follow by rule. The output is always the same.
"""

import pathlib

TARGET = pathlib.Path(__file__).resolve().parent.parent / "Sources/Primitives/Tables/gb18030.bin"
TRAILS = [*range(0x40, 0x7F), *range(0x80, 0xFF)]
FOUR_BYTES = 39_420


def character(*values):
    return ord(bytes(values).decode("gb18030"))


def four(place):
    lead, place = divmod(place, 12_600)
    second, place = divmod(place, 1_260)
    third, fourth = divmod(place, 10)
    return character(0x81 + lead, 0x30 + second, 0x81 + third, 0x30 + fourth)


def main():
    numbers = [character(lead, trail) for lead in range(0x81, 0xFF) for trail in TRAILS]
    last = None
    for place in range(FOUR_BYTES):
        found = four(place)
        if last is None or found != last + 1:
            numbers += [place, found]
        last = found
    TARGET.write_bytes(b"".join(number.to_bytes(2, "little") for number in numbers))
    print(TARGET.name, len(numbers) * 2, "bytes")


if __name__ == "__main__":
    main()
