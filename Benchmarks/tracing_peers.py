"""The other programs that traces are measured beside: each takes the columns, and answers the rules that it can.

A peer has a `name` and, by rule, a function from a seed to pieces and a sum over them; `ask` times these. Databases are given covering indexes and,
where their name does not say otherwise, the columns that the interval method needs, which a user of them alone would not have.
"""
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import igraph
import numpy as np
import psycopg

from tracing_walks import Histories, poison, proportional

sys.path.insert(0, str(Path(__file__).parent.parent / "scripts"))
from kill import Postgres

PAYMENTS = "select id, dst, amt, bal from tx where src = ? and id > ? and id <= ? order by id"
TRANSFERS = """select id, dst, amt, 0 from tx where src = ? union all select id, src, amt, 1 from tx where dst = ? order by id"""


class Peer:
    def __init__(self, name, rules):
        self.name, self.rules = name, rules

    def ask(self, rule, seeds):
        """For each seed microseconds, pieces and sum; the second of two rounds counts."""
        for _ in range(2):
            answers = []
            for seed in seeds:
                begun = time.perf_counter_ns()
                pieces, total = self.rules[rule](seed)
                answers.append(((time.perf_counter_ns() - begun) / 1000, int(pieces), int(total)))
        return answers


class Scan(Peer):
    """FIFO by a pass over the whole ledger, in C; it takes its own time."""

    def __init__(self, columns, folder):
        super().__init__("whole scan, C", ["fifo"])
        self.folder, self.count = folder, columns.count
        source = Path(__file__).with_name("scan.c")
        subprocess.run(["cc", "-O3", "-march=native", "-o", folder / "scan", source], check=True)

    def ask(self, rule, seeds):
        command = [self.folder / "scan", self.folder, self.count, *seeds]
        lines = subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True).stdout.splitlines()
        answers = [tuple(map(int, line.split())) for line in lines]
        return [(nanoseconds / 1000, pieces, total) for nanoseconds, pieces, total in answers]


def arguments(columns, seed):
    """What the queries are asked with."""
    return {
        "payee": int(columns.payee[seed]), "came": int(columns.came[seed]), "amount": int(columns.amount[seed]), "row": seed,
        "last": columns.last(seed),
    }


def table(columns):
    """The columns as the databases name them."""
    return {
        "id": np.arange(columns.count), "src": columns.payer, "dst": columns.payee, "amt": columns.amount, "went": columns.went,
        "came": columns.came, "bal": columns.balance,
    }


INDEXES = """
    create index byplace on tx(src, went{}id, dst, amt, came{});
    create index bytime on tx(src, id{}dst, amt, bal{});
    create index bypayee on tx(dst, id{}src, amt{})
"""


def indexes(hasIncluded):
    """Covering indexes; a database that can keeps the columns after the first two out of the order."""
    return INDEXES.format(*([") include (", ""] if hasIncluded else [", ", ""]) * 3)


FIFO_SQLITE = """
    with recursive r(id, acct, a, b) as (select -1, :payee, :came, :came + :amount union all
        select t.id, t.dst, t.came + max(r.a, t.went) - t.went, t.came + min(r.b, t.went + t.amt) - t.went
        from r cross join tx t on t.src = r.acct and t.went < r.b
        and t.went >= coalesce((select max(went) from tx where src = r.acct and went <= r.a), 0) and t.went + t.amt > r.a)
    select count(*) - 1, coalesce(sum(case when id >= 0 then id * (b - a) end), 0) from r"""
POISON_SQLITE = """
    with recursive r(dst, id, lvl) as (select :payee, :row, 1 union
        select t.dst, t.id, r.lvl + 1 from r cross join tx t on t.src = r.dst and t.id > r.id and t.id <= :last where r.lvl <= 6)
    select count(distinct id) - 1, sum(distinct id) - :row from r"""


def sqlite(columns, folder):
    base = sqlite3.connect(folder / "sqlite")
    for pragma in ["journal_mode=off", "synchronous=off", "cache_size=-4000000", "mmap_size=20000000000"]:
        base.execute(f"pragma {pragma}")
    base.execute("create table tx(id integer primary key, src int, dst int, amt int, went int, came int, bal int)")
    values = table(columns).values()
    for start in range(0, columns.count, 1 << 18):
        part = [column[start : start + (1 << 18)].tolist() for column in values]
        base.executemany("insert into tx values(?,?,?,?,?,?,?)", zip(*part))
    base.executescript(indexes(hasIncluded=False) + "; analyze")

    def transfers(account):
        return base.execute(TRANSFERS, (account, account))

    def payments(*asked):
        return base.execute(PAYMENTS, asked)

    plain = Histories(columns, transfers)
    yield Peer("SQLite", {
        "fifo": lambda seed: base.execute(FIFO_SQLITE, arguments(columns, seed)).fetchone(),
        "proportional": lambda seed: proportional(columns, seed, payments),
        "poison": lambda seed: base.execute(POISON_SQLITE, arguments(columns, seed)).fetchone()})
    yield Peer("SQLite, without our columns", {"fifo": plain.fifo, "proportional": plain.proportional})
    base.close()


FIFO_POSTGRES = """
    with recursive r(id, acct, a, b) as (
        select -1::bigint, %(payee)s::int, %(came)s::bigint, %(came)s::bigint + %(amount)s::bigint union all
        select t.id, t.dst, t.came + greatest(r.a, t.went) - t.went, t.came + least(r.b, t.went + t.amt) - t.went
        from r join lateral (select id, dst, amt, went, came from tx where src = r.acct and went < r.b
            and went >= coalesce((select max(went) from tx where src = r.acct and went <= r.a), 0)) t on t.went + t.amt > r.a)
    select count(*) - 1, sum(case when id >= 0 then id * (b - a)::numeric else 0 end) from r"""
