"""Prints what files would change: ``accord check --preview`` and ``accord proposals preview``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import click

from accord.publication import Publication, SourceFile
from accord.validation import reports
from accord.validation.reports import printable

FORMATS = ("text", "json")
"""The formats of a preview."""


def print_preview(publication: Publication, places: Mapping[str, bytes], output: str, ref: str = "") -> int:
    """Print the preview of files, by their paths in the publication; returns the exit code of their check.

    It is compared with the last commit of the branch ``ref``; outside git, with the files that are there.
    """
    from accord.proposals.checking.checker import ForkingChecker
    from accord.proposals.checking.preview import preview, preview_task, questions_task, report_of, send

    before = _committed(publication, places, ref)
    checker = ForkingChecker(before, lambda: {"preview": preview_task, "questions": questions_task})
    found = preview(checker.run, send(places))
    report = report_of(found)
    if output == "json":
        click.echo(json.dumps(found, indent=2))
    else:
        sources = [SourceFile(path, ("data",), data) for path, data in places.items()]
        written = reports.write(report, "text", sources, colour=sys.stdout.isatty()) if report else ""
        click.echo("\n".join((written, *_lines(found))))
    return report.exit_code if report else 0


def _committed(publication: Publication, places: Mapping[str, bytes], ref: str) -> Publication:
    """The publication with these files as they are in the last commit, if there is one."""
    from accord.proposals.repository.serving import repository_of
    from accord.publication.changed import changed

    repository = repository_of(publication.root, ref)
    if repository is None:
        return publication
    files = repository.files(repository.head)
    return changed(publication, {path: repository.blob(files[path].blob) if path in files else None for path in places})


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    """A preview for a terminal, without its findings."""
    if "unread" in found:
        yield f"\n{printable(found['unread'])}"
        return
    counts = found["counts"]
    yield f"\n{counts['added']:,} statements are added and {counts['removed']:,} are removed."
    for thing in found["words"]:
        yield printable(f"{thing['name'] or 'a thing without a name'}{' (new)' if thing['is_new'] else ''}")
        for kind, mark in (("added", "+"), ("removed", "-")):
            yield from (printable(f"  {mark} {path}: {value}") for path, value in thing[kind])
    yield ""
    for kind, mark in (("added", "+"), ("removed", "-")):
        for row in found[kind]:
            yield printable(f"{mark} <{row[0]}> <{row[1]}> {row[2]}")
        if (more := counts[kind] - len(found[kind])) > 0:
            yield f"{mark} {more:,} more"
    yield from _consequences(found)


def _consequences(found: Mapping[str, Any]) -> Iterator[str]:
    """The effects on the site."""
    for one in found["new"]:
        yield printable(f"new address: {one['iri']}{'' if one['fit'] else ' (use lower-case words joined by hyphens)'}")
    for one in found["alike"]:
        yield printable(f"looks the same: {one['new']} and {one['like']} ({one['name']}, {one['score']:.0f} of 100)")
    for iri in found["gone"]:
        yield printable(f"no longer described: {iri}")
    for row in found["dead"]:
        yield printable(f"leads nowhere: <{row[0]}> <{row[1]}> <{row[2]}>")
    for one in found["questions"]:
        yield printable(f"changed answer: {one['title']} ({one['before']} rows before, {one['after']} after)")
    if "not_compared" in found:
        yield printable(f"The answers were not compared. {found['not_compared']}")
