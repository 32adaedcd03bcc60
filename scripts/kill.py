#!/usr/bin/env python3
"""Kills the real processes of Shouwang under load, and compares what is left with the banks' own books.

    python3 scripts/kill.py --program PATH [--database sqlite|postgres|both] [--seed 1] [--kills 200] [--server-kills 20]
                            [--trials start,kills,server,disk,clock] [--port 18300] [--keep]

Each trial founds a city in a database of its own, starts `serve` with and without workers, `work` twice and `bank`, and
reports alarms by the API until each is acknowledged, always again under its own Idempotency-Key. When all is quiet:
  - each acknowledged alarm exists once, and its key still gives the same incident;
  - no order is lost, none was executed twice, none was executed of which the platform does not know;
  - what the platform says of each answer and each hold is what the bank's book says;
  - the banks' own audit and `shouwang check` find nothing.
Prints one line for each thing that was looked at, and ends with 1 if one fails. Uses the standard library alone. The trial
`disk` needs root, for a file system of its own; `clock` needs a C compiler, for scripts/clock.c.
"""

import argparse
import base64
import csv
import glob
import json
import os
import pwd
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter, defaultdict
from datetime import datetime, timedelta, timezone
from pathlib import Path

CHINA = timezone(timedelta(hours=8))
QUIET_SECONDS_MAX = 900
# The banks are not perfect, either: calls in a thousand.
FAULTS = {"slow": 80, "lostRequest": 20, "lostAnswer": 20, "doubled": 20, "down": 10}


def http(method, url, body=None, headers=None, seconds=10):
    """The status and the text of the answer; 0 when there was none."""
    request = urllib.request.Request(url, data=body, method=method, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=seconds) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")
    except (OSError, EOFError, urllib.error.URLError) as error:
        return 0, str(error)
    except Exception as error:  # http.client's own: a connection that broke in the middle of an answer.
        return 0, repr(error)


def wait_until(what, test, seconds):
    end = time.monotonic() + seconds
    while not test():
        if time.monotonic() > end:
            raise SystemExit(f"waited {seconds} s for {what}")
        time.sleep(0.1)


class Sqlite:
    """The embedded database, read past the program."""

    name = "sqlite"

    def __init__(self, folder):
        self.file = folder / "data" / "shouwang.sqlite"

    def options(self):
        return []

    def rows(self, statement):
        with sqlite3.connect(f"file:{self.file}?mode=ro", uri=True, timeout=30) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(statement)]

    def stop(self):
        pass


