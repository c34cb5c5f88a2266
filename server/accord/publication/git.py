"""Reads git's data about a folder, without running anything from the repository.

A folder may come with a ``.git`` that somebody else made: its hooks, filters, monitors, signature programs and remotes
are commands. So git never touches the work tree, which would run filters and hooks. It only reads objects
(``rev-parse``, ``ls-tree``, ``rev-list``, ``diff-tree``), in an environment made from scratch, and files are compared
by hashes computed here. Since nothing is run, it does not matter who owns the repository.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from accord.errors import InputError

_SECONDS = 10
"""Time that one question to git may take; the log of 20,000 commits takes about one second."""

_NUMBER = re.compile(r"\d+")

_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_SETTINGS = (
    "core.attributesFile=/dev/null",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "log.showSignature=false",
    "safe.directory=*",
)
_NOTHING: Mapping[str, str] = {}
_PARTIAL = r"^(extensions\.partialclone|remote\..*\.(promisor|partialclonefilter))$"
_FETCHES_NOT = (2, 45)
"""From this version on git has an option not to fetch what a partial clone lacks, which runs the remote's commands."""

_COMMIT = "\x01"
_FORMAT = "--format=%x01%H%x00%ct%x00%B%x00"
_BLOBS = ("100644", "100755")
"""Modes of ordinary files; a symbolic link (120000) and a submodule (160000) are not."""


@dataclass(frozen=True, slots=True)
class Head:
    """The commit that a folder is checked out at, and its ordinary files: path in the folder -> object id."""

    commit: str
    blobs: Mapping[str, str]

    def holds(self, path: str, data: bytes) -> bool:
        """Whether the commit has these very bytes at this path."""
        return self.blobs.get(path) == blob_id(data, self.commit)

    def converted(self, path: str, data: bytes) -> bool:
        """Whether the commit has these bytes except for the line ends, which a checkout may convert."""
        return b"\r\n" in data and self.blobs.get(path) == blob_id(data.replace(b"\r\n", b"\n"), self.commit)


@dataclass(frozen=True, slots=True)
class LoggedCommit:
    """One commit: its id, its time as it is written (seconds since 1970, or anything), its message.

    ``files`` are pairs of git's status (``A`` added, ``M`` modified, ``D`` deleted) and the path in the folder.
    """

    id: str
    time: str
    message: str
    files: tuple[tuple[str, str], ...]


def blob_id(data: bytes, commit: str) -> str:
    """The id of some bytes as a blob, by the hash that the repository of a commit uses."""
    hash = hashlib.sha256 if len(commit) == 64 else hashlib.sha1
    return hash(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def head(root: Path, folders: tuple[str, ...], commit: str = "HEAD") -> Head | None:
    """A commit and the files that it has in these folders; ``None`` outside git, or when there is no such commit.

    Raises InputError when there is a repository that git cannot read, or must not.
    """
    if not _has_repository(root):
        return None
    _refuse_partial(root)
    code, commit = _ask(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}^{{commit}}")
    if code == 1:
        return None
    commit = commit.strip()
    _, listing = _ask(root, "ls-tree", "-r", "-z", commit, "--", *folders)
    entries = (line.partition("\t") for line in listing.split("\0") if line)
    blobs = {path: entry.split()[2] for entry, _, path in entries if entry.split()[0] in _BLOBS}
    return Head(commit, blobs)


def log(root: Path, commit: str, folders: tuple[str, ...], most: int) -> list[LoggedCommit]:
    """The commits on the line of first parents from one back that change files of these folders, the latest first.

    A merge is compared with its first parent, so that what a proposal did on its branch counts when it was merged.
    Raises InputError when git cannot read them.
    """
    _, line = _ask(root, "rev-list", "--first-parent", "--parents", f"--max-count={most}", commit, "--", *folders)
    pairs = "".join(" ".join(row.split()[:2]) + "\n" for row in line.splitlines())
    if not pairs:
        return []
    options = ("--root", "-r", "-z", "--name-status", "--no-renames", "--relative", "--no-ext-diff", "--no-textconv")
    _, changes = _ask(root, "diff-tree", "--stdin", *options, _FORMAT, "--", *folders, input=pairs)
    return list(_commits(iter(changes.split("\0"))))


def _commits(tokens: Iterator[str]) -> Iterator[LoggedCommit]:
    """The commits of an answer; a token is read by its position, since messages and paths may hold anything."""
    begun: tuple[str, str, str] | None = None
    files: list[tuple[str, str]] = []
    for token in (token.strip("\n") for token in tokens):
        if token.startswith(_COMMIT):
            if begun:
                yield LoggedCommit(*begun, tuple(files))
            begun, files = (token[1:], next(tokens), next(tokens)), []
        elif token:
            files.append((token, next(tokens)))
    if begun:
        yield LoggedCommit(*begun, tuple(files))


def is_bare(root: Path) -> bool:
    """Whether a folder is a bare repository: git's own folder, without files beside it."""
    return (root / "HEAD").is_file() and (root / "objects").is_dir() and (root / "refs").is_dir()


def _has_repository(root: Path) -> bool:
    real = Path(os.path.realpath(root))
    return is_bare(real) or any(os.path.lexists(folder / ".git") for folder in (real, *real.parents))


def _refuse_partial(root: Path) -> None:
    """A partial clone fetches what it lacks when an object is read, by commands that its configuration names."""
    code, _ = _ask(root, "config", "--includes", "--get-regexp", _PARTIAL)
    if code == 0 and _version(root) < _FETCHES_NOT:
        message = f"{root} is a partial clone, which this version of git cannot read without fetching."
        raise InputError(message, remedy="Use git 2.45 or newer, or clone it whole.")


def _version(root: Path) -> tuple[int, ...]:
    _, answer = _ask(root, "version")
    return tuple(map(int, _NUMBER.findall(answer)[:2]))


def _ask(root: Path, *arguments: str, input: str = "") -> tuple[int, str]:
    """The exit code of git (0, or 1 for "nothing") and what it answers. Raises InputError for anything else."""
    code, answer, words = run(root, *arguments, input=input.encode())
    if code not in (0, 1):
        raise _failed(root, words)
    return code, answer.decode("utf-8", "replace")


def run(
    root: Path, *arguments: str, input: bytes = b"", settings: tuple[str, ...] = (), more: Mapping[str, str] = _NOTHING
) -> tuple[int, bytes, str]:
    """The exit code of git, what it answers, and the first line of its complaint.

    ``settings`` are added to those that keep it from running anything, ``more`` to its environment, which is made from
    scratch. Raises InputError when it cannot be run, or takes too long.
    """
    given = [word for one in (*_SETTINGS, *settings) for word in ("-c", one)]
    command = ["git", "--no-pager", "--no-replace-objects", "--literal-pathspecs", *given, "-C", str(root)]
    environment = {**_ENVIRONMENT, "PATH": os.environ.get("PATH", os.defpath), **more}
    try:
        done = subprocess.run(
            [*command, *arguments], input=input, capture_output=True, timeout=_SECONDS, env=environment
        )
    except subprocess.TimeoutExpired as error:
        raise _failed(root, f"git did not answer within {_SECONDS} s") from error
    except OSError as error:
        raise _failed(root, f"git cannot be run: {error.strerror}") from error
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]


def _failed(root: Path, why: str) -> InputError:
    return InputError(f"The git repository of {root} cannot be read: {why}.", remedy="Try `git fsck` there.")
