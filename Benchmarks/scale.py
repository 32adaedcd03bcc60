#!/usr/bin/env python3
"""Makes one big database out of a small one, and measures the pages and lists on it.

    scale.py all PROGRAM FOLDER [--rounds 200]       plays a demo, grows it, serves it and asks; what is grown is kept for a day
    scale.py grow DEMO.sqlite BIG.sqlite [--incidents 300000] [--orders 1000000]
    scale.py ask BIG.sqlite PORT [--rounds 200] [--server PID] [--only board]

`grow` copies the incidents of a demo's database back in time, each copy with ids, accounts and numbers of its own, until there are as
many as asked for. Only as many of them keep their measures and their journal as the orders need; what is old is closed, some of it frozen.
`ask` signs in at a server that runs on BIG.sqlite, as a station's officer, as the leader of the centre's shift, as the administrator
and as a bank's clerk, asks each page for incidents, accounts and orders drawn at random, and prints the milliseconds that the answers
took at the client, one connection, one after the other, and those of the server's processor.
"""
import argparse
import contextlib
import http.client
import itertools
import os
import random
import re
import shutil
import socket
import sqlite3
import subprocess
import time
import urllib.parse

DAY = 86_400_000_000
STEP = DAY // 24
# So many incidents are still open.
OPEN = 1200
ID = re.compile(r"\b(?:inc|vic|trf|acc|stp|inq|act|rev|apr|jnl)-([0-9a-f]{16})\b")
TABLES = [
    "account", "incident", "victim", "reported_transfer", "stop_payment", "claim", "inquiry", "bank_act", "bank_answer",
    "account_entry", "flow_account", "authority_review", "journal_entry",
]
MEASURES = {"stop_payment", "claim", "inquiry", "bank_act", "flow_account", "authority_review"}
PASSWORD = "Shouwang-2026"
# Milliseconds.
AIM = 50


class Template:
    """A row of the small database, taken apart once: what stays, and the ids, numbers and times that each copy has of its own."""

    def __init__(self, row, table, columns, copier):
        self.named = dict(zip(columns, row))
        self.incident = copier.incident_of(table, self.named)
        self.parts = [self.part(column, value, copier) for column, value in self.named.items() if column != "arrival"]

    @staticmethod
    def part(column, value, copier):
        if isinstance(value, str):
            pieces = copier.pattern.split(value)
            if len(pieces) > 1:
                names = [piece for piece in pieces[1::2]]
                return column, "%s".join(piece.replace("%", "%%") for piece in pieces[0::2]), names
        if isinstance(value, int) and value > 1_600_000_000_000_000:
            return column, None, value
        return column, value, None

    def filled(self, words, k):
        new = {}
        for column, value, names in self.parts:
            if names is None:
                new[column] = value
            elif value is None:
                new[column] = names - k * STEP
            else:
                new[column] = value % tuple([words[name] for name in names])
        return new


