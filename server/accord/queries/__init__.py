"""The program's own SPARQL, one query a file, and the reading of such files.

A query file begins with comments: the first line is the title, the lines up to the first empty comment after it are the
description, and the lines ``# name: value`` are settings for the caller.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

_SETTING = re.compile(r"([a-z]+): (.+)")


@dataclass(frozen=True)
class NamedQuery:
    """A SPARQL query with the settings of its file; ``text`` is the whole file, which is valid SPARQL."""

    name: str
    title: str
    description: str
    settings: Mapping[str, str]
    text: str


def parse(name: str, text: str) -> NamedQuery:
    """Read a query file. What is missing in the leading comments is empty."""
    comments: list[str] = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        comments.append(line.removeprefix("#").strip())
    settings = {match[1]: match[2] for line in comments[1:] if (match := _SETTING.fullmatch(line))}
    description = " ".join(line for line in comments[1:] if line and not _SETTING.fullmatch(line))
    return NamedQuery(name, comments[0] if comments else "", description, settings, text)


@cache
def load(name: str) -> NamedQuery:
    """The program's query of this name. Raises FileNotFoundError, a bug of the program, when there is none."""
    return parse(name, resources.files(__name__).joinpath(f"{name}.rq").read_text("utf-8"))


@cache
def names() -> tuple[str, ...]:
    """The names of all the program's queries, by the alphabet."""
    files = resources.files(__name__).iterdir()
    return tuple(sorted(file.name.removesuffix(".rq") for file in files if file.name.endswith(".rq")))
