"""The git repository of a publication as its database of record, written by plumbing only.

There is no checkout, hook, filter, merge or fetch: blobs, trees and commits are written as objects, and one
``update-ref`` with the expected old value makes a change visible, or fails because somebody else was first. Only
regular files are written (mode 100644).
"""

from __future__ import annotations

import fcntl
import os
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from accord.errors import AccordError, InputError
from accord.publication import git
from accord.temporary import private_folder

FILE = "100644"
"""The mode of a regular file."""
REGULAR = (FILE, "100755")
"""The modes of regular files; symbolic links and submodules are never read."""

_DURABLE = ("core.fsync=all", "core.fsyncMethod=fsync", "gc.auto=0", "core.logAllRefUpdates=always")
LOCK_LEFT_S = 60.0
"""Seconds after which the lock of a reference was left by a process that was killed; git holds one for milliseconds."""
_ID = re.compile(r"[0-9a-f]{7,64}")


class Moved(AccordError):
    """A reference was changed by somebody else in the meantime."""


class StorageError(AccordError):
    """The repository cannot be written: the disk is full, or fails (HTTP 507)."""


@dataclass(frozen=True, slots=True)
class Person:
    """A name and an address for a commit. The address leads nowhere, so that no personal data are published."""

    name: str
    id: str

    @property
    def address(self) -> str:
        """An address that nobody can have (RFC 2606)."""
        return f"{self.id}@contributors.invalid"


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """A file in a tree: its mode and the id of its blob."""

    mode: str
    blob: str


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its id, parents, author and time (seconds since 1970), committer, and message."""

    id: str
    parents: tuple[str, ...]
    author: str
    time: int
    committer: str
    message: str


@dataclass(frozen=True)
class Repository:
    """The repository that holds a folder, bare or plain. Paths are relative to the folder.

    ``ref`` is the branch that is published, where it is not the one that is checked out.
    """

    root: Path
    ref: str = ""

    @classmethod
    def of(cls, root: Path, ref: str = "") -> Repository:
        """The repository of a folder. Raises InputError outside git, on no branch, or before the first commit."""
        code, _, _ = git.run(root, "rev-parse", "--git-dir")
        if code:
            remedy = (
                f"Make it a repository: git init {root}, then add and commit its files, and start the service again."
            )
            raise InputError(f"{root} is not in a git repository, so it is read-only.", remedy=remedy)
        found = cls(root, ref)
        if ref and not found.head:
            remedy = "Name a branch that it has: git branch --list."
            raise InputError(f"{root} has no branch {ref!r}.", remedy=remedy)
        if not found.branch:
            remedy = "Check out a branch: git switch main."
            raise InputError(f"{root} is not on a branch, so it is read-only.", remedy=remedy)
        if not found.head:
            raise InputError(f"{root} has no commit yet, so it is read-only.", remedy="Commit its files.")
        return found

    @cached_property
    def folder(self) -> Path:
        """The folder of the repository itself (``.git``, or that of a bare one)."""
        return (self.root / self._line("rev-parse", "--git-dir")).resolve()

    @cached_property
    def common(self) -> Path:
        """The folder of the references, which a linked work tree shares with others."""
        return (self.root / self._line("rev-parse", "--git-common-dir")).resolve()

    @cached_property
    def is_bare(self) -> bool:
        """Whether there is no work tree."""
        return self._line("rev-parse", "--is-bare-repository") == "true"

    @cached_property
    def prefix(self) -> str:
        """The path of the folder in the repository, empty or with a slash at its end."""
        return "" if self.is_bare else self._line("rev-parse", "--show-prefix")

    @cached_property
    def branch(self) -> str:
        """The full name of the branch that is published; empty when none is checked out."""
        if self.ref:
            return f"refs/heads/{self.ref.removeprefix('refs/heads/')}"
        code, answer, _ = git.run(self.root, "symbolic-ref", "--quiet", "HEAD")
        return answer.decode().strip() if code == 0 else ""

    @cached_property
    def user_name(self) -> str:
        """The name that the configuration of this repository gives its user; empty for none."""
        code, answer, _ = git.run(self.root, "config", "user.name")
        return answer.decode("utf-8", "replace").strip() if code == 0 else ""

    @property
    def head(self) -> str:
        """The commit that is published; empty before the first."""
        return self.resolve(self.branch)

    def find(self, id: str) -> str:
        """The id of the commit with this id, which may be the beginning of one; empty for none, and for other words."""
        return self.resolve(id) if _ID.fullmatch(id) else ""

    def resolve(self, name: str) -> str:
        """The id of the commit of a reference; empty for none. What a stranger sends is for ``find``."""
        if not name:
            return ""
        code, answer, _ = git.run(
            self.root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"
        )
        return answer.decode().strip() if code == 0 else ""

    def is_ancestor(self, first: str, then: str) -> bool:
        """Whether one commit is in the history of another."""
        return git.run(self.root, "merge-base", "--is-ancestor", first, then)[0] == 0

    def parents(self, commit: str) -> tuple[str, ...]:
        """The parents of a commit."""
        return tuple(self._line("rev-list", "--parents", "-n", "1", commit, "--").split()[1:])

    def files(self, commit: str) -> dict[str, TreeEntry]:
        """All that a commit or a tree has in the folder, by path."""
        answer = self._git("ls-tree", "-r", "-z", "--full-tree", commit)
        found: dict[str, TreeEntry] = {}
        for line in answer.decode("utf-8", "surrogateescape").split("\0"):
            about, _, path = line.partition("\t")
            if path.startswith(self.prefix) and path != self.prefix:
                mode, _, blob = about.split()
                found[path.removeprefix(self.prefix)] = TreeEntry(mode, blob)
        return found

    def blob(self, id: str) -> bytes:
        """The bytes of a blob."""
        return self._git("cat-file", "blob", id)

    def blobs(self, wanted: Mapping[str, str]) -> dict[str, bytes]:
        """The bytes of several blobs, by the key of each, with one call of git."""
        answer = self._git("cat-file", "--batch", input="".join(f"{id}\n" for id in wanted.values()).encode())
        found, place = {}, 0
        for key in wanted:
            end = answer.index(b"\n", place)
            size = int(answer[place:end].split()[2])
            found[key] = answer[end + 1 : end + 1 + size]
            place = end + size + 2
        return found

    def contents(self, commit: str, ending: str) -> dict[str, bytes]:
        """The bytes of the regular files with an ending that a commit or a tree has in the folder, by path."""
        entries = [(path, entry) for path, entry in self.files(commit).items() if path.endswith(ending)]
        return self.blobs({path: entry.blob for path, entry in entries if entry.mode in REGULAR})

    def store(self, data: bytes) -> str:
        """Write a blob as it is; its id."""
        return self._git("hash-object", "-w", "--stdin", "--no-filters", input=data).decode().strip()

    def tree(self, commit: str, changes: Mapping[str, TreeEntry | None]) -> str:
        """Write the tree of a commit with some files changed (``None``: removed); its id."""
        rows = []
        for path, entry in changes.items():
            mode, blob = (entry.mode, entry.blob) if entry else ("0", "0" * len(commit))
            rows.append(f"{mode} {blob}\t{self.prefix}{path}\0".encode("utf-8", "surrogateescape"))
        with private_folder() as folder:
            more = {"GIT_INDEX_FILE": f"{folder}/index"}
            self._git("read-tree", commit, more=more)
            self._git("update-index", "-z", "--index-info", input=b"".join(rows), more=more)
            return self._git("write-tree", more=more).decode().strip()

    def commit(self, tree: str, parents: Iterable[str], message: str, author: Person, committer: Person) -> str:
        """Write a commit; its id. It is visible only when a reference leads to it."""
        more = {
            "GIT_AUTHOR_NAME": author.name,
            "GIT_AUTHOR_EMAIL": author.address,
            "GIT_COMMITTER_NAME": committer.name,
            "GIT_COMMITTER_EMAIL": committer.address,
        }
        given = [word for parent in parents for word in ("-p", parent)]
        arguments = ("commit-tree", tree, *given, "-F", "-")
        return self._git(*arguments, input=message.encode(), more=more).decode().strip()

    def move(self, reference: str, new: str, old: str, why: str) -> None:
        """Let a reference lead to a commit, if it leads to ``old`` now (empty: if there is none).

        Raises Moved if it does not.
        """
        more = {"GIT_COMMITTER_NAME": "Accord", "GIT_COMMITTER_EMAIL": "accord@contributors.invalid"}
        arguments = ("update-ref", "--create-reflog", "-m", why, reference, new, old or "0" * len(new))
        code, _, words = git.run(self.root, *arguments, settings=_DURABLE, more=more)
        if code and ".lock" in words and self._remove_left_lock(reference):
            code, _, words = git.run(self.root, *arguments, settings=_DURABLE, more=more)
        if code and ("but expected" in words or "reference already exists" in words or "unable to resolve" in words):
            raise Moved("It was changed by somebody else in the meantime.", remedy="Load it again.")
        if code:
            raise _failed(words)

    def _remove_left_lock(self, reference: str) -> bool:
        """Remove the lock of a reference that a process left which was killed; whether it did."""
        place = self.common / f"{reference}.lock"
        try:
            if time.time() - place.stat().st_mtime < LOCK_LEFT_S:
                return False
            place.unlink()
        except FileNotFoundError:
            pass  # whoever held it has finished meanwhile
        return True

    def branches(self, folder: str) -> dict[str, tuple[str, str]]:
        """The references in a folder of ``refs/heads``: name without it -> commit and message."""
        pattern = f"refs/heads/{folder}/"
        answer = self._git("for-each-ref", "--format=%(refname)%00%(objectname)%00%(contents)%00%01", pattern)
        found: dict[str, tuple[str, str]] = {}
        for row in answer.decode("utf-8", "replace").split("\0\x01"):
            name, _, rest = row.lstrip("\n").partition("\0")
            commit, _, message = rest.partition("\0")
            if commit:
                found[name.removeprefix(pattern)] = commit, message
        return found

    def log(self, *range: str, most: int = 1000) -> list[Commit]:
        """The commits of a range, the latest first."""
        form = "--format=%H%x00%P%x00%an%x00%at%x00%cn%x00%B%x00%x01"
        answer = self._git("log", "--no-show-signature", form, f"--max-count={most}", *range, "--")
        return list(_commits(answer.decode("utf-8", "replace")))

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the lock of those that change the published branch, in this process and in others."""
        place = self.folder / "accord"
        place.mkdir(mode=0o700, exist_ok=True)
        with open(os.open(place / "lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600), "rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _line(self, *arguments: str) -> str:
        return self._git(*arguments).decode().strip()

    def _git(self, *arguments: str, input: bytes = b"", more: Mapping[str, str] | None = None) -> bytes:
        code, answer, words = git.run(self.root, *arguments, input=input, settings=_DURABLE, more=more or {})
        if code:
            raise _failed(words)
        return answer


def _failed(words: str) -> StorageError:
    """The error of a command that could not do its work."""
    remedy = "Nothing was published. Look at the space and the rights of the repository, then try again."
    return StorageError(f"The repository cannot be read or written: {words[:200]}.", remedy=remedy)


def _commits(answer: str) -> Iterator[Commit]:
    for row in answer.split("\0\x01"):
        fields = row.lstrip("\n").split("\0")
        if len(fields) == 6:
            id, parents, author, time, committer, message = fields
            yield Commit(id, tuple(parents.split()), author, int(time), committer, message)
