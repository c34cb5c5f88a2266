"""A proposal: a branch whose commits are the changes, the comments and the decision, each with who made it.

What is known of a proposal is in trailers at the end of each of its commit messages, so that the last commit says all.
"""

from __future__ import annotations

import re
import secrets
import time
from dataclasses import dataclass, replace
from typing import Literal as OneOf

from accord.errors import InputError

Kind = OneOf["new", "change", "merge", "withdraw"]
KINDS: tuple[Kind, ...] = ("new", "change", "merge", "withdraw")
State = OneOf["open", "accepted", "rejected", "reverted"]

BRANCHES = "proposals"
"""The folder of their branches below ``refs/heads``."""
LONGEST_LINE, LONGEST_TEXT = 200, 5_000
"""Characters of a title or a name, and of a reason or a comment."""

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_ID = re.compile(rf"[{_ALPHABET}]{{26}}")
_TRAILER = re.compile(r"Accord-([A-Za-z-]+): (.*)")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069<>\ud800-\udfff]")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_SIZE = re.compile(r"[0-9]{1,12}")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a proposal is: its id, kind and title, who made it, on which version (a commit), and its last commit.

    ``of`` is the thing that is merged or withdrawn (an IRI), ``into`` the one that takes its place. ``contributor`` is
    the id of the token, or ``anonymous``. ``size`` is that of its files and of all that was said, in bytes.
    """

    id: str
    kind: Kind
    title: str
    author: str
    contributor: str
    base: str
    state: State = "open"
    of: str = ""
    into: str = ""
    tip: str = ""
    size: int = 0

    @property
    def reference(self) -> str:
        """The full name of its branch."""
        return f"refs/heads/{BRANCHES}/{self.id}"

    @property
    def trailers(self) -> str:
        """The trailers of each commit message. The published branch says whether it was accepted or reverted."""
        fields = {
            "Proposal": self.id,
            "Kind": self.kind,
            "Title": self.title,
            "By": self.author,
            "Contributor": self.contributor,
            "Base": self.base,
            "State": "rejected" if self.state == "rejected" else "open",
            "Of": self.of,
            "Into": self.into,
            "Size": str(self.size) if self.size else "",
        }
        return "".join(f"Accord-{name}: {value}\n" for name, value in fields.items() if value)

    def message(self, subject: str, text: str = "") -> str:
        """The message of a commit on its branch."""
        body = f"{text}\n\n" if text else ""
        return f"{subject}\n\n{body}{self.trailers}"

    @classmethod
    def of_message(cls, message: str, tip: str) -> Proposal | None:
        """The proposal of the last commit of a branch; ``None`` for a branch of something else."""
        given = trailers(message)
        kind, state = given.get("Kind", ""), given.get("State", "")
        sound = is_id(given.get("Proposal", "")) and _COMMIT.fullmatch(given.get("Base", ""))
        if not sound or kind not in KINDS or state not in ("open", "rejected"):
            return None
        names = ("Proposal", "Title", "By", "Contributor", "Base", "Of", "Into")
        id, title, author, contributor, base, of, into = (given.get(name, "") for name in names)
        known: Kind = next(one for one in KINDS if one == kind)
        found: State = "rejected" if state == "rejected" else "open"
        written = given.get("Size", "")
        size = int(written) if _SIZE.fullmatch(written) else 0
        return cls(id, known, title, author, contributor, base, found, of, into, tip, size)

    def now(self, state: State) -> Proposal:
        """The same in another state."""
        return replace(self, state=state)


def new_id() -> str:
    """A new ULID: 48 bits of time in milliseconds and 80 random bits, so that the order is that of time."""
    number = (int(time.time() * 1000) << 80) | secrets.randbits(80)
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(26)))


def is_id(text: str) -> bool:
    """Whether a string can be the id of a proposal."""
    return bool(_ID.fullmatch(text))


def trailers(message: str) -> dict[str, str]:
    """The trailers at the end of a commit message, by name without ``Accord-``."""
    last = message.rstrip().rpartition("\n\n")[2]
    matches = [_TRAILER.fullmatch(line) for line in last.split("\n")]
    return {match[1]: match[2] for match in matches if match} if all(matches) else {}


def text_of(message: str) -> str:
    """A commit message without its first line and its trailers."""
    parts = message.strip().split("\n\n")
    return "\n\n".join(parts[1:-1] if trailers(message) else parts[1:])


def line(words: str, what: str) -> str:
    """A title or a name: one line of plain characters. Raises InputError for a long one, and for one without words."""
    plain = _SPACES.sub(" ", _FORBIDDEN.sub("", words)).strip()
    if not any(map(str.isalnum, plain)):  # git takes no name of punctuation only
        raise InputError(f"The {what} has no letter and no digit.", remedy="Write a few words.")
    if len(plain) > LONGEST_LINE:
        raise InputError(f"The {what} has {len(plain)} characters.", remedy=f"Use {LONGEST_LINE} at most.")
    return plain


def text(words: str, what: str) -> str:
    """A reason or a comment: plain characters, with line ends. Raises InputError for a long one."""
    plain = _FORBIDDEN.sub("", words.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(plain) > LONGEST_TEXT:
        raise InputError(f"The {what} has {len(plain):,} characters.", remedy=f"Use {LONGEST_TEXT:,} at most.")
    return plain
