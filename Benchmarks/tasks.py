#!/usr/bin/env python3
"""The lists of a unit with 1,000,000 dissuasion tasks, on SQLite and on PostgreSQL.

    tasks.py PROGRAM [--tasks 1000000] [--rounds 100] [--port 21320] [--database sqlite|postgres|both]

Warnings, sightings, tasks and clocks are laid in by SQL, all of one station: one task in five is open, the others are done and their warnings
watched. Asked for are the shift's board, the warnings and the officer's own list, by the officer of the station, by the leader of the centre
over it. The board counts what is late, due within the hour and open, up to 999 of each.
"""
import time

from pages import arguments, counted, hexed, run
from scale import DAY

STATION = "530402550000"
GROWN = """
    INSERT INTO warning (id, unit, place, name, phone, home, whereabouts, relative, received_at, state, grade, highest, family, outcome,
        closed_at, watch_until)
    {numbers} SELECT 'wrn-' || {hex}, '{station}', '{station}', '某人', '1' || (3000000000 + n), '', '', '', {now} - n * 1000000,
        CASE WHEN n % 5 = 0 THEN 'open' ELSE 'watched' END, {grade}, {grade}, 'information', CASE WHEN n % 5 = 0 THEN NULL ELSE 'aware' END,
        CASE WHEN n % 5 = 0 THEN NULL ELSE {now} - n * 900000 END, CASE WHEN n % 5 = 0 THEN NULL ELSE {now} + 30 * {day} END FROM numbers;
    INSERT INTO sighting (id, warning, source, source_number, signs, seen_at, received_at, stake, payee, note, reported_by)
    {numbers} SELECT 'sgt-' || {hex}, 'wrn-' || {hex}, 'national', 'B' || n, '{signs}', {now} - n * 1000000, {now} - n * 1000000, 0, '', '',
        'usr-0000000000000002' FROM numbers;
    INSERT INTO dissuasion_task (id, warning, kind, starts_at, unit, officer, state, grade, next_due, ended_at)
    {numbers} SELECT 'tsk-' || {hex}, 'wrn-' || {hex}, 'dissuade', {now} - n * 1000000, '{station}',
        CASE WHEN n % 5 = 0 AND n % 25 > 0 THEN NULL ELSE {officer} END,
        CASE WHEN n % 5 > 0 THEN 'done' WHEN n % 25 = 0 THEN 'signed' ELSE 'waiting' END, {grade},
        CASE WHEN n % 5 = 0 THEN {now} + (n % 86400 - 3600) * 1000000 END, CASE WHEN n % 5 = 0 THEN NULL ELSE {now} - n * 900000 END FROM numbers;
    INSERT INTO task_clock (task, kind, start, due, met_at, rings)
    {numbers} SELECT 'tsk-' || {hex}, 'report', {now} - 7200000000, {now} + (n % 86400 - 3600) * 1000000, CASE WHEN n % 5 = 0 THEN NULL ELSE {now} - 7000000000 END, 0
        FROM numbers;
    INSERT INTO dissuasion_attempt (id, warning, task, channel, target, at, entered_at, made_by, reached, result, loss, avoided, held, valid_visit, photo,
        report)
    {numbers} SELECT 'dis-' || {hex}, 'wrn-' || {hex}, 'tsk-' || {hex}, 'visit', 'person', {now} - n * 950000, {now} - n * 950000,
        'usr-0000000000000002', 1, 'aware', 0, 0, 0, 1, '', '{{}}' FROM numbers WHERE n % 5 > 0;
    ANALYZE;
"""


def grown(tasks, is_postgres):
    """The statements that lay the tasks in; ids are above all that a demo makes."""
    return GROWN.format(
        numbers=counted(tasks), hex=hexed("9000000000000000000 + n", is_postgres), station=STATION, now=int(time.time() * 1e6), day=DAY,
        signs='APP_REGISTERED', grade="CASE n % 7 WHEN 0 THEN 'EXTREME' WHEN 1 THEN 'HIGH' ELSE 'MEDIUM' END",
        officer="(SELECT id FROM access_user WHERE login = 'station')")


if __name__ == "__main__":
    given = arguments(__doc__, rounds=100, tasks=1_000_000)
    print(f"{given.tasks} tasks at one station", flush=True)
    asked = [
        ("board", "/tasks"), ("board, further", None), ("open warnings", "/warnings"), ("watched", "/warnings?state=watched"),
        ("watched, further", None),
    ]
    run(
        lambda is_postgres: grown(given.tasks, is_postgres),
        [("station", *page) for page in asked + [("own tasks", "/task")]] + [("leader", *page) for page in asked], given)
