#!/usr/bin/env python3
"""The pages of an incident whose money reached thousands of accounts of a whole ledger, on SQLite and on PostgreSQL.

    ledger_page.py PROGRAM [--accounts 5000] [--rounds 100] [--port 21320] [--database sqlite|postgres|both]

One reported payment of two million yuan goes through six tiers of a ledger; all accounts are on record. Asked for are the incident's page, the
ledger's, a tier's banks, a bank's accounts and all accounts under no measure.
"""
import pathlib
import subprocess
import tempfile
import time

from pages import arguments, counted, hexed, run

BASE = 9_000_000_000_000_000_000
AMOUNT = 200_000_000
GROWN = """
    INSERT INTO incident (id, number, unit, channel, reported_at, recorded_at, taker, narrative, clues, state, defrauded, secured, returned,
        at_large, exited, deepest_tier)
    VALUES ('inc-7ce66c50e2840001', 'YJ-BENCH-1', '530400000000', '96110', {at}, {at}, 'usr-0000000000000002', '', '{{}}', 'open', {amount}, 0, 0,
        {amount}, 0, 1);
    INSERT INTO victim (id, incident, name) VALUES ('vic-7ce66c50e2840001', 'inc-7ce66c50e2840001', '赵某');
    INSERT INTO account (id, bank, number, name)
    {numbers} SELECT 'acc-' || {hex}, (SELECT MIN(code) FROM bank), '62' || (100000000000000 + n), '持有人' FROM numbers;
    INSERT INTO reported_transfer (id, incident, victim, payer_account, payee_account, amount, at)
    SELECT 'trf-7ce66c50e2840001', 'inc-7ce66c50e2840001', 'vic-7ce66c50e2840001', payer.id, payee.id, {amount}, {at}
    FROM account payer, account payee WHERE payer.number = '62100000000000001' AND payee.number = '62100000000000002';
    ANALYZE;
"""


def number(n):
    return f"62{100_000_000_000_000 + n}"


def tiers(accounts):
    """How many accounts each tier behind the payee has: more and more, and then as many as fifty payments an account and the money allow."""
    shares = [1, 10, 20, 23, 23, 23]
    sizes = [accounts * share // sum(shares) for share in shares]
    return [*sizes[:-1], accounts - sum(sizes[:-1])]


def transfers(accounts, at):
    """The lines that `ledger append` reads; each tier pays on all but a fen in a hundred of what came."""
    yield f"t1,{at},{number(1)},{number(2)},{AMOUNT}"
    (payers, come), account, count = ([2], AMOUNT), 2, 1
    for size in tiers(accounts):
        payees = list(range(account + 1, account + size + 1))
        account += size
        come = come * 99 // 100 // size * size
        for index, payee in enumerate(payees):
            count += 1
            yield f"t{count},{at + count * 1000},{number(payers[index % len(payers)])},{number(payee)},{come // size}"
        payers = payees


if __name__ == "__main__":
    given = arguments(__doc__, rounds=100, accounts=5000)
    at = int(time.time()) // 60 * 60_000_000 - 3600 * 1_000_000
    with tempfile.TemporaryDirectory() as name:
        ledger = pathlib.Path(name) / "ledger"
        lines = "\n".join(transfers(given.accounts, at)) + "\n"
        subprocess.run([given.program, "ledger", "append", str(ledger)], input=lines, text=True, check=True, stdout=subprocess.DEVNULL)
        subprocess.run([given.program, "ledger", "merge", str(ledger)], check=True)
        given.serve = ["--ledger", str(ledger)]
        page = "/incidents/inc-7ce66c50e2840001"
        asked = [("incident", page), ("ledger", page + "/ledger"), ("tier", page + "/ledger?tier=4"), ("no measure", page + "/ledger?free=yes"), ("no measure, further", None)]
        run(
            lambda is_postgres: GROWN.format(
                at=at, amount=AMOUNT, numbers=counted(given.accounts + 2), hex=hexed(f"{BASE} + n", is_postgres)),
            [("leader", *page) for page in asked], given)
