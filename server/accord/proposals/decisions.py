"""Decisions on proposals: accepting is a merge commit, reverting is a commit that undoes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from accord.errors import InputError
from accord.proposals import proposal as model
from accord.proposals.errors import DoesNotConform, MissingVersion, NotAllowed, NotOpen, Stale
from accord.proposals.paths import is_reserved
from accord.proposals.proposal import Proposal
from accord.proposals.repository import Moved, Person, Repository
from accord.proposals.repository.candidate import report_of
from accord.proposals.repository.changes import Changes, applied, difference, file_changes, stale, stored
from accord.proposals.repository.worktree import bring_forward, changed_by_hand
from accord.proposals.store import Contributor, ProposalStore, require_maintainer, require_open
from accord.proposals.succession import succession, tombstones
from accord.publication import Publication

Verdict = Callable[[str], Any]
"""Checks a tree; the answer of :func:`accord.proposals.repository.candidate.verdict_task`."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided: the new commit, and the files that it changes."""

    commit: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decisions:
    """Accepts and reverts proposals; ``verdict`` checks a tree in a confined process."""

    store: ProposalStore
    verdict: Verdict

    @property
    def _repository(self) -> Repository:
        return self.store.repository

    def accept(self, one: Proposal, maintainer: Contributor, seen: str) -> Decision:
        """Merge a proposal into what is published. ``seen`` is the commit of it that the maintainer has seen.

        Raises NotAllowed, NotOpen, MissingVersion, Stale, and DoesNotConform with the findings.
        """
        require_maintainer(maintainer)
        require_open(one)
        if not seen:
            raise MissingVersion(
                "The request does not say which state of the proposal you saw.", remedy="Send it as If-Match."
            )
        if self._repository.find(seen) != one.tip:
            raise Stale("The proposal was changed since you saw it.", remedy="Look at it again, then accept it.")
        with self._published() as head:
            before = self._repository.files(one.base)
            wanted = difference(before, self._repository.files(one.tip))
            changes = applied(self._repository, wanted, one.base, head)
            if one.of:
                changes |= self._succession(one, self._repository.tree(head, changes))
            if not changes:
                raise NotOpen("What it changes is published already.", remedy="Reject it.")
            tree = self._checked(head, changes, one)
            parents = [head, one.tip]
            return self._publish(tree, parents, changes, one, maintainer, "accepted", f"Accept: {one.title}")

    def revert(self, one: Proposal, maintainer: Contributor, why: str) -> Decision:
        """Take back what accepting a proposal changed; IRIs that vanish leave a note that they were withdrawn.

        Raises NotAllowed, NotOpen, Stale when a file was changed since, and DoesNotConform.
        """
        require_maintainer(maintainer)
        if one.state != "accepted":
            raise NotOpen(f"The proposal is {one.state}, so there is nothing to revert.", remedy="Look at its page.")
        with self._published() as head:
            merged = self._merge(one)
            after = self._repository.files(merged.id)
            changed = difference(after, self._repository.files(merged.parents[0]))
            now = self._repository.files(head)
            if moved := [path for path in changed if now.get(path) != after.get(path)]:
                raise stale(self._repository, merged.id, head, moved)
            reason = model.text(why, "reason") or f"The proposal “{one.title}” was taken back."
            files = self._repository.contents(head, ".ttl")
            bytes_of = {change.path: change.after for change in file_changes(self._repository, now, changed)}
            changes = stored(self._repository, tombstones(self.store.publication, files, bytes_of, reason))
            tree = self._checked(head, changes, one)
            return self._publish(tree, [head], changes, one, maintainer, "reverted", f"Revert: {one.title}", reason)

    def _succession(self, one: Proposal, tree: str) -> Changes:
        """Adds the redirect or notice of a merged or withdrawn thing to a tree with the other changes."""
        files = self._repository.contents(tree, ".ttl")
        changes = succession(self.store.publication, files, one.of, one.into, self.store.reason(one))
        return stored(self._repository, changes)

    def _merge(self, one: Proposal) -> Any:
        """The commit that accepted a proposal last."""
        for commit in self.store.decisions():
            given = model.trailers(commit.message)
            if given.get("Proposal") == one.id and given["Decision"] == "accepted":
                return commit
        raise NotOpen("The commit that accepted it is not found.", remedy="Look at the log of the repository.")

    @contextmanager
    def _published(self) -> Iterator[str]:
        """The published commit while nobody else may change it, with the files of the folder brought to it."""
        with self._repository.lock():
            bring_forward(self._repository)
            yield self._repository.head

    def _checked(self, head: str, changes: Changes, one: Proposal) -> str:
        """The tree with the changes, which conforms. Raises DoesNotConform, NotAllowed, and InputError."""
        if dirty := changed_by_hand(self._repository, list(changes)):
            remedy = "Commit or discard the change by hand first."
            raise InputError(f"{dirty[0]} differs from the published version in the folder.", remedy=remedy)
        tree = self._repository.tree(head, changes)
        answer = self.verdict(tree)
        report = report_of(answer)
        if not report.conforms and (self.store.publication.is_strict or _worse(self.verdict(head), report)):
            message = f"With this proposal the publication breaks {report.count('violation')} of its rules."
            raise DoesNotConform(message, report, remedy="Ask for a revision, or correct the proposal.")
        _require_only_data(self.store.publication, changes, answer["roles"])
        return tree

    def _publish(
        self,
        tree: str,
        parents: list[str],
        changes: Changes,
        one: Proposal,
        maintainer: Contributor,
        decision: str,
        subject: str,
        words: str = "",
    ) -> Decision:
        """Make a commit the published one, and bring the files of the folder to it."""
        body = f"{words}\n\n" if words else ""
        decided = f"Accord-Decision: {decision}\nAccord-Decided-By: {model.line(maintainer.name, 'name')}\n"
        message = f"{subject}\n\n{body}{one.trailers}{decided}"
        author = Person(one.author, one.contributor) if decision == "accepted" else maintainer.person
        commit = self._repository.commit(tree, parents, message, author, maintainer.person)
        try:
            self._repository.move(self._repository.branch, commit, parents[0], decision)
        except Moved as error:
            raise Stale("Something else was published in the meantime.", remedy="Try again.") from error
        bring_forward(self._repository)
        return Decision(commit, tuple(changes))


def _worse(before: Any, after: Any) -> bool:
    """Whether there are more violations than before, where data with violations are published too."""
    return bool(after.count("violation") > report_of(before).count("violation"))


def _require_only_data(publication: Publication, changes: Changes, roles: Mapping[str, list[str]]) -> None:
    """Raise NotAllowed when a file that contributors may change would be one of shapes or terms, or becomes one."""
    for path in changes:
        if roles.get(path, ["data"]) != ["data"] and not is_reserved(publication, path):
            message = f"{path} holds shapes or terms of an ontology, which decide how data are read."
            raise NotAllowed(message, remedy="Leave them out, or let a maintainer commit them.")
