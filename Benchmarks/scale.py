#!/usr/bin/env python3
"""Makes one big database out of a small one, and measures the pages and lists on it.

    scale.py grow DEMO.sqlite BIG.sqlite [--incidents 300000] [--orders 1000000]
    scale.py ask BIG.sqlite PORT [--rounds 200]

`grow` copies the incidents of a demo's database back in time, each copy with ids, accounts and numbers of its own, until there are as
many as asked for. Only as many of them keep their measures as the orders need; what is old is closed. The journal's entries are left
out. `ask` signs in at a server that runs on BIG.sqlite, as a station's officer, as the leader of the centre's shift and as the administrator, asks each page for incidents,
accounts and orders drawn at random, and prints the milliseconds that the answers took at the client, one connection, one after the other.
"""
import argparse
import http.client
import itertools
import random
import re
import sqlite3
import time
import urllib.parse

DAY = 86_400_000_000
STEP = DAY // 24
ID = re.compile(r"\b(inc|vic|trf|acc|stp|inq|act|rev)-([0-9a-f]{16})\b")
TABLES = [
    "account", "incident", "victim", "reported_transfer", "stop_payment", "claim", "inquiry", "bank_act", "bank_answer",
    "account_entry", "flow_account", "authority_review",
]
MEASURES = {"stop_payment", "claim", "inquiry", "bank_act", "flow_account", "authority_review"}
PASSWORD = "Shouwang-2026"


class Copier:
    """Rows of the small database, and what each becomes in copy k."""

    def __init__(self, base):
        self.rows, self.columns = {}, {}
        for table in TABLES:
            cursor = base.execute(f"SELECT * FROM {table}")
            self.columns[table] = [column[0] for column in cursor.description]
            self.rows[table] = cursor.fetchall()
        self.incidents = [row[0] for row in self.rows["incident"]]
        numbers = {int(match[2], 16) for row in itertools.chain(*self.rows.values()) for match in ID.finditer(str(row))}
        # Those that stand already, in their order; a copy's lie before the copy made just before it.
        self.ranks = {number: rank for rank, number in enumerate(sorted(numbers))}
        self.first = min((number for number in numbers if number > 1 << 60), default=1 << 61)
        at = self.columns["account"].index("number")
        self.numbers = {row[at] for row in self.rows["account"]}
        self.number = re.compile("|".join(sorted(self.numbers, key=len, reverse=True)))

    def text(self, value, k):
        value = ID.sub(lambda found: f"{found[1]}-{self.first - k * len(self.ranks) + self.ranks[int(found[2], 16)]:016x}", value)
        return self.number.sub(lambda found: self.renumbered(found[0], k), value)

    @staticmethod
    def renumbered(number, k):
        head, tail = number[:6], number[6:]
        return head + str((int(tail) + k * 7_919_993) % 10 ** len(tail)).zfill(len(tail))

    def value(self, value, k):
        if isinstance(value, str):
            return self.text(value, k)
        if isinstance(value, int) and value > 1_600_000_000_000_000:
            return value - k * STEP
        return value

    def copy(self, k, kept, units, ordinal):
        """What copy k adds, as (table, columns, rows); `kept` are the incidents that keep their measures."""
        acts = set()
        for table in TABLES:
            columns, rows = self.columns[table], []
            for row in self.rows[table]:
                named = dict(zip(columns, row))
                if table in MEASURES and named.get("incident") not in kept:
                    continue
                if table == "bank_act":
                    acts.add(named["id"])
                if table in ("bank_answer", "account_entry") and named["act"] not in acts:
                    continue
                new = {column: self.value(value, k) for column, value in named.items()}
                self.settle(table, new, k, units, ordinal)
                rows.append(new)
            yield table, [column for column in columns if column != "arrival"], rows

    @staticmethod
    def settle(table, new, k, units, ordinal):
        """What lies in the past is over."""
        if table == "incident":
            new["number"] = f"YJ-{time.strftime('%Y%m%d', time.gmtime(new['reported_at'] / 1e6 + 28800))}-9{next(ordinal):07d}"
            new["unit"] = random.choice(units)
            if k > 40:
                new["state"] = "closed" if new["state"] == "open" else new["state"]
        if k <= 40:
            return
        if table == "stop_payment" and new["state"] in ("executed", "releasing"):
            new["state"], new["ended_at"] = "expired", new["ends_at"]
        if table == "stop_payment" and new["state"] in ("draft", "ordered", "overdue"):
            new["state"] = "withdrawn"
        if table == "inquiry" and new["state"] in ("draft", "ordered"):
            new["state"] = "withdrawn"
        if table == "bank_act" and new["state"] in ("open", "dead"):
            new["state"] = "dropped"
        if table == "claim":
            new["live"] = 0
        if table == "authority_review" and new["state"] == "waiting":
            new["state"] = "confirmed"


