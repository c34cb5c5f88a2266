"""The cache folder of this user.

What is kept decides what is published, so it is believed only from a folder that nobody else can write to, and only
when the same code on the same interpreter made it: names have the digest :func:`code`, and that of the content.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import TypeVar

import accord

LARGE = 4 << 20
"""Bytes of files from which it pays to keep what was read of them: reading them takes about a second."""
_MOST = 256 << 20
"""Bytes of a file of the cache: about three times what is kept of ten million statements."""
_KEPT = 3
"""Files of one kind that are kept, the newest: a publication, the version before it, and another one."""
_QUICKLY = 1
"""The level of compression: a million statements take 12 MB and half a second; higher levels take ten times as long."""
_PARSERS = ("pyoxigraph", "pyshacl", "rdflib")
"""The dependencies whose releases change what is found."""
_ELSEWHERE = ("web", "__pycache__")
"""Folders of the package on which nothing that is kept depends."""

_Made = TypeVar("_Made")


def cache_folder() -> Path | None:
    """The folder of the cache, made where it is missing; ``None`` when it is not this user's alone."""
    try:
        folder = _caches() / "accord"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
            return None
        if status.st_mode & 0o077:
            folder.chmod(0o700)
            return None if status.st_mode & 0o022 else folder
    except (OSError, RuntimeError):  # RuntimeError: the user has no home
        return None
    return folder


def _caches() -> Path:
    """Where the platform keeps the caches of this user: the XDG Base Directory Specification, and macOS's own place."""
    if given := os.environ.get("XDG_CACHE_HOME"):
        return Path(given)
    return Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")


@lru_cache(1)
def code() -> str:
    """A digest of what finds things: the package's files, the parsers' releases and the interpreter."""
    total = hashlib.sha256("\n".join([sys.version, *map(version, _PARSERS)]).encode())
    package = Path(accord.__file__).parent
    for path in sorted(package.rglob("*.*")):
        name = path.relative_to(package)
        if path.is_file() and not set(_ELSEWHERE).intersection(name.parts):
            total.update(f"\n{name}\n".encode() + path.read_bytes())
    return total.hexdigest()[:16]


def recall(path: Path, most: int = _MOST) -> bytes | None:
    """The bytes of a file of the cache; ``None`` when there is none of this user, or it is larger than ``most``."""
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode) or status.st_uid != os.geteuid() or status.st_size > most:
                return None
            return file.read()
    except OSError:
        return None


def remember(path: Path, data: bytes, kept: int = _KEPT) -> None:
    """Write a file of the cache in one step, so that nobody ever reads half of it, and delete the oldest of its kind.

    The kind is what comes before the first hyphen of its name.
    """
    with suppress(OSError):
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(data)
        os.replace(file.name, path)
        kind = path.name.partition("-")[0]
        ages = sorted((one.stat().st_mtime, one) for one in path.parent.glob(f"{kind}-*{path.suffix}"))
        for _, old in ages[:-kept]:
            old.unlink()


class CacheEntry:
    """A cache entry with several parts: ``kind`` is what it is, ``digest`` that of its content."""

    def __init__(self, kind: str, digest: str) -> None:
        folder = cache_folder()
        self._path = folder / f"{kind}-{code()}-{digest[:32]}.zip" if folder else None

    @property
    def is_kept(self) -> bool:
        """Whether something is there, which may yet turn out to be spoiled."""
        return self._path is not None and self._path.exists()

    def recall(self, make: Callable[[zipfile.ZipFile], _Made]) -> _Made | None:
        """The object built from the parts; ``None`` when a part is missing or broken."""
        data = recall(self._path) if self._path else None
        if data is None:
            return None
        try:
            with zipfile.ZipFile(BytesIO(data)) as file:
                return make(file)
        except (zipfile.BadZipFile, zlib.error, ValueError, LookupError, TypeError, SyntaxError, RecursionError):
            return None

    def remember(self, parts: Iterable[tuple[str, bytes]]) -> None:
        """Keep named parts, unless that would take too much."""
        if not self._path:
            return
        whole = BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=_QUICKLY) as file:
            for name, data in parts:
                file.writestr(name, data)
        if whole.tell() <= _MOST:
            remember(self._path, whole.getvalue())