class Postgres:
    """A PostgreSQL of the trial's own, on a Unix socket in a temporary folder, run by an ordinary user."""

    name = "postgres"

    def __init__(self, folder, data=None):
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda path: int(path.split("/")[4]))
        self.programs = Path(found[-1]).parent if found else Path(shutil.which("initdb")).parent
        self.home, self.folder = Path(tempfile.mkdtemp(prefix="kill-pg-", dir="/tmp")), folder
        self.data = data or self.home / "data"
        self.user = next(name for name in ("postgres", "nobody") if self.exists(name)) if os.geteuid() == 0 else None
        if self.user:
            shutil.chown(self.home, self.user)
            if data:
                shutil.chown(data, self.user)
        self.run("initdb", "-D", self.data, "--locale=C", "--encoding=UTF8", "--auth=trust", "--no-sync")
        self.start()

    @staticmethod
    def exists(name):
        try:
            return bool(pwd.getpwnam(name))
        except KeyError:
            return False

    def run(self, program, *words):
        return subprocess.run(
            [str(self.programs / program), *map(str, words)], user=self.user, cwd=self.home, capture_output=True,
            text=True, check=True).stdout

    def start(self):
        """Starts it, again and again while the processes of one that was killed are still going away."""
        settings = f"-k {self.home} -c listen_addresses='' -c max_connections=150 -c max_pred_locks_per_transaction=256"
        if self.data != self.home / "data":
            settings += " -c max_wal_size=64MB -c min_wal_size=32MB"
        for _ in range(60):
            done = subprocess.run(
                [str(self.programs / "pg_ctl"), "-D", str(self.data), "-l", str(self.home / "log"), "-w", "-s", "-o",
                 settings, "start"], user=self.user, cwd=self.home, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if done.returncode == 0:
                return
            time.sleep(0.5)
        raise SystemExit("PostgreSQL does not start: " + (self.home / "log").read_text()[-2000:])

    def pid(self):
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def is_running(self):
        try:
            os.kill(self.pid(), 0)
            return True
        except (OSError, ValueError, IndexError):
            return False

    def kill(self, how):
        """`postmaster`: kill -9 of the first process; `backend`: of one that serves; `immediate`: stop without a checkpoint."""
        if how == "immediate":
            subprocess.run(
                [str(self.programs / "pg_ctl"), "-D", str(self.data), "-m", "immediate", "-s", "stop"], user=self.user,
                cwd=self.home, check=False)
        elif how == "backend":
            serving = self.run("psql", "-h", self.home, "-d", "postgres", "-Atc", """
                SELECT pid FROM pg_stat_activity WHERE application_name = 'shouwang' AND pid <> pg_backend_pid()""")
            if serving.split():
                os.kill(int(serving.split()[0]), signal.SIGKILL)
        else:
            os.kill(self.pid(), signal.SIGKILL)

    def options(self):
        return ["--postgres", f"host={self.home} dbname=postgres user={self.user or os.environ['USER']}"]

    def rows(self, statement):
        csv.field_size_limit(1 << 24)
        text = self.run("psql", "-h", self.home, "-d", "postgres", "--csv", "-c", statement)
        return list(csv.DictReader(text.splitlines(keepends=True)))

    def stop(self):
        subprocess.run(
            [str(self.programs / "pg_ctl"), "-D", str(self.data), "-m", "fast", "-s", "stop"], user=self.user,
            cwd=self.home, check=False, stderr=subprocess.DEVNULL)
        shutil.copy(self.home / "log", self.folder / "postgres.log")
        shutil.rmtree(self.home, ignore_errors=True)


class Town:
    """One installation: its database, its processes and its banks."""

    def __init__(self, program, folder, port, seed, database, environment=None, book_folder=None):
        self.program, self.folder, self.port, self.seed, self.database = program, folder, port, seed, database
        self.environment = {**os.environ, **(environment or {})}
        self.books = book_folder or folder
        self.processes = {}
        self.starts = Counter()
        said = self.command("rehearse", "--banks", f"{self.bank}/banks/", "--seed", str(seed))
        city = json.loads(said)
        self.token = city["token"]
        key = base64.b64encode(bytes(city["centrePublicKey"])).decode()
        here = ["--data", str(folder / "data"), *database.options()]
        own = ["--unit", "530400000000", "--log", "warning"]
        self.commands = {
            "serve": ["serve", *here, *own, "--port", str(port)],
            "serve2": ["serve", *here, *own, "--port", str(port + 1), "--without-work"],
            "work1": ["work", *here, *own],
            "work2": ["work", *here, *own],
            "bank": [
                "bank", "--port", str(port + 2), "--seed", str(seed), "--control", "--pace", "20", "--diary",
                str(self.books / "diary"), "--book", str(self.books / "book"), "--centre-key", city["centreKey"],
                "--centre-public-key", key],
        }

    @property
    def bank(self):
        return f"http://127.0.0.1:{self.port + 2}"

    def server(self, number):
        return f"http://127.0.0.1:{self.port + number}"

    def command(self, *words):
        done = subprocess.run(
            [self.program, words[0], "--data", str(self.folder / "data"), *self.database.options(), *words[1:]],
            capture_output=True, text=True, env=self.environment)
        if done.returncode != 0:
            raise SystemExit(f"{words[0]}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout

    def start(self, name):
        environment = os.environ if name == "bank" else self.environment
        with open(self.folder / f"{name}.log", "ab") as log:
            self.processes[name] = subprocess.Popen(
                [self.program, *self.commands[name]], stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                env=environment, cwd=self.folder)
        self.starts[name] += 1

    def start_all(self):
        for name in self.commands:
            if not self.is_alive(name):
                self.start(name)
        wait_until("the servers", self.answers, 90)

    def answers(self):
        """Whether all answer; starts those that gave up at their start because the database was away."""
        for name in self.commands:
            if not self.is_alive(name):
                self.start(name)
        pages = [f"{self.server(0)}/healthz", f"{self.server(1)}/healthz", f"{self.bank}/control/banks"]
        return all(http("GET", page)[0] == 200 for page in pages)

    def trouble(self, permille):
        """Chooses how often in a thousand calls to a bank go wrong, and how."""
        plan = json.dumps({"plan": {"permille": permille, "slowSecondsMin": 1, "slowSecondsMax": 8}}).encode()
        status, text = http("POST", f"{self.bank}/control/faults", plan, {"Content-Type": "application/json"})
        if status != 200:
            raise SystemExit(f"the banks take no plan: {status} {text}")

    def is_alive(self, name):
        return name in self.processes and self.processes[name].poll() is None

    def kill(self, name):
        self.processes[name].send_signal(signal.SIGKILL)
        self.processes[name].wait()

    def stop(self):
        for process in self.processes.values():
            if process.poll() is None:
                process.terminate()
        for process in self.processes.values():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class Load:
    """Victims who pay and report, until told to stop. Each alarm is sent until it is acknowledged."""

    def __init__(self, town, seconds_between, seed):
        self.town, self.seconds_between = town, seconds_between
        self.random = random.Random(seed)
        self.acknowledged, self.bodies, self.counts, self.wrong = {}, {}, Counter(), []
        self.in_flight = Counter()
        self.isRunning = True
        self.lock = threading.Lock()
        self.reports = []
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        number = 0
        while self.isRunning:
            status, text = http("POST", f"{self.town.bank}/control/frauds", b"{}", {"Content-Type": "application/json"})
            if status == 201:
                number += 1
                report = threading.Thread(target=self.report, args=(f"alarm-{number}", json.loads(text)), daemon=True)
                self.reports.append(report)
                report.start()
            time.sleep(self.random.uniform(0.2, 1.8) * self.seconds_between)

    def body(self, fraud):
        """What the victim tells once the first transfer has arrived."""
        victim, paid = fraud["victim"], fraud["transfers"][0]
        moment = datetime.fromtimestamp(paid["time"] / 1_000_000, CHINA)
        return json.dumps({
            "channel": "96110", "fraudType": fraud["type"],
            "victims": [{"name": victim["name"], "idNumber": victim["identityNumber"], "phone": victim["phone"]}],
            "transfers": [{
                "payerNumber": victim["account"]["number"], "payerBank": victim["bankName"],
                "amount": f"{paid['amount'] // 100}.{paid['amount'] % 100:02d}",
                "time": moment.strftime("%Y-%m-%d %H:%M:%S"), "payeeNumber": paid["payee"]["number"],
                "payeeName": paid["payeeName"], "payeeBank": paid["payeeBankName"]}]}).encode()

    def report(self, key, fraud):
        body = self.body(fraud)
        with self.lock:
            self.bodies[key] = body
        # The money goes on meanwhile.
        time.sleep(self.random.uniform(3.5, 30))
        first = attempt = self.random.randrange(2)
        while True:
            status, incident = self.send(key, body, attempt)
            if status == 201:
                break
            attempt += 1
            time.sleep(0.3)
        with self.lock:
            self.counts["acknowledged after other tries"] += attempt > first
            self.acknowledged[key] = incident
        if self.random.random() < 0.3:
            time.sleep(self.random.uniform(0, 20))
            self.again(key)

    def send(self, key, body, attempt):
        number = attempt % 2
        self.in_flight[number] += 1
        status, text = http(
            "POST", f"{self.town.server(number)}/api/v1/incidents", body,
            {"Content-Type": "application/json", "Authorization": f"Bearer {self.town.token}", "Idempotency-Key": key})
        self.in_flight[number] -= 1
        with self.lock:
            self.counts[f"status {status}"] += 1
            if status not in (0, 201, 503) and len(self.wrong) < 5:
                self.wrong.append(f"{status} {text[:200]}")
        return status, json.loads(text)["incident"] if status == 201 else None

    def wait_for_call(self, number):
        """Waits, half a second at most, for an alarm to be on its way to a server."""
        end = time.monotonic() + 0.5
        while not self.in_flight[number] and time.monotonic() < end:
            time.sleep(0.0005)

    def again(self, key):
        """The same alarm under the same key: the same incident."""
        attempt = 0
        while True:
            status, incident = self.send(key, self.bodies[key], attempt)
            if status == 201:
                break
            attempt += 1
            time.sleep(0.3)
        with self.lock:
            self.counts["same key again"] += 1
            if incident != self.acknowledged[key]:
                self.counts["same key, other incident"] += 1

    def finish(self):
        """No new alarms; waits until each is acknowledged. Each key is then used once more."""
        self.isRunning = False
        self.thread.join()
        end = time.monotonic() + 120
        for report in self.reports:
            report.join(max(0, end - time.monotonic()))
        if any(report.is_alive() for report in self.reports):
            raise SystemExit(f"alarms that nobody takes: {self.counts} {self.wrong}")
        for key in list(self.acknowledged):
            self.again(key)


class Comparison:
    """What the platform has against what the banks' books have."""

    def __init__(self, town, load):
        self.town, self.load = town, load
        self.results = []
        database = town.database
        self.incidents = database.rows("SELECT id FROM incident")
        self.acts = database.rows("""
            SELECT a.id, a.kind, a.bank, c.number, a.measure, a.incident, a.state, a.answer, a.contradictions
            FROM bank_act a JOIN account c ON c.id = a.account""")
        self.stops = {row["id"]: row for row in database.rows("SELECT id, state, uses, held_balance FROM stop_payment")}
        self.claims = {row["incident"] for row in database.rows("SELECT DISTINCT incident FROM claim")}
        (folder,) = (town.books / "book").iterdir()
        with open(folder / "acts.csv", encoding="utf-8", newline="") as file:
            self.book = [row for row in csv.DictReader(file) if row["effect"] != "expired"]

    def note(self, what, count, faults):
        faults = list(faults)
        self.results.append(not faults)
        print(f"  {'ok    ' if not faults else 'FAILED'} {what}: {count}" + "".join(f"\n         {f}" for f in faults[:5]))
        sys.stdout.flush()

    def run(self):
        self.alarms()
        self.orders()
        self.holds()
        self.audits()
        return self.results

    def alarms(self):
        given = self.load.acknowledged
        there = Counter(row["id"] for row in self.incidents)
        self.note("acknowledged alarms that exist once", len(given), [
            f"{key} is {incident}, of which there are {there[incident]}"
            for key, incident in given.items() if there[incident] != 1])
        self.note("incidents in all, each of one alarm", len(self.incidents), [
            incident for incident in there if incident not in set(given.values())])
        self.note("keys used again that gave the same incident", self.load.counts["same key again"],
                  ["other incidents"] * self.load.counts["same key, other incident"])
        self.note("alarms that led to an order or joined one", len(self.claims), [
            incident for incident in given.values() if incident not in self.claims])

    def orders(self):
        rows = defaultdict(list)
        for row in self.book:
            rows[row["act"]].append(row)
        ours = {act["id"]: act for act in self.acts}
        self.note("orders sent, none lost", len(ours), [
            f"{act['id']} is {act['state']}, and its bank has it {len(rows[act['id']])} times"
            for act in self.acts if act["state"] != "answered" or not rows[act["id"]]])
        self.note("acts in the banks' books, none twice", len(self.book), [
            f"{act}: {[row['effect'] for row in all]}" for act, all in rows.items() if len(all) > 1])
        self.note("acts of banks that we know", len(rows), [act for act in rows if act not in ours])
        self.note("answers that say what the book says", len(ours), filter(None, (
            self.difference(act, rows[act["id"]][0]) for act in self.acts if rows[act["id"]])))

    @staticmethod
    def difference(act, row):
        answer = json.loads(act["answer"]) if act["answer"] else {}
        ours = (act["kind"], act["bank"], act["number"], answer.get("result"), int(act["contradictions"]))
        theirs = (row["kind"], row["bank"], row["number"], row["result"], 0)
        return None if ours == theirs else f"{act['id']}: {ours}, the book {theirs}"

    def holds(self):
        executed = {row["act"]: row for row in self.book if row["kind"] == "stop" and row["effect"] == "executed"}
        let_go = {row["original"] for row in self.book if row["effect"] == "released"}
        measures = {act["id"]: act["measure"] for act in self.acts}
        live = {measures.get(act): row for act, row in executed.items() if act not in let_go}
        self.note("holds that banks have and we have", len(live), [
            f"{measure}: {self.stops.get(measure)}, the book holds {row['balance_fen']}"
            for measure, row in live.items() if self.held(measure) != int(row["balance_fen"])])
        self.note("holds that we have and banks have", sum(self.held(stop) is not None for stop in self.stops), [
            stop for stop in self.stops if self.held(stop) is not None and stop not in live])
        accounts = Counter((row["bank"], row["number"]) for act, row in executed.items() if act not in let_go)
        self.note("accounts held, each once", len(accounts), [
            f"{account}: {count}" for account, count in accounts.items() if count > 1])

    def held(self, measure):
        stop = self.stops.get(measure)
        return int(stop["held_balance"]) if stop and stop["state"] == "executed" else None

    def audits(self):
        summary = json.loads(http("GET", f"{self.town.bank}/control/book", seconds=60)[1])
        self.note("movements in the banks' audit", summary["rows"]["entries"], summary["violations"])
        done = subprocess.run(
            [self.town.program, "check", "--data", str(self.town.folder / "data"), *self.town.database.options()],
            capture_output=True, text=True)
        lines = done.stdout.splitlines()
        self.note("shouwang check", lines[0] if lines else "", [] if done.returncode == 0 else lines + [done.stderr])


def quiet(town):
    """Waits until no order and no trace waits and the journal is chained; the books are then written up to the end."""
    end = time.monotonic() + QUIET_SECONDS_MAX
    calm = 0
    while calm < 3:
        if time.monotonic() > end:
            waiting = town.database.rows("SELECT kind, COUNT(*) AS n FROM job WHERE kind IN ('transmit', 'trace') GROUP BY kind")
            print(f"  not quiet after {QUIET_SECONDS_MAX} s: {waiting}")
            return
        time.sleep(2)
        (row,) = town.database.rows("""
            SELECT (SELECT COUNT(*) FROM job WHERE kind IN ('transmit', 'trace') AND state = 'waiting') AS jobs,
                (SELECT COUNT(*) FROM journal_entry WHERE number IS NULL) AS tail""")
        calm = calm + 1 if (int(row["jobs"]), int(row["tail"])) == (0, 0) else 0


def settle(town, load):
    """Lets everything run until it is quiet, and compares."""
    town.start_all()
    begun = time.monotonic()
    load.finish()
    quiet(town)
    time.sleep(1)
    told = ", ".join(f"{key} {count}" for key, count in sorted(load.counts.items()))
    print(f"  quiet after {time.monotonic() - begun:.0f} s; starts {dict(town.starts)}; calls: {told}")
    for words in load.wrong:
        print(f"    {words}")
    results = Comparison(town, load).run()
    results.append(not load.counts["status 500"])
    if load.counts["status 500"]:
        print(f"  FAILED answers with status 500: {load.counts['status 500']}")
    return results


# MARK: trials


def start_trial(town, load, options, chance):
    """Nothing is killed: two servers, two workers and the banks work together at all."""
    time.sleep(20)
    return "no kill"


def kill_trial(town, load, options, chance):
    """kill -9 of one process after the other; it stays away for up to two seconds."""
    killed = Counter()
    names = list(town.commands)
    away = {}
    for number in range(options.kills):
        time.sleep(chance.uniform(0.1, 1.6))
        for name in [name for name, end in away.items() if end <= time.monotonic()]:
            town.start(name)
            del away[name]
        alive = [name for name in names if town.is_alive(name)]
        fallen = [name for name in names if not town.is_alive(name) and name not in away]
        for name in fallen:
            town.start(name)
        if not alive:
            continue
        name = chance.choice(alive)
        if name.startswith("serve") and chance.random() < 0.7:
            load.wait_for_call(("serve", "serve2").index(name))
            time.sleep(chance.uniform(0, 0.02))
        town.kill(name)
        killed[name] += 1
        away[name] = time.monotonic() + chance.uniform(0, 2)
    return f"{sum(killed.values())} kills: {dict(killed)}"


def server_trial(town, load, options, chance):
    """PostgreSQL itself dies."""
    killed = Counter()
    for number in range(options.server_kills):
        time.sleep(chance.uniform(1, 4))
        how = ("postmaster", "immediate", "backend")[number % 3]
        town.database.kill(how)
        killed[how] += 1
        if how == "backend":
            continue
        time.sleep(chance.uniform(0, 2))
        town.database.start()
    return f"{sum(killed.values())} deaths of PostgreSQL: {dict(killed)}"


def disk_trial(town, load, options, chance):
    """The disk of the database is full for a while, three times."""
    place = town.full
    for _ in range(3):
        time.sleep(4)
        filler = place / "filler"
        with open(filler, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(1 << 16))
            except OSError:
                pass
        before = len(load.acknowledged)
        time.sleep(8)
        print(f"  full for 8 s: {len(load.acknowledged) - before} alarms acknowledged meanwhile; "
              f"alive {[name for name in town.commands if town.is_alive(name)]}")
        filler.unlink()
        if town.database.name == "postgres" and not town.database.is_running():
            print("  PostgreSQL had ended by itself; it is started again")
            town.database.start()
    time.sleep(4)
    gone = [name for name in town.commands if not town.is_alive(name)]
    return f"3 times full; processes that ended: {gone or 'none'}"


def clock_trial(town, load, options, chance):
    """The clock of servers and workers is set back by 40 s, by 4 minutes and by an hour, and put right.

    An hour behind, a server refuses alarms as being of the future; they are sent until they are taken.
    """
    time.sleep(6)
    taken = {}
    for offset, seconds in ((-40, 12), (-240, 12), (-3600, 12), (0, 2)):
        (town.folder / "offset").write_text(str(offset))
        before = len(load.acknowledged)
        time.sleep(seconds / 2)
        town.kill("work1")
        town.start("work1")
        time.sleep(seconds / 2)
        taken[offset] = len(load.acknowledged) - before
    return f"alarms taken by seconds of the clock set back: {taken}"


TRIALS = {
    "start": start_trial, "kills": kill_trial, "server": server_trial, "disk": disk_trial, "clock": clock_trial,
}


def small_disk(folder):
    """A file system of 192 MB that ends with this process's own mounts."""
    place = folder / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=192m,mode=755", "tmpfs", str(place)], check=True)
    return place


def play(trial, kind, options):
    """One trial on one kind of database: the results of its comparison."""
    chance = random.Random(f"{options.seed}/{trial}/{kind}")
    folder = Path(tempfile.mkdtemp(prefix=f"kill-{trial}-{kind}-", dir="/tmp"))
    # PostgreSQL's user must find its way to its disk.
    folder.chmod(0o755)
    environment, place = {}, None
    if trial == "disk":
        place = small_disk(folder)
        (place / "data").mkdir()
        if kind == "sqlite":
            (folder / "data").symlink_to(place / "data")
    if trial == "clock":
        (folder / "offset").write_text("0")
        library = str(folder / "clock.so")
        subprocess.run(
            ["cc", "-shared", "-fPIC", "-O1", "-o", library, str(Path(__file__).with_name("clock.c"))], check=True)
        environment = {"LD_PRELOAD": library, "CLOCK_OFFSET": str(folder / "offset")}
    in_place = place / "data" if place and kind == "postgres" else None
    database = Postgres(folder, in_place) if kind == "postgres" else Sqlite(folder)
    town = Town(options.program, folder, options.port, options.seed, database, environment)
    town.full = place
    try:
        if trial == "start":
            town.commands["serve"].append("--without-work")
        town.start_all()
        town.trouble(FAULTS)
        load = Load(town, options.seconds_between, f"{options.seed}/{trial}/{kind}/load")
        print(f"{kind}, {trial}: {TRIALS[trial](town, load, options, chance)}")
        results = settle(town, load)
    finally:
        town.stop()
        database.stop()
        if place:
            subprocess.run(["umount", "-l", str(place)], check=False)
    if options.keep or not all(results):
        print(f"  kept in {folder}")
    else:
        shutil.rmtree(folder, ignore_errors=True)
    return results


def obstacle(trial, kind):
    if trial == "server" and kind == "sqlite":
        return "the embedded database has no server"
    if trial == "disk" and os.geteuid() != 0:
        return "only root can make a small file system"
    if trial == "clock" and not shutil.which("cc"):
        return "there is no C compiler for scripts/clock.c"
    return None


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--program", required=True)
    words.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--kills", type=int, default=200)
    words.add_argument("--server-kills", type=int, default=20)
    words.add_argument("--seconds-between", type=float, default=0.5, help="between two alarms, on average")
    words.add_argument("--trials", default=",".join(TRIALS))
    words.add_argument("--port", type=int, default=18300, help="the first of three")
    words.add_argument("--keep", action="store_true", help="keep the folders of trials that passed, too")
    options = words.parse_args()
    options.program = os.path.abspath(options.program)
    # Told to end, it ends what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to end"))
    results = []
    for kind in ["sqlite", "postgres"] if options.database == "both" else [options.database]:
        for trial in options.trials.split(","):
            why = obstacle(trial, kind)
            if why:
                print(f"{kind}, {trial}: left out: {why}")
            else:
                results += play(trial, kind, options)
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
