"""Pages over rows laid in by SQL, on SQLite and on PostgreSQL: what the benchmarks of big tables share.

The users, units and banks are those of a demo. Asked for is each page by each user: milliseconds at the client, one connection, one after
the other, and those of the server's processor.
"""
import argparse
import os
import pathlib
import re
import sqlite3
import sys
import tempfile
import time

from scale import AIM, Visitor, processor_time, serving

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "scripts"))
from kill import Postgres

# Who can sign in to what the demo has.
KEPT = ["access_unit", "access_user", "bank"]


def hexed(number, is_postgres):
    """An SQL expression: sixteen digits of `number`, as ids have them."""
    return f"LPAD(TO_HEX({number}), 16, '0')" if is_postgres else f"PRINTF('%016x', {number})"


def counted(most):
    """The head of a statement that goes through the numbers 1 to `most` as `numbers (n)`."""
    return f"WITH RECURSIVE numbers (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM numbers WHERE n < {most})"


def kept(base, tables=KEPT):
    """The demo's users, units and banks, or other tables of it, as statements."""
    for table in tables:
        cursor = base.execute(f"SELECT * FROM {table}")
        names = ", ".join(column[0] for column in cursor.description)
        for row in cursor:
            values = ", ".join(
                "NULL" if value is None else str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'" for value in row)
            yield f"INSERT INTO {table} ({names}) VALUES ({values});"


def ask(port, pid, pages, rounds, named):
    """Asks for each page; `pages` has (login, name, path), and None as a path follows the last page's link to the next. Returns how many are slow."""
    slow, first, further = 0, None, None
    visitors = {login: Visitor(port, login) for login in {page[0] for page in pages}}
    for login, name, path in pages:
        visitor, first = visitors[login], path or further or first
        times, spent, address = [], processor_time(pid), first
        for _ in range(rounds):
            start = time.perf_counter()
            body = visitor.get(address)
            times.append((time.perf_counter() - start) * 1000)
            if visitor.status != 200:
                raise SystemExit(f"{address}: {visitor.status}")
            found = re.search(r'href="([^"]*(?:after|before)=[^"]*)"', body)
            further = found[1].replace("&amp;", "&") if found else None
            if path is None:
                address = further or first
        times.sort()
        last = times[int(len(times) * .99) - 1]
        slow += last > AIM
        print(
            f"{named:11} {login:8} {name:22} rows {body.count('<tr data-row') + body.count(' data-row><span'):4}   median {times[len(times) // 2]:7.1f} ms"
            f"   99th {last:7.1f} ms   processor {(processor_time(pid) - spent) / rounds:6.1f} ms" + ("   SLOW" if last > AIM else ""), flush=True)
    return slow


def on_sqlite(folder, base, grown, pages, options):
    path = folder / "sqlite" / "shouwang.sqlite"
    path.parent.mkdir(mode=0o700)
    big = sqlite3.connect(path, isolation_level=None)
    base.backup(big)
    big.executescript("PRAGMA foreign_keys = OFF;" + grown(False) + "PRAGMA journal_mode = WAL;")
    big.close()
    command = [options.program, "serve", "--without-work", "--log", "error", "--data", str(path.parent), "--port", str(options.port), *options.serve]
    with serving(command, options.port) as pid:
        return ask(options.port, pid, pages, options.rounds, "SQLite")


def on_postgres(folder, base, grown, pages, options):
    database = Postgres(folder)
    try:
        command = [
            options.program, "serve", "--without-work", "--log", "error", "--data", str(folder / "postgres"), "--port", str(options.port),
            *database.options(), *options.serve]
        with serving(command, options.port):
            time.sleep(3)
        script = database.home / "grow.sql"
        script.write_text("SET session_replication_role = replica;\n" + "\n".join(kept(base)) + grown(True))
        database.run("psql", "-h", database.home, "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-q", "-f", script)
        with serving(command, options.port) as pid:
            return ask(options.port, pid, pages, options.rounds, "PostgreSQL")
    finally:
        database.stop()


def arguments(about, rounds, **numbers):
    """What a benchmark is called with; `numbers` are its own, with what they are when left out."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("program")
    for name, number in {**numbers, "rounds": rounds, "port": 21320}.items():
        parser.add_argument(f"--{name}", type=int, default=number)
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    # More words for `serve`, set by whoever calls.
    parser.set_defaults(serve=[])
    return parser.parse_args()


def run(grown, pages, options):
    """`grown(is_postgres)` gives the statements that lay the rows in. Ends with an error when a page is slow."""
    print(f"the machine's load before: {os.getloadavg()[0]:.1f}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        with serving([options.program, "serve", "--demo", "--log", "error", "--data", str(folder / "demo"), "--port", str(options.port)], options.port):
            time.sleep(2)
        base = sqlite3.connect(folder / "demo" / "demo.sqlite")
        slow = 0
        if options.database != "postgres":
            slow += on_sqlite(folder, base, grown, pages, options)
        if options.database != "sqlite":
            slow += on_postgres(folder, base, grown, pages, options)
    print(f"the machine's load after: {os.getloadavg()[0]:.1f}")
    if slow:
        raise SystemExit(f"{slow} of the pages above {AIM} ms at the 99th percentile")
