#!/usr/bin/env python3
"""A carrier of somebody else's making: an SMPP 3.4 server from PyPI (smpp34) that takes messages and reports them delivered.

    smpp_peer.py --book FILE [--port 0] [--reports 1]

Prints `peer at PORT`. The book has a line for each message taken: the sender's own id (tag 0x1501), the name given, the
number, the text. It knows no queries: who lost an answer cannot ask.
"""

import argparse
import asyncio
import csv
import socket

import smpp34

OWN_ID = 0x1501


def text_of(event):
    payload = next((tlv.value for tlv in event.tlvs if tlv.tag == smpp34.TLV_MESSAGE_PAYLOAD), None)
    body = bytes(payload if payload is not None else event.short_message)
    if event.esm_class & 0x40:
        body = body[body[0] + 1:]
    return body.decode("utf-16-be") if event.data_coding & 0x0C == 0x08 else body.decode("latin-1")


async def report(session, reference, number):
    words = f"id:{reference} sub:001 dlvrd:001 submit date:2603140900 done date:2603140900 stat:DELIVRD err:000 text:"
    tags = [smpp34.Tlv(smpp34.TLV_RECEIPTED_MESSAGE_ID, reference.encode() + b"\0"),
            smpp34.Tlv(smpp34.TLV_MESSAGE_STATE, bytes([2]))]
    try:
        await session.deliver_sm("", words.encode(), source_addr=number, esm_class=0x04, tlvs=tags)
    except smpp34.SmppError:
        pass  # Its session has ended; the trial says how many reports came.


async def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--book", required=True)
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()
    if not options.port:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            options.port = probe.getsockname()[1]
    server = smpp34.Server("127.0.0.1", options.port, system_id="peer")
    await server.start()
    print(f"peer at {options.port}", flush=True)
    sessions, number, reports = {}, 0, set()
    with open(options.book, "w", newline="", buffering=1) as file:
        book = csv.writer(file, lineterminator="\n")
        book.writerow(["own", "reference", "recipient", "text"])
        while True:
            event = await server.next()
            if isinstance(event, smpp34.Esme):
                sessions[event.session_id] = event
            elif isinstance(event, smpp34.Unbound):
                sessions.pop(event.session_id, None)
            elif isinstance(event, smpp34.SubmitSmEvent):
                number += 1
                own = next((tlv.as_string() for tlv in event.tlvs if tlv.tag == OWN_ID), "")
                reference = f"peer-{number}"
                book.writerow([own, reference, event.destination_addr, text_of(event)])
                event.accept(reference)
                if event.registered_delivery & 1 and event.session_id in sessions:
                    task = asyncio.create_task(report(sessions[event.session_id], reference, event.destination_addr))
                    reports.add(task)
                    task.add_done_callback(reports.discard)


if __name__ == "__main__":
    asyncio.run(main())
