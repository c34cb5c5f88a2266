"""The syntax of a file, by the ending of its name or by a media type (``contents`` says when the name is wrong)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat

from accord import formats

if TYPE_CHECKING:
    from accord.turtle import Language


@dataclass(frozen=True, slots=True)
class Syntax:
    """A way to write RDF.

    ``endings`` of file names, the preferred one first; ``media`` types, the registered one first; ``parser`` is the
    parser's name for it; ``language`` is its name in ``accord.turtle``, which gives places, or None.
    """

    name: str
    endings: tuple[str, ...]
    media: tuple[str, ...]
    parser: RdfFormat
    language: Language | None = None


def _syntax(
    form: formats.Format, parser: RdfFormat, endings: tuple[str, ...], language: Language | None = None
) -> Syntax:
    return Syntax(form.label, endings, (form.media, *form.aliases), parser, language)


TURTLE = _syntax(formats.TURTLE, RdfFormat.TURTLE, (".ttl", ".turtle"), "Turtle")
N3 = Syntax("N3", (".n3",), ("text/n3", "text/rdf+n3"), RdfFormat.TURTLE, "Turtle")
TRIG = _syntax(formats.TRIG, RdfFormat.TRIG, (".trig",), "TriG")
N_TRIPLES = _syntax(formats.N_TRIPLES, RdfFormat.N_TRIPLES, (".nt",), "N-Triples")
N_QUADS = _syntax(formats.N_QUADS, RdfFormat.N_QUADS, (".nq",), "N-Quads")
RDF_XML = _syntax(formats.RDF_XML, RdfFormat.RDF_XML, (".rdf", ".owl", ".xml"))
JSON_LD = _syntax(formats.JSON_LD, RdfFormat.JSON_LD, (".jsonld", ".json"))

SYNTAXES = (TURTLE, N3, TRIG, N_TRIPLES, N_QUADS, RDF_XML, JSON_LD)
"""All that is read. Only the part of N3 that is Turtle is read."""

_BY_ENDING = {ending: syntax for syntax in SYNTAXES for ending in syntax.endings}
_BY_MEDIA = {media: syntax for syntax in SYNTAXES for media in syntax.media}
_GENERAL = (".json", ".xml")
_GENERAL_MEDIA = ("application/json", "application/xml", "text/xml")
_GZIP = ".gz"


def syntax_of(name: str) -> Syntax | None:
    """The syntax of a file name, also with ``.gz`` after it, or of a media type; ``None`` for what is not RDF.

    A ``.json`` or ``.xml`` file may hold something else: ``parse`` looks, and says so.
    """
    media = name.partition(";")[0].strip().lower()
    return _BY_MEDIA.get(media) or _BY_ENDING.get(ending_of(name))


def ending_of(name: str) -> str:
    """The ending that tells the syntax, in small letters, without ``.gz``."""
    last = name.lower().replace("\\", "/").rpartition("/")[2].removesuffix(_GZIP)
    stem, dot, ending = last.rpartition(".")
    return dot + ending if stem else ""


def is_gzipped(name: str) -> bool:
    """Whether a file name says that the file is compressed."""
    return name.lower().endswith(_GZIP)


def is_general(name: str) -> bool:
    """Whether the name or the media type is shared with files that hold no RDF."""
    return ending_of(name) in _GENERAL or name.partition(";")[0].strip().lower() in _GENERAL_MEDIA
