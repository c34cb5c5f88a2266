"""Writers of answers: those of pyoxigraph, whose output is corrected for pages, lists, dumps and the endpoint.

XML 1.0 cannot carry every character (§2.2), and RDF/XML not every property (§5.1): pyoxigraph writes them anyway, and a
reader then refuses the whole. A local name with an escape is legal Turtle, but rdflib and rdflib.js misread some.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, Any, Self, cast

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Triple, serialize

_UNFIT = re.compile(rb"[\x00-\x08\x0B\x0C\x0E-\x1F]|\xEF\xBF[\xBE\xBF]|\r")
_CONTROLS = bytes({*range(0x20)} - {0x09, 0x0A})
_FFFE = b"\xef\xbf"
"""The bytes that U+FFFE and U+FFFF begin with; other characters begin with them too."""
_REPLACEMENT = b"\xef\xbf\xbd"
_RETURN = b"&#13;"
_NAMED_BACKWARDS = re.compile(r"[\w.\-\u00B7]*?[^\W\d]")
"""Whether an IRI ends in a name, read from its end, so that no IRI takes more than linear time."""
_TAKEN = "RDF|Description|ID|about|parseType|resource|nodeID|datatype|li|aboutEach|aboutEachPrefix|bagID"
_NOT_ELEMENTS = frozenset("http://www.w3.org/1999/02/22-rdf-syntax-ns#" + name for name in _TAKEN.split("|"))
"""Names that RDF/XML keeps for itself (§5.1): as a property they are refused, or ``li`` is read as another one."""
_XMLNS = "http://www.w3.org/2000/xmlns/"
"""The namespace of ``xmlns``, of which no element may be (Namespaces in XML §3)."""
_STRING_IRI_OR_WORD = re.compile(rb'"(?:[^"\\]+|\\.)*"?|<[^<>]*>?|[^\s"<]+')
"""Each part of a line of Turtle. No part can fail once it has begun, so that a line takes linear time."""
_ESCAPE = re.compile(rb"\\(.)")


_WITH_NAMES = (RdfFormat.TURTLE, RdfFormat.TRIG)
_IN_XML = (RdfFormat.RDF_XML, QueryResultsFormat.XML)


class Unwritable(ValueError):
    """A format cannot write a statement."""


def _is_fit(data: bytes) -> bool:
    """Whether nothing is to be corrected: nearly always, and seen six times sooner than by the expression."""
    return _FFFE not in data and len(data.translate(None, _CONTROLS)) == len(data)


def fit(data: bytes) -> bytes:
    """XML as UTF-8 in which every character is one that XML can carry. The data hold whole characters.

    A character that XML cannot carry becomes U+FFFD; a carriage return, which XML reads as a line feed, is escaped.
    """
    if _is_fit(data):
        return data
    return _UNFIT.sub(lambda found: _RETURN if found[0] == b"\r" else _REPLACEMENT, data)


def carried(data: bytes) -> bytes:
    """XML as UTF-8, its carriage returns escaped. The data hold whole characters.

    Raises Unwritable at a character that XML cannot carry: the value would be another one.
    """
    return data if _is_fit(data) else _UNFIT.sub(_return_or_refusal, data)


def _return_or_refusal(found: re.Match[bytes]) -> bytes:
    if found[0] == b"\r":
        return _RETURN
    raise Unwritable(
        f"XML cannot carry the character U+{ord(found[0].decode()):04X} of a value; ask for another format."
    )


def whole(data: bytes | bytearray) -> int:
    """The length of these bytes up to the last ASCII character, so that no character is cut."""
    return next((end for end in range(len(data), 0, -1) if data[end - 1] < 0x80), 0)


def writable(triples: Iterable[Triple]) -> Iterator[Triple]:
    """The triples, as far as RDF/XML can write them, which makes an element's name of a property (RDF/XML §5.1).

    Raises Unwritable at a property that does not end in a name, or whose name has another meaning there; pyoxigraph
    would write what is not XML or not RDF/XML.
    """
    for triple in triples:
        property = triple.predicate.value
        reserved = property in _NOT_ELEMENTS or property.startswith(_XMLNS)
        if reserved or not _NAMED_BACKWARDS.match(property[::-1]):
            raise Unwritable(f"RDF/XML cannot write the property {triple.predicate}; ask for another format.")
        yield triple


def names_in_full(prefixes: Mapping[str, str]) -> Callable[[bytes], bytes]:
    """A function that writes the IRI in full for each prefixed name with an escape, in whole lines of Turtle or TriG.

    The lines are as pyoxigraph writes them: strings in double quotes, no comments, names apart by spaces.
    """
    spaces = {name.encode(): space.encode() for name, space in prefixes.items()}

    def full(found: re.Match[bytes]) -> bytes:
        before, datatype, name = found[0].rpartition(b"^^")
        prefix, _, local = name.partition(b":")
        if found[0][:1] in b'"<' or b"\\" not in local or prefix not in spaces:
            return found[0]
        return b"%s%s<%s%s>" % (before, datatype, spaces[prefix], _ESCAPE.sub(rb"\1", local))

    def lines(data: bytes) -> bytes:
        return b"".join(
            _STRING_IRI_OR_WORD.sub(full, line) if b"\\" in line else line for line in data.splitlines(keepends=True)
        )

    return lines


def whole_lines(data: bytes | bytearray) -> int:
    """How many of these bytes are whole lines."""
    return data.rfind(b"\n") + 1


class Corrected:
    """A file whose content is corrected, part by part, before it is written into another; both have UTF-8.

    ``ready`` says how many bytes of a beginning can be corrected without what follows. To be used in a ``with``: the
    rest is written at the end, unless an exception ends it.
    """

    def __init__(self, file: IO[bytes], correct: Callable[[bytes], bytes], ready: Callable[[bytearray], int]) -> None:
        self._file = file
        self._correct = correct
        self._ready = ready
        self._waiting = bytearray()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._file.write(self._correct(bytes(self._waiting)))

    def write(self, data: bytes) -> int:
        """Take the next bytes; returns how many these are."""
        self._waiting += data
        ready = self._ready(self._waiting)
        self._file.write(self._correct(bytes(self._waiting[:ready])))
        del self._waiting[:ready]
        return len(data)

    def flush(self) -> None:
        """Nothing: what is ready is written already."""


Writer = Callable[[Any, IO[bytes], Mapping[str, str]], object]
"""Writes an answer into a file: the rows of a SELECT (QuerySolutions), the truth value of an ASK (QueryBoolean), or an
iterable of triples or quads; of the prefixes only a format for graphs makes use."""


def corrected_writer(syntax: RdfFormat | QueryResultsFormat) -> Writer:
    """The writer of pyoxigraph, with its output corrected where readers would refuse it."""

    def write(results: Any, file: IO[bytes], prefixes: Mapping[str, str]) -> None:
        if isinstance(syntax, RdfFormat):
            results = writable(results) if syntax == RdfFormat.RDF_XML else results
            serialize(results, file, syntax, prefixes=dict(prefixes))
        else:
            results.serialize(file, syntax)

    def write_corrected(results: Any, file: IO[bytes], prefixes: Mapping[str, str]) -> None:
        correct, ready = (names_in_full(prefixes), whole_lines) if syntax in _WITH_NAMES else (carried, whole)
        with Corrected(file, correct, ready) as corrected:
            write(results, cast("IO[bytes]", corrected), prefixes)

    return write_corrected if syntax in (*_WITH_NAMES, *_IN_XML) else write


def table_writer(syntax: QueryResultsFormat, truth: str) -> Writer:
    """A writer of tables: the standard says nothing of ASK in CSV and TSV, so its truth value becomes a column."""

    def write(results: QuerySolutions | QueryBoolean, file: IO[bytes], _: Mapping[str, str]) -> None:
        if isinstance(results, QueryBoolean):
            file.write(truth.format("true" if results else "false").encode())
        else:
            results.serialize(file, syntax)

    return write
