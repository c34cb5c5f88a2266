"""What a file contains when its name says something else."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyoxigraph import parse

from accord.parsing.model import FileFault, start_of
from accord.parsing.syntaxes import (
    JSON_LD,
    N_QUADS,
    N_TRIPLES,
    RDF_XML,
    TRIG,
    TURTLE,
    Syntax,
    ending_of,
)
from accord.parsing.terms import is_rdf_12

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_HEAD = 4_096
"""Characters that are looked at: what comes first tells."""
_SPACE = r"\ufeff?\s*(?:#[^\n]*\n\s*)*"
_FOREIGN = {
    "a pointer of Git LFS": (re.compile(r"version https://git-lfs"), "Fetch the file itself with git lfs pull."),
    "OWL in functional syntax": (re.compile(_SPACE + r"(?:Prefix|Ontology)\s*\("), ""),
    "OWL in Manchester syntax": (re.compile(_SPACE + r"(?:Prefix|Ontology):\s"), ""),
    "an ontology in OBO format": (re.compile(r"\s*format-version:"), ""),
    "HTML": (re.compile(_SPACE + r"<(?:!doctype\s+html|html[\s>])", re.IGNORECASE), "Remove it from the folder."),
}
_NO_RDF = "XML without the namespace of RDF"
_CONVERT = "Convert it to Turtle or RDF/XML, for example with ROBOT."
_OWL_XML = re.compile(r"<(?:\w+:)?Ontology[\s>]")
_XML = re.compile(_SPACE + r"<(?:\?xml\s|!--|!DOCTYPE\s|\w+:RDF[\s>])")
_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*\{)")
_TURTLE = re.compile(_SPACE + r"(?:@prefix|@base|prefix\s|base\s*<|<[^<>\s]*>\s*(?:<|a\s))", re.IGNORECASE)
_INSTEAD = {
    TURTLE.name: (TRIG,),
    "N3": (TRIG,),
    TRIG.name: (N_QUADS,),
    N_TRIPLES.name: (N_QUADS, TURTLE, TRIG),
    N_QUADS.name: (TURTLE, TRIG),
}
"""For the syntaxes that look alike: what to try where the text is not in the one that the name says."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The fault that a file is not what its name says, and the syntax that its content has, if known."""

    fault: FileFault
    syntax: Syntax | None = None


def holds_rdf(text: str) -> bool:
    """Whether an XML document declares the namespace of RDF; a query in one only mentions it."""
    return f'"{_RDF}"' in text or f"'{_RDF}'" in text


def disagreement(syntax: Syntax, text: str, file: str) -> Disagreement | None:
    """The format of a file that cannot be read in its syntax; None if that is unknown."""
    head = text[:_HEAD]
    for what, (pattern, remedy) in _FOREIGN.items():
        if pattern.match(head):
            return _foreign(syntax, what, remedy or _CONVERT, file)
    if _XML.match(head) and (syntax is not RDF_XML or not holds_rdf(text)):
        if _OWL_XML.search(head) and f'rdf="{_RDF}' not in text.partition(">")[0] and ":RDF" not in head:
            return _foreign(syntax, "OWL in OWL/XML", _CONVERT, file)
        return _readable(syntax, RDF_XML, file) if holds_rdf(text) else _foreign(syntax, _NO_RDF, "Rename it.", file)
    if syntax is not JSON_LD and _JSON.match(head):
        return _readable(syntax, JSON_LD, file)
    if syntax in (RDF_XML, JSON_LD):
        return _readable(syntax, TURTLE, file) if _TURTLE.match(head) else None
    other = next((other for other in _INSTEAD[syntax.name] if _reads(other, text)), None)
    return _readable(syntax, other, file) if other else None


def _reads(syntax: Syntax, text: str) -> bool:
    """Whether a string has statements in a syntax, and no mistake."""
    base = "x:/" if syntax in (TURTLE, TRIG) else None
    found = False
    try:
        for quad in parse(text, syntax.parser, base_iri=base):
            if is_rdf_12(quad):
                return False
            found = True
    except (SyntaxError, MemoryError):
        return False
    return found


def _readable(syntax: Syntax, other: Syntax, file: str) -> Disagreement:
    ending = ending_of(file)
    packed = file[len(file) - 3 :] if file.lower().endswith(".gz") else ""
    stem = file.removesuffix(packed)[: -len(ending)] if ending else file
    found = _foreign(syntax, other.name, f"Rename it to {stem}{other.endings[0]}{packed}.", file)
    return Disagreement(found.fault, other)


def _foreign(syntax: Syntax, what: str, remedy: str, file: str) -> Disagreement:
    ending = ending_of(file)
    says = f"The ending {ending} says {syntax.name}" if ending else f"It came as {syntax.name}"
    return Disagreement(FileFault("RDF-FORMAT", f"{says}, but the file holds {what}.", start_of(file), remedy))
