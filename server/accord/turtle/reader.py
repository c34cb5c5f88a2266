"""Reads Turtle into a document."""

from __future__ import annotations

import re
from typing import Literal as OneOf

from accord.turtle import faults
from accord.turtle.document import Document, Fault, Limits
from accord.turtle.lines import LineReader
from accord.turtle.recovery import Reader
from accord.turtle.trig import TrigReader

Language = OneOf["Turtle", "TriG", "N-Triples", "N-Quads"]
"""The languages that this reader supports, by their names in the standards."""

_MEDIA: dict[Language, str] = {
    "Turtle": "text/turtle",
    "TriG": "application/trig",
    "N-Triples": "application/n-triples",
    "N-Quads": "application/n-quads",
}
_DEFAULT = Limits()
_SURROGATES = re.compile("[\ud800-\udfff]+")
_OTHER_FORMATS = {
    "JSON": re.compile(r'\s*(?:\{\s*["}]|\[\s*(?:\{|"[^"\n]*"\s*[,\]]))'),
    "HTML": re.compile(r"\s*<(?:!doctype\s+html|html[\s>])", re.IGNORECASE),
    "a SPARQL query": re.compile(
        r"\s*(?:(?:prefix|base)\s[^\n]*\n\s*)*(?:select|construct|ask|describe|insert|delete)\s", re.IGNORECASE
    ),
    "XML": re.compile(r"\s*<(?:\?xml\s|!doctype\s|!--|[A-Za-z][\w.:-]*\s+[\w.:-]+\s*=)", re.IGNORECASE),
}


def read(
    text: str, *, base: str | None = None, file: str = "", limits: Limits = _DEFAULT, language: Language = "Turtle"
) -> Document:
    """The statements of a ``text`` in Turtle 1.1 or a relative, and all of its mistakes; it never raises.

    ``base`` is the IRI that relative IRIs refer to, ``file`` the name to show in places, ``language`` what the text is
    written in; N-Triples and N-Quads have no relative IRIs. Surrogates, which no file can hold, are replaced by U+FFFD,
    so that whatever is read can be written.
    """
    surrogates = [faults.surrogate(match.span()) for match in _SURROGATES.finditer(text)]
    if surrogates:
        text = _SURROGATES.sub(lambda match: "\ufffd" * len(match[0]), text)
    reader = _reader(text, base, limits, language)
    reader.run()
    problems = _first(sorted(surrogates + reader.faults, key=lambda fault: fault.span), limits.faults)
    other = _other_format(text, language) if problems else None
    if other is not None:
        return Document(file, text, [], [other], {})
    return Document(file, text, reader.triples, problems, reader.terms.prefixes, reader.blocks)


def _reader(text: str, base: str | None, limits: Limits, language: Language) -> Reader | LineReader:
    if language in ("N-Triples", "N-Quads"):
        return LineReader(text, limits, graphs=language == "N-Quads")
    return TrigReader(text, base, limits) if language == "TriG" else Reader(text, base, limits)


def _first(problems: list[Fault], most: int) -> list[Fault]:
    """The mistakes up to a number, and where there are more, a sentence that says so."""
    if len(problems) <= most:
        return problems
    start = problems[most].span[0]
    return [*problems[:most], faults.too_many(most, (start, start), "mistakes")]


def _other_format(text: str, language: Language) -> Fault | None:
    """Asked only when there are mistakes, so that no Turtle is taken for something else."""
    for name, pattern in _OTHER_FORMATS.items():
        match = pattern.match(text)
        if match:
            start = match.end() - len(match[0].lstrip())
            return faults.other_format(name, (start, match.end()), language, _MEDIA[language])
    return None
