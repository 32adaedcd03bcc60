#!/usr/bin/env python3
"""The calendar of freezes with 100,000 of them in force, on SQLite and on PostgreSQL.

    freezes.py PROGRAM [--freezes 100000] [--rounds 200] [--port 21320] [--database sqlite|postgres|both]

Incidents, accounts and freezes are laid in by SQL: two freezes an incident, their ends spread over a year, the incidents over the centre and
forty stations. Asked for are the first page of 30 and of 365 days and the pages behind it, by the leader of the centre's shift and by an
officer of a station with a few hundred incidents.
"""
import time

from pages import arguments, counted, hexed, run
from scale import DAY

GROWN = """
    INSERT INTO access_unit (code, name, kind) {units};
    INSERT INTO incident (id, number, unit, channel, reported_at, recorded_at, taker, narrative, clues, state, defrauded, secured, returned,
        at_large, exited, deepest_tier)
    {numbers} SELECT 'inc-' || {hex}, 'YJ-BENCH-' || n, {unit}, '96110', {now} - n * 1000000, {now} - n * 1000000, 'usr-0000000000000002', '',
        '{{}}', 'open', 5000000, 5000000, 0, 0, 0, 1 FROM numbers WHERE n <= {incidents};
    INSERT INTO account (id, bank, number, name)
    {numbers} SELECT 'acc-' || {hex}, (SELECT MIN(code) FROM bank), '62' || (100000000000000 + n), '持有人' FROM numbers;
    INSERT INTO account_freeze (id, account, incident, kind, interest, reason, maker, requested_at, state, started_at, ends_at, balance, renewals)
    {numbers} SELECT 'frz-' || {hex}, 'acc-' || {hex}, 'inc-' || {half}, 'ordinary', 1, '涉案资金', 'usr-0000000000000002', {now} - {day}, 'frozen',
        {now} - {day}, {now} + (n * 7919 % {freezes}) * (365 * {day} / {freezes}), 5000000, 0 FROM numbers;
    INSERT INTO freeze_claim (measure, incident, traced, live)
    SELECT id, incident, 5000000, 1 FROM account_freeze WHERE reason = '涉案资金';
    ANALYZE;
"""



def grown(freezes, is_postgres):
    """The statements that lay the freezes in; ids are above all that a demo makes."""
    base = 9_000_000_000_000_000_000
    word = "LPAD(({}) :: TEXT, 3, '0')" if is_postgres else "PRINTF('%03d', {})"
    stations = " UNION ALL ".join(f"SELECT '5304023{number:02d}000', '第{number}派出所', 'station'" for number in range(40))
    return GROWN.format(
        units=stations, hex=hexed(f"{base} + n", is_postgres), half=hexed(f"{base} + (n + 1) / 2", is_postgres), now=int(time.time() * 1e6),
        day=DAY, freezes=freezes, incidents=(freezes + 1) // 2,
        # Half of them at the centre, one in two hundred at the station that has a user, the others at forty more.
        unit="CASE WHEN n % 200 = 1 THEN '530402550000' WHEN n % 2 = 0 THEN '530400000000' ELSE '53040' || " + word.format("23 * 10 + n % 40 / 10")
        + " || n % 10 || '000' END",
        numbers=counted(freezes))


if __name__ == "__main__":
    given = arguments(__doc__, rounds=200, freezes=100_000)
    print(f"{given.freezes} freezes", flush=True)
    asked = [("30 days", "/freezes"), ("365 days", "/freezes?days=365"), ("365 days, further", None)]
    run(lambda is_postgres: grown(given.freezes, is_postgres), [(login, *page) for login in ("leader", "station") for page in asked], given)
