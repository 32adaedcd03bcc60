"""Traces by loops in Python over what a store gives by account: what an analyst writes where one query does not do.

Each takes a seed and gives pieces and a sum over them: of row × fen, by poison of rows.
"""
import bisect
import heapq

import numpy as np

# Proportional leaves out what carries less, in fen; it and poison go so many transfers far.
LEAST = 10_000
HOPS = 6


def proportional(columns, seed, payments):
    """A heap of the next payment of each account that holds traced money; exact.

    `payments(account, row, last)` are those behind `row` up to `last`: (row, payee, fen, balance before).
    """
    last = columns.last(seed)
    held, levels, lists, queue = {}, {}, {}, []
    pieces = total = 0

    def arrive(account, amount, level, row):
        held[account] = held.get(account, 0) + amount
        levels[account] = min(levels.get(account, level), level)
        if account not in lists:
            lists[account] = iter(payments(account, row, last))
            advance(account)

    def advance(account):
        following = next(lists[account], None)
        if following is not None:
            heapq.heappush(queue, (following[0], account, following))

    arrive(int(columns.payee[seed]), int(columns.amount[seed]), 1, seed)
    while queue:
        row, account, (_, payee, amount, balance) = heapq.heappop(queue)
        # What was kept back may be more than what is left there; no payment carries more than itself.
        share = min(held[account] * amount // balance, amount)
        if share >= LEAST and levels[account] <= HOPS:
            held[account] -= share
            pieces, total = pieces + 1, total + row * share
            arrive(payee, share, levels[account] + 1, row)
        advance(account)
    return pieces, total


class History:
    """All transfers of one account in time order, and its sums, made from them: what is asked for where no column has the sums."""

    def __init__(self, transfers, opening):
        """`transfers` are (row, other account, fen, whether it came)."""
        self.payments, self.went, self.rows, self.sums = [], [], [], [opening]
        gone = 0
        for row, other, amount, has_come in transfers:
            if has_come:
                self.rows.append(row)
                self.sums.append(self.sums[-1] + amount)
            else:
                self.payments.append((row, other, amount, self.sums[-1] - gone))
                self.went.append(gone)
                gone += amount

    def came(self, row):
        """What the account had had before `row`."""
        return self.sums[bisect.bisect_left(self.rows, row)]


class Histories:
    """The traces for which sums are needed, from transfers alone: whole accounts are read as they are reached, anew for each trace."""

    def __init__(self, columns, transfers):
        """`transfers(account)` are all of an account, in time order, as `History` takes them."""
        self.columns, self.transfers = columns, transfers
        self.known = {}

    def of(self, account):
        if account not in self.known:
            self.known[account] = History(self.transfers(account), int(self.columns.opening[account]))
        return self.known[account]

    def fifo(self, seed):
        self.known = {}
        payee, amount = int(self.columns.payee[seed]), int(self.columns.amount[seed])
        start = self.of(payee).came(seed)
        stretches = [(payee, start, start + amount)]
        pieces = total = 0
        while stretches:
            account, start, end = stretches.pop()
            history = self.of(account)
            place = max(bisect.bisect_right(history.went, start) - 1, 0)
            while place < len(history.went) and history.went[place] < end:
                row, payee, amount, _ = history.payments[place]
                went = history.went[place]
                low, high = max(start, went), min(end, went + amount)
                if low < high:
                    pieces, total = pieces + 1, total + row * (high - low)
                    came = self.of(payee).came(row)
                    stretches.append((payee, came + low - went, came + high - went))
                place += 1
        return pieces, total

    def proportional(self, seed):
        self.known = {}
        return proportional(
            self.columns, seed,
            lambda account, row, last: [payment for payment in self.of(account).payments if row < payment[0] <= last])


def poison(columns, seed, payments):
    """Level by level; each payment of an account is looked at once.

    `payments(account, row, before)` are the rows of those behind `row` and before or at `before`, in an array.
    """
    last = columns.last(seed)
    known, found = {}, [np.empty(0, np.int64)]
    level = {int(columns.payee[seed]): seed}
    for _ in range(HOPS):
        following = {}
        for account, row in level.items():
            before = known.get(account, last)
            if row >= before:
                continue
            known[account] = row
            part = payments(account, row, before)
            found.append(part)
            for payee, at in zip(columns.payee[part].tolist(), part.tolist()):
                following[payee] = min(following.get(payee, at), at)
        level = following
    rows = np.unique(np.concatenate(found))
    return len(rows), int(rows.sum())
