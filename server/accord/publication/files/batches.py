"""The files of a folder with their bytes, divided for the processes that parse them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from accord.errors import InputError
from accord.publication.files import Folder
from accord.publication.files.addresses import without_ending
from accord.publication.files.layout import Layout, LeftOut, NamedFile, reason_of

_BATCH_BYTES = 128 << 20
"""Bytes of the files that are parsed at a time; parsed, they take about ten times as much."""
_SHARE_BYTES = 1 << 20
"""Bytes of files for which a process more is worth its start: they are read in about 0.1 s."""

Read = tuple[NamedFile, bytes]


def cores() -> int:
    """How many processes can work at the same time."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def batches(layout: Layout, left_out: list[LeftOut]) -> Iterator[list[list[Read]]]:
    """The files with their bytes, in groups of one stem, as many at a time as one child takes."""
    stems: dict[str, list[NamedFile]] = {}
    for candidate in layout.files:
        stems.setdefault(without_ending(candidate.path), []).append(candidate)
    folder = Folder(layout.root)
    batch: list[list[Read]] = []
    size = 0
    for candidates in stems.values():
        group = list(_read(folder, candidates, left_out))
        batch.append(group)
        size += sum(len(data) for _, data in group)
        if size > _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    yield batch


def _read(folder: Folder, candidates: Iterable[NamedFile], left_out: list[LeftOut]) -> Iterator[Read]:
    for candidate in candidates:
        try:
            yield candidate, folder.bytes_of(candidate.path)
        except InputError as error:
            left_out.append(LeftOut(candidate.path, reason_of(error, candidate.path)))


def shares(groups: list[list[Read]], most: int) -> Iterator[list[list[Read]]]:
    """The groups in order, in parts of about the same number of bytes."""
    sizes = [sum(len(data) for _, data in group) for group in groups]
    total = sum(sizes)
    count = max(1, min(most, total // _SHARE_BYTES))
    share: list[list[Read]] = []
    before, done = 0, 1
    for group, size in zip(groups, sizes, strict=True):
        share.append(group)
        before += size
        if before * count >= total * done and done < count:
            yield share
            share, done = [], done + 1
    yield share
