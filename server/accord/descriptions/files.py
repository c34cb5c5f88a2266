"""The files that a description offers: the dumps, and tables of the things of a class, each with size and checksum."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from accord.descriptions.dumps import DUMPS, Dump, Dumps
from accord.formats import CSV


@dataclass(frozen=True, slots=True)
class CsvwColumn:
    """A column of a table: its name in the file, its words, and its datatype by the names of CSV on the Web."""

    name: str
    title: str
    datatype: str


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """A file: an identifier, words for people, its absolute URL, media type, bytes and SHA-256, and columns of CSV."""

    name: str
    title: str
    url: str
    media: str
    size: int
    checksum: str
    columns: tuple[CsvwColumn, ...] = ()


def dump_files(dumps: Dumps, root: str) -> list[OfferedFile]:
    """The dumps that are made, one at least; ``root`` is the address of the site, with a slash at its end."""
    made = [dump for _, dump in dumps.all() if dump] or [dumps.of(DUMPS[0])]
    return [_dump(dump, root) for dump in made]


def table_file(name: str, title: str, url: str, data: bytes, columns: Iterable[CsvwColumn]) -> OfferedFile:
    """A table as a file."""
    return OfferedFile(name, title, url, CSV.media, len(data), sha256(data).hexdigest(), tuple(columns))


def _dump(dump: Dump, root: str) -> OfferedFile:
    suffix, words = dump.format.suffix, f"The whole dataset as {dump.format.label}"
    return OfferedFile(
        f"dump.{suffix}", words, f"{root}dump.{suffix}", dump.format.media, dump.plain.size, dump.checksum
    )
