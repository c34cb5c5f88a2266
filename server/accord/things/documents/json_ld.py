"""JSON-LD as people and programs like to read it: names of the publication's own terms, prefixes for all else.

The context of a publication has an address of its own (``/context.jsonld``). A document holds the part of it that it
uses, not its address: a reader then needs no second request, and one that fetches nothing, such as ``accord check``,
can read the document too. It is JSON-LD 1.1, flattened: an object for each subject, in the order of the statements.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby
from typing import IO, Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from accord.names import RDF, RDFS, XSD
from accord.serialization import Unwritable
from accord.things.ontology.vocabulary import Term, Vocabulary

_NAME = re.compile(r"[A-Za-z_][\w-]*", re.ASCII)
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")
"""An integer whose spelling JSON keeps, and which every reader of JSON holds exactly (below 2 to the power of 53)."""
_ENDS = (":", "/", "?", "#", "[", "]", "@")
"""The last character of a namespace that may have a prefix without more ado (JSON-LD 1.1, section 4.1.2)."""
_DATATYPES = tuple(RDF + name for name in ("HTML", "JSON", "PlainLiteral", "XMLLiteral"))
"""The datatypes of RDF itself whose literals have no language."""
_WORDS = (XSD + "string", RDF + "langString", RDFS + "Literal", RDFS + "Resource")
_MOST_KEPT = 10_000
"""IRIs whose short forms are kept while a graph is written: those of a vocabulary come again and again."""
_DECIDED = {XSD + "boolean": {"true": True, "false": False}}


class Context:
    """Which names JSON-LD uses for IRIs: the local names of the publication's own terms, and its prefixes."""

    def __init__(self, prefixes: Mapping[str, str], vocabulary: Vocabulary | None = None) -> None:
        self._prefixes = {name: space for name, space in prefixes.items() if name and space.endswith(_ENDS)}
        own = (term for term in (vocabulary or {}).values() if term.own)
        named = ((term.iri.replace("#", "/").rpartition("/")[2], term) for term in own)
        self._terms = {
            term.iri: (name, term) for name, term in named if _NAME.fullmatch(name) and name not in self._prefixes
        }

    def with_prefixes(self, prefixes: Mapping[str, str]) -> Context:
        """The same with other prefixes."""
        other = Context(prefixes)
        other._terms = {iri: pair for iri, pair in self._terms.items() if pair[0] not in other._prefixes}
        return other

    def whole(self) -> dict[str, Any]:
        """All of it, as the document that has its address."""
        writing = _Writing(self._prefixes, self._terms)
        terms = {name: writing.definition(term) for name, term in self._terms.values()}
        return {"@context": dict(sorted(self._prefixes.items())) | terms}

    def write(self, triples: Iterable[Triple]) -> bytes:
        """A graph as one JSON object in UTF-8.

        Raises Unwritable for a statement about a statement.
        """
        triples = list(triples)
        schemes = set(_schemes(triples))
        usable = {name: space for name, space in self._prefixes.items() if name not in schemes}
        writing = _Writing(usable, self._terms)
        graph = list(writing.nodes(triples))
        document = {"@context": writing.context(), "@graph": graph}
        return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"

    def write_long(self, triples: Collection[Triple], file: IO[bytes]) -> None:
        """A large graph as a JSON object of many lines: the whole context first, then an object for each run of
        statements with one subject.

        Nothing is kept in memory but the statements themselves, which are read twice. Raises Unwritable for a statement
        about a statement.
        """
        schemes = set(_schemes(triples))
        usable = Context({name: space for name, space in self._prefixes.items() if name not in schemes})
        usable._terms = {iri: pair for iri, pair in self._terms.items() if pair[0] not in schemes}
        writing = _Writing(usable._prefixes, usable._terms)
        file.write(b'{\n"@context": %s,\n"@graph": [' % _encoded(usable.whole()["@context"]))
        for number, (_, run) in enumerate(groupby(triples, key=lambda triple: triple.subject)):
            for node in writing.nodes(run):
                file.write((b",\n" if number else b"\n") + _encoded(node))
        file.write(b"\n]}\n")


