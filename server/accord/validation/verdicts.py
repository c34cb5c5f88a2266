"""The verdict on a publication, remembered by its content, so that a start pays for the check once.

A verdict decides what is published, so it is believed only from a folder that nobody else can write to, and only when
the same code on the same interpreter gave it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from accord.caches import cache_folder, code, recall, remember
from accord.publication import Publication, SourceFile
from accord.validation.findings import Report

_KEPT = 20
"""Verdicts that are kept, the newest; a folder has one for each of its states."""
_LONGEST = 64 << 20
"""Bytes of a verdict that are read; one of 100,000 findings has about 50 MB."""


def verdict(publication: Publication, *, seconds: float = 300, megabytes: int = 4096) -> Report:
    """The report on the whole publication, from the cache when these very files were checked before.

    The cache is a folder of JSON files, of mode 0700, where the platform keeps caches. One that cannot be read or
    written, or that others can write to, is as good as none. A file is named after the digests of the code and of the
    publication. Raises LimitError when the check meets a limit.
    """
    from accord.validation.contributions import confined

    return remembered(publication.digest, lambda: confined(publication, seconds=seconds, megabytes=megabytes))


def remembered(digest: str, make: Callable[[], Report]) -> Report:
    """The report on what has this digest (hexadecimal), from the cache if it is there, else made and kept.

    A report that met a limit is not kept: another run may have more time. Nor is one about a day that is to come.
    """
    folder = cache_folder()
    path = folder / f"verdict-{code()}-{digest}.json" if folder else None
    known = _recall(path) if path else None
    if known is None:
        known = make()
        if path and known.exit_code != 4 and not any(one.code == "RULE-FUTURE" for one in known.findings):
            remember(path, json.dumps(known.document()).encode(), _KEPT)
    return known


def digest_of(publication: Publication, files: Sequence[SourceFile], more: str) -> str:
    """A digest of what a check of some files depends on: the publication, the files, the commit, and ``more``."""
    commit = publication.head.commit if publication.head else ""
    total = hashlib.sha256(f"{publication.digest}\0{commit}\0{more}".encode())
    for file in files:
        total.update(f"\0{file.path}\0{len(file.data)}\0".encode("utf-8", "surrogateescape") + file.data)
    return total.hexdigest()


def _recall(path: Path) -> Report | None:
    """The report in a cache file, or ``None`` when there is none that can be understood."""
    data = recall(path, _LONGEST)
    try:
        return None if data is None else Report.of(json.loads(data))
    except (ValueError, RecursionError):
        return None