def grow(base_path, path, incidents, orders):
    random.seed(1)
    base = sqlite3.connect(base_path)
    big = sqlite3.connect(path)
    base.backup(big)
    big.executescript("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; PRAGMA cache_size = -1000000;")
    for number in range(40):
        big.execute("INSERT INTO access_unit VALUES (?, ?, 'station')", (f"5304023{number:02d}000", f"第{number}派出所"))
    units = [row[0] for row in big.execute("SELECT code FROM access_unit")]
    copier = Copier(base)
    each = len(copier.rows["bank_act"]) / len(copier.incidents)
    copies = incidents // len(copier.incidents)
    share = min(1.0, orders / each / incidents)
    ordinal = itertools.count(1)
    for k in range(1, copies + 1):
        kept = {incident for incident in copier.incidents if random.random() < share}
        for table, columns, rows in copier.copy(k, kept, units, ordinal):
            big.executemany(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
                [[row[column] for column in columns] for row in rows])
        if k % 1000 == 0:
            print(f"{k} of {copies} copies", flush=True)
    big.commit()
    big.execute("ANALYZE")
    big.execute("PRAGMA journal_mode = WAL")
    big.commit()
    for table in TABLES:
        print(f"{table:20} {big.execute(f'SELECT COUNT(*) FROM {table}').fetchone()[0]:>10}")


class Visitor:
    def __init__(self, port, login):
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        form = self.get("/sign-in")
        token = re.search(r'name="csrf" value="([^"]+)"', form)
        fields = {"login": login, "password": PASSWORD, **({"csrf": token[1]} if token else {})}
        self.line.request(
            "POST", "/sign-in", urllib.parse.urlencode(fields),
            {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{port}",
             **getattr(self, "headers", {})})
        answer = self.line.getresponse()
        answer.read()
        if answer.status != 303:
            raise SystemExit(f"{login} could not sign in: {answer.status}")
        cookies = [value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
        self.headers = {"Cookie": "; ".join(cookies)}

    def get(self, path):
        self.line.request("GET", path, headers=getattr(self, "headers", {}))
        answer = self.line.getresponse()
        body = answer.read().decode()
        cookies = [value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
        if cookies and not getattr(self, "headers", {}).get("Cookie"):
            self.headers = {"Cookie": "; ".join(cookies)}
        self.status, self.size = answer.status, len(body)
        return body


def ask(path, port, rounds):
    base = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    random.seed(2)

    def draw(query):
        low, high = base.execute("SELECT MIN(rowid), MAX(rowid) FROM " + query.split(" FROM ")[1]).fetchone()
        return [base.execute(query + " WHERE rowid >= ? LIMIT 1", (random.randint(low, high),)).fetchone()[0] for _ in range(rounds)]

    incidents, numbers = draw("SELECT id FROM incident"), draw("SELECT number FROM account")
    own = [row[0] for row in base.execute(
        "SELECT id FROM incident WHERE unit = (SELECT unit FROM access_user WHERE login = 'station') LIMIT ?", (rounds,))]
    names = draw("SELECT name FROM victim")
    quote = urllib.parse.quote
    for login in ("station", "leader", "admin"):
        visitor = Visitor(port, login)
        pages = {
            "board": lambda i: "/",
            "incident": lambda i: f"/incidents/{(own if login == 'station' else incidents)[i % len(own)]}",
            "search, account": lambda i: f"/search?q={numbers[i]}",
            "search, last four": lambda i: f"/search?q={numbers[i][-4:]}",
            "search, name": lambda i: f"/search?q={quote(names[i])}",
            "orders": lambda i: "/orders",
            "approvals": lambda i: "/approvals",
            "reviews": lambda i: "/reviews",
            "bank answers": lambda i: "/answers",
            "undelivered": lambda i: "/undelivered",
            "complaints": lambda i: "/complaints",
            "journal": lambda i: "/journal",
            "units": lambda i: "/units",
        }
        own_pages = {"admin": {"approvals", "reviews", "journal", "units"}}.get(login, pages.keys() - {"journal", "units"})
        for name, page in pages.items():
            if name not in own_pages:
                continue
            times, statuses, size = [], {}, 0
            for i in range(rounds):
                start = time.perf_counter()
                visitor.get(page(i))
                times.append((time.perf_counter() - start) * 1000)
                statuses[visitor.status] = statuses.get(visitor.status, 0) + 1
                size = max(size, visitor.size)
            times.sort()
            print(
                f"{login:8} {name:18} median {times[len(times) // 2]:7.1f} ms   99th {times[int(len(times) * .99) - 1]:7.1f} ms"
                f"   most {size // 1024:4} KB   {statuses}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    growing = commands.add_parser("grow")
    growing.add_argument("base")
    growing.add_argument("big")
    growing.add_argument("--incidents", type=int, default=300_000)
    growing.add_argument("--orders", type=int, default=1_000_000)
    asking = commands.add_parser("ask")
    asking.add_argument("big")
    asking.add_argument("port", type=int)
    asking.add_argument("--rounds", type=int, default=200)
    options = parser.parse_args()
    if options.command == "grow":
        grow(options.base, options.big, options.incidents, options.orders)
    else:
        ask(options.big, options.port, options.rounds)


if __name__ == "__main__":
    main()
