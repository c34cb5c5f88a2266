"""What the pages of proposals work with: the repository, the tokens and sessions, and how a decision is published."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from flask import current_app

from accord.errors import InputError
from accord.proposals.errors import NotAllowed
from accord.proposals.repository import Repository
from accord.proposals.store import Contributor, ProposalStore, Who
from accord.proposals.tokens import Tokens
from accord.publication import Publication
from accord.web.contributing.access.sessions import Sessions
from accord.web.site import Site

_RELOAD_S = 60.0
"""Seconds that a decision waits until its version is served: reading, checking and loading a large publication."""


@dataclass
class Desk:
    """The repository of a folder, or in ``closed`` why there is none; ``reload`` lets the service publish its head.

    ``everywhere`` says whether the other web processes show the version that this one does.
    """

    repository: Repository | None
    closed: str = ""
    who: Who = "tokens"
    reload: Callable[[], None] = lambda: None
    everywhere: Callable[[], bool] = lambda: True
    sessions: Sessions = field(default_factory=Sessions)
    _store: ProposalStore | None = None

    @classmethod
    def of(cls, root: Path, who: Who = "tokens", reload: Callable[[], None] = lambda: None, ref: str = "") -> Desk:
        """The desk of a folder; closed, with the reason, where its repository cannot be written."""
        try:
            return cls(Repository.of(root, ref), who=who, reload=reload)
        except InputError as error:
            return cls(None, f"{error.message} Fix: {error.remedy}", who)

    @property
    def tokens(self) -> Tokens:
        """The tokens of the repository. Raises NotAllowed without one."""
        return Tokens(self._open().folder / "accord" / "tokens.json")

    def store(self, publication: Publication) -> ProposalStore:
        """The proposals for the version that is shown. Raises NotAllowed without a repository."""
        if self._store is None:
            self._store = ProposalStore(publication, self._open(), self.who)
        self._store.publication = publication
        return self._store

    def publish(self, commit: str) -> bool:
        """Let the service publish its repository; whether this commit, or a later one, is served within a minute."""
        self.reload()
        until, seen, is_shown = time.monotonic() + _RELOAD_S, "", False
        while time.monotonic() < until:
            site: Site = current_app.extensions["accord"]
            if site.publication.version != seen:
                seen = site.publication.version
                is_shown = self._open().is_ancestor(commit, seen)
            if is_shown and self.everywhere():
                return True
            time.sleep(0.1)
        return False

    def _open(self) -> Repository:
        if self.repository is None:
            raise NotAllowed(f"This site is read-only. {self.closed}")
        return self.repository


def desk() -> Desk:
    """The desk of the application of this request."""
    return cast(Desk, current_app.extensions["desk"])


ANONYMOUS = Contributor("anonymous", "Anonymous")
"""Who asks without a token."""
