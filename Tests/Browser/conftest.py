"""Starts the built program with its demo's banks and drives it in Debian's Chromium."""
import contextlib
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import time
import unicodedata
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

PASSWORD = "Shouwang-2026"
HUALING, DONGLAN, BEIYUAN, NANPING, YUNJIANG = (
    "901741000011", "902741000028", "903741000035", "904741000042", "906741000066")
PICTURES = Path(os.environ.get("PICTURES", "/tmp/shouwang-pictures"))


def free_port():
    """A port whose neighbour is free too: the banks listen on the next one."""
    while True:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
            try:
                two.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


class Program:
    """The running program and the control interface of its banks."""

    def __init__(self, folder):
        self.records = folder / "demo.sqlite"
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = open(folder / "serve.log", "w")
        self.process = subprocess.Popen(
            [os.environ["SHOUWANG"], "serve", "--demo", "--data", str(folder), "--port", str(self.port), "--fraud-every", "100000"],
            stdout=self.log, stderr=subprocess.STDOUT)
        self.wait()
        self.control("faults", {"plan": {}})  # Here the banks answer at once.

    def wait(self):
        for _ in range(1800):
            if self.process.poll() is not None:
                raise RuntimeError(Path(self.log.name).read_text())
            try:
                with urllib.request.urlopen(self.address + "/healthz", timeout=1):
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("the program does not answer")

    def control(self, path, body):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port + 1}/control/{path}", json.dumps(body).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read())

    def account(self, bank, number, holder, yuan=0):
        self.control("accounts", {"address": {"bank": bank, "number": number}, "holder": holder, "balance": yuan * 100})
        return {"bank": bank, "number": number}

    def plan(self, account, onward):
        self.control("plans", {"account": account, "onward": onward})

    def pay(self, payer, payee, yuan):
        self.control("transfers", {"from": payer, "to": payee, "amount": yuan * 100})
        return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(time.time() + 8 * 3600))

    def end_notices(self):
        """As if the thirty days, and a weekend after them, had passed: the notices that run are set back in the records, for a running clock cannot be turned."""
        back = 40 * 86_400 * 1_000_000
        with contextlib.closing(sqlite3.connect(self.records, timeout=30)) as records, records:
            records.execute(
                "UPDATE fund_return SET noticed_at = noticed_at - ?, notice_until = notice_until - ? WHERE state = 'noticed'", (back, back))

    def begin_follow_up(self, warning):
        """As if the day of the next follow-up had come: it is set back in the records, for a running clock cannot be turned."""
        with contextlib.closing(sqlite3.connect(self.records, timeout=30)) as records, records:
            task, start = records.execute(
                "SELECT id, starts_at FROM dissuasion_task WHERE warning = ? AND state = 'planned' ORDER BY starts_at LIMIT 1",
                (warning,)).fetchone()
            back = start - time.time_ns() // 1000
            records.execute(
                "UPDATE dissuasion_task SET starts_at = starts_at - ?, next_due = next_due - ? WHERE id = ?", (back, back, task))
            records.execute("UPDATE task_clock SET start = start - ?, due = due - ? WHERE task = ?", (back, back, task))
            records.execute("UPDATE job SET due = due - ? WHERE subject = ?", (back, task))

    def push(self, token, number, **fields):
        """A warning as a program of the province or a bank hands it in; gives its id."""
        sent = {"source": "national", "sourceNumber": number, **fields}
        request = urllib.request.Request(
            self.address + "/api/v1/warnings", json.dumps(sent).encode(),
            {"Content-Type": "application/json", "Authorization": f"Bearer {token}", "Idempotency-Key": f"push-{number}"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read())["warning"]

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()


def printed(page, path):
    """The pages of a PDF as the browser prints it, each as its text without white space."""
    page.pdf(path=path, prefer_css_page_size=True)
    texts = [unicodedata.normalize("NFKC", sheet.extract_text()).replace("⻚", "页") for sheet in PdfReader(path).pages]
    return ["".join(text.split()) for text in texts]


@pytest.fixture(scope="session")
def program(tmp_path_factory):
    started = Program(tmp_path_factory.mktemp("data"))
    yield started
    started.stop()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        found = shutil.which("chromium") or "/usr/bin/chromium"
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def visit(program, browser, request):
    """Signs in as somebody and gives his page; a picture is kept of what failed."""
    contexts = []

    def sign_in(login, **options):
        context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 1000}, **options)
        contexts.append(context)
        page = context.new_page()
        if login is None:  # Somebody without an account.
            page.goto(program.address + "/public/verification")
            return page
        page.goto(program.address + "/sign-in")
        page.locator("[name=login]").fill(login)
        page.locator("[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    yield sign_in
    PICTURES.mkdir(parents=True, exist_ok=True)
    for number, context in enumerate(contexts):
        for page in context.pages:
            page.screenshot(path=PICTURES / f"{request.node.name}-{number}.png", full_page=True)
        context.close()
