"""``accord init``: surveys a folder, and writes a configuration with guesses to edit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from accord import parsing
from accord.errors import InputError
from accord.publication.files import layout
from accord.publication.settings import reading_report, template
from accord.publication.survey import Start, survey


def initialise(root: Path, start: Start) -> Iterator[str]:
    """Write the configuration of a folder that has none; the lines to show meanwhile.

    ``start`` is that of :func:`~accord.publication.survey.survey`. Raises InputError for a folder that has a
    configuration, holds no RDF, or cannot be written to.
    """
    found = layout.find(root)
    if found.configuration:
        message = f"{root / found.configuration} exists already."
        raise InputError(message, remedy="Edit it, or move it away first.")
    parsing.prepare()
    surveyed = survey(found, start)
    yield from reading_report.lines(surveyed, written=True)
    if not surveyed.files:
        raise reading_report.nothing_read(root, surveyed.left_out)
    yield f"Wrote {template.write(surveyed, template.configuration(surveyed))}."
