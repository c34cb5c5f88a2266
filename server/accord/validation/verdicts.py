"""The verdict on a publication, remembered by its content, so that a start pays for the check once."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from accord import __version__
from accord.errors import Place
from accord.publication import Publication
from accord.validation.checking import check
from accord.validation.findings import Finding, Report


def verdict(publication: Publication) -> Report:
    """The report on the whole publication, from the cache when these very files were checked before.

    The cache is a folder of JSON files under ``XDG_CACHE_HOME``. One that cannot be read or written is as good as none.
    """
    path = _folder() / f"verdict-{__version__}-{publication.digest}.json"
    known = _recall(path)
    if known is None:
        known = check(publication)
        _remember(path, known)
    return known


def _folder() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "accord"


def _recall(path: Path) -> Report | None:
    """The report in a cache file, or ``None`` when there is none that can be understood."""
    try:
        document = json.loads(path.read_text("utf-8"))
        findings = tuple(_finding(one) for one in document.pop("findings"))
        return Report(findings=findings, **document)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _finding(document: dict[str, object]) -> Finding:
    place = document.pop("place")
    return Finding(place=Place(**place) if isinstance(place, dict) else None, **document)  # type: ignore[arg-type]


def _remember(path: Path, report: Report) -> None:
    """Write a cache file in one step, so that nobody ever reads half of it."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
            json.dump(asdict(report), file)
        os.replace(file.name, path)
