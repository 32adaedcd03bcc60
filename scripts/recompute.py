#!/usr/bin/env python3
"""Recomputes the figures of `shouwang demo` from the banks' books and the victims' reports alone (docs/demo.md).

    python3 scripts/recompute.py DIR [DIR/demo.json] [--break [entry|act|twice|report]]

Reads DIR/banks/*.csv and DIR/platform/transfers.csv; the program's own figures are read only to be compared.
Prints a line for each figure (name, reported, recomputed, ok or DIFFERS); ends with 1 when one differs.
`--break` spoils one record in memory first, to show that the check can fail: a withdrawal (`entry`), a stop's balance
(`act`), a second effect of a stop (`twice`), a victim's report (`report`).
"""

import argparse
import csv
import json
import sys
from collections import defaultdict
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace as Record

SECOND = 1_000_000
REPORT_WINDOW = 300 * SECOND
LEAST_FOLLOWED_FEN = 10_000
MOST_PAYEES = 50
DEEPEST_FOLLOWED_TIER = 12
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
FIGURES = [
    "incidents", "orders", "inquiries", "answers", "defrauded_fen", "held_fen", "exited_fen", "at_large_fen",
    "returned_fen", "balance_held_fen", "deepest_tier", "conserved", "doubled_effects",
]
SUMS = ["defrauded_fen", "held_fen", "exited_fen", "at_large_fen", "returned_fen", "deepest_tier"]
PLACES = ["exited", "at_large", "held"]


def microseconds(text):
    """The moment of an RFC 3339 time in microseconds since 1970."""
    return (datetime.fromisoformat(text) - EPOCH) // timedelta(microseconds=1)


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Books:
    """The banks' books and the victims' reports."""

    def __init__(self, folder):
        self.opening, self.hubs = {}, set()
        for row in rows(folder / "banks/accounts.csv"):
            account = (row["bank"], row["number"])
            self.opening[account] = int(row["opening_balance_fen"])
            if row["hub"] == "1":
                self.hubs.add(account)
        entries = [self.entry(row) for row in rows(folder / "banks/entries.csv")]
        repaid = {entry.reference for entry in entries if not entry.is_in and entry.summary.startswith("返还 ")}
        self.repaid = [entry for entry in entries if entry.reference in repaid and not entry.is_in]
        self.entries = [entry for entry in entries if entry.reference not in repaid]
        self.acts = [self.act(row) for row in rows(folder / "banks/acts.csv")]
        self.reports = [self.report(row) for row in rows(folder / "platform/transfers.csv")]

    @staticmethod
    def entry(row):
        return Record(
            line=int(row["line"]), time=microseconds(row["time"]), serial=row["serial"],
            account=(row["bank"], row["number"]), is_in=row["direction"] == "in", channel=row["channel"],
            amount=int(row["amount_fen"]), counterpart=(row["counterpart_bank"], row["counterpart_number"]),
            reference=row["reference"], summary=row["summary"])

    @staticmethod
    def act(row):
        return Record(
            line=int(row["line"]), time=microseconds(row["time"]), act=row["act"], kind=row["kind"],
            original=row["original"], account=(row["bank"], row["number"]), effect=row["effect"], result=row["result"],
            balance=int(row["balance_fen"] or 0), ends=microseconds(row["ends_at"]) if row["ends_at"] else 0)

    @staticmethod
    def report(row):
        return Record(
            incident=row["incident"], account=(row["payee_bank"], row["payee_number"]), amount=int(row["amount_fen"]),
            payer=(row["payer_bank"], row["payer_number"]), time=microseconds(row["time"]))

    def last_inquiries(self):
        """Each account's last answered inquiry."""
        return {act.account: act for act in self.acts if act.kind == "inquiry" and act.effect == "answered"}

    def executed_stops(self):
        return [act for act in self.acts if act.kind == "stop" and act.effect == "executed"]

    def frozen_accounts(self):
        """The accounts under a freeze when the books end."""
        gone = {act.act for act in self.acts if act.kind == "freeze" and act.effect in ("expired", "released")}
        gone |= {act.original for act in self.acts if act.kind == "unfreeze" and act.effect == "released"}
        return {
            act.account for act in self.acts
            if act.kind == "freeze" and act.effect == "executed" and act.act not in gone}

    def held_accounts(self):
        """The accounts under a stop-payment when the books end."""
        end = max([entry.time for entry in self.entries] + [act.time for act in self.acts])
        gone = {act.act for act in self.acts if act.kind == "stop" and act.effect in ("expired", "released")}
        gone |= {act.original for act in self.acts if act.kind == "release" and act.effect == "released"}
        ends = {act.act: act.ends for act in self.executed_stops()}
        stop_of = {act: act for act in ends}
        for act in self.acts:
            if act.effect == "extended" and act.original in stop_of:
                stop_of[act.act] = stop_of[act.original]
                ends[stop_of[act.act]] = max(ends[stop_of[act.act]], act.ends)
        return {act.account for act in self.executed_stops() if act.act not in gone and ends[act.act] > end}


