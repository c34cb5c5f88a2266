"""The figures of peers.py as Markdown, as JSON, and as a picture for the page about conformance."""

from __future__ import annotations

from html import escape
from math import exp, log, log10
from statistics import median, quantiles
from typing import Any

BASELINE = "oxigraph serve"
_LEFT, _WIDTH, _ROW, _TOP = 190, 520, 34, 46
_LOW, _HIGH = -1.0, 4.0
"""Powers of ten of the ratios at both ends of the picture."""

Times = dict[str, dict[str, list[float]]]
"""Milliseconds by query and peer, in every round once; a peer with another answer has none."""


def usual(times: list[float]) -> float:
    """The first quartile: what else runs on the machine only makes rounds slower, and half of them may be."""
    return quantiles(times, n=4)[0]


def spread(times: list[float]) -> str:
    """The first quartile and the median."""
    return f"{usual(times):.2f}, {median(times):.2f}"


def ratios(found: Times, name: str) -> dict[str, float]:
    """How many times as long as the baseline a peer takes, by query, where its answer is the same."""
    both = {query: times for query, times in found.items() if times.get(name) and times.get(BASELINE)}
    return {query: usual(times[name]) / usual(times[BASELINE]) for query, times in both.items()}


def middle(values: list[float]) -> float:
    """The geometric mean, which suits ratios."""
    return exp(sum(map(log, values)) / len(values)) if values else 0.0


def markdown(names: list[str], found: Times, servers: list[dict[str, Any]]) -> str:
    """Both tables."""
    lines = [f"| query (ms: first quartile, median; x {BASELINE}) | {' | '.join(names)} |"]
    lines.append("|---" * (len(names) + 1) + "|")
    for query, times in found.items():
        base = usual(times[BASELINE])
        cells = [
            f"{spread(times[name])} ({usual(times[name]) / base:.1f}x)" if times[name] else "another answer"
            for name in names
        ]
        lines.append(f"| {query} | {' | '.join(cells)} |")
    means = [f"{middle(list(ratios(found, name).values())):.1f}x of {len(ratios(found, name))}" for name in names]
    lines += [f"| geometric mean | {' | '.join(means)} |", ""]
    lines += ["| server | start s | MiB | one connection | three connections |", "|---|---|---|---|---|"]
    for one in servers:
        lines.append(f"| {one['name']} | {one['start']:.1f} | {one['memory']:.0f} | {' | '.join(one['rates'])} |")
    return "\n".join(lines)


def summary(about: dict[str, Any], names: list[str], found: Times, servers: list[dict[str, Any]]) -> dict[str, Any]:
    """What the page shows: the first quartiles, and what they were measured with."""
    times_of = {
        query: {name: round(usual(times[name]), 3) if times[name] else None for name in names}
        for query, times in found.items()
    }
    means = {name: round(middle(list(ratios(found, name).values())), 2) for name in names}
    return {**about, "baseline": BASELINE, "peers": names, "means": means, "queries": times_of, "servers": servers}


def picture(title: str, names: list[str], found: Times) -> str:
    """A dot for each query, by how many times as long as the baseline it takes, and a line at the mean."""
    height = _TOP + _ROW * len(names) + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_LEFT + _WIDTH + 40} {height}" role="img"'
        ' font-family="sans-serif" font-size="13">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_LEFT + _WIDTH + 40}" height="{height}" fill="#fff"/>',
    ]
    for power in range(int(_LOW), int(_HIGH) + 1):
        x, words = _place(10.0**power), f"{10.0**power:g}x"
        parts.append(f'<path d="M{x:.0f} {_TOP - 12}V{height - 16}" stroke="{"#777" if power == 0 else "#ddd"}"/>')
        parts.append(f'<text x="{x:.0f}" y="{_TOP - 20}" text-anchor="middle" fill="#333">{words}</text>')
    for row, name in enumerate(names):
        y = _TOP + _ROW * row + _ROW // 2
        own = ratios(found, name)
        parts.append(f'<text x="{_LEFT - 12}" y="{y + 4}" text-anchor="end" fill="#111">{escape(name)}</text>')
        for query, ratio in own.items():
            words = escape(f"{query}: {ratio:.2g}x")
            parts.append(f'<circle cx="{_place(ratio):.1f}" cy="{y}" r="4" fill="#1d5fa8" fill-opacity="0.45">')
            parts.append(f"<title>{words}</title></circle>")
        if own:
            x = _place(middle(list(own.values())))
            parts.append(f'<path d="M{x:.1f} {y - 11}v22" stroke="#b3541e" stroke-width="3"/>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _place(ratio: float) -> float:
    """Where a ratio is, from left to right; what lies beyond an end is drawn there."""
    return _LEFT + _WIDTH * (min(max(log10(ratio), _LOW), _HIGH) - _LOW) / (_HIGH - _LOW)
