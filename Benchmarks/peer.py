"""The read path of the API as FastAPI would have it, on the same database: what `beside.py` measures the program against.

The same questions in the same order: the client by the hash of its token, the incident, and for one incident its victims, transfers, flow,
stop-payments with their claims, acts and accounts. Plain functions, which FastAPI runs on its threads; one connection a thread.
"""
import hashlib
import os
import sqlite3
import threading
import time

from fastapi import FastAPI, Header, HTTPException

app = FastAPI()
local = threading.local()


def query(text, *arguments):
    if not hasattr(local, "line"):
        local.line = sqlite3.connect(f"file:{os.environ['PEER_DATABASE']}?mode=ro", uri=True, isolation_level=None)
        local.line.row_factory = sqlite3.Row
    return [dict(row) for row in local.line.execute(text, arguments)]


def signed_in(authorization):
    """The reach of the client behind the token, as the lowest and the highest unit."""
    kind, _, token = authorization.partition(" ")
    digest = hashlib.sha256(token.encode()).hexdigest()
    found = query("SELECT unit, roles, expires_at, revoked_at FROM access_client WHERE token_hash = ?", digest)
    now = time.time() * 1e6
    if kind.lower() != "bearer" or not found or found[0]["revoked_at"] or found[0]["expires_at"] <= now:
        raise HTTPException(401)
    stem = found[0]["unit"].rstrip("0")
    return stem.ljust(12, "0"), stem.ljust(12, "9")


def masked(number):
    return number and "*" * max(0, len(number) - 4) + number[-4:]


COLUMNS = """id, number, unit, channel, reported_at, recorded_at, taker, fraud_type, narrative, clues, state, joined_to, first_held_at,
    defrauded, secured - returned AS held, at_large, exited, deepest_tier"""


@app.get("/api/v1/incidents")
def incidents(authorization: str = Header(), limit: int = 50, after: str = ""):
    first, last = signed_in(authorization)
    items = query(
        f"SELECT {COLUMNS} FROM incident WHERE id > ? AND unit >= ? AND unit <= ? ORDER BY id LIMIT ?", after, first, last, limit + 1)
    return {"items": items[:limit], "next": items[limit - 1]["id"] if len(items) > limit else None}


@app.get("/api/v1/incidents/{id}")
def incident(id: str, authorization: str = Header()):
    first, last = signed_in(authorization)
    found = query(f"SELECT {COLUMNS} FROM incident WHERE id = ?", id)
    if not found or not first <= found[0]["unit"] <= last:
        raise HTTPException(404)
    victims = query("SELECT id, name, id_number, phone, whereabouts FROM victim WHERE incident = ? ORDER BY id", id)
    transfers = query(
        "SELECT id, victim, payer_account, payee_account, payee_name, payee_number, amount, at FROM reported_transfer WHERE incident = ? ORDER BY id", id)
    flow = query("SELECT account, tier, received, held, at_large FROM flow_account WHERE incident = ? ORDER BY tier, received DESC, account", id)
    stops = query(
        """SELECT id, account, incident, transfer_amount, transfer_time, tier, requested_at, state, uses, executed_at, ends_at, held_balance,
        refusal_code, ended_at FROM stop_payment WHERE id IN (SELECT stop FROM claim WHERE incident = ?) ORDER BY id""", id)
    for stop in stops:
        stop["claims"] = query("SELECT incident, traced, live FROM claim WHERE stop = ? ORDER BY incident", stop["id"])
    acts = query(
        "SELECT id, kind, bank, account, measure, created_at, answer_due, state, first_sent_at, answered_at, tries, last_error FROM bank_act WHERE incident = ? ORDER BY id", id)
    ids = sorted({row["account"] for row in flow + stops} | {row[side] for row in transfers for side in ("payer_account", "payee_account") if row[side]})
    accounts = query(f"SELECT id, bank, number, name FROM account WHERE id IN ({', '.join('?' * len(ids))})", *ids)
    for row in victims:
        row["id_number"], row["phone"] = masked(row["id_number"]), masked(row["phone"])
    for row in accounts:
        row["number"] = masked(row["number"])
    return {
        "incident": found[0], "victims": victims, "transfers": transfers, "stopPayments": stops, "acts": acts, "flow": flow,
        "accounts": accounts,
    }
