#!/usr/bin/env python3
"""Lets schemathesis test a running demo against the OpenAPI document that it serves; exits with schemathesis' status.

    scripts/schema.py --program PATH --schemathesis PATH [--port 8090] [--examples 200] [--seed N]
"""
import argparse
import http.cookiejar
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

# What fits the document may still not be understood: an amount in words, a time, a bank's name. Then the answer is 422.
# What is too large is refused before it is read.
SETTINGS = """
[checks]
positive_data_acceptance.expected-statuses = ["2xx", "403", "404", "409", "422"]
negative_data_rejection.expected-statuses = ["400", "401", "403", "404", "405", "406", "409", "413", "415", "422", "428", "429"]
"""
ADMINISTRATOR, PASSWORD = "admin", "Shouwang-2026"
UNIT, CARRIER = "530400000000", "990741000001"
LINES = "/line-suspensions"


class Person:
    """An administrator's browser: keeps its cookies and fills in the hidden fields of a form."""

    def __init__(self, root):
        self.root = root
        jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def get(self, path):
        with self.opener.open(self.root + path, timeout=20) as answer:
            return answer.read().decode()

    def send(self, path, fields):
        body = urllib.parse.urlencode(fields).encode()
        with self.opener.open(self.root + path, data=body, timeout=20) as answer:
            return answer.read().decode()

    def act(self, path, fields):
        page = self.get(path)
        hidden = [(name, re.search(f'name="{name}" value="([^"]*)"', page).group(1)) for name in ("csrf", "key")]
        return self.send(path, hidden + fields)


def wait_until_ready(root, server):
    for _ in range(600):
        if server.poll() is not None:
            sys.exit(f"the server ended with {server.returncode}")
        try:
            urllib.request.urlopen(root + "/readyz", timeout=2).read()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    sys.exit("the server was not ready in five minutes")


def make_token(root, place, *roles):
    """The token of a program of a unit, or of an operator."""
    person = Person(root)
    person.send("/sign-in", [("login", ADMINISTRATOR), ("password", PASSWORD)])
    page = person.act(
        "/clients",
        [("name", "schemathesis"), ("place", place), ("days", "1")] + [("role", role) for role in roles])
    return re.search('<code class="mono">([^<]+)</code></p>', page).group(1)


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--program", required=True)
    words.add_argument("--schemathesis", required=True)
    words.add_argument("--port", type=int, default=8090)
    words.add_argument("--examples", type=int, default=200)
    words.add_argument("--seed", type=int, default=1)
    options, rest = words.parse_known_args()
    root = f"http://127.0.0.1:{options.port}"
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [options.program, "serve", "--demo", "--data", folder, "--port", str(options.port), "--fraud-every", "100000"],
            stdout=subprocess.DEVNULL)
        try:
            wait_until_ready(root, server)
            settings = os.path.join(folder, "schemathesis.toml")
            with open(settings, "w") as file:
                file.write(SETTINGS)
            command = [
                options.schemathesis, "--config-file", settings, "run", root + "/api/v1/openapi.json", "--checks", "all", "--seed",
                str(options.seed), "--max-examples", str(options.examples), *rest, "--header"]
            # Lines are suspended by operators, and everything else is the police's.
            police = "Authorization: Bearer " + make_token(root, UNIT, "dutyOfficer", "auditor")
            operator = "Authorization: Bearer " + make_token(root, CARRIER, "bankClerk")
            runs = [command + [police, "--exclude-path-regex", LINES], command + [operator, "--include-path-regex", LINES]]
            status = max(subprocess.run(run, cwd=folder).returncode for run in runs)
        finally:
            server.terminate()
            server.wait(30)
    sys.exit(status)


main()
