#!/usr/bin/env python3
"""How a ledger grows: loading, traces and hard sets by size, as tables, and a picture of cost by size.

    ledger.py SHOUWANG [--sizes 1000000:17 10000000:20] [--hard 10000000 …] [--parts standard cold csv tail late hub] [--grow 268435456:24]
        [--picture FILE.svg] [--folder DIR]

A size is transfers and the power of 2 of accounts. Each is generated, imported from columns and from CSV, and asked for all of its victims; the sizes
named by --hard also with a cold cache, with a twentieth of the transfers in the tail, with transfers that come late, and with one
account at an end of every fifth transfer. The size of --grow is more than memory holds at once: it comes as CSV part by part. Where two ways must give the same answers they are compared, and a difference ends this with 1. FIFO has no limit;
proportional and poison go 6 transfers and a day far, proportional leaves out what carries less than 100 yuan. Needs numpy and duckdb
(`scripts/setup.sh tracing`); a set takes 24 bytes a transfer on the disk, its ledger 100 to 150, its CSV up to 75, and an import 130 bytes of memory.
"""
import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np

from ledger_picture import picture
from program import Shouwang, generate

NEAR = ["--hops", 6, "--hours", 24]
RULES = {
    "fifo": ["fifo"], "fifo, with its answer": ["fifo", "--whole"], "proportional": ["proportional", *NEAR, "--least", 10_000],
    "poison": ["poison", *NEAR],
}
DAY = 86_400_000
# The most transfers of one partition.
PARTITION = 1 << 25
# What is to be reached of a hundred million transfers on two cores, warm: figure, unit in which it is told, and at most or at least so many of it.
AIMS = [
    ("fifo, median", "µs", 1e3, "under", 100), ("fifo, 99th", "µs", 1e3, "under", 1000), ("fifo, all", "s", 1e9, "under", 3),
    ("build from columns", "M rows a second", 1e6, "at least", 8), ("build from CSV, short numbers", "M rows a second", 1e6, "at least", 1.5),
    ("append", "M rows a second", 1e6, "at least", 1),
]
PARTS = ["standard", "cold", "csv", "tail", "late", "hub"]
STANDARD = ["standard", "csv"]
TABLES = {
    "load": ["transfers", "from", "rows a second", "wall", "processor", "system", "bytes a transfer", "most memory"],
    "traces": ["transfers", "rule", "victims", "median", "99th percentile", "all", "pieces", "a piece", "most memory"],
    "hard": ["transfers", "set", "rule", "victims", "opened in", "median", "99th percentile", "longest", "pieces and sum"],
    "writes": ["transfers", "what", "rows", "wall", "rows a second"],
}


def micro(nanoseconds):
    return f"{nanoseconds / 1000:,.1f} µs" if nanoseconds < 1e6 else f"{nanoseconds / 1e6:,.1f} ms"


class Report:
    """Tables that are printed at the end, whatever ends it, and figures for the picture."""

    def __init__(self):
        self.rows = {name: [] for name in TABLES}
        self.figures = {}
        self.differences = 0

    def add(self, table, *cells):
        print("  " + " · ".join(map(str, cells)), file=sys.stderr, flush=True)
        self.rows[table].append([f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in cells])

    def keep(self, size, name, value):
        self.figures.setdefault(name, {})[size] = value

    def print(self):
        for name, heads in TABLES.items():
            if self.rows[name]:
                print("\n".join("| " + " | ".join(row) + " |" for row in [heads, ["---"] * len(heads), *self.rows[name]]) + "\n")
        if self.figures:
            self.print_aims()

    def print_aims(self):
        print("| aim at 100,000,000 | of transfers | measured | aim |\n| --- | --- | --- | --- |")
        for name, unit, factor, side, aim in AIMS:
            if name in self.figures:
                size, value = max(self.figures[name].items())
                print(f"| {name.replace('fifo', 'FIFO')} | {size:,} | {value / factor:,.2f} {unit} | {side} {aim:g} |")


