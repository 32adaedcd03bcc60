"""The columns of `shouwang ledger generate`, and those that the interval method adds to them."""
import numpy as np

DAY = 86_400_000


class Columns:
    """Transfers in time order, numbered from 0; amounts in fen, times in milliseconds.

    `went` and `came` are what the payer had paid and the payee had had, its opening balance included, before each transfer; `balance` is what lay
    on the payer's account before it.
    """

    def __init__(self, folder):
        self.time = np.fromfile(folder / "ts.i64", "<i8")
        self.payer = np.fromfile(folder / "from.u32", "<u4").astype(np.int64)
        self.payee = np.fromfile(folder / "to.u32", "<u4").astype(np.int64)
        self.amount = np.fromfile(folder / "amt.i64", "<i8")
        self.opening = np.fromfile(folder / "open.i64", "<i8")
        self.count = len(self.time)
        self.cases = [int(line.split(",")[1]) for line in (folder / "cases.csv").read_text().splitlines()]
        self.went = self.before(self.payer, self.amount)
        self.came = self.before(self.payee, self.amount) + self.opening[self.payee]
        account = np.stack([self.payer, self.payee], 1).ravel()
        change = np.stack([-self.amount, self.amount], 1).ravel()
        self.balance = self.before(account, change)[::2] + self.opening[self.payer]

    @staticmethod
    def before(owner, amount):
        """The sum of the amounts of the same owner before each."""
        order = np.argsort(owner, kind="stable")
        sums = np.cumsum(amount[order])
        starts = np.flatnonzero(np.concatenate([[True], owner[order][1:] != owner[order][:-1]]))
        base = np.concatenate([[0], sums])[starts]
        result = np.empty(len(owner), np.int64)
        lengths = np.diff(np.append(starts, len(owner)))
        result[order] = sums - amount[order] - np.repeat(base, lengths)
        return result

    def last(self, seed):
        """The last row within a day of the seed."""
        return int(np.searchsorted(self.time, self.time[seed] + DAY, "right")) - 1
