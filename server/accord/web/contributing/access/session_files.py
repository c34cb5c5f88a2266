"""Sessions in files: several web processes of one site know the same ones. They end with the service."""

from __future__ import annotations

import json
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from pathlib import Path

from accord.web.contributing.access.sessions import Session


@dataclass(frozen=True, slots=True)
class SessionFiles(MutableMapping[bytes, Session]):
    """The sessions in a folder that only this user can enter, by the digest of their cookie, the oldest first."""

    folder: Path

    def __getitem__(self, digest: bytes) -> Session:
        try:
            token, ends, key = json.loads(self._file(digest).read_text("utf-8"))
        except FileNotFoundError:
            raise KeyError(digest) from None
        return Session(token, ends, bytes.fromhex(key))

    def __setitem__(self, digest: bytes, session: Session) -> None:
        written = self._file(digest).with_suffix(".new")
        written.write_text(json.dumps([session.token, session.ends, session.key.hex()]), "utf-8")
        written.replace(self._file(digest))

    def __delitem__(self, digest: bytes) -> None:
        try:
            self._file(digest).unlink()
        except FileNotFoundError:
            raise KeyError(digest) from None

    def __iter__(self) -> Iterator[bytes]:
        ages = sorted((file.stat().st_mtime_ns, file.stem) for file in self.folder.glob("*.session"))
        return (bytes.fromhex(name) for _, name in ages)

    def __len__(self) -> int:
        return sum(1 for _ in self.folder.glob("*.session"))

    def _file(self, digest: bytes) -> Path:
        return self.folder / f"{digest.hex()}.session"
