"""The picture of what `ledger.py` measured: latency, cost of a piece and loading by size, as SVG, with what the machine's limits allow beside them."""
import math

# What a prototype that does nothing else reached on a quiet machine of two cores, by transfers: nanoseconds a piece and rows a second, from and to.
LIMITS = {
    "fifo, a piece": {10**7: (115, 180), 10**8: (230, 280)},
    "proportional, a piece": {10**7: (250, 390), 10**8: (540, 700)},
    "poison, a piece": {10**7: (43, 50), 10**8: (70, 95)},
    "build from columns": {10**6: (15e6, 18e6), 10**7: (15e6, 18e6), 10**8: (8e6, 15e6)},
}
# Microseconds of a trace by FIFO over a hundred million transfers, warm.
AIMS = [("aim at 100 M, 99th percentile", 1000), ("aim at 100 M, median", 100)]
COLOURS = {"fifo": "#0b5fa5", "proportional": "#b3541e", "poison": "#2f7d4f", "build": "#0b5fa5", "csv": "#7a4fa3"}
WIDTH, HEIGHT, LEFT, TOP, GAP = 270, 230, 70, 50, 95
UNITS = {0: "", 3: "k", 6: "M", 9: "G"}


def short(number):
    """A number with its thousands as a letter: 10 M."""
    power = min(max(int(math.log10(number)) // 3 * 3, 0), 9)
    return f"{number / 10**power:g} {UNITS[power]}".strip()


class Panel:
    """One diagram; sizes go to the right and values up, both by their logarithms."""

    def __init__(self, place, title, sizes, low, high):
        self.x, self.low, self.high = LEFT + place * (WIDTH + GAP), math.log10(low), math.log10(high)
        self.first, self.last = math.log10(min(sizes)), math.log10(max(sizes))
        self.parts = [f'<text x="{self.x}" y="{TOP - 22}" class="title">{title}</text>']
        for power in range(math.ceil(self.low), math.floor(self.high) + 1):
            y = self.across(10**power)
            self.parts.append(f'<line x1="{self.x}" x2="{self.x + WIDTH}" y1="{y}" y2="{y}" class="grid"/>')
            self.parts.append(f'<text x="{self.x - 8}" y="{y + 4}" text-anchor="end">{short(10**power)}</text>')
        for size in sizes:
            self.parts.append(
                f'<text x="{self.along(size)}" y="{TOP + HEIGHT + 20}" text-anchor="middle">{short(size)}</text>')

    def along(self, size):
        part = (math.log10(size) - self.first) / (self.last - self.first)
        return round(self.x + 14 + part * (WIDTH - 28), 1)

    def across(self, value):
        return round(TOP + HEIGHT - (math.log10(value) - self.low) / (self.high - self.low) * HEIGHT, 1)

    def line(self, figures, colour, title, style=""):
        points = [(self.along(size), self.across(value)) for size, value in sorted(figures.items())]
        told = "; ".join(f"{short(size)} transfers: {value:,.0f}" for size, value in sorted(figures.items()))
        places = " ".join(f"{x},{y}" for x, y in points)
        self.parts.append(f'<g stroke="{colour}" fill="{colour}"><title>{title}. {told}</title>')
        self.parts.append(f'<polyline points="{places}" fill="none" stroke-width="2" {style}/>')
        self.parts += [f'<circle cx="{x}" cy="{y}" r="3"/>' for x, y in points] + ["</g>"]

    def band(self, limits, colour):
        """Where the limit lies, from and to."""
        shown = [(self.along(size), *map(self.across, both)) for size, both in sorted(limits.items()) if self.holds(size)]
        edge = [f"{x},{high}" for x, _, high in shown] + [f"{x},{low}" for x, low, _ in reversed(shown)]
        self.parts.append(f'<polygon points="{" ".join(edge)}" fill="{colour}" opacity="0.25"/>')

    def holds(self, size):
        return self.first - 1e-9 <= math.log10(size) <= self.last + 1e-9

    def mark(self, value, title):
        y = self.across(value)
        self.parts.append(f'<line x1="{self.x}" x2="{self.x + WIDTH}" y1="{y}" y2="{y}" class="aim"/>')
        self.parts.append(f'<text x="{self.x + WIDTH}" y="{y - 4}" text-anchor="end" class="small">{title}</text>')

    def legend(self, lines):
        for place, (title, colour, style) in enumerate(lines):
            y = TOP + HEIGHT + 44 + place * 18
            self.parts.append(f'<line x1="{self.x}" x2="{self.x + 26}" y1="{y}" y2="{y}" stroke="{colour}" stroke-width="2" {style}/>')
            self.parts.append(f'<text x="{self.x + 34}" y="{y + 4}">{title}</text>')


DASHED, DOTTED, WIDE = 'stroke-dasharray="6 4"', 'stroke-dasharray="2 3"', 'opacity="0.3" style="stroke-width: 8"'


def span(values):
    """The decades that hold all values."""
    values = list(values)
    return 10 ** math.floor(math.log10(min(values))), 10 ** math.ceil(math.log10(max(values)))


def latency(figures, sizes):
    drawn = [("fifo, median", "FIFO, median", ""), ("fifo, 99th", "FIFO, 99th percentile", DASHED),
        ("fifo, with its answer, median", "FIFO with its answer, median", DOTTED), ("proportional, median", "proportional, median", ""),
        ("poison, median", "poison, median", "")]
    times = {name: {size: value / 1000 for size, value in figures[name].items()} for name, _, _ in drawn}
    panel = Panel(0, "A trace, µs", sizes, *span([value for line in times.values() for value in line.values()] + [value for _, value in AIMS]))
    for title, value in AIMS:
        panel.mark(value, title)
    for name, title, style in drawn:
        panel.line(times[name], COLOURS[name.split(",")[0]], title, style)
    panel.legend([(title, COLOURS[name.split(",")[0]], style) for name, title, style in drawn])
    return panel


def cost(figures, sizes):
    rules = ["fifo", "proportional", "poison"]
    values = [value for rule in rules for value in figures[f"{rule}, a piece"].values()]
    limits = [value for rule in rules for both in LIMITS[f"{rule}, a piece"].values() for value in both]
    panel = Panel(1, "A transfer reached, ns", sizes, *span(values + limits))
    lines = []
    for rule in rules:
        panel.band(LIMITS[f"{rule}, a piece"], COLOURS[rule])
        panel.line(figures[f"{rule}, a piece"], COLOURS[rule], rule)
        lines.append((rule.replace("fifo", "FIFO"), COLOURS[rule], ""))
    panel.legend([*lines, ("limit of each", "#888", WIDE)])
    return panel


def build(figures, sizes):
    drawn = [("build from columns", "from columns", COLOURS["build"]), ("build from CSV, short numbers", "from CSV, short numbers", COLOURS["csv"])]
    limits = LIMITS["build from columns"]
    values = [value for name, _, _ in drawn for value in figures[name].values()] + [value for both in limits.values() for value in both]
    panel = Panel(2, "Loading, transfers a second", sizes, *span(values))
    panel.band(limits, COLOURS["build"])
    for name, title, colour in drawn:
        panel.line(figures[name], colour, title)
    panel.legend([(title, colour, "") for _, title, colour in drawn] + [("limit: the index alone, in memory", COLOURS["build"], WIDE)])
    return panel


def picture(figures):
    """The SVG of figures by name and size; at least two sizes."""
    sizes = sorted(figures["fifo, median"])
    panels = [make(figures, sizes) for make in (latency, cost, build)]
    width, height = LEFT + 3 * WIDTH + 2 * GAP + 30, TOP + HEIGHT + 140
    parts = "\n".join(part for panel in panels for part in panel.parts)
    return f"""<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img"
 aria-label="Latency of traces, cost of a transfer and loading by transfers in the ledger">
<style>text {{ font: 13px system-ui, sans-serif; fill: #222 }} .title {{ font-weight: 600; font-size: 15px }} .small {{ font-size: 11px; fill: #666; paint-order: stroke; stroke: #fff; stroke-width: 3px }}
.grid {{ stroke: #ddd }} .aim {{ stroke: #888; stroke-dasharray: 1 3 }}</style>
<rect width="{width}" height="{height}" fill="#fff"/>
{parts}
</svg>
"""