class Copier:
    """Rows of the small database, and what each becomes in copy k."""

    def __init__(self, base):
        rows, columns = {}, {}
        for table in TABLES:
            cursor = base.execute(f"SELECT * FROM {table}")
            columns[table] = [column[0] for column in cursor.description]
            rows[table] = cursor.fetchall()
        self.columns = {table: [name for name in names if name != "arrival"] for table, names in columns.items()}
        self.incidents = [row[columns["incident"].index("id")] for row in rows["incident"]]
        self.known = set(self.incidents)
        # Copies that are no older keep what is open.
        self.fresh = OPEN // len(self.incidents)
        acts = dict(base.execute("SELECT id, incident FROM bank_act"))
        self.acts = acts
        ids = {match[1] for row in itertools.chain(*rows.values()) for match in ID.finditer(str(row))}
        # Those that stand already, in their order; a copy's lie before the copy made just before it.
        self.ranks = {text: rank for rank, text in enumerate(sorted(ids))}
        self.first = min((int(text, 16) for text in ids if int(text, 16) > 1 << 60), default=1 << 61)
        at = columns["account"].index("number")
        self.numbers = sorted({row[at] for row in rows["account"]}, key=len, reverse=True)
        prefixes = r"\b(?<=(?:inc|vic|trf|acc|stp|inq|act|rev|apr|jnl)-)"
        self.pattern = re.compile("(" + prefixes + "[0-9a-f]{16}\\b|" + "|".join(self.numbers) + ")")
        self.templates = {
            table: [Template(row, table, columns[table], self) for row in rows[table]] for table in TABLES}

    def incident_of(self, table, named):
        if table in ("bank_answer", "account_entry"):
            return self.acts.get(named["act"])
        if table == "journal_entry":
            return named["topic"] if named["topic"] in self.known else None
        return named.get("incident")

    def words(self, k):
        """The ids and account numbers of copy k."""
        words = {text: f"{self.first - k * len(self.ranks) + rank:016x}" for text, rank in self.ranks.items()}
        for number in self.numbers:
            head, tail = number[:6], number[6:]
            words[number] = head + str((int(tail) + k * 7_919_993) % 10 ** len(tail)).zfill(len(tail))
        return words

    def copy(self, k, kept, units, ordinal):
        """What copy k adds, as (table, rows); `kept` are the incidents that keep their measures."""
        words = self.words(k)
        for table in TABLES:
            rows = []
            for template in self.templates[table]:
                if table in MEASURES or table in ("bank_answer", "account_entry", "journal_entry"):
                    if template.incident not in kept:
                        continue
                new = template.filled(words, k)
                self.settle(table, new, k, units, ordinal)
                rows.append(list(new.values()))
            yield table, rows

    def settle(self, table, new, k, units, ordinal):
        """What lies in the past is over."""
        if table == "incident":
            new["number"] = f"YJ-{time.strftime('%Y%m%d', time.gmtime(new['reported_at'] / 1e6 + 28800))}-9{next(ordinal):07d}"
            new["unit"] = random.choice(units)
            if k > self.fresh:
                new["state"] = "closed" if new["state"] == "open" else new["state"]
        if table == "journal_entry":
            new["number"], new["hash"] = 1_000_000_000 + next(ordinal), "0" * 64
        if k <= self.fresh:
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


# In each fourth incident with a stop a case is filed, and the account of its largest stop is frozen for six months, as long as that is; the
# holders of one in fifty stops complain.
FREEZES = """
    INSERT INTO case_filing (incident, number, organ, day, filed_by, recorded_at)
    SELECT i.id, '刑立字〔2026〕' || i.rowid || '号', i.unit, date(i.reported_at / 1000000 + 86400, 'unixepoch'), i.taker, i.recorded_at + {day}
    FROM incident i WHERE i.rowid % 4 = 0 AND EXISTS (SELECT 1 FROM claim WHERE claim.incident = i.id);
    INSERT INTO account_freeze (id, account, incident, kind, interest, reason, maker, requested_at, state, started_at, ends_at, balance, renewals,
        ended_at)
    SELECT 'frz' || SUBSTR(s.id, 4), s.account, s.incident, 'ordinary', 1, '涉案资金', i.taker, s.executed_at + {day},
        CASE WHEN s.executed_at + 182 * {day} > {now} THEN 'frozen' ELSE 'lapsed' END, s.executed_at + {day},
        s.executed_at + 182 * {day}, s.held_balance, 0, CASE WHEN s.executed_at + 182 * {day} > {now} THEN NULL ELSE s.executed_at + 182 * {day} END
    FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY incident ORDER BY held_balance DESC, id) AS place FROM stop_payment
            WHERE state = 'expired') s
        JOIN case_filing f ON f.incident = s.incident JOIN incident i ON i.id = s.incident WHERE s.place = 1;
    INSERT INTO freeze_claim (measure, incident, traced, live)
    SELECT id, incident, balance, CASE WHEN state = 'frozen' THEN 1 ELSE 0 END FROM account_freeze;
    INSERT INTO complaint (id, measure, incident, holder, contact, content, received_at, due, entered_by, state, decided_by, decided_at, answer)
    SELECT 'cmp' || SUBSTR(id, 4), id, incident, '持有人', '13800000000', '申请解除', executed_at + 3600000000, executed_at + 3 * {day}, 'usr-0000000000000002',
        CASE WHEN state = 'expired' THEN 'rejected' ELSE 'waiting' END, CASE WHEN state = 'expired' THEN 'usr-0000000000000004' END,
        CASE WHEN state = 'expired' THEN executed_at + 2 * {day} END, CASE WHEN state = 'expired' THEN '驳回' END
    FROM stop_payment WHERE executed_at IS NOT NULL AND rowid % 50 = 0;
"""


