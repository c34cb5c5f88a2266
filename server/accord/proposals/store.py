"""The proposals of a publication: submitting, listing, showing and discussing them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal as OneOf

from accord.errors import InputError, LimitError
from accord.names import is_iri
from accord.proposals import proposal as model
from accord.proposals.errors import NoProposal, NotAllowed, NotOpen
from accord.proposals.limits import LIMITS
from accord.proposals.paths import Role, require_allowed
from accord.proposals.proposal import BRANCHES, Kind, Proposal, State
from accord.proposals.quotas import Rates, require_few_open, require_space
from accord.proposals.repository import Commit, Person, Repository, TreeEntry
from accord.proposals.repository.changes import Changes, FileChange, applied, difference, file_changes, require_version
from accord.publication import Publication

Who = OneOf["tokens", "anyone", "nobody"]
"""Who may propose: those with a token, anyone, or nobody."""


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody who acts: the role, the name that is shown, and the id of the token, or ``anonymous``."""

    role: Role
    name: str
    id: str = "anonymous"

    @property
    def person(self) -> Person:
        """The author of a commit."""
        return Person(self.name, self.id)


@dataclass(frozen=True, slots=True)
class Draft:
    """A submission: a kind, a title, a reason, the version it was made from, and files by path.

    A file is its new bytes, or ``None`` to remove it. Merging and withdrawing name things (IRIs) instead.
    """

    kind: Kind
    title: str
    why: str
    base: str
    files: Mapping[str, bytes | None] = field(default_factory=dict)
    of: str = ""
    into: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the discussion: who, when (seconds since 1970), what was done, and the words."""

    who: str
    when: int
    what: str
    words: str


class ProposalStore:
    """The proposals in a repository. Safe between threads and processes: git decides who was first."""

    def __init__(self, publication: Publication, repository: Repository, who: Who = "tokens") -> None:
        self.publication = publication
        self.repository = repository
        self.who = who
        self._rates = Rates()

    def submit(self, draft: Draft, contributor: Contributor) -> Proposal:
        """Store a proposal; it is there, whole, when this returns.

        Raises NotAllowed, MissingVersion, Stale, InputError for what cannot be proposed, and LimitError for too much.
        """
        self._require_may_propose(contributor)
        base = require_version(self.repository, draft.base)
        self._rates.count(contributor.role, contributor.id)
        size = _size(draft.files, draft.title, draft.why)
        require_few_open(self.all(), contributor.role, contributor.id)
        require_space(self.repository, self.all(), size)
        changes = self._changes(draft, base, contributor)
        applied(self.repository, changes, base, self.repository.head)
        title = model.line(draft.title, "title")
        name = model.line(contributor.name, "name")
        found = Proposal(
            model.new_id(), draft.kind, title, name, contributor.id, base, of=draft.of, into=draft.into, size=size
        )
        message = found.message(title, model.text(draft.why, "reason"))
        tree = self.repository.tree(base, changes)
        author = Person(name, contributor.id)
        commit = self.repository.commit(tree, [base], message, author, author)
        self.repository.move(found.reference, commit, "", "submitted")
        return model.Proposal.of_message(message, commit) or found

    def all(self) -> list[Proposal]:
        """All proposals, the newest first, each in its state."""
        found = []
        decided = self._decisions()
        for commit, message in self.repository.branches(BRANCHES).values():
            if one := Proposal.of_message(message, commit):
                found.append(one.now(decided.get(one.id, one.state)))
        return sorted(found, key=lambda one: one.id, reverse=True)

    def find(self, id: str) -> Proposal:
        """A proposal by its id, or by the beginning of it. Raises NoProposal when there is none, or several."""
        found = [one for one in self.all() if one.id.startswith(id.lower())] if id else []
        if len(found) != 1:
            why = "There is no proposal" if not found else "There are several proposals"
            raise NoProposal(f"{why} {id[:40]!r}.", remedy="`accord proposals list` and /proposals list them.")
        return found[0]

    def changes(self, one: Proposal) -> list[FileChange]:
        """The files that a proposal changes, with their bytes before and after."""
        before = self.repository.files(one.base)
        return file_changes(self.repository, before, difference(before, self.repository.files(one.tip)))

    def reason(self, one: Proposal) -> str:
        """Why it was proposed, in the words of its contributor; its title where they gave none."""
        first = self.repository.log(f"{one.base}..{one.tip}")[-1:]
        return model.text_of(first[0].message) if first and model.text_of(first[0].message) else one.title

    def discussion(self, one: Proposal) -> list[Step]:
        """The history of a proposal, the oldest step first: changes, comments and decisions."""
        steps = [_step(commit) for commit in reversed(self.repository.log(f"{one.base}..{one.tip}"))]
        decisions = [commit for commit in self.decisions() if model.trailers(commit.message).get("Proposal") == one.id]
        return sorted([*steps, *map(_step, reversed(decisions))], key=lambda step: step.when)

    def comment(self, one: Proposal, contributor: Contributor, words: str) -> None:
        """Add a comment. Raises NotAllowed and InputError."""
        self._require_may_propose(contributor)
        self._rates.count(contributor.role, contributor.id)
        plain = model.text(words, "comment")
        if not plain:
            raise InputError("The comment is empty.", remedy="Write a few words.")
        self._append(one, contributor, "Comment", plain, more=_size({}, plain))

    def revise(
        self, one: Proposal, files: Mapping[str, bytes | None], contributor: Contributor, words: str = ""
    ) -> None:
        """Change the files of an open proposal: its contributor or a maintainer may. Raises what ``submit`` does."""
        require_open(one)
        if contributor.role != "maintainer" and (contributor.id == "anonymous" or contributor.id != one.contributor):
            raise NotAllowed("Only its contributor and maintainers may change a proposal.", remedy="Add a comment.")
        self._rates.count(contributor.role, contributor.id)
        draft = Draft(one.kind, one.title, "", one.base, files)
        changes = self._changes(draft, one.base, contributor)
        tree = self.repository.tree(one.base, changes)
        more = _size(files, words)
        self._append(one, contributor, "Revise", model.text(words, "reason"), tree=tree, more=more)

    def reject(self, one: Proposal, maintainer: Contributor, why: str) -> None:
        """Decide against a proposal, with the reason. Raises NotAllowed and NotOpen."""
        require_maintainer(maintainer)
        require_open(one)
        self._append(one.now("rejected"), maintainer, "Reject", model.text(why, "reason"))

    def decisions(self) -> list[Commit]:
        """The commits of the published branch that accepted or reverted proposals, the latest first."""
        wanted = ("--first-parent", "--grep=^Accord-Decision: ")  # git leaves out the rest
        commits = self.repository.log(*wanted, self.repository.branch, most=20_000)
        return [commit for commit in commits if "Decision" in model.trailers(commit.message)]

    def _decisions(self) -> dict[str, State]:
        """The state of each proposal that was accepted; the latest decision counts."""
        found: dict[str, State] = {}
        for commit in self.decisions():
            given = model.trailers(commit.message)
            state: State = "reverted" if given["Decision"] == "reverted" else "accepted"
            found.setdefault(given.get("Proposal", ""), state)
        return found

    def _append(
        self, one: Proposal, contributor: Contributor, subject: str, words: str, *, tree: str = "", more: int = 0
    ) -> None:
        """Add a commit to the branch of a proposal. Raises Moved when somebody else added one meanwhile."""
        author = Person(model.line(contributor.name, "name"), contributor.id)
        if more:
            require_space(self.repository, self.all(), more)
        one = replace(one, size=one.size + more)
        tree = tree or f"{one.tip}^{{tree}}"
        commit = self.repository.commit(tree, [one.tip], one.message(subject, words), author, author)
        self.repository.move(one.reference, commit, one.tip, subject.lower())

    def _changes(self, draft: Draft, base: str, contributor: Contributor) -> Changes:
        """The files of a draft as blobs. Raises InputError for files that may not be changed."""
        before = self.repository.files(base)
        self._require_sense(draft)
        for path in draft.files:
            require_allowed(self.publication, path, contributor.role, before)
            if path in before and before[path].mode not in ("100644", "100755"):
                raise InputError(f"{path!r} is not a regular file.", remedy="Choose another path.")
        changes: Changes = {}
        for path, data in draft.files.items():
            entry = TreeEntry("100644", self.repository.store(data)) if data is not None else None
            if before.get(path) != entry:
                changes[path] = entry
        if not changes and draft.kind in ("new", "change"):
            raise InputError("The proposal changes nothing.", remedy="Send the file with your change in it.")
        return changes

    def _require_sense(self, draft: Draft) -> None:
        """Raise InputError for a draft that is not what its kind says."""
        size = sum(len(data) for data in draft.files.values() if data)
        if len(draft.files) > LIMITS.contribution_files or size > LIMITS.contribution:
            message = "The proposal has too many files, or too many bytes."
            raise LimitError(message, limit="contribution", value=LIMITS.contribution, status=413, remedy="Divide it.")
        if draft.kind not in model.KINDS:
            raise InputError(f"There is no kind of proposal {draft.kind!r}.", remedy=f"Use {', '.join(model.KINDS)}.")
        if draft.kind in ("merge", "withdraw"):
            is_merge = draft.kind == "merge"
            has_files = bool(draft.files) and not is_merge
            if not draft.of or is_merge != bool(draft.into) or draft.of == draft.into or has_files:
                remedy = (
                    "Name the thing to withdraw, and send no files; to merge, name the thing to keep too, and send the "
                    "files that take over what only the other states, if any."
                )
                raise InputError(f"A proposal to {draft.kind} names things.", remedy=remedy)
        elif draft.of or draft.into:
            remedy = "Propose that apart: its kind is merge or withdraw."
            raise InputError("A proposal with files cannot merge or withdraw things too.", remedy=remedy)
        for iri in filter(None, (draft.of, draft.into)):  # it becomes a line of the commit message
            if not is_iri(iri) or len(iri) > model.LONGEST_TEXT:
                raise InputError(f"{iri[:80]!r} is not an IRI.", remedy="Copy the IRI from the page of the thing.")

    def _require_may_propose(self, contributor: Contributor) -> None:
        if self.who == "nobody":
            raise NotAllowed("This site takes no proposals.", remedy="Send the change to its publisher.")
        if self.who == "tokens" and contributor.role == "anonymous":
            raise NotAllowed("A proposal needs a token here.", remedy="Ask the publisher for one, and log in with it.")


def _size(files: Mapping[str, bytes | None], *words: str) -> int:
    """The bytes of files and words."""
    return sum(len(data) for data in files.values() if data) + sum(len(one.encode()) for one in words)


def require_open(one: Proposal) -> None:
    """Raise NotOpen for a proposal that was decided on."""
    if one.state != "open":
        raise NotOpen(f"The proposal is {one.state} already.", remedy="Make a new proposal.")


def require_maintainer(contributor: Contributor) -> None:
    """Raise NotAllowed for anybody else."""
    if contributor.role != "maintainer":
        raise NotAllowed("Only maintainers decide on proposals.", remedy="Log in with the token of a maintainer.")


def _step(commit: Commit) -> Step:
    """A commit as a step of a discussion."""
    given = model.trailers(commit.message)
    subject = commit.message.partition("\n")[0]
    plain = {"Comment": "comment", "Revise": "revised", "Reject": "rejected"}
    what = given.get("Decision") or plain.get(subject) or "proposed"
    return Step(given.get("Decided-By") or commit.author, commit.time, what, model.text_of(commit.message))


__all__: Sequence[str] = ("ProposalStore", "Contributor", "Draft", "Step", "Who", "require_maintainer")
