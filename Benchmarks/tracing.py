#!/usr/bin/env python3
"""Traces the same seeds with shouwang and with other programs; same data, one run, medians.

    tracing.py SHOUWANG [--transfers 1000000] [--power 17] [--seeds 200] [--folder DIR]

Needs PostgreSQL, a C compiler, and the packages of `scripts/setup.sh tracing` in the Python that runs this. Every program prints the pieces and a
sum over them, and they must be equal; one that is not ends this with 1. FIFO has no limit; proportional and poison go 6 transfers and a day far,
proportional leaves out what carries less than 100 yuan. Seeds are spread over the month. Shouwang is measured anew just before each of the
others, over the same ones.
"""
import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

from columns import Columns
from program import Shouwang, generate
from tracing_peers import PEERS
from tracing_walks import HOPS, LEAST

NEAR = ["--hops", HOPS, "--hours", 24]
OPTIONS = {"fifo": [], "proportional": [*NEAR, "--least", LEAST], "poison": NEAR}
# How many times as fast as each Shouwang is to be, of ten million transfers.
AIMS = {
    ("fifo", "SQLite"): 12, ("fifo", "PostgreSQL"): 25, ("fifo", "DuckDB"): 5000, ("fifo", "whole scan, C"): 5000,
    ("proportional", "SQLite"): 15, ("proportional", "PostgreSQL"): 60,
    ("poison", "SQLite"): 30, ("poison", "PostgreSQL"): 20, ("poison", "DuckDB"): 40, ("poison", "NumPy, compressed rows"): 15,
    ("poison", "igraph"): 80,
}
# How many seeds are enough where each takes a good part of a second.
SEEDS_OF_SLOW = 50


class Comparison:
    def __init__(self, options, folder):
        self.folder, self.seeds = folder, options.seeds
        print(generate(options.shouwang, folder, options.transfers, options.power) + "\n", flush=True)
        self.shouwang = Shouwang(options.shouwang, folder / "ledger")
        self.loads = [("Shouwang", self.shouwang.ask("import", folder, "--time-format", "ms").seconds)]
        self.columns = Columns(folder)
        self.unequal = 0

    def compare(self):
        print("| rule | other | its median | Shouwang's | ratio | aim | pieces and sum |\n| --- | --- | --- | --- | --- | --- | --- |")
        for load in PEERS:
            begun = time.perf_counter()
            for peer in load(self.columns, self.folder):
                self.loads.append((peer.name, time.perf_counter() - begun))
                for rule in peer.rules:
                    self.stand(peer, rule)
        print("\n| program | seconds to load and index |\n| --- | --- |")
        for name, seconds in self.loads:
            if "without" not in name and "scan" not in name:
                print(f"| {name} | {seconds:.1f} |")

    def spread(self, most):
        """Seeds from the whole month: the earlier one is, the longer its money has gone on."""
        cases = self.columns.cases
        count = min(most, len(cases))
        return [cases[place * len(cases) // count] for place in range(count)]

    def asked(self, seeds):
        file = self.folder / "asked.csv"
        file.write_text("".join(f"{place},{seed}\n" for place, seed in enumerate(seeds)))
        return file

    def stand(self, peer, rule):
        """One rule beside one peer, as a line of the table."""
        is_slow = "scan" in peer.name or "without" in peer.name or (rule, peer.name) == ("fifo", "DuckDB")
        seeds = self.spread(SEEDS_OF_SLOW if is_slow else self.seeds)
        _, ours = self.shouwang.measure(self.asked(seeds), rule, *OPTIONS[rule])
        answers = peer.ask(rule, seeds)
        median, mine = statistics.median(answer[0] for answer in answers), ours["p50_ns"] / 1000
        found = sum(answer[1] for answer in answers), sum(answer[2] for answer in answers) % 2**64
        is_equal = found == (ours["pieces"], ours["sum"])
        self.unequal += not is_equal
        told = f"equal: {found[0]:,}" if is_equal else f"NOT EQUAL: {found}, Shouwang's {ours['pieces']}, {ours['sum']}"
        aim = AIMS.get((rule, peer.name))
        print(
            f"| {rule} | {peer.name} | {median:,.1f} µs | {mine:,.1f} µs | {median / mine:,.1f} | {f'{aim:,}' if aim else '–'} | {told} |",
            flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("shouwang")
    parser.add_argument("--transfers", type=int, default=1_000_000)
    parser.add_argument("--power", type=int, default=17)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as temporary:
        comparison = Comparison(options, Path(temporary))
        comparison.compare()
    sys.exit(comparison.unequal > 0)


main()
