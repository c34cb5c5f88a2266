"""The way in: a text goes in, a document comes out."""

from __future__ import annotations

import re

from accord.turtle import faults
from accord.turtle.document import Document, Fault, Limits
from accord.turtle.recovery import Reader

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


def read(text: str, *, base: str | None = None, file: str = "", limits: Limits = _DEFAULT) -> Document:
    """The statements of a Turtle 1.1 ``text`` and all of its mistakes; it never raises, whatever the text.

    ``base`` is the IRI that relative IRIs refer to, ``file`` the name to show in places. Surrogates, which no file can
    hold, are replaced by U+FFFD, so that whatever is read can be written.
    """
    surrogates = [faults.surrogate(match.span()) for match in _SURROGATES.finditer(text)]
    if surrogates:
        text = _SURROGATES.sub(lambda match: "\ufffd" * len(match[0]), text)
    reader = Reader(text, base, limits)
    reader.run()
    problems = _first(sorted(surrogates + reader.faults, key=lambda fault: fault.span), limits.faults)
    other = _other_format(text) if problems else None
    if other is not None:
        return Document(file, text, [], [other], {})
    return Document(file, text, reader.triples, problems, reader.terms.prefixes)


def _first(problems: list[Fault], most: int) -> list[Fault]:
    """The mistakes up to a number, and where there are more, a sentence that says so."""
    if len(problems) <= most:
        return problems
    start = problems[most].span[0]
    return [*problems[:most], faults.too_many(most, (start, start), "mistakes")]


def _other_format(text: str) -> Fault | None:
    """Asked only when there are mistakes, so that no Turtle is taken for something else."""
    for name, pattern in _OTHER_FORMATS.items():
        match = pattern.match(text)
        if match:
            start = match.end() - len(match[0].lstrip())
            return faults.other_format(name, (start, match.end()))
    return None
