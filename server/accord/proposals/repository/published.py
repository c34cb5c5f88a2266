"""The publication that a folder or a bare repository publishes.

A bare repository has no files beside its objects. Its branch is read by plumbing into a private folder that is gone
when this has returned: nothing is checked out, and no hook or filter runs.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from accord.errors import InputError
from accord.proposals.repository import REGULAR, Repository
from accord.proposals.repository.candidate import extract
from accord.proposals.repository.serving import up_to_date
from accord.publication import Publication, git
from accord.temporary import private_folder


def published(folder: Path, ref: str = "", *, site: str = "", strict: bool = False) -> Publication:
    """Read what is published: the files of a folder, or those of a branch (``ref``) of a bare repository.

    Without ``ref`` it is the branch that HEAD of the repository names. ``site`` is the public address, where one is
    known. Raises InputError where there is none of these.
    """
    if not git.is_bare(folder):
        _require_no_branch(folder, ref)
        up_to_date(folder)
        return Publication.read(folder, site=site, strict=strict)
    repository = Repository.of(folder, ref)
    head = repository.head
    with private_folder() as private:
        place = private / (folder.resolve().name.removesuffix(".git") or "publication")
        place.mkdir()
        extract(repository, head, place)
        found = Publication.read(place, site=site, strict=strict)
    blobs = {path: entry.blob for path, entry in repository.files(head).items() if entry.mode in REGULAR}
    return replace(found, root=folder, head=git.Head(head, blobs), version=head[:12])


def _require_no_branch(folder: Path, ref: str) -> None:
    if ref:
        message = f"{folder} is not a bare repository, so its files are published and not a branch ({ref})."
        raise InputError(message, remedy=f"Leave --ref out, or name a bare repository: git clone --bare {folder}.")
