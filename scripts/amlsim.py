#!/usr/bin/env python3
"""Makes a ledger for the simulated banks (docs/banks.md) and two victims' reports from a data set of IBM/AMLSim.

    python3 scripts/amlsim.py DATA OUT [--alert 30]
    shouwang demo --ledger OUT/accounts.csv,OUT/transfers.csv --victims OUT/victims.csv

DATA holds accounts.csv.gz and transactions.csv.gz. Banks and account numbers are invented; a unit of money is taken
as ten yuan, so that amounts are like those of frauds.
The transactions of a day are spread over it in the order of the file, and each account opens with the least that covers
all it pays. The first victim pays what the first payer of the pattern `--alert` pays on in it, to him, just before;
the second pays to one of the pattern's payees, just before the first one's money comes there.
"""

import argparse
import csv
import gzip
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace as Record

BANKS = {
    "bank_a": ("901741000011", "62009" + "1"), "bank_b": ("902741000028", "62009" + "2"),
    "bank_c": ("903741000035", "62009" + "3"), "bank_d": ("904741000042", "62009" + "4"),
}
VICTIMS = [
    Record(key="V1", name="陶某", identity="530402197903142238", phone="13987700001", bank="bank_c"),
    Record(key="V2", name="严某", identity="53040219881105354X", phone="13987700002", bank="bank_d"),
]
FEN_OF_UNIT = 1000
SECONDS_OF_DAY = 86_400


def read(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows(rows)


def card(bank, number):
    """Nineteen digits with a right check digit (Luhn)."""
    start = f"{BANKS[bank][1]}{number:012d}"
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(start))]
    return start + str(-sum(digit // 10 + digit % 10 for digit in doubled) % 10)


def transactions(data):
    """All transactions in the order of days and, within one, of the file."""
    moves = [
        Record(day=row["tran_timestamp"][:10], place=place, payer=row["orig_acct"], payee=row["bene_acct"],
               fen=round(float(row["base_amt"]) * FEN_OF_UNIT), alert=row["alert_id"])
        for place, row in enumerate(read(data / "transactions.csv.gz"))
    ]
    return sorted(moves, key=lambda move: (move.day, move.place))


def payment(victim, fen, before, payee):
    """A victim's payment just before another one."""
    return Record(day=before.day, place=before.place - 0.5, payer=victim.key, payee=payee, fen=fen, alert="")


def victims_payments(moves, alert):
    """The first victim's payment to the pattern's first payer, the second's to the payee with the least of its own."""
    pattern = [move for move in moves if move.alert == alert]
    first = pattern[0].payer
    own = [move for move in pattern if move.payer == first]
    seed = payment(VICTIMS[0], sum(move.fen for move in own), own[0], first)
    balances, least = defaultdict(int, openings(moves + [seed])), []
    for move in moves:
        pays_on = any(next.payer == move.payee and next.day > move.day for next in moves) if move in own else False
        if pays_on:
            least.append((balances[move.payee], -move.place, move))
        balances[move.payer] -= move.fen
        balances[move.payee] += move.fen
    brought = min(least, key=lambda item: item[:2])[2]
    return [seed, payment(VICTIMS[1], brought.fen * 3 // 400 * 100, brought, brought.payee)], own[-1].day


def openings(moves):
    """The least opening balance of each account with which it can pay all that it pays."""
    balances, least = defaultdict(int), defaultdict(int)
    for move in sorted(moves, key=lambda move: (move.day, move.place)):
        balances[move.payer] -= move.fen
        least[move.payer] = max(least[move.payer], -balances[move.payer])
        balances[move.payee] += move.fen
    return least


def set_times(moves):
    """Spreads the moves of each day evenly over it."""
    days = defaultdict(list)
    for move in moves:
        days[move.day].append(move)
    for day, today in days.items():
        for place, move in enumerate(today, 1):
            seconds = SECONDS_OF_DAY * place // (len(today) + 1)
            move.time = datetime.fromisoformat(day) + timedelta(seconds=seconds)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--alert", default="30", help="the pattern that the money is to run through")
    options = parser.parse_args()
    if not (options.data / "transactions.csv.gz").exists():
        return print(f"skipped: no {options.data / 'transactions.csv.gz'}")
    moves = transactions(options.data)
    payments, last_day = victims_payments(moves, options.alert)
    moves = sorted(moves + payments, key=lambda move: (move.day, move.place))
    set_times(moves)
    options.out.mkdir(parents=True, exist_ok=True)

    places = {victim.key: (victim, victim.bank, card(victim.bank, 900_000 + at)) for at, victim in enumerate(VICTIMS)}
    for row in read(options.data / "accounts.csv.gz"):
        holder = Record(name=f"{row['first_name']} {row['last_name']}")
        places[row["acct_id"]] = (holder, row["bank_id"], card(row["bank_id"], int(row["acct_id"])))
    address = {key: (BANKS[bank][0], number) for key, (_, bank, number) in places.items()}
    least = openings(moves)
    write(
        options.out / "accounts.csv", ["bank", "number", "holder", "opening_balance_fen", "opened_at"],
        [[*address[key], holder.name, least[key], f"{moves[0].day}T00:00:00+08:00"]
         for key, (holder, _, _) in places.items()])
    write(
        options.out / "transfers.csv",
        ["time", "from_bank", "from_number", "to_bank", "to_number", "channel", "amount_fen", "summary"],
        [[f"{move.time.isoformat()}+08:00", *address[move.payer], *address[move.payee], "transfer", move.fen, "转账"]
         for move in moves])
    reported = datetime.fromisoformat(last_day) + timedelta(days=2, hours=9, minutes=30)
    write(
        options.out / "victims.csv",
        ["name", "identity_number", "phone", "bank", "number", "payee_bank", "payee_number", "amount_fen", "paid_at",
         "reported_at"],
        [[victim.name, victim.identity, victim.phone, *address[victim.key], *address[paid.payee], paid.fen,
          f"{paid.time.isoformat()}+08:00", f"{(reported + timedelta(minutes=40 * at)).isoformat()}+08:00"]
         for at, (victim, paid) in enumerate(zip(VICTIMS, payments))])
    print(f"{len(places)} accounts, {len(moves)} transfers, {len(payments)} victims in {options.out}")


if __name__ == "__main__":
    main()
