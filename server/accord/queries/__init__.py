"""The program's own SPARQL, one query a file, and the reading of such files.

A query file begins with comments: the first line is the title, the lines up to the first empty comment after it are the
description, the lines ``# name: value`` are settings for the caller, and the lines ``# @name words`` are annotations,
such as ``# @param region: ex:Region = ex:north``. The comments of grlc, ``#+ name: value``, are read too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from accord.queries.decorators import Decorators

_SETTING = re.compile(r"([a-z]+): (.+)")
_ANNOTATION = re.compile(r"@([a-z]+)[ \t]+(\S.*)")


@dataclass(frozen=True)
class NamedQuery:
    """A SPARQL query with the settings of its file; ``text`` is the whole file, which is valid SPARQL.

    ``annotations`` are pairs of a name (``param``) and what follows it; ``decorators`` are grlc's.
    """

    name: str
    title: str
    description: str
    settings: Mapping[str, str]
    text: str
    annotations: tuple[tuple[str, str], ...] = ()
    decorators: Decorators = field(default_factory=Decorators)

    def annotated(self, name: str) -> tuple[str, ...]:
        """The values of the annotations with a name, in the order of the file."""
        return tuple(words for one, words in self.annotations if one == name)

    @property
    def query(self) -> str:
        """The query without the comments that begin the file."""
        return "".join(self.text.splitlines(True)[len(_leading(self.text)) :]).strip("\r\n")


def parse(name: str, text: str) -> NamedQuery:
    """Read a query file. What is missing in the leading comments is empty."""
    leading = _leading(text)
    decorators = Decorators.read(line.removeprefix("#+") for line in leading if line.startswith("#+"))
    comments = [line.removeprefix("#").strip() for line in leading if line.strip() and not line.startswith("#+")]
    annotations = [match for line in comments if (match := _ANNOTATION.fullmatch(line))]
    comments = [line for line in comments if not _ANNOTATION.fullmatch(line)]
    title = decorators.value("summary")
    settings = {"group": decorators.value("tags")} if decorators.value("tags") else {}
    if not title and comments:
        title, *comments = comments
    settings |= {match[1]: match[2] for line in comments if (match := _SETTING.fullmatch(line))}
    described = " ".join(line for line in comments if line and not _SETTING.fullmatch(line))
    return NamedQuery(
        name=name,
        title=title,
        description=decorators.value("description") or described,
        settings=settings,
        text=text,
        annotations=tuple((match[1], match[2]) for match in annotations),
        decorators=decorators,
    )


def _leading(text: str) -> list[str]:
    """The comments, and the empty lines between them, with which a file begins."""
    lines = text.splitlines()
    begin = next((place for place, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    return lines[:begin]


@cache
def load(name: str) -> NamedQuery:
    """The program's query of this name. Raises FileNotFoundError, a bug of the program, when there is none."""
    return parse(name, resources.files(__name__).joinpath(f"{name}.rq").read_text("utf-8"))


@cache
def names() -> tuple[str, ...]:
    """The names of all the program's queries, by the alphabet."""
    files = resources.files(__name__).iterdir()
    return tuple(sorted(file.name.removesuffix(".rq") for file in files if file.name.endswith(".rq")))
