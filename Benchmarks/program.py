"""The program run from outside: what it printed, and what that took."""
import json
import subprocess
import sys
from typing import NamedTuple

# A small process starts the program and tells of it: the memory of a large parent would be counted as its child's.
TELLING = """
import json, resource, subprocess, sys, time
begun = time.perf_counter()
code = subprocess.call(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print()
print(json.dumps([time.perf_counter() - begun, used.ru_utime, used.ru_stime, used.ru_maxrss * 1024]))
sys.exit(code)
"""


class Run(NamedTuple):
    text: str
    seconds: float
    # Seconds of processor, its own and the system's for it.
    user: float
    system: float
    # The most bytes that it held at once (VmHWM), mapped files included.
    memory: int

    @property
    def answer(self):
        return json.loads(self.text)


def run(*command, stdin=None):
    """Runs it to its end; a failure ends everything, with what it said."""
    done = subprocess.run(
        [sys.executable, "-S", "-c", TELLING, *map(str, command)], stdin=stdin, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    text, _, told = done.stdout.strip().rpartition("\n")
    return Run(text.strip(), *json.loads(told))


class Shouwang:
    """The release program, and a ledger of it."""

    def __init__(self, program, ledger):
        self.program, self.ledger = program, ledger

    def ask(self, command, *options, stdin=None):
        """One command of `shouwang ledger` on this ledger."""
        return run(self.program, "ledger", command, self.ledger, *options, stdin=stdin)

    def measure(self, cases, rule, *options):
        """Traces from the seeds of a file: the run, and of its answer what it says of the one rule."""
        done = self.ask("measure", "--cases", cases, "--rule", rule, "--json", *options)
        return done, done.answer["rules"][0]


# What the generator must have made, by transfers and power of accounts: a hash of all balances at the end.
BALANCES = {
    (1_000_000, 17): "16851922483831075367", (10_000_000, 20): "14432562693569542140", (100_000_000, 23): "6548217776668347605",
}


def generate(program, folder, transfers, power):
    """The columns and cases of a made-up month in a folder; another set than is known of this size ends everything."""
    text = run(program, "ledger", "generate", folder, "--transfers", transfers, "--power", power).text
    known = BALANCES.get((transfers, power))
    if known and not text.endswith(f"balHash {known}"):
        raise SystemExit(f"the generator made another set: {text}, not {known}")
    return text
