"""Likely fixes of results, by the kind of constraint."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rdflib import Literal, URIRef
from rdflib.namespace import RDF, SH, XSD
from rdflib.term import Node

from accord.names import local_name
from accord.validation import hints
from accord.validation.datatypes import is_well_formed
from accord.validation.shacl.run_pyshacl import Result
from accord.validation.shacl.shapes import Shapes
from accord.validation.words.term_index import TermIndex

_WEB_ADDRESS = re.compile(r"https?://\S+$")


@dataclass(frozen=True)
class FixSuggester:
    """Knows what was probably meant."""

    shapes: Shapes
    lexicon: TermIndex

    def hint(self, result: Result) -> str:
        """How to mend a result, as one sentence, or nothing when nobody can tell."""
        match result.component:
            case "MinCount" | "QualifiedMinCount" if isinstance(result.path, URIRef):
                return f"Add a line: {self.lexicon.written(result.path)} … ;"
            case "In":
                return self._member(result.value, self.shapes.members(result.shape, SH["in"]))
            case "HasValue":
                value = self.shapes.value(result.shape, SH.hasValue)
                return f"Write {self._written(value)}." if value is not None else ""
            case "Datatype":
                return self._datatype(result.value, str(self.shapes.value(result.shape, SH.datatype)))
            case "NodeKind":
                return self._node_kind(result.value, self.shapes.value(result.shape, SH.nodeKind))
            case "Class" if isinstance(result.value, URIRef):
                kinds = " and ".join(self.lexicon.kinds(result.value))
                return f"'{self.lexicon.label(result.value)}' is of the class '{kinds}'." if kinds else ""
            case "LanguageIn":
                return self._language(result)
        return ""

    def _member(self, value: Node | None, members: list[Node]) -> str:
        """The allowed value that is most like this one, by its label or by the last part of its IRI."""
        words = self.lexicon.called(members)
        name = local_name(value) if isinstance(value, URIRef) else str(value)
        near = hints.nearest(name, words, closeness=0.6)
        return f"Did you mean {words[near]}?" if near else ""

    def _datatype(self, value: Node | None, datatype: str) -> str:
        if not isinstance(value, Literal):
            return ""
        if datatype == str(RDF.langString):
            return f'Name the language: "{hints.excerpt(str(value))}"@en.'
        if datatype == str(XSD.string) and value.language:
            return f"Leave out @{value.language}."
        if is_well_formed(str(value), datatype):
            return f"Write ^^{self.lexicon.written(datatype)} after the closing quote."
        return hints.value_of(str(value), datatype)

    def _node_kind(self, value: Node | None, kind: Node | None) -> str:
        """Angle brackets for an address in quotes, no quotes for a name with a prefix, quotes for a link."""
        if isinstance(value, URIRef) and kind == SH.Literal:
            return f'Write it in quotes: "{value}".'
        text = str(value)
        if not isinstance(value, Literal) or kind not in (SH.IRI, SH.BlankNodeOrIRI):
            return ""
        if _WEB_ADDRESS.match(text):
            return f"Write it in angle brackets, without quotes: <{text}>."
        called = self.lexicon.bearer(text)
        return f"Write {called}, without quotes." if called else "Write the IRI of the thing, without quotes."

    def _language(self, result: Result) -> str:
        tags = [str(one) for one in self.shapes.members(result.shape, SH.languageIn)]
        if isinstance(result.value, Literal) and tags:
            return f'Name a language: "{hints.excerpt(str(result.value))}"@{tags[0]}.'
        return ""

    def _written(self, term: Node) -> str:
        return self.lexicon.written(str(term)) if isinstance(term, URIRef) else f'"{term}"'
