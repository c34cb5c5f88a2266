"""The counts of several web processes as one: each writes its own to a file now and then, and any can add them up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

EVERY_S = 1.0
"""Seconds after which a process writes its counts again: so old are those of the others in an answer, at most."""

_LARGEST = ("accord_reload_", "accord_web_memory_peak_bytes")
"""How the names begin of what is not added up: of a moment, a yes or no, and a peak, the largest counts."""


@dataclass(frozen=True, slots=True)
class CountFiles:
    """The files of the processes of a site in a folder, of which one process has the ``number``."""

    folder: Path
    number: int

    async def write_again(self, text: Callable[[], str]) -> None:
        """Write the counts of this process again and again, each time in one step."""
        while True:
            file = self.folder / f"{self.number}.counts"
            written = file.with_suffix(".new")
            written.write_text(text(), "utf-8")
            written.replace(file)
            await asyncio.sleep(EVERY_S)

    def others(self) -> Iterator[str]:
        """The counts that the other processes wrote last."""
        for file in self.folder.glob("*.counts"):
            if file.stem != str(self.number):
                yield file.read_text("utf-8")


def together(texts: Iterable[str]) -> str:
    """The counts of several processes in the text format of Prometheus, added up."""
    heads: dict[str, None] = {}
    families: dict[str, dict[str, float]] = {}
    for text in texts:
        for line in text.splitlines():
            if line.startswith("#"):
                heads[line] = None
                counts = families.setdefault(line.split()[2], {})
                continue
            name, _, written = line.rpartition(" ")
            value = int(written) if written.isdigit() else float(written)
            before = counts.get(name, 0)
            counts[name] = max(before, value) if name.startswith(_LARGEST) else round(before + value, 6)
    return "".join(f"{line}\n" for line in _lines(heads, families))


def _lines(heads: Iterable[str], families: dict[str, dict[str, float]]) -> Iterator[str]:
    for head in heads:
        yield head
        if head.startswith("# TYPE"):
            yield from (f"{name} {value}" for name, value in families[head.split()[2]].items())