class Size:
    """One generated set, and the ledgers that are made of it, one after the other."""

    def __init__(self, program, report, folder, transfers, power):
        self.program, self.report, self.folder, self.count = program, report, folder, transfers
        self.columns, self.cases = folder / "columns", folder / "columns" / "cases.csv"
        print(generate(program, self.columns, transfers, power), file=sys.stderr, flush=True)
        # What each rule found over all victims, from columns and from CSV, which does not tell the opening balances.
        self.found = {}

    def ledger(self, name="ledger"):
        """A new ledger's folder in place of the one that was there."""
        shutil.rmtree(self.folder / name, ignore_errors=True)
        return Shouwang(self.program, self.folder / name)

    def rows(self, places):
        """The columns as DuckDB reads them, on the disk but for the ids."""
        kinds = {"time": ("ts.i64", "<i8"), "payer": ("from.u32", "<u4"), "payee": ("to.u32", "<u4"), "amount": ("amt.i64", "<i8")}
        rows = {name: np.memmap(self.columns / file, kind, "r")[places] for name, (file, kind) in kinds.items()}
        return {"id": np.arange(*places.indices(self.count)), **rows}

    def write(self, name, select, header=True, places=slice(None)):
        """A CSV of what a query over `rows`, those of `places`, gives; DuckDB finds them by that name here."""
        rows = self.rows(places)
        path = self.folder / name
        duckdb.connect().execute(f"copy ({select}) to '{path}' (format csv, header {header})")
        del rows
        return path

    def load(self, source, ledger, *options):
        """An import, as a line of the table."""
        done = ledger.ask("import", *options, "--time-format", "ms", "--json")
        rate = done.answer["transfers"] / done.seconds
        info = ledger.ask("info", "--json").answer
        self.report.add(
            "load", self.count, source, int(rate), f"{done.seconds:.1f} s", f"{done.user:.1f} s", f"{done.system:.1f} s",
            info["bytes_per_transfer"], f"{done.memory / 2**20:,.0f} MiB")
        self.report.keep(self.count, f"build from {source}", rate)

    def standard(self):
        ledger = self.ledger()
        self.load("columns", ledger, self.columns)
        for name, (rule, *options) in RULES.items():
            done, rule = ledger.measure(self.cases, rule, "--rounds", 2, *options)
            each = rule["all_ns"] / max(rule["pieces"], 1)
            self.report.add(
                "traces", self.count, name, rule["seeds"], micro(rule["p50_ns"]), micro(rule["p99_ns"]), f"{rule['all_ns'] / 1e9:.2f} s",
                rule["pieces"], f"{each:.0f} ns", f"{done.memory / 2**20:,.0f} MiB")
            self.found["columns", name] = rule["pieces"], rule["sum"]
            for figure, value in [("median", rule["p50_ns"]), ("99th", rule["p99_ns"]), ("all", rule["all_ns"]), ("a piece", each)]:
                self.report.keep(self.count, f"{name}, {figure}", value)

    def csv(self):
        self.ledger()
        path = self.write("transfers.csv", "select id, time, payer, payee, amount from rows")
        ledger = self.ledger()
        self.load("CSV, short numbers", ledger, path, "--amount-unit", "fen")
        path.unlink()
        _, rule = ledger.measure(self.cases, "fifo", "--rounds", 1)
        self.found["CSV", "fifo"] = rule["pieces"], rule["sum"]
        path = self.write("transfers.csv", """
            select format('T{:011d}', id) id, time, format('62{:017d}', payer) payer, format('62{:017d}', payee) payee, amount from rows""")
        self.load("CSV, ids of 12 and accounts of 19", self.ledger(), path, "--amount-unit", "fen")
        path.unlink()

    def hold(self, ledger, name, rules=RULES, origin=None, count=None, rounds=2):
        """Traces on a hard set, as lines of the table; `origin` names the ledger that must have given the same."""
        for title, (rule, *options) in rules.items():
            words = [*options, "--rounds", rounds, *(["--count", count] if count else [])]
            done, rule = ledger.measure(self.cases, rule, *words)
            found, told = (rule["pieces"], rule["sum"]), f"{rule['pieces']:,}"
            if (origin, title) in self.found and not count:
                is_equal = found == self.found[origin, title]
                self.report.differences += not is_equal
                told = f"equal: {told}" if is_equal else f"NOT EQUAL: {found}, {self.found[origin, title]}"
            self.report.add(
                "hard", self.count, name, title, rule["seeds"], micro(done.answer["opened_ns"]), micro(rule["p50_ns"]), micro(rule["p99_ns"]),
                micro(rule["max_ns"]), told)

    def wrote(self, what, rows, seconds):
        self.report.add("writes", self.count, what, rows, f"{seconds:.2f} s", int(rows / seconds))

    def cold(self):
        """Traces after the files have left the system's cache, from each victim once."""
        ledger = Shouwang(self.program, self.folder / "ledger")
        for name, rule in RULES.items():
            if "answer" in name:
                continue
            for path in ledger.ledger.iterdir():
                file = os.open(path, os.O_RDONLY)
                os.fsync(file)
                os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
                os.close(file)
            self.hold(ledger, "cold cache, first 1,000 victims", {name: rule}, count=1000, rounds=1)

    def appended(self, ledger, path, count, group):
        """Appends the lines of a file; how many a second."""
        with open(path) as lines:
            done = ledger.ask("append", "--group", group, stdin=lines)
        if not done.text.endswith(f"durable {count}"):
            raise SystemExit(f"append said {done.text[-100:]}")
        self.wrote(f"append, durable by {group:,}", count, done.seconds)
        return count / done.seconds

    def tail(self):
        """The last twentieth appended: the same answers as from columns."""
        head = self.count - self.count // 20
        part = self.folder / "head"
        part.mkdir()
        for name in ["ts.i64", "from.u32", "to.u32", "amt.i64", "open.i64"]:
            path = self.columns / name
            size = path.stat().st_size
            with open(path, "rb") as source, open(part / name, "wb") as target:
                length = size if name == "open.i64" else size * head // self.count
                while length:
                    length -= os.sendfile(target.fileno(), source.fileno(), None, length)
        ledger = self.ledger()
        ledger.ask("import", part, "--time-format", "ms")
        shutil.rmtree(part)
        lines = self.write("tail.csv", f"select id, time * 1000, payer, payee, amount from rows where id >= {head}", header=False)
        self.report.keep(self.count, "append", self.appended(ledger, lines, self.count - head, 1000))
        lines.unlink()
        self.hold(ledger, "a twentieth in the tail", origin="columns")
        self.wrote("merge of a tail of a twentieth", self.count, ledger.ask("merge").seconds)
        self.hold(ledger, "the tail merged", {"fifo": RULES["fifo"]}, origin="columns")

    def late(self):
        """Of the last three days each tenth transfer comes late: the same answers as from the whole CSV."""
        late = f"(time >= (select max(time) from rows) - {3 * DAY} and id % 10 = 7)"
        base = self.write("base.csv", f"select id, time, payer, payee, amount from rows where not {late}")
        fifo = {"fifo": RULES["fifo"]}
        ledger = self.ledger("base")
        ledger.ask("import", base, "--time-format", "ms", "--amount-unit", "fen")
        base.unlink()
        rows = self.write("late.csv", f"select id, time, payer, payee, amount from rows where {late}")
        with open(rows, "rb") as lines:
            count = sum(1 for _ in lines) - 1
        # The files of a ledger are never written to again, so that names for them are a copy.
        shutil.rmtree(self.folder / "ledger", ignore_errors=True)
        shutil.copytree(ledger.ledger, self.folder / "ledger", copy_function=os.link)
        other = Shouwang(self.program, self.folder / "ledger")
        self.wrote(
            "import of late transfers", count, other.ask("import", rows, "--time-format", "ms", "--amount-unit", "fen").seconds)
        self.hold(other, "late transfers imported", fifo, origin="CSV")
        shutil.rmtree(other.ledger)
        lines = self.write("late.csv", f"select id, time * 1000, payer, payee, amount from rows where {late}", header=False)
        self.appended(ledger, lines, count, 1000)
        self.hold(ledger, "late transfers in the tail", fifo, origin="CSV")
        self.wrote("merge of late transfers", self.count, ledger.ask("merge").seconds)
        self.hold(ledger, "late transfers merged", fifo, origin="CSV")
        shutil.rmtree(ledger.ledger)
        lines.unlink()

    def hub(self):
        """One account at an end of every fifth transfer, as a payment institution is; opening balances are those that explain it."""
        draw = np.random.default_rng(20260101).random(self.count)
        ends = {name: np.fromfile(self.columns / name, "<u4") for name in ("from.u32", "to.u32")}
        hub = max(end.max() for end in ends.values()) + 1
        part = self.folder / "hub"
        part.mkdir()
        for place, (name, end) in enumerate(ends.items()):
            end[(draw >= place / 10) & (draw < (place + 1) / 10)] = hub
            end.tofile(part / name)
        for name in ("ts.i64", "amt.i64"):
            os.link(self.columns / name, part / name)
        ledger = self.ledger()
        ledger.ask("import", part, "--time-format", "ms")
        shutil.rmtree(part)
        self.hold(ledger, "an account with a fifth of all", count=200)

    def grow(self):
        """Imports of one partition's transfers behind what is there; then traces of some of all victims."""
        ledger = self.ledger()
        part = min(PARTITION, -(-self.count // 8))
        for start in range(0, self.count, part):
            path = self.write("part.csv", "select * from rows", places=slice(start, start + part))
            self.load(f"CSV behind {start:,}", ledger, path, "--amount-unit", "fen")
            path.unlink()
        self.hold(ledger, "grown part by part", {"fifo": RULES["fifo"], "proportional": RULES["proportional"]})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shouwang")
    parser.add_argument("--sizes", nargs="+", default=["1000000:17", "10000000:20"])
    parser.add_argument("--hard", nargs="*", type=int, default=[10_000_000])
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="what is measured; all without it")
    parser.add_argument("--grow", default="")
    parser.add_argument("--picture", type=Path, help="drawn of two sizes or more")
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    report = Report()
    begun = time.perf_counter()
    try:
        for size in [*options.sizes, *options.grow.split()]:
            transfers, power = map(int, size.split(":"))
            with tempfile.TemporaryDirectory(dir=options.folder) as temporary:
                each = Size(options.shouwang, report, Path(temporary), transfers, power)
                parts = PARTS if transfers in options.hard else STANDARD
                for part in ["grow"] if size == options.grow else [part for part in parts if part in options.parts]:
                    getattr(each, part)()
    finally:
        report.print()
    print(f"in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    if options.picture and len(options.sizes) > 1:
        options.picture.write_text(picture(report.figures))
    sys.exit(report.differences > 0)


main()
