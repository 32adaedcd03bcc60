#!/usr/bin/env python3
"""Derives the compact tables in Sources/Primitives/Tables from public reference tables.

Usage: scripts/make-tables.py REFERENCE_FOLDER

REFERENCE_FOLDER holds bank_bin.csv, bank_name.csv, division_{provinces,cities,areas}.csv and cn_holidays.csv; NOTICE names
their sources and licences. The same input always gives the same output, byte for byte.

cards.csv      one bank a line: CODE|name|KINDLENGTH prefix prefix …|…        ABC|中国农业银行|DC19 103 622848
divisions.csv  a province, then its cities with their counties:              53 云南省
                                                                             5304 玉溪市|02红塔区|03江川区
holidays.csv   one year a line, days off, then weekend days worked:          2026|0101 0102|0104
"""

import csv
import pathlib
import sys
from collections import defaultdict

TARGET = pathlib.Path(__file__).resolve().parent.parent / "Sources/Primitives/Tables"
BYTES_MAX = 90_000


def rows(folder, name):
    with open(folder / name, encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def cards(folder):
    names = {row["bank"]: row["name"].strip() for row in rows(folder, "bank_name.csv")}
    prefixes = defaultdict(lambda: defaultdict(set))
    for row in rows(folder, "bank_bin.csv"):
        prefixes[row["bank"]][row["type"] + row["length"]].add(row["bin"])
    for bank in sorted(prefixes):
        kinds = [kind + " " + " ".join(sorted(found)) for kind, found in sorted(prefixes[bank].items())]
        yield "|".join([bank, names[bank], *kinds])


def divisions(folder):
    counties = defaultdict(list)
    for row in rows(folder, "division_areas.csv"):
        if row["code"].endswith("00"):
            continue  # A city without counties (Dongguan, Zhongshan, Danzhou) is its own only area.
        counties[row["cityCode"]].append(row["code"][4:6] + row["name"])
    cities = defaultdict(list)
    for row in rows(folder, "division_cities.csv"):
        cities[row["provinceCode"]].append((row["code"], row["name"]))
    for province in rows(folder, "division_provinces.csv"):
        yield f"{province['code']} {province['name']}"
        for code, name in cities[province["code"]]:
            yield "|".join([f"{code} {name}", *counties[code]])


def holidays(folder):
    off, worked = defaultdict(set), defaultdict(set)
    for row in rows(folder, "cn_holidays.csv"):
        year, month, day = row["date"].split("-")
        (worked if row["kind"].startswith("workday") else off)[year].add(month + day)
    for year in sorted(off):
        yield f"{year}|{' '.join(sorted(off[year]))}|{' '.join(sorted(worked[year]))}"


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    total = 0
    for name, lines in [("cards.csv", cards), ("divisions.csv", divisions), ("holidays.csv", holidays)]:
        text = "\n".join(lines(folder)) + "\n"
        (TARGET / name).write_text(text, encoding="utf-8")
        print(name, len(text.encode()), "bytes")
        total += len(text.encode())
    if total > BYTES_MAX:
        sys.exit(f"{total} bytes: over {BYTES_MAX}")


if __name__ == "__main__":
    main()
