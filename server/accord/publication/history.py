"""When the publication changed, what, and why: the log of its git repository, or the clock of the file system."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from accord.errors import InputError
from accord.publication import Publication, git
from accord.times import moment

MAX_COMMITS = 20_000
"""How many commits are read, the latest first: git takes about a second for them. A file that none of them changed has
its time from the disk."""

_LOG = logging.getLogger("accord")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold; a feed would be ill-formed with them."""


@dataclass(frozen=True, slots=True)
class Change:
    """One commit on the line of first parents (a merge counts as one): its id, time (UTC) and message (``why``).

    ``files`` are pairs of git's status (``A`` added, ``M`` modified, ``D`` deleted) and the path in the folder.
    """

    commit: str
    when: datetime
    why: str
    files: tuple[tuple[str, str], ...]


def changes(root: Path, commit: str, folders: tuple[str, ...] = (), most: int = MAX_COMMITS) -> list[Change]:
    """The changes in these parts of a folder (empty: all of it) up to a commit, the latest first.

    Raises InputError when git fails.

    A character of a message that XML cannot hold becomes U+FFFD.
    """
    return [
        Change(entry.id, moment(entry.time), _NO_XML.sub("\ufffd", entry.message).strip(), entry.files)
        for entry in git.log(root, commit, folders, most)
    ]


class History:
    """The times of a publication as it was when it was read. The log is read when it is first needed.

    ``concerned`` has, by path, the IRIs of the things that a file describes or has evidence about.
    """

    def __init__(self, publication: Publication, concerned: Mapping[str, Iterable[str]]) -> None:
        self._publication = publication
        self.concerned = concerned

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """All changes up to the commit that was read, the latest first."""
        head = self._publication.head
        try:
            return tuple(changes(self._publication.root, head.commit, self._publication.roots)) if head else ()
        except InputError as error:
            _LOG.warning("There is no history: %s %s", error.message, error.remedy)
            return ()

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
        for path, iris in self.concerned.items():
            time = self.files[path]
            latest.update((iri, max(time, latest.get(iri, time))) for iri in iris)
        return latest

    @cached_property
    def latest(self) -> datetime:
        """When anything was last changed."""
        return max(self.files.values())

    def _unlogged(self, logged: Mapping[str, datetime]) -> set[str]:
        """The files whose content is not the one that was committed last."""
        head = self._publication.head
        files = self._publication.files
        return {
            file.path for file in files if file.path not in logged or not (head and head.holds(file.path, file.data))
        }


def _written(path: Path) -> datetime:
    """When a file was written, to the second; the beginning of 1970 when it is no longer there."""
    try:
        return datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
    except OSError:
        return datetime.fromtimestamp(0, UTC)