def grow(base_path, path, incidents, orders):
    random.seed(1)
    base = sqlite3.connect(base_path)
    big = sqlite3.connect(path, isolation_level=None)
    base.backup(big)
    big.executescript("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; PRAGMA cache_size = -1000000; PRAGMA foreign_keys = OFF;")
    for number in range(40):
        big.execute("INSERT INTO access_unit (code, name, kind) VALUES (?, ?, 'station')", (f"5304023{number:02d}000", f"第{number}派出所"))
    units = [row[0] for row in big.execute("SELECT code FROM access_unit")]
    copier = Copier(base)
    each = len(copier.templates["bank_act"]) / len(copier.incidents)
    copies = incidents // len(copier.incidents)
    share = min(1.0, orders / each / incidents)
    ordinal = itertools.count(1)
    indexes = big.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({', '.join('?' * len(TABLES))})", TABLES
    ).fetchall()
    for name, _ in indexes:
        big.execute(f"DROP INDEX {name}")
    insert = {
        table: f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})" for table, names in copier.columns.items()}
    big.execute("BEGIN")
    for k in range(1, copies + 1):
        kept = {incident for incident in copier.incidents if k <= copier.fresh or random.random() < share}
        for table, rows in copier.copy(k, kept, units, ordinal):
            big.executemany(insert[table], rows)
        if k % (copies // 10) == 0:
            print(f"{k} of {copies} copies", flush=True)
    big.execute("COMMIT")
    for _, sql in indexes:
        big.execute(sql)
    now = big.execute("SELECT MAX(recorded_at) FROM incident").fetchone()[0]
    big.executescript(FREEZES.format(day=DAY, now=now))
    big.execute("PRAGMA journal_mode = WAL")
    for table in TABLES + ["case_filing", "account_freeze", "complaint"]:
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


class Readers:
    """What each reader asks for, round by round, of incidents, accounts and orders drawn at random."""

    def __init__(self, base, rounds):
        def draw(what, table):
            low, high = base.execute(f"SELECT MIN(rowid), MAX(rowid) FROM {table}").fetchone()
            return [
                base.execute(f"SELECT {what} FROM {table} WHERE rowid >= ? LIMIT 1", (random.randint(low, high),)).fetchone()[0]
                for _ in range(rounds)]

        self.incidents, self.numbers, self.names = draw("id", "incident"), draw("number", "account"), draw("name", "victim")
        self.acts, self.entries = draw("id", "bank_act"), draw("id", "journal_entry")
        self.own = [row[0] for row in base.execute(
            "SELECT id FROM incident WHERE unit = (SELECT unit FROM access_user WHERE login = 'station') LIMIT ?", (rounds,))]
        self.open = [row[0] for row in base.execute("SELECT id FROM incident WHERE state = 'open' LIMIT ?", (rounds,))]
        self.bank = base.execute("SELECT bank FROM bank_act GROUP BY bank ORDER BY COUNT(*) DESC LIMIT 1").fetchone()[0]

    def of_incidents(self, incidents):
        quote = urllib.parse.quote
        return {
            "board": lambda i: "/",
            "board, own": lambda i: "/?scope=own",
            "incident": lambda i: f"/incidents/{incidents[i % len(incidents)]}",
            "incident, facts": lambda i: f"/incidents/{incidents[i % len(incidents)]}/facts",
            "search, account": lambda i: f"/search?q={self.numbers[i]}",
            "search, last four": lambda i: f"/search?q={self.numbers[i][-4:]}",
            "search, name": lambda i: f"/search?q={quote(self.names[i])}",
            "orders": lambda i: "/orders",
            "orders, older": lambda i: f"/orders?before={self.acts[i]}",
            "orders, of a bank": lambda i: f"/orders?bank={self.bank}",
            **{f"orders, {stage}": lambda i, stage=stage: f"/orders?stage={stage}"
                for stage in ("open", "overdue", "answered", "dead", "inForce", "endsSoon")},
            "freezes, 30 days": lambda i: "/freezes",
            "freezes, 365 days": lambda i: "/freezes?days=365",
            "approvals": lambda i: "/approvals",
            "reviews": lambda i: "/reviews",
            "bank answers": lambda i: "/answers",
            "undelivered": lambda i: "/undelivered",
            "complaints": lambda i: "/complaints",
            "authorities": lambda i: "/authorities",
        }

    def pages(self):
        whole = self.of_incidents(self.incidents)
        whole["incident, open"] = lambda i: f"/incidents/{self.open[i % len(self.open)]}"
        return {
            "station": self.of_incidents(self.own),
            "leader": whole,
            "admin": {
                "units": lambda i: "/units", "users": lambda i: "/users", "banks": lambda i: "/banks", "programs": lambda i: "/clients",
                "approvals": whole["approvals"], "authorities": whole["authorities"], "journal": lambda i: "/journal",
                "journal, older": lambda i: f"/journal?before={self.entries[i]}",
                "journal, incident": lambda i: f"/journal?incident={self.incidents[i]}",
            },
            "clerk": {"orders of the bank": lambda i: "/bank"},
        }


def processor_time(pid):
    """Milliseconds of processor time that a process has taken."""
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def ask(path, port, rounds, pid, only):
    base = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    random.seed(2)
    slow = 0
    for login, pages in Readers(base, rounds).pages().items():
        visitor = Visitor(port, login)
        for name, page in pages.items():
            if only and only not in f"{login} {name}":
                continue
            times, statuses, size, spent = [], {}, 0, processor_time(pid) if pid else 0
            for i in range(rounds):
                start = time.perf_counter()
                visitor.get(page(i))
                times.append((time.perf_counter() - start) * 1000)
                statuses[visitor.status] = statuses.get(visitor.status, 0) + 1
                size = max(size, visitor.size)
            times.sort()
            last = times[int(len(times) * .99) - 1]
            slow += last > AIM
            cost = f"   processor {(processor_time(pid) - spent) / rounds:6.1f} ms" if pid else ""
            print(
                f"{login:8} {name:19} median {times[len(times) // 2]:7.1f} ms   99th {last:7.1f} ms{cost}   most {size // 1024:4} KB   {statuses}"
                + ("   SLOW" if last > AIM else ""), flush=True)
    print(f"{slow} of the pages above {AIM} ms at the 99th percentile")


def everything(program, folder, port, incidents, orders, rounds):
    """Plays a demo, makes the big database out of it unless a fresh one is there, serves it and asks for the pages."""
    big = os.path.join(folder, "big", "shouwang.sqlite")
    if not os.path.exists(big) or time.time() - os.path.getmtime(big + ".grown") > 86_400:
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(os.path.dirname(big), mode=0o700)
        print("a city of a hundred seconds", flush=True)
        demo = os.path.join(folder, "demo")
        with serving([program, "serve", "--demo", "--fraud-every", "3", "--data", demo, "--port", str(port)], port):
            time.sleep(100)
        grow(os.path.join(demo, "demo.sqlite"), big, incidents, orders)
        open(big + ".grown", "w").close()
    with serving([program, "serve", "--without-work", "--log", "error", "--data", os.path.dirname(big), "--port", str(port)], port) as pid:
        ask(big, port, rounds, pid, None)


@contextlib.contextmanager
def serving(command, port):
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.2)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    growing = commands.add_parser("grow")
    growing.add_argument("base")
    growing.add_argument("big")
    asking = commands.add_parser("ask")
    asking.add_argument("big")
    asking.add_argument("port", type=int)
    asking.add_argument("--server", type=int, help="the server's process, whose processor time is told, too")
    asking.add_argument("--only", help="pages whose name has this in it")
    whole = commands.add_parser("all")
    whole.add_argument("program")
    whole.add_argument("folder")
    whole.add_argument("--port", type=int, default=21310)
    for command in (growing, whole):
        command.add_argument("--incidents", type=int, default=300_000)
        command.add_argument("--orders", type=int, default=1_000_000)
    for command in (asking, whole):
        command.add_argument("--rounds", type=int, default=200)
    options = parser.parse_args()
    if options.command == "grow":
        grow(options.base, options.big, options.incidents, options.orders)
    elif options.command == "ask":
        ask(options.big, options.port, options.rounds, options.server, options.only)
    else:
        everything(options.program, options.folder, options.port, options.incidents, options.orders, options.rounds)


if __name__ == "__main__":
    main()
