"""When the publication changed, what, and why: the log of its git repository, or the clock of the file system."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from pyoxigraph import NamedNode

from accord.publication import Publication, git
from accord.times import moment

MOST = 20_000
"""How many commits are looked at, the latest first; a file that none of them changed has its time from the disk."""

_COMMIT = "\x01"
_FORMAT = "--format=%x01%H%x00%ct%x00%B%x00"


@dataclass(frozen=True, slots=True)
class Change:
    """One step of the published line (a merge counts as one): its commit, when (UTC) it became so, and why.

    ``files`` are pairs of git's status (``A`` added, ``M`` modified, ``D`` deleted) and the path in the folder.
    """

    commit: str
    when: datetime
    why: str
    files: tuple[tuple[str, str], ...]


def changes(root: Path, most: int = MOST) -> list[Change]:
    """The changes of a publication's Turtle files, the latest first; none outside git.

    Only the first parents are followed, so that what a proposal did on its branch counts when it was merged.
    """
    only = ("--", "ontology", "data", "shapes")
    log = git(root, "log", "-z", f"--max-count={most}", "--first-parent", "-m", "--no-renames", "--name-status",
              "--relative", _FORMAT, *only)  # fmt: skip
    return list(_read(iter((log or "").split("\0"))))


def _read(tokens: Iterator[str]) -> Iterator[Change]:
    """The changes of a log; each token is read by where it stands, since messages and paths may hold anything else."""
    said: tuple[str, str, str] | None = None
    files: list[tuple[str, str]] = []
    for token in (token.strip("\n") for token in tokens):
        if token.startswith(_COMMIT):
            yield from _change(said, files)
            said, files = (token[1:], next(tokens), next(tokens)), []
        elif token:
            files.append((token, next(tokens)))
    yield from _change(said, files)


def _change(said: tuple[str, str, str] | None, files: list[tuple[str, str]]) -> Iterator[Change]:
    if said:
        commit, when, why = said
        yield Change(commit, moment(when), why.strip(), tuple(files))


class History:
    """The times of a publication as it stood when it was read; the log is read when somebody first asks."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """All changes, the latest first."""
        return tuple(changes(self._publication.root))

    @cached_property
    def files(self) -> Mapping[str, datetime]:
        """Path -> when the file was last changed: by a commit, or on disk when it differs from the last one."""
        logged: dict[str, datetime] = {}
        for change in self.changes:
            for _, path in change.files:
                logged.setdefault(path, change.when)
        for path in self._unlogged(logged):
            logged[path] = _written(self._publication.root / path)
        return {file.path: logged[file.path] for file in self._publication.files}

    @cached_property
    def things(self) -> Mapping[str, datetime]:
        """IRI -> when a file that describes the thing, a part of it or the evidence about it was last changed."""
        latest: dict[str, datetime] = {}
        for iri, path in self._descriptions():
            time = self.files[path]
            latest[iri] = max(time, latest.get(iri, time))
        return latest

    @cached_property
    def latest(self) -> datetime:
        """When anything was last changed."""
        return max(self.files.values())

    def _unlogged(self, logged: Mapping[str, datetime]) -> set[str]:
        """The files whose content is not the one that was committed last."""
        differing = git(self._publication.root, "diff", "-z", "--name-only", "--relative", "HEAD") or ""
        return {file.path for file in self._publication.files} - (logged.keys() - set(differing.split("\0")))

    def _descriptions(self) -> Iterator[tuple[str, str]]:
        """The things that each file speaks of."""
        settings = self._publication.settings
        about = settings.evidence.about if settings.evidence else ""
        for file in self._publication.files:
            if file.role != "shapes":
                for quad in file.quads(self._publication.graph(file)):
                    nodes = (quad.subject, quad.object) if quad.predicate.value == about else (quad.subject,)
                    owners = {node.value.partition("#")[0] for node in nodes if isinstance(node, NamedNode)}
                    yield from ((owner, file.path) for owner in owners)


def _written(path: Path) -> datetime:
    """When a file was written, to the second; the beginning of 1970 when it is no longer there."""
    try:
        return moment(int(path.stat().st_mtime))
    except OSError:
        return datetime.fromtimestamp(0, UTC)
