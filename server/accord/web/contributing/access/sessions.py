"""Who asks: a token in the Authorization header, or a session that was begun with one; and that they asked themselves.

The cookie of a session is a random number; what it means is kept here. A form of a page has a token that is made from
the session and the address to which it is sent, masked with random bytes, since pages are compressed (BREACH).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections import Counter
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from threading import Lock

from accord.errors import LimitError

HOURS = 8
"""Hours that a session lasts: a working day."""
_MOST = 1_000
"""Sessions that are kept; beyond that the oldest end."""
_FAILURES = 10
"""Wrong tokens of one client in a minute; of 256 random bits nobody guesses any, but they cost a look-up each."""
_BYTES = 32


@dataclass(frozen=True, slots=True)
class Session:
    """A session: the id of its token, when it ends (seconds of the clock), and the key of the tokens of its forms."""

    token: str
    ends: float
    key: bytes

    def form_token(self, purpose: str) -> str:
        """A token for a form that is sent to an address; each time another one."""
        mask = secrets.token_bytes(_BYTES)
        return (mask + _xor(mask, self._mark(purpose))).hex()

    def accepts(self, given: str, purpose: str) -> bool:
        """Whether a token was made for a form that is sent to this address."""
        try:
            raw = bytes.fromhex(given)
        except ValueError:
            return False
        mask, hidden = raw[:_BYTES], raw[_BYTES:]
        return len(raw) == 2 * _BYTES and hmac.compare_digest(_xor(mask, hidden), self._mark(purpose))

    def _mark(self, purpose: str) -> bytes:
        return hmac.digest(self.key, purpose.encode(), "sha256")


class Sessions:
    """The sessions of a site. Safe between threads. ``clock`` gives seconds; only tests change it.

    ``kept`` is where they are kept, by the digest of their cookie and in their order; without it in this process.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, kept: MutableMapping[bytes, Session] | None = None
    ) -> None:
        self._clock = clock
        self._sessions: MutableMapping[bytes, Session] = {} if kept is None else kept
        self._failures: Counter[tuple[str, int]] = Counter()
        self._lock = Lock()

    def begin(self, token: str) -> str:
        """Begin a session for the token with this id; the value of its cookie."""
        cookie = secrets.token_urlsafe(_BYTES)
        with self._lock:
            while len(self._sessions) >= _MOST:
                self._sessions.pop(next(iter(self._sessions)), None)
            self._sessions[_digest(cookie)] = Session(token, self._clock() + HOURS * 3600, secrets.token_bytes(_BYTES))
        return cookie

    def find(self, cookie: str) -> Session | None:
        """The session of a cookie that has not ended."""
        found = self._sessions.get(_digest(cookie)) if cookie else None
        return found if found and self._clock() < found.ends else None

    def end(self, cookie: str) -> None:
        """End a session."""
        with self._lock:
            self._sessions.pop(_digest(cookie), None)

    def require_few_failures(self, client: str) -> None:
        """Raise LimitError (429) for a client that sent too many wrong tokens within a minute."""
        if self._failures[client, int(self._clock() // 60)] >= _FAILURES:
            message = f"{_FAILURES} tokens that are not valid came within a minute."
            remedy = "Try again in a minute, with a token that is valid."
            raise LimitError(message, limit="tokens", value=_FAILURES, status=429, retry_after=60, remedy=remedy)

    def failed(self, client: str) -> None:
        """Count a wrong token of a client."""
        minute = int(self._clock() // 60)
        with self._lock:
            if not any(when == minute for _, when in self._failures):
                self._failures.clear()
            self._failures[client, minute] += 1


def _digest(cookie: str) -> bytes:
    """What a session is found by, so that no comparison depends on the secret."""
    return hashlib.sha256(cookie.encode()).digest()


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(first ^ second for first, second in zip(one, other, strict=False))
