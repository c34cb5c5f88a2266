"""What the docstring of a view says about its operation.

The first paragraph is the summary, further ones the description. Fields follow, each on a line of its own, which
indented lines continue:

* ``:path NAME: meaning`` and ``:query TYPE NAME: meaning`` for parameters. A type is a type of JSON, ``filters`` (for
  parameters of any other name), or a choice such as ``on|off``; without one it is a string. ``required`` before the
  type says that there must be one, ``posted`` that a POST must have it in its form, ``alone`` that there must be one
  where the path names nothing, and none elsewhere.
* ``:body MEDIA: meaning`` for a body that is accepted. ``:body MEDIA SCHEMA: meaning`` names its schema.
* ``:form TYPE NAME: meaning`` for a field that only a form has. ``binary`` is the type of a file, in a multipart form.
* ``:produces: …`` for the formats of the answer with status 200: media types, and names of formats or tables of formats
  in the module of the view or in :mod:`accord.formats`.
* ``:json: SCHEMA`` for the schema of an answer in plain JSON (``schemas.json``).
* ``:answers STATUS: meaning`` for another status than 200, with an answer in the same formats if it is an error.

``Example: …`` at the end of a meaning gives an example; ``{name}`` and other words in braces are filled in from the
publication (see :mod:`accord.web.openapi.examples`).
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_EXAMPLE = " Example: "
_FLAGS = ("required", "posted", "alone")
_BEGIN = re.compile(r":([a-z]+)( [^:]*)?:(?: (.*))?")


@dataclass(frozen=True, slots=True)
class DocstringField:
    """A line of a docstring that is for programs: its kind, the words after it, its meaning, and an example."""

    kind: str
    words: tuple[str, ...]
    meaning: str
    example: str

    @property
    def name(self) -> str:
        """The name of a parameter."""
        return self.words[-1]

    @property
    def type(self) -> str:
        """The type of a parameter."""
        return next((word for word in self.words[:-1] if word not in _FLAGS), "string")


@dataclass(frozen=True, slots=True)
class Documentation:
    """A docstring in its parts."""

    summary: str
    description: str
    fields: tuple[DocstringField, ...]

    def of(self, kind: str) -> tuple[DocstringField, ...]:
        """The fields of a kind, in their order."""
        return tuple(field for field in self.fields if field.kind == kind)


def read(view: Callable[..., Any]) -> Documentation:
    """The docstring of a view."""
    words: list[str] = []
    fields: list[list[str]] = []
    for line in (inspect.getdoc(view) or "").splitlines():
        if _BEGIN.fullmatch(line):
            fields.append([line])
        elif fields and line.startswith(" "):
            fields[-1].append(line.strip())
        else:
            words.append(line)
    paragraphs = [" ".join(one.split()) for one in "\n".join(words).split("\n\n")]
    found = tuple(_field(" ".join(lines)) for lines in fields)
    return Documentation(paragraphs[0], "\n\n".join(filter(None, paragraphs[1:])), found)


def _field(line: str) -> DocstringField:
    found = _BEGIN.fullmatch(line)
    assert found, "a field begins as such"
    meaning, _, example = (found[3] or "").partition(_EXAMPLE)
    return DocstringField(found[1], tuple((found[2] or "").split()), meaning, example)
