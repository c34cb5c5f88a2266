"""Which commits are versions of the publication: the one that is published, and what it was made from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from accord.errors import QueryError
from accord.proposals.repository import Repository
from accord.proposals.repository.candidate import candidate
from accord.publication import Publication

_COMMIT = re.compile(r"[0-9a-f]{7,64}")


def commit_of(publication: Publication, version: str) -> str:
    """The commit of a version. Raises QueryError for what was never published."""
    head = publication.head
    if head is None:
        raise QueryError(
            f"Only the version {publication.version} is known here, since the data are not in git.",
            remedy="Leave the parameter version out.",
        )
    repository = Repository(publication.root)
    commit = repository.resolve(version) if _COMMIT.fullmatch(version) else ""
    if not commit or not (commit == head.commit or repository.is_ancestor(commit, head.commit)):
        raise QueryError(
            f"There is no published version {version[:64]!r}.",
            remedy="A version is in each answer as Accord-Version, and each change in /feed.atom names one.",
        )
    return commit


@contextmanager
def published(publication: Publication, version: str) -> Iterator[Publication]:
    """The publication in a version, read as its folder was then. Raises QueryError for no version, InputError."""
    if version == publication.version:
        yield publication
        return
    with candidate(Repository(publication.root), commit_of(publication, version), publication) as found:
        yield found