def _encoded(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _schemes(triples: Iterable[Triple]) -> Iterator[str]:
    """The schemes of all IRIs: a prefix of that name would make ``tag:x`` a prefixed name."""
    for triple in triples:
        for node in (triple.subject, triple.predicate, triple.object, getattr(triple.object, "datatype", None)):
            if isinstance(node, NamedNode):
                yield node.value.partition(":")[0]


class _Writing:
    """One document in the making: it collects the prefixes and terms that are used."""

    def __init__(self, prefixes: Mapping[str, str], terms: Mapping[str, tuple[str, Term]]) -> None:
        self._spaces = sorted(((space, name) for name, space in prefixes.items()), key=lambda one: -len(one[0]))
        self._terms = terms
        self._prefixes_used: dict[str, str] = {}
        self._terms_used: dict[str, Any] = {}
        self._short: dict[str, str] = {}

    def context(self) -> dict[str, Any]:
        """The prefixes and terms that were used."""
        return dict(sorted(self._prefixes_used.items())) | dict(sorted(self._terms_used.items()))

    def nodes(self, triples: Iterable[Triple]) -> Iterator[dict[str, Any]]:
        """An object for each subject."""
        nodes: dict[str, dict[str, Any]] = {}
        for triple in triples:
            subject = self._reference(triple.subject)
            node = nodes.setdefault(subject, {"@id": subject})
            key, value = self._pair(triple)
            node.setdefault(key, []).append(value)
        for node in nodes.values():
            yield {key: value[0] if key != "@id" and len(value) == 1 else value for key, value in node.items()}

    def definition(self, term: Term) -> Any:
        """A term as the context defines it: with the type of its values where the ontology gives them one."""
        iri, coerced = self.short(term.iri), _coerced(term)
        return {"@id": iri, "@type": coerced if coerced == "@id" else self.short(coerced)} if coerced else iri

    def short(self, iri: str) -> str:
        """An IRI with a prefix where there is one for it."""
        if iri not in self._short:
            if len(self._short) >= _MOST_KEPT:
                self._short.clear()
            self._short[iri] = self._shortened(iri)
        return self._short[iri]

    def _shortened(self, iri: str) -> str:
        for space, name in self._spaces:
            if iri.startswith(space) and not iri.startswith("//", len(space)):
                self._prefixes_used[name] = space
                return f"{name}:{iri[len(space) :]}"
        return iri

    def _named(self, iri: str) -> tuple[str, str]:
        """The key of a property or a class, and the type that the context gives its values."""
        if iri not in self._terms:
            return self.short(iri), ""
        name, term = self._terms[iri]
        self._terms_used[name] = self.definition(term)
        return name, _coerced(term)

    def _pair(self, triple: Triple) -> tuple[str, Any]:
        node = triple.object
        if triple.predicate.value == RDF + "type" and isinstance(node, NamedNode | BlankNode):
            return "@type", self._named(node.value)[0] if isinstance(node, NamedNode) else str(node)
        key, coerced = self._named(triple.predicate.value)
        if isinstance(node, Literal):
            return key, self._literal(node, coerced)
        reference = self._reference(node)
        return key, reference if coerced == "@id" else {"@id": reference}

    def _reference(self, node: object) -> str:
        if isinstance(node, NamedNode):
            return self.short(node.value)
        if isinstance(node, BlankNode):
            return str(node)
        raise Unwritable(f"JSON-LD cannot write a statement about a statement: {str(node)[:200]}.")

    def _literal(self, literal: Literal, coerced: str) -> Any:
        """A plain value where reading it gives the very same literal, an object with its type or language elsewhere."""
        text, datatype = literal.value, literal.datatype.value
        if literal.language:
            direction = {"@direction": str(literal.direction)} if getattr(literal, "direction", None) else {}
            return {"@language": literal.language, **direction, "@value": text}
        if datatype == (coerced or XSD + "string") and datatype != XSD + "integer":
            return _DECIDED.get(datatype, {}).get(text, text)
        if datatype == XSD + "string":
            return {"@value": text}
        if coerced in ("", datatype):
            if datatype == XSD + "integer" and _INTEGER.fullmatch(text):
                return int(text)
            if text in _DECIDED.get(datatype, ()):
                return _DECIDED[datatype][text]
        return {"@type": self.short(datatype), "@value": text}


def _coerced(term: Term) -> str:
    """The type of the values of a property: ``@id`` for links, the IRI of a datatype, or nothing."""
    if term.kind != "property" or len(term.ranges) != 1:
        return ""
    kind = term.ranges[0]
    if kind in _WORDS:
        return ""
    return kind if kind.startswith(XSD) or kind in _DATATYPES else "@id"
