#!/usr/bin/env python3
"""The calendar of freezes with 100,000 of them in force, on SQLite and on PostgreSQL.

    freezes.py PROGRAM [--freezes 100000] [--rounds 200] [--port 21320] [--database sqlite|postgres|both]

The users, units and banks are those of a demo; incidents, accounts and freezes are laid in by SQL: two freezes an incident, their ends
spread over a year, the incidents over the centre and forty stations. Asked for are the first page of 30 and of 365 days and the pages
behind it, by the leader of the centre's shift, by an officer of a station with a few hundred incidents, and by one of a station with none:
milliseconds at the client, one connection, one after the other, and those of the server's processor.
"""
import argparse
import os
import pathlib
import re
import sqlite3
import sys
import tempfile
import time

from scale import AIM, DAY, Visitor, processor_time, serving

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "scripts"))
from kill import Postgres

# Who can sign in to what the demo has.
KEPT = ["access_unit", "access_user", "bank"]
GROWN = """
    INSERT INTO access_unit (code, name, kind) {units};
    INSERT INTO incident (id, number, unit, channel, reported_at, recorded_at, taker, narrative, clues, state, defrauded, secured, returned,
        at_large, exited, deepest_tier)
    {numbers} SELECT 'inc-' || {hex}, 'YJ-BENCH-' || n, {unit}, '96110', {now} - n * 1000000, {now} - n * 1000000, 'usr-0000000000000002', '',
        '{{}}', 'open', 5000000, 5000000, 0, 0, 0, 1 FROM numbers WHERE n <= {incidents};
    INSERT INTO account (id, bank, number, name)
    {numbers} SELECT 'acc-' || {hex}, (SELECT MIN(code) FROM bank), '62' || (100000000000000 + n), '持有人' FROM numbers;
    INSERT INTO account_freeze (id, account, incident, kind, interest, reason, maker, requested_at, state, started_at, ends_at, balance, renewals)
    {numbers} SELECT 'frz-' || {hex}, 'acc-' || {hex}, 'inc-' || {half}, 'ordinary', 1, '涉案资金', 'usr-0000000000000002', {now} - {day}, 'frozen',
        {now} - {day}, {now} + (n * 7919 % {freezes}) * (365 * {day} / {freezes}), 5000000, 0 FROM numbers;
    INSERT INTO freeze_claim (measure, incident, traced, live)
    SELECT id, incident, 5000000, 1 FROM account_freeze WHERE reason = '涉案资金';
    ANALYZE;
"""


def grown(freezes, is_postgres):
    """The statements that lay the freezes in; ids are above all that a demo makes."""
    def hexed(number):
        return f"LPAD(TO_HEX({number}), 16, '0')" if is_postgres else f"PRINTF('%016x', {number})"

    base = 9_000_000_000_000_000_000
    word = "LPAD(({}) :: TEXT, 3, '0')" if is_postgres else "PRINTF('%03d', {})"
    stations = " UNION ALL ".join(f"SELECT '5304023{number:02d}000', '第{number}派出所', 'station'" for number in range(40))
    return GROWN.format(
        units=stations, hex=hexed(f"{base} + n"), half=hexed(f"{base} + (n + 1) / 2"), now=int(time.time() * 1e6), day=DAY, freezes=freezes,
        incidents=(freezes + 1) // 2,
        # Half of them at the centre, one in two hundred at the station that has a user, the others at forty more.
        unit="CASE WHEN n % 200 = 1 THEN '530402550000' WHEN n % 2 = 0 THEN '530400000000' ELSE '53040' || " + word.format("23 * 10 + n % 40 / 10")
        + " || n % 10 || '000' END",
        numbers=f"WITH RECURSIVE numbers (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n < {freezes})")


def kept(base):
    """The demo's users, units and banks, as statements."""
    for table in KEPT:
        cursor = base.execute(f"SELECT * FROM {table}")
        names = ", ".join(column[0] for column in cursor.description)
        for row in cursor:
            values = ", ".join(
                "NULL" if value is None else str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'" for value in row)
            yield f"INSERT INTO {table} ({names}) VALUES ({values});"


def ask(port, pid, rounds, named):
    slow = 0
    for login in ("leader", "station"):
        visitor = Visitor(port, login)
        for name, path in (("30 days", "/freezes"), ("365 days", "/freezes?days=365"), ("365 days, further", None)):
            times, spent, address = [], processor_time(pid), path or "/freezes?days=365"
            for _ in range(rounds):
                start = time.perf_counter()
                body = visitor.get(address)
                times.append((time.perf_counter() - start) * 1000)
                if visitor.status != 200:
                    raise SystemExit(f"{address}: {visitor.status}")
                further = re.search(r'href="(/freezes\?[^"]*after=[^"]*)"', body)
                if path is None:
                    address = further[1].replace("&amp;", "&") if further else "/freezes?days=365"
            times.sort()
            last = times[int(len(times) * .99) - 1]
            slow += last > AIM
            print(
                f"{named:11} {login:8} {name:18} rows {body.count('<tr data-row'):4}   median {times[len(times) // 2]:6.1f} ms   99th {last:6.1f} ms"
                f"   processor {(processor_time(pid) - spent) / rounds:5.1f} ms" + ("   SLOW" if last > AIM else ""), flush=True)
    return slow


def on_sqlite(program, folder, base, options):
    path = folder / "sqlite" / "shouwang.sqlite"
    path.parent.mkdir(mode=0o700)
    big = sqlite3.connect(path, isolation_level=None)
    base.backup(big)
    big.executescript("PRAGMA foreign_keys = OFF;" + grown(options.freezes, False) + "PRAGMA journal_mode = WAL;")
    big.close()
    command = [program, "serve", "--without-work", "--log", "error", "--data", str(path.parent), "--port", str(options.port)]
    with serving(command, options.port) as pid:
        return ask(options.port, pid, options.rounds, "SQLite")


def on_postgres(program, folder, base, options):
    database = Postgres(folder)
    try:
        command = [
            program, "serve", "--without-work", "--log", "error", "--data", str(folder / "postgres"), "--port", str(options.port),
            *database.options()]
        with serving(command, options.port):
            time.sleep(3)
        script = database.home / "grow.sql"
        script.write_text("SET session_replication_role = replica;\n" + "\n".join(kept(base)) + grown(options.freezes, True))
        database.run("psql", "-h", database.home, "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-q", "-f", script)
        with serving(command, options.port) as pid:
            return ask(options.port, pid, options.rounds, "PostgreSQL")
    finally:
        database.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--freezes", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--port", type=int, default=21320)
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    options = parser.parse_args()
    print(f"{options.freezes} freezes; the machine's load before: {os.getloadavg()[0]:.1f}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        with serving([options.program, "serve", "--demo", "--log", "error", "--data", str(folder / "demo"), "--port", str(options.port)], options.port):
            time.sleep(2)
        base = sqlite3.connect(folder / "demo" / "demo.sqlite")
        slow = 0
        if options.database != "postgres":
            slow += on_sqlite(options.program, folder, base, options)
        if options.database != "sqlite":
            slow += on_postgres(options.program, folder, base, options)
    print(f"the machine's load after: {os.getloadavg()[0]:.1f}")
    if slow:
        raise SystemExit(f"{slow} of the pages above {AIM} ms at the 99th percentile")


if __name__ == "__main__":
    main()