def first_in_first_out(line, amount):
    """Takes the first `amount` fen off the line: the pieces taken."""
    taken = []
    while amount > 0 and line:
        piece, owner = line.pop(0)
        part = min(piece, amount)
        taken.append((part, owner))
        if part < piece:
            line.insert(0, (piece - part, owner))
        amount -= part
    return taken


class Trace:
    """Each account's money as a line of pieces (fen, owner); an owner is (incident, tier) or None."""

    def __init__(self, books):
        self.books = books
        self.inquiries = books.last_inquiries()
        told = [entry for entry in books.entries if self.is_told(entry)]
        self.told_out = {entry.reference for entry in told if not entry.is_in}
        self.told_in = {entry.reference for entry in told if entry.is_in}
        self.lines = {account: [(books.opening[account], None)] for account in self.inquiries}
        self.exited, self.lost, self.unfollowed = defaultdict(int), defaultdict(int), defaultdict(int)
        self.tiers = {}  # (incident, account): the fewest transfers from the victim
        self.longest = defaultdict(int)  # incident: the most transfers of any chain, the way out included
        self.underway = {}  # reference: pieces between payer and payee
        self.parts = {}  # serial of an account's entry: the pieces that it brought in
        self.carriers = []  # entries that carried victims' money
        self.payees = defaultdict(set)
        self.notes = []
        self.reported = self.match_reports(told)
        for _, _, _, _, step in sorted(self.steps(), key=lambda step: step[:4]):
            step()
        self.rest()

    def is_told(self, entry):
        """Whether a statement of the account holds the entry: it was booked before the last answer."""
        inquiry = self.inquiries.get(entry.account)
        return inquiry is not None and entry.line < inquiry.line

    def is_covered(self, account, time):
        """Whether a statement says all of that moment: it ends with the second before the answer."""
        inquiry = self.inquiries.get(account)
        return inquiry is not None and time <= inquiry.time - inquiry.time % SECOND - SECOND

    def match_reports(self, told):
        """The payee's entry (by serial) that each report means; reports without one are put aside."""
        found, self.unmatched = {}, []
        for report in self.books.reports:
            fitting = [
                entry for entry in told
                if entry.account == report.account and entry.is_in and entry.amount == report.amount
                and abs(entry.time - report.time) <= REPORT_WINDOW and entry.serial not in found
            ]
            if fitting:
                found[min(fitting, key=lambda entry: abs(entry.time - report.time)).serial] = report
            else:
                self.unmatched.append(report)
        return found

    def steps(self):
        """What is known, as (time, rank, serial, rank, step); steps run in that order."""
        def later(step, *arguments):
            return lambda: step(*arguments)

        for entry in self.books.entries:
            is_told = self.is_told(entry)
            if entry.is_in and is_told:
                yield entry.time, 0, entry.serial, 1, later(self.deposit, entry, entry.account)
                payer = entry.counterpart
                if entry.reference not in self.told_out and payer[1] and not self.is_covered(payer, entry.time):
                    yield entry.time, 0, entry.serial, 0, later(self.withdraw, entry, payer, entry.account)
            elif is_told:
                yield entry.time, 0, entry.serial, 0, later(self.withdraw, entry, entry.account, entry.counterpart)
                if entry.channel == "transfer" and entry.reference not in self.told_in:
                    yield entry.time, 0, entry.serial, 1, later(self.deposit, entry, entry.counterpart)
        for act in self.books.executed_stops():
            yield act.time, 1, act.act, 0, later(self.state_balance, act)
        for report in self.unmatched:
            pieces = [(report.amount, (report.incident, 1))]
            yield report.time, 0, "", 1, later(self.receive, report.account, pieces)

    def deposit(self, entry, account):
        """A deposit: the victim's money, what came from another line, or money of nobody known."""
        report = self.reported.get(entry.serial) if entry.is_in else None
        own = [(entry.amount, (report.incident, 1) if report else None)]
        carried = self.underway.pop(entry.reference, own)
        if entry.is_in:
            self.parts[entry.serial] = own if report else carried
        self.receive(account, own if report else carried)

    def receive(self, account, pieces):
        self.lines.setdefault(account, []).extend(pieces)
        for _, owner in pieces:
            if owner:
                incident, tier = owner
                self.tiers[incident, account] = min(self.tiers.get((incident, account), tier), tier)
                self.longest[incident] = max(self.longest[incident], tier)

    def withdraw(self, entry, payer, payee):
        pieces = first_in_first_out(self.lines.get(payer, []), entry.amount) if payer not in self.books.hubs else []
        if not any(owner for _, owner in pieces):
            return
        self.carriers.append(entry)
        if entry.channel != "transfer":
            self.leave(pieces, self.exited)
            for _, owner in pieces:
                if owner:
                    self.longest[owner[0]] = max(self.longest[owner[0]], owner[1] + 1)
            return
        sums = defaultdict(int)
        for fen, owner in pieces:
            if owner:
                sums[owner[0]] += fen
        self.underway[entry.reference] = [
            (fen, self.next_tier(fen, owner, sums, payer, payee)) for fen, owner in pieces]

    def next_tier(self, fen, owner, sums, payer, payee):
        """The owner after the transfer; nobody where the money is not followed further."""
        if owner is None:
            return None
        incident, tier = owner
        if payee not in self.books.hubs:
            payees = self.payees[incident, payer]
            is_one_too_many = payee not in payees and len(payees) >= MOST_PAYEES
            if sums[incident] < LEAST_FOLLOWED_FEN or tier >= DEEPEST_FOLLOWED_TIER or is_one_too_many:
                self.unfollowed[incident, payer] += fen
                return None
            payees.add(payee)
        return (incident, tier + 1)

    def leave(self, pieces, where):
        for fen, owner in pieces:
            if owner:
                where[owner[0]] += fen

    def state_balance(self, stop):
        """A stop states the balance: what is missing has gone from the front, what is more came unseen."""
        line = self.lines.setdefault(stop.account, [])
        known = sum(fen for fen, _ in line)
        if stop.balance < known:
            self.leave(first_in_first_out(line, known - stop.balance), self.lost)
        elif stop.balance > known:
            line.append((stop.balance - known, None))
        if stop.balance != known:
            self.notes.append(f"{stop.act} states {stop.balance}, known are {known} at {stop.account[1]}")

    def rest(self):
        """Where the money lies at the end: in accounts held, or at large."""
        held_accounts = self.books.held_accounts() | self.books.frozen_accounts()
        self.held, self.at_large, self.deepest = defaultdict(int), defaultdict(int, self.lost), defaultdict(int)
        places, hub_places = set(), set()
        for (incident, account), fen in self.unfollowed.items():
            self.at_large[incident] += fen
            places.add((incident, account))
        for account, line in self.lines.items():
            is_held = account in held_accounts and account not in self.books.hubs
            self.leave(line, self.held if is_held else self.at_large)
            here = {(owner[0], account) for _, owner in line if owner}
            (hub_places if account in self.books.hubs else places).update(here)
        for incident in self.longest:
            lying = [self.tiers[place] for place in places if place[0] == incident]
            hubs = [self.tiers[place] for place in hub_places if place[0] == incident]
            self.deepest[incident] = max(lying + hubs) if lying else self.longest[incident]


