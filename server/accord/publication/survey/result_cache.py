"""The cache of what was found in files, keyed by their content: a restart does not read them again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias
from zipfile import ZipFile

from accord import caches
from accord.publication.files.batches import Read

TOO_MUCH = "over a limit"
PARSER_DIED = "the parser stopped early"

Surveyed: TypeAlias = tuple[dict[str, Any], Callable[[int, int], bytes]]
"""An answer of ``survey.look``, and what gives the N-Quads of a file by the place and the length that it states."""


def remembered(groups: list[list[Read]], task: str, look: Callable[[], Iterable[Surveyed]]) -> Iterable[Surveyed]:
    """The results for some groups of files: from the cache, or else from ``look``, whose results are cached.

    ``task`` says how they are read: the base, and the contexts of the folder. A few files are looked at each time.
    Nothing is kept where a parser stopped early or met a limit: another start may have more time and memory.
    """
    files = [one for group in groups for one in group]
    if sum(len(data) for _, data in files) < caches.LARGE:
        return look()
    entry = caches.CacheEntry("read", _digest(files, task))
    known = entry.recall(_recalled)
    if known is None:
        known = list(look())
        if not any(reason in (TOO_MUCH, PARSER_DIED) for answer, _ in known for _, reason, *_ in answer["left_out"]):
            entry.remember(_parts(known))
    return known


def _digest(files: Iterable[Read], task: str) -> str:
    total = hashlib.sha256(task.encode("utf-8", "surrogateescape"))
    for candidate, data in files:
        about = f"\0{candidate.path}\0{candidate.named}\0{len(data)}\0"
        total.update(about.encode("utf-8", "surrogateescape"))
        total.update(data)
    return total.hexdigest()


def _parts(found: Iterable[Surveyed]) -> Iterator[tuple[str, bytes]]:
    """The answers, with the places of the N-Quads among all of them, and the N-Quads."""
    answers: list[dict[str, Any]] = []
    every = bytearray()
    for answer, n_quads in found:
        files = []
        for *values, place in answer["files"]:
            data = n_quads(*place) if place else b""
            files.append([*values, [len(every), len(data)] if place else place])
            every += data
        answers.append({**answer, "files": files})
    yield "answers.json", json.dumps(answers).encode()
    yield "statements.nq", bytes(every)


def _recalled(file: ZipFile) -> list[Surveyed]:
    every = file.read("statements.nq")

    def n_quads(place: int, length: int) -> bytes:
        return every[place : place + length]

    return [(answer, n_quads) for answer in json.loads(file.read("answers.json"))]
