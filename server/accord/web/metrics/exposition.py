"""The text format of Prometheus, version 0.0.4: families of counts, each with its kind and what it means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate


def family(name: str, kind: str, help: str) -> tuple[str, str]:
    """The two lines that come before the counts of a name."""
    return f"# HELP accord_{name} {help}", f"# TYPE accord_{name} {kind}"


def line(name: str, value: float, **labels: str) -> str:
    """One count. The labels are names of this program, which have nothing to escape."""
    inner = ",".join(f'{label}="{text}"' for label, text in labels.items())
    written = str(int(value)) if isinstance(value, int) else repr(round(value, 6))
    return f"accord_{name}{{{inner}}} {written}" if inner else f"accord_{name} {written}"


def single(name: str, value: float, help: str, kind: str = "gauge") -> list[str]:
    """A family of one count."""
    return [*family(name, kind, help), line(name, value)]


def histogram(name: str, bounds: Sequence[float], counts: Sequence[int], total: float, **labels: str) -> Iterator[str]:
    """The counts up to each bound, of which the last has none, and the sum of what was measured."""
    for bound, number in zip((*map(str, bounds), "+Inf"), accumulate(counts), strict=True):
        yield line(f"{name}_bucket", number, **labels, le=bound)
    yield line(f"{name}_sum", total, **labels)
    yield line(f"{name}_count", sum(counts), **labels)