class Returns:
    """What decisions made of the accounts that money was paid back from: by the time stamps, then in the ratio of losses."""

    def __init__(self, books, trace):
        self.books, self.trace = books, trace
        self.losses = defaultdict(int)
        for report in books.reports:
            self.losses[report.incident] += report.amount
        self.sums = {
            incident: {"held": trace.held[incident], "at_large": trace.at_large[incident], "exited": trace.exited[incident]}
            for incident in self.losses}
        self.returned, self.paid = defaultdict(int), defaultdict(int)
        victims = {report.payer: report.incident for report in books.reports}
        times = {}
        for entry in books.repaid:
            times.setdefault(entry.account, entry.time)
            self.paid[victims[entry.counterpart]] += entry.amount
        held = books.held_accounts() | books.frozen_accounts()
        for account in sorted(times, key=lambda account: (times[account], account)):
            self.decide(account, account in held)

    def decide(self, account, is_held):
        """Puts the decision in the place of the trace, and exchanges what differs among the incidents in what has left."""
        shares = self.shares(account)
        there = defaultdict(int)
        for fen, owner in self.trace.lines.get(account, []):
            if owner:
                there[owner[0]] += fen
        pool = dict.fromkeys(PLACES, 0)
        incidents = sorted(set(there) | set(shares))
        for incident in incidents:
            self.sums[incident]["held" if is_held else "at_large"] -= there[incident]
            self.returned[incident] += shares.get(incident, 0)
        for incident in incidents:
            gain = shares.get(incident, 0) - there[incident]
            for place in PLACES:
                taken = min(max(gain, 0), self.sums[incident][place])
                gain -= taken
                self.sums[incident][place] -= taken
                pool[place] += taken
        for incident in incidents:
            need = there[incident] - shares.get(incident, 0)
            for place in PLACES:
                taken = min(max(need, 0), pool[place])
                need -= taken
                pool[place] -= taken
                self.sums[incident][place] += taken
            self.sums[incident]["at_large"] += max(need, 0)

    def shares(self, account):
        """Each incident's share in fen of what lies in an account."""
        balance, least, most, first = self.books.opening[account], {}, {}, {}
        for number, entry in enumerate(entry for entry in self.books.entries if entry.account == account):
            if not entry.is_in:
                balance -= entry.amount
                least = {owner: max(0, fen - entry.amount) for owner, fen in least.items()}
                most = {owner: min(fen, balance) for owner, fen in most.items()}
                continue
            balance += entry.amount
            for fen, owner in self.trace.parts.get(entry.serial, []):
                if owner:
                    incident = owner[0]
                    least[incident] = least.get(incident, 0) + fen
                    most[incident] = most.get(incident, 0) + fen
                    first.setdefault(incident, number)
        left = {incident: self.losses[incident] - self.returned[incident] for incident in most}
        shares = {incident: min(most[incident], left[incident]) for incident in most if least[incident] == most[incident]}
        pool = sorted((incident for incident in most if incident not in shares), key=lambda one: (first[one], one))
        rest = balance - self.apart(account, set(pool))
        return shares | self.ratio(rest, pool, {one: min(most[one], left[one]) for one in pool})

    def apart(self, account, pool):
        """The least in fen that lies there of what is not the pool's: all that left since may have been of it."""
        fen = self.books.opening[account]
        for entry in (entry for entry in self.books.entries if entry.account == account):
            if entry.is_in:
                parts = self.trace.parts.get(entry.serial, [])
                fen += entry.amount - sum(part for part, owner in parts if owner and owner[0] in pool)
            else:
                fen = max(0, fen - entry.amount)
        return fen

    def ratio(self, rest, pool, caps):
        """Shares in the ratio of the losses, no more than the caps; the odd fen to the largest remainders."""
        full = {}
        while True:
            open_ones = [one for one in pool if one not in full]
            free, losses = rest - sum(full.values()), sum(self.losses[one] for one in open_ones)
            above = [one for one in open_ones if free * self.losses[one] >= losses * caps[one]]
            if not above:
                break
            full |= {one: caps[one] for one in above}
        shares = {one: free * self.losses[one] // losses for one in open_ones}
        odd = free - sum(shares.values()) if open_ones else 0
        order = sorted(open_ones, key=lambda one: -(free * self.losses[one] % losses))
        for one in order[:odd]:
            shares[one] += 1
        return full | shares


def incident_figures(books, trace):
    """Per incident: what came of its money."""
    returns = Returns(books, trace)
    for incident, fen in returns.paid.items():
        if fen != returns.returned[incident]:
            trace.notes.append(f"{incident} got {fen} back, its shares are {returns.returned[incident]}")
    return {
        incident: {
            "defrauded_fen": sum_fen, "held_fen": returns.sums[incident]["held"],
            "exited_fen": returns.sums[incident]["exited"], "at_large_fen": returns.sums[incident]["at_large"],
            "returned_fen": returns.returned[incident], "deepest_tier": trace.deepest[incident],
        }
        for incident, sum_fen in returns.losses.items()
    }


def figures(books, incidents):
    """The figures of the report."""
    answered = [act for act in books.acts if act.result]
    effects = defaultdict(int)
    for act in answered:
        if act.effect != "refused":
            effects[act.act] += 1
    totals = {name: sum(incident[name] for incident in incidents.values()) for name in SUMS}
    return totals | {
        "incidents": len(incidents),
        "orders": len({act.act for act in answered if act.kind == "stop"}),
        "inquiries": len({act.act for act in answered if act.kind == "inquiry"}),
        "answers": len({act.act for act in answered}),
        "balance_held_fen": sum(act.balance for act in books.executed_stops()),
        "deepest_tier": max((incident["deepest_tier"] for incident in incidents.values()), default=0),
        "conserved": all(
            incident["held_fen"] + incident["exited_fen"] + incident["at_large_fen"] + incident["returned_fen"]
            == incident["defrauded_fen"]
            for incident in incidents.values()),
        "doubled_effects": sum(1 for times in effects.values() if times > 1),
    }


def spoil(books, what):
    """Changes one record so that at least one figure must differ."""
    if what == "entry":
        carriers = Trace(books).carriers
        exits = [entry for entry in carriers if entry.channel != "transfer"]
        books.entries.remove((exits or carriers)[0])
    elif what == "act":
        books.executed_stops()[0].balance -= 1
    elif what == "twice":
        books.acts.append(books.executed_stops()[0])
    else:
        books.reports[0].amount += 1


def compare(name, reported, recomputed):
    """Prints one line; whether both agree."""
    agree = reported == recomputed
    print(f"{name:<44} {reported!s:>14} {recomputed!s:>14} {'ok' if agree else 'DIFFERS'}")
    return agree


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("report", type=Path, nargs="?")
    parser.add_argument(
        "--break", dest="spoilt", nargs="?", const="entry", choices=["entry", "act", "twice", "report"])
    parser.add_argument("--notes", action="store_true", help="say where statements and stops do not meet")
    options = parser.parse_args()
    books = Books(options.folder)
    if options.spoilt:
        spoil(books, options.spoilt)
    trace = Trace(books)
    incidents = incident_figures(books, trace)
    recomputed = figures(books, incidents)
    report = json.loads((options.report or options.folder / "report.json").read_text(encoding="utf-8"))
    agree = [compare(name, report[name], recomputed[name]) for name in FIGURES]
    told = {row["incident"]: row for row in rows(options.folder / "platform/incidents.csv")}
    for incident in sorted(told.keys() | incidents.keys()):
        for name in SUMS:
            reported = told.get(incident, {}).get(name)
            agree.append(compare(
                f"{incident} {name}", reported and int(reported), incidents.get(incident, {}).get(name)))
    if options.notes:
        print("\n".join(trace.notes))
    sys.exit(0 if all(agree) else 1)


if __name__ == "__main__":
    main()