POISON_POSTGRES = """
    with recursive r(dst, id, lvl) as (select %(payee)s::int, %(row)s::bigint, 1 union
        select t.dst, t.id, r.lvl + 1 from r join tx t on t.src = r.dst and t.id > r.id and t.id <= %(last)s where r.lvl <= 6)
    select count(distinct id) - 1, sum(distinct id) - %(row)s from r"""
SETTINGS = """
shared_buffers = 6GB
work_mem = 512MB
maintenance_work_mem = 1GB
max_parallel_workers_per_gather = 0
jit = off
random_page_cost = 1.1
"""


def copied(columns):
    """The table in the binary form of PostgreSQL's COPY, part by part."""
    types = {"src": ">i4", "dst": ">i4"}
    values = table(columns)
    fields = [("fields", ">i2")]
    for name in values:
        fields += [(f"{name} size", ">i4"), (name, types.get(name, ">i8"))]
    yield b"PGCOPY\n\xff\r\n\0" + bytes(8)
    for start in range(0, columns.count, 1 << 18):
        part = np.empty(min(1 << 18, columns.count - start), fields)
        part["fields"] = len(values)
        for name, column in values.items():
            part[f"{name} size"] = part.dtype[name].itemsize
            part[name] = column[start : start + len(part)]
        yield part.tobytes()
    yield b"\xff\xff"


def postgres(columns, folder):
    server = Postgres(folder)
    try:
        with open(server.data / "postgresql.conf", "a") as settings:
            settings.write(SETTINGS)
        server.kill("immediate")
        server.start()
        line = psycopg.connect(host=str(server.home), user=server.user, dbname="postgres", autocommit=True, prepare_threshold=1)
        line.execute("create unlogged table tx(id bigint, src int, dst int, amt bigint, went bigint, came bigint, bal bigint)")
        with line.cursor().copy("copy tx from stdin (format binary)") as copy:
            for part in copied(columns):
                copy.write(part)
        for index in indexes(hasIncluded=True).split(";"):
            line.execute(index)
        line.execute("vacuum analyze tx")
        cursor = line.cursor(binary=True)

        def transfers(account):
            return cursor.execute(TRANSFERS.replace("?", "%s"), (account, account)).fetchall()

        def payments(*asked):
            return cursor.execute(PAYMENTS.replace("?", "%s"), asked).fetchall()

        plain = Histories(columns, transfers)
        yield Peer("PostgreSQL", {
            "fifo": lambda seed: cursor.execute(FIFO_POSTGRES, arguments(columns, seed)).fetchone(),
            "proportional": lambda seed: proportional(columns, seed, payments),
            "poison": lambda seed: cursor.execute(POISON_POSTGRES, arguments(columns, seed)).fetchone()})
        yield Peer("PostgreSQL, without our columns", {"fifo": plain.fifo, "proportional": plain.proportional})
        line.close()
    finally:
        server.stop()


FIFO_DUCKDB = """
    with recursive r(id, acct, a, b) as (
        select -1::bigint, $payee::bigint, $came::bigint, $came::bigint + $amount::bigint union all
        select t.id, t.dst, t.came + greatest(r.a, t.went) - t.went, t.came + least(r.b, t.went + t.amt) - t.went
        from r join tx t on t.src = r.acct and t.went < r.b and t.went + t.amt > r.a)
    select count(*) - 1, sum(case when id >= 0 then id::hugeint * (b - a) else 0 end) from r"""
POISON_DUCKDB = """
    with recursive r(dst, id, lvl) as (select $payee::bigint, $row::bigint, 1 union
        select t.dst, t.id, r.lvl + 1 from r join tx t on t.src = r.dst and t.id > r.id and t.id <= $last where r.lvl <= 6)
    select count(distinct id) - 1, sum(distinct id) - $row from r"""


def duck(columns, folder):
    """In memory, in time order, on one core as all here; proportional needs a sum in order of arrival, which no query of it can keep."""
    base = duckdb.connect(config={"threads": 1})
    rows = table(columns)
    base.execute("create table tx as select * from rows order by id")

    def asked(query, *names):
        def ask(seed):
            values = arguments(columns, seed)
            return base.execute(query, {name: values[name] for name in names}).fetchone()
        return ask

    yield Peer("DuckDB", {
        "fifo": asked(FIFO_DUCKDB, "payee", "came", "amount"), "poison": asked(POISON_DUCKDB, "payee", "row", "last")})
    base.close()


def compressed_rows(columns, folder):
    """Each account's payments beside one another in an array, as a graph is kept for NumPy."""
    rows = np.argsort(columns.payer, kind="stable")
    heads = np.concatenate([[0], np.cumsum(np.bincount(columns.payer, minlength=len(columns.opening)))])

    def payments(account, row, before):
        mine = rows[heads[account] : heads[account + 1]]
        return mine[np.searchsorted(mine, row, "right") : np.searchsorted(mine, before, "right")]

    yield Peer("NumPy, compressed rows", {"poison": lambda seed: poison(columns, seed, payments)})


def graph(columns, folder):
    """An edge for each transfer; its number is the transfer's."""
    known = igraph.Graph(len(columns.opening), np.stack([columns.payer, columns.payee], 1), directed=True)

    def payments(account, row, before):
        rows = np.array(known.incident(account), np.int64)
        return rows[(rows > row) & (rows <= before)]

    yield Peer("igraph", {"poison": lambda seed: poison(columns, seed, payments)})


def scan(columns, folder):
    yield Scan(columns, folder)


PEERS = [sqlite, postgres, duck, compressed_rows, graph, scan]
