"""An explanation as sentences, as lines of text and as a JSON object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accord.explanations.query.model import Place


@dataclass(frozen=True, slots=True)
class Remark:
    """One reason: its kind, a sentence of what and where, how to correct it, and the patterns that it is about.

    ``kind`` is a word for programs, such as ``unknown-property``. ``place`` is line and column in the query, or None.
    """

    kind: str
    message: str
    fix: str = ""
    place: Place | None = None
    patterns: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = f"Line {self.place[0]}, column {self.place[1]}: " if self.place else ""
        return f"{where}{self.message}" + (f" Fix: {self.fix}" if self.fix else "")

    def as_json(self) -> dict[str, Any]:
        """The finding as JSON has it; what is not known is left out."""
        found: dict[str, Any] = {"kind": self.kind, "message": self.message}
        if self.fix:
            found["fix"] = self.fix
        if self.place:
            found["line"], found["column"] = self.place
        if self.patterns:
            found["patterns"] = list(self.patterns)
        return found


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is found about an answer. ``unread`` says what was not looked at, and why; nothing if all was.

    ``empty`` is None where it is not known whether the answer is empty.
    """

    findings: tuple[Remark, ...] = ()
    empty: bool | None = None
    unread: str = ""
    milliseconds: float = 0.0

    def __bool__(self) -> bool:
        return bool(self.findings)

    def lines(self) -> tuple[str, ...]:
        """One line of text for each finding, and one for what was not looked at."""
        return (*map(str, self.findings), *([self.unread] if self.unread else []))

    def notes(self) -> tuple[str, ...]:
        """The lines that go with an answer: none for one that has rows and of which nothing was found."""
        return self.lines() if self.findings or self.empty else ()

    def as_json(self) -> dict[str, Any]:
        """The explanation as JSON has it."""
        return {
            "empty": self.empty,
            "explanations": [finding.as_json() for finding in self.findings],
            "notLookedAt": self.unread,
            "milliseconds": round(self.milliseconds, 1),
        }
