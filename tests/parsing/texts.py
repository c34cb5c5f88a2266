"""The same graph in every syntax, and short ways to parse and to look at what came out."""

from __future__ import annotations

import pyoxigraph as ox

from accord import parsing
from accord.parsing import Parsed

BASE = "https://example.org/folder/file"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

SAME = {
    "f.ttl": '<a> <http://e/p> "4.50"^^<http://e/d>, "x"@en-GB ; <http://e/q> [ a <http://e/C> ] .',
    "f.n3": '<a> <http://e/p> "4.50"^^<http://e/d>, "x"@en-GB ; <http://e/q> [ a <http://e/C> ] .',
    "f.trig": '{ <a> <http://e/p> "4.50"^^<http://e/d>, "x"@en-GB ; <http://e/q> [ a <http://e/C> ] }',
    "f.nt": f"""<https://example.org/folder/a> <http://e/p> "4.50"^^<http://e/d> .
        <https://example.org/folder/a> <http://e/p> "x"@en-GB .
        <https://example.org/folder/a> <http://e/q> _:b .
        _:b <{RDF}type> <http://e/C> .""",
    "f.rdf": f"""<rdf:RDF xmlns:rdf="{RDF}" xmlns:e="http://e/"><rdf:Description rdf:about="a">
        <e:p rdf:datatype="http://e/d">4.50</e:p><e:p xml:lang="en-GB">x</e:p><e:q><e:C/></e:q>
        </rdf:Description></rdf:RDF>""",
    "f.jsonld": """{"@id": "a", "http://e/p": [{"@value": "4.50", "@type": "http://e/d"},
        {"@value": "x", "@language": "en-GB"}], "http://e/q": {"@type": "http://e/C"}}""",
}
SAME |= {"f.nq": SAME["f.nt"], "f.turtle": SAME["f.ttl"], "f.owl": SAME["f.rdf"], "f.xml": SAME["f.rdf"]}
SAME |= {"f.json": SAME["f.jsonld"], "F.TTL": SAME["f.ttl"], "d/F.Rdf": SAME["f.rdf"]}


def parse(text: str | bytes, file: str = "f.ttl", **more: object) -> Parsed:
    data = text.encode() if isinstance(text, str) else text
    return parsing.parse(data, file, base=BASE, **more)  # type: ignore[arg-type]


def lines(quads: tuple[ox.Quad, ...]) -> list[str]:
    return [str(quad) for quad in quads]


def only_fault(parsed: Parsed) -> tuple[str, str, str]:
    """Place, message and remedy of the one fault."""
    (fault,) = parsed.faults
    return str(fault.place), fault.message, fault.remedy
