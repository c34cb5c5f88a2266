"""Tokens of contributors and maintainers, kept as hashes in a file that only this user can read.

A token is ``acc_ID_SECRET``: eight characters that logs may show, and 256 random bits. The file has the SHA-256 of the
secret; a slow hash protects short passwords, which these are not.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import hmac
import json
import os
import re
import secrets
import stat
import string
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal as OneOf

from accord.errors import InputError

TokenRole = OneOf["contributor", "maintainer"]
TOKEN = re.compile(r"acc_([0-9A-Za-z]{8})_([0-9A-Za-z]{43})")
DAYS = 90
"""Days after which a token expires unless another number is given."""

_LETTERS = string.digits + string.ascii_letters


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its id, owner, role, hash, and dates (ISO 8601)."""

    id: str
    name: str
    role: TokenRole
    hash: str
    created: str
    expires: str
    revoked: str = ""

    def is_valid(self, now: datetime) -> bool:
        """Whether it is in force."""
        return not self.revoked and now < datetime.fromisoformat(self.expires)


class Tokens:
    """The file of tokens. Each call reads it, so that a revoked token ends at once, in every process."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def all(self) -> list[Token]:
        """All tokens. Raises InputError when others could read the file."""
        try:
            with open(os.open(self._path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), encoding="utf-8") as file:
                status = os.fstat(file.fileno())
                if status.st_mode & 0o077 or status.st_uid != os.geteuid() or not stat.S_ISREG(status.st_mode):
                    remedy = f"Run: chmod 600 {self._path}; revoke the tokens if others may have read them."
                    raise InputError(f"Others can read the file of tokens {self._path}.", remedy=remedy)
                return [Token(**one) for one in json.load(file)]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, TypeError) as error:
            remedy = "Restore it, or delete it and make new tokens."
            raise InputError(f"The file of tokens {self._path} cannot be read: {error}.", remedy=remedy) from error

    def current(self) -> list[Token]:
        """The tokens that are in force."""
        now = datetime.now(UTC)
        return [one for one in self.all() if one.is_valid(now)]

    def new(self, name: str, role: TokenRole, days: float = DAYS) -> str:
        """Make a token, which is shown this once. Raises InputError for a number of days that no calendar has."""
        id, secret = _random(8), _random(43)
        now = datetime.now(UTC).replace(microsecond=0)
        try:
            expires = now + timedelta(days=days)
        except (OverflowError, ValueError) as error:  # far beyond all calendars, or no number
            raise InputError(f"A token cannot expire in {days} days.", remedy="Name fewer days, such as 30.") from error
        token = Token(id, name, role, _hash(secret), now.isoformat(), expires.isoformat())
        with self._changing() as tokens:
            tokens.append(token)
        return f"acc_{id}_{secret}"

    def revoke(self, id: str) -> Token:
        """End a token. Raises InputError when there is none with this id."""
        now = datetime.now(UTC).replace(microsecond=0).isoformat()
        with self._changing() as tokens:
            place = next((place for place, one in enumerate(tokens) if one.id == id), None)
            if place is None:
                raise InputError(f"There is no token {id!r}.", remedy="`accord token list` lists them.")
            tokens[place] = replace(tokens[place], revoked=tokens[place].revoked or now)
            return tokens[place]

    def find(self, given: str) -> Token | None:
        """The valid token that this is; ``None`` for any other string. The secret is compared in constant time."""
        match = TOKEN.fullmatch(given)
        if match is None:
            return None
        hashed = _hash(match[2])
        found = next((one for one in self.all() if one.id == match[1]), None)
        same = hmac.compare_digest(hashed, found.hash if found else "0" * len(hashed))
        return found if found and same and found.is_valid(datetime.now(UTC)) else None

    @contextlib.contextmanager
    def _changing(self) -> Iterator[list[Token]]:
        """The list of tokens, which is written in one step after the block."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(f"{self._path}.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600), "rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            tokens = self.all()
            yield tokens
            with tempfile.NamedTemporaryFile("w", dir=self._path.parent, delete=False, encoding="utf-8") as file:
                json.dump([asdict(one) for one in tokens], file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            os.replace(file.name, self._path)


def _random(length: int) -> str:
    """Random letters and digits; 43 of them have 256 bits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
