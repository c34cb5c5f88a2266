"""The outcome of a publication's check, in a file: one process writes it, the pages of another show it."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from accord.validation.findings import Report


@dataclass(frozen=True, slots=True)
class Outcome:
    """The report of a check, or why there is none."""

    report: Report | None
    problem: str = ""


class OutcomeFile:
    """The file of an outcome. It is written in one step, and does not change after that."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: Outcome | None = None

    def write(self, outcome: Outcome) -> None:
        """Write it."""
        fresh = self._path.with_name(f"{self._path.name}.new")
        report = outcome.report.document() if outcome.report else None
        fresh.write_text(json.dumps({"report": report, "problem": outcome.problem}), encoding="utf-8")
        os.replace(fresh, self._path)

    def read(self) -> Outcome | None:
        """The outcome; None while the check runs, or where there is none. Raises ValueError for anything else."""
        if self._known is None:
            try:
                found = json.loads(self._path.read_text(encoding="utf-8"))
            except FileNotFoundError:
                return None
            self._known = Outcome(Report.of(found["report"]) if found["report"] else None, found["problem"])
        return self._known
