"""What XML 1.0 can carry (§2.2): pyoxigraph writes any character into XML, and a reader then refuses the whole answer.

A character that XML cannot carry becomes U+FFFD; a carriage return, which XML would read as a line feed, is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import Triple

_UNFIT = re.compile(rb"[\x00-\x08\x0B\x0C\x0E-\x1F]|\xEF\xBF[\xBE\xBF]|\r")
_REPLACEMENT = b"\xef\xbf\xbd"
_RETURN = b"&#13;"
_NAMED_BACKWARDS = re.compile(r"[\w.\-\u00B7]*?[^\W\d]")
"""Whether an IRI ends in a name, read from its end, so that no IRI takes more than linear time."""


def fit(data: bytes) -> bytes:
    """XML as UTF-8 in which every character is one that XML can carry. The data hold whole characters."""
    return _UNFIT.sub(lambda found: _RETURN if found[0] == b"\r" else _REPLACEMENT, data)


def whole(data: bytes | bytearray) -> int:
    """How many of these bytes surely end with a whole character: up to the last one that is ASCII."""
    return next((end for end in range(len(data), 0, -1) if data[end - 1] < 0x80), 0)


def writable(triples: Iterable[Triple]) -> Iterator[Triple]:
    """The triples, as far as RDF/XML can write them, which makes an element's name of a property (RDF/XML §5.1).

    Raises ValueError at a property that does not end in a name; pyoxigraph would write what is not XML.
    """
    for triple in triples:
        if not _NAMED_BACKWARDS.match(triple.predicate.value[::-1]):
            raise ValueError(f"RDF/XML cannot write the property {triple.predicate}; ask for another format.")
        yield triple
