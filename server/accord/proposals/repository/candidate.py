"""The publication as it would be: a tree of the repository, read and checked as a folder is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from accord.limits import EngineLimits
from accord.proposals.repository import REGULAR, Repository
from accord.publication import Publication
from accord.publication.files.layout import CONFIGURATIONS, takes
from accord.publication.files.texts import ENDING
from accord.temporary import private_folder
from accord.validation.findings import Report
from accord.validation.verdicts import verdict


def verdict_task(publication: Publication, request: Any) -> dict[str, Any]:
    """The report on a tree, and what each of its files is for: ``report`` and ``roles`` by path."""
    limits = EngineLimits()
    with candidate(Repository(publication.root), str(request["tree"]), publication) as found:
        report = verdict(found, seconds=limits.check_deadline, megabytes=limits.check_memory)
        roles = {file.path: list(file.roles) for file in found.files}
    return {"report": report.document(), "roles": roles}


@contextmanager
def candidate(repository: Repository, tree: str, like: Publication) -> Iterator[Publication]:
    """The publication that a tree makes, with the settings of its own configuration. Raises InputError for none."""
    with private_folder() as folder:
        extract(repository, tree, folder)
        found = Publication.read(folder, strict=like.strict)
        yield replace(found, root=like.root)


def extract(repository: Repository, tree: str, into: Path) -> None:
    """Write the files of the publication that a tree has into an empty folder."""
    files = {path: entry for path, entry in repository.files(tree).items() if entry.mode in REGULAR}
    configuration = next((path for path in CONFIGURATIONS if path in files), "")
    wanted = {
        path: entry.blob for path, entry in files.items() if takes(path, configuration) or path.lower().endswith(ENDING)
    }
    for path, data in repository.blobs(wanted).items():
        place = into / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def report_of(answer: Any) -> Report:
    """The report in an answer of :func:`verdict_task`."""
    return Report.of(answer["report"])
