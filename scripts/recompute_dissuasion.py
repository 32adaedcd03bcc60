#!/usr/bin/env python3
"""Recomputes every figure of `shouwang demo --dissuasion --export DIR` from the diary of what happened and the pack alone.

usage: recompute_dissuasion.py DIR   Prints one line a figure; ends with 1 where one differs.
"""
import csv
import json
import os
import sys
from collections import defaultdict

folder = sys.argv[1]
pack_file = os.path.join(os.path.dirname(__file__), "..", "Sources", "Jurisdiction", "Packs", "cn.json")
GRADES = ["LOW", "MEDIUM", "HIGH", "EXTREME"]


def rows(*path):
    with open(os.path.join(folder, *path), newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


with open(pack_file, encoding="utf-8") as file:
    pack = json.load(file)
signs = {item["code"]: item for item in pack["codes"]["warningSigns"]["items"]}
rules = {rule["id"]: rule["value"] for rule in pack["rules"]}
with open(os.path.join(folder, "report.json"), encoding="utf-8") as file:
    report = json.load(file)

signals = rows("world", "signals.csv")
attempts = rows("world", "attempts.csv")
outcomes = {row["phone"]: row["outcome"] for row in rows("world", "outcomes.csv")}
clocks = rows("platform", "tasks.csv")

# One thread a person: nobody's watch ends before the story does.
seen = defaultdict(set)
stake = defaultdict(int)
for row in signals:
    seen[row["phone"]].update(row["signs"].split())
    stake[row["phone"]] = max(stake[row["phone"]], int(row["stake_fen"]))


def grade(phone):
    gravest = max(GRADES.index(signs[sign]["grade"]) for sign in seen[phone])
    raises = len(seen[phone]) >= rules["warning.raiseSigns"] or stake[phone] >= rules["warning.raiseMoney"]
    return GRADES[min(gravest + (1 if raises else 0), 3)]


def family(phone):
    return "fund" if any(signs[sign]["family"] == "fund" for sign in seen[phone]) else "information"


warnings = defaultdict(lambda: defaultdict(int))
grades = {phone: grade(phone) for phone in seen}
for phone in seen:
    warnings[family(phone)][grades[phone]] += 1

of = defaultdict(list)
for row in attempts:
    of[row["phone"]].append(row)

due = valid = prevented = avoided = held = cheated = 0
for phone in seen:
    tried = of[phone]
    outcome = outcomes.get(phone, "")
    needs = grades[phone] in ("HIGH", "EXTREME") or (family(phone) == "fund" and grades[phone] == "MEDIUM")
    if needs and outcome not in ("wrongPerson", "falseAlarm", "notFound"):
        due += 1
        valid += any(row["valid_visit"] == "1" for row in tried)
    if outcome in ("dissuaded", "held"):
        prevented += 1
        avoided += max((int(row["avoided_fen"]) for row in tried), default=0)
    held += max((int(row["held_fen"]) for row in tried), default=0)
    lost = [int(row["time"]) for row in tried if row["result"] == "cheated"]
    warned = [int(row["time"]) for row in tried if row["reached"] == "1" and row["result"] != "cheated"]
    cheated += bool(lost and warned and min(warned) < max(lost))

tasks = defaultdict(list)
for row in clocks:
    # One that was taken back before it began was nobody's to do.
    if row["state"] != "planned" and not (row["state"] == "cancelled" and int(row["start"]) >= int(row["ended_at"])):
        tasks[row["task"]].append(row)
on_time = escalated = 0
unfounded = []
times = {phone: {row["time"] for row in tried if row["channel"] in ("call", "visit", "counter")} for phone, tried in of.items()}
visits = {phone: {row["time"] for row in tried if row["valid_visit"] == "1"} for phone, tried in of.items()}
for task, parts in tasks.items():
    met = all(row["met_at"] and int(row["met_at"]) <= int(row["due"]) for row in parts)
    on_time += parts[0]["state"] == "done" and met
    escalated += any(int(row["met_at"] or row["ended_at"]) >= int(row["due"]) for row in parts)
    for row in parts:
        if row["met_at"] and row["clock"] == "call" and row["met_at"] not in times.get(row["phone"], ()):
            unfounded.append(f"{task}: a call at {row['met_at']} that nobody made")
        if row["met_at"] and row["clock"] == "meet" and row["met_at"] not in visits.get(row["phone"], ()):
            unfounded.append(f"{task}: a visit at {row['met_at']} that nobody made")

rate = valid * 10000 // due if due else None
expected = {
    "warnings": {name: dict(found) for name, found in warnings.items()},
    "joined": len(signals) - len(seen),
    "tasks": len(tasks),
    "on_time": on_time,
    "escalated": escalated,
    "attempts": len(attempts),
    "contacts": sum(row["reached"] == "1" for row in attempts),
    "people": sum(any(row["reached"] == "1" for row in tried) for tried in of.values()),
    "visits_due": due,
    "visits_valid": valid,
    "face_to_face_rate": "—" if rate is None else f"{rate // 100}.{rate % 100:02d} %",
    "prevented_cases": prevented,
    "avoided_fen": avoided,
    "held_fen": held,
    "cheated_after_warning": cheated,
}
wrong = 0
for name, value in expected.items():
    same = report[name] == value
    wrong += not same
    print(f"{'ok ' if same else 'NOT'} {name}: {json.dumps(value, sort_keys=True)}" + ("" if same else f" ≠ {json.dumps(report[name], sort_keys=True)}"))
for line in unfounded[:20]:
    print("NOT", line)
for line in report["findings"]:
    print("NOT", line)
sys.exit(1 if wrong or unfounded or report["findings"] else 0)
