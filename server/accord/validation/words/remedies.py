"""Likely fixes of results, by the kind of constraint."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import BNode, Literal, URIRef
from rdflib.namespace import RDF, SH, XSD
from rdflib.term import Node

from accord.did_you_mean import likeliest
from accord.names import NUMERIC, local_name, slug_of
from accord.validation import hints
from accord.validation.datatypes import is_well_formed
from accord.validation.shacl.run_pyshacl import ShaclResult
from accord.validation.shacl.shapes import Shapes
from accord.validation.words.term_index import TermIndex

_DATES = frozenset(map(str, (XSD.date, XSD.gYearMonth, XSD.gYear)))
_LISTED = 12
"""Values that a sentence may list."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")
_DIGITS = re.compile(r"[0-9]{1,40}")
_WEB_ADDRESS = re.compile(r"https?://\S+$")


@dataclass(frozen=True)
class FixSuggester:
    """Suggests a fix for a result."""

    shapes: Shapes
    term_index: TermIndex

    def remedy(self, result: ShaclResult) -> str:
        """How to fix a result, as one sentence, or an empty string when that is not known."""
        match result.component:
            case "MinCount" | "QualifiedMinCount" if isinstance(result.path, URIRef):
                return f"Add a line: {self.term_index.written(result.path)} … ;"
            case "In":
                return self._member(result.value, self.shapes.members(result.shape, SH["in"]))
            case "HasValue":
                value = result.constraint or self.shapes.value(result.shape, SH.hasValue)
                return f"Write {self._written(value)}." if value is not None else ""
            case "Datatype":
                return self._datatype(result.value, str(self.shapes.value(result.shape, SH.datatype)))
            case "NodeKind":
                return self._node_kind(result.value, self.shapes.value(result.shape, SH.nodeKind))
            case "Class" if isinstance(result.value, URIRef):
                kinds = self.term_index.distinct(self.term_index.kinds(result.value), self._classes(result))
                label = self.term_index.label(result.value)
                return (
                    f"Name a thing of that class; '{label}' is of '{' and '.join(kinds)}'."
                    if kinds
                    else self._class(result)
                )
            case "Class" if isinstance(result.value, BNode):
                return self._class(result)
            case "Class" if isinstance(result.value, Literal):
                called = self.term_index.called_by(str(result.value))
                return f"Write {called}, without quotes." if called else ""
            case "UniqueLang" if isinstance(result.path, URIRef):
                return self._repeated(result, result.path)
            case "LanguageIn":
                return self._language(result)
            case "Pattern" if result.path is None:
                return self._slug(str(result.focus))
            case "Or" | "Xone":
                return self._typed(result)
        return ""

    def _slug(self, iri: str) -> str:
        """The name of a thing as it has to be written, where it is not taken."""
        things = self.term_index.things
        fit = slug_of(iri.removeprefix(things)) if iri.startswith(things) and "#" not in iri else ""
        is_new = fit and things + fit != iri and not self.term_index.is_described(things + fit)
        return f"Write {self.term_index.written(things + fit)}, wherever it is named." if is_new else ""

    def _class(self, result: ShaclResult) -> str:
        """The line that gives a thing the class that is asked for, or the thing here that an address seems to mean."""
        address = result.value if isinstance(result.value, URIRef) else ""
        here = self.term_index.things + slug_of(address.rstrip("/").rpartition("/")[2].replace("_", "-"))
        if address and not self.term_index.is_described(address) and self.term_index.is_described(here):
            return f"Did you mean {self.term_index.written(here)}?"
        wanted = self._classes(result)
        return f"Add a line to it: a {self._written(wanted[0])} ;" if wanted else ""

    def _classes(self, result: ShaclResult) -> list[Node]:
        """The class of which a value has to be."""
        one = result.constraint
        return [one] if one is not None else sorted(self.shapes.graph.objects(result.shape, SH["class"]), key=str)

    def _member(self, value: Node | None, members: list[Node]) -> str:
        """The allowed value that is most like this one, by its label or by the last part of its IRI."""
        words = self.term_index.called(members)
        name = local_name(value) if isinstance(value, URIRef) else str(value)
        near = likeliest(name, words) or _with_word(name, words)
        choices = list(dict.fromkeys(words.values()))
        if not near and len(choices) <= _LISTED:
            return f"Write one of {', '.join(choices)}."
        return f"Did you mean {words[near]}?" if near else ""

    def _repeated(self, result: ShaclResult, path: URIRef) -> str:
        """The values of a property that are in the same language, of which one has to go."""
        values = [one for one in self.term_index.values(result.focus, path) if isinstance(one, Literal)]
        twice = [one for one in values if sum(other.language == one.language for other in values) > 1]
        written = sorted(f'"{hints.excerpt(str(one))}"@{one.language}' for one in twice)
        return f"Keep one of {' and '.join(written)}." if 1 < len(written) <= _LISTED else ""

    def _datatype(self, value: Node | None, datatype: str) -> str:
        if not isinstance(value, Literal):
            return ""
        if datatype == str(RDF.langString):
            words, _, tag = str(value).rpartition("@")
            if words and _LANGUAGE.fullmatch(tag):
                return f'Write "{hints.excerpt(words)}"@{tag}.'
            return f'Name the language: "{hints.excerpt(str(value))}"@en.'
        if datatype == str(XSD.string) and value.language:
            return f"Leave out @{value.language}."
        if datatype in NUMERIC and _DIGITS.fullmatch(str(value)):
            return f"Write {value}, without quotes."
        if is_well_formed(str(value), datatype):
            return f"Write ^^{self.term_index.written(datatype)} after the closing quote."
        return hints.value_of(str(value), datatype)

    def _typed(self, result: ShaclResult) -> str:
        """The value with the datatype of the first alternative that it can have."""
        value = result.value
        if not isinstance(value, Literal):
            return ""
        lists = [result.constraint] if result.constraint else self.shapes.heads(result.shape, SH["or"], SH.xone)
        choices = [choice for head in lists for choice in self.shapes.list(head)]
        for choice in choices:
            datatype = str(self.shapes.value(choice, SH.datatype) or "")
            text = str(value)
            fix = text if is_well_formed(text, datatype) else hints.iso_date(text) if datatype in _DATES else ""
            if datatype in _DATES and fix and is_well_formed(fix, datatype):
                written = f'Write "{fix}"^^{self.term_index.written(datatype)}'
                return f"{written}, if the day is before the month." if hints.is_ambiguous(text) else f"{written}."
        return ""

    def _node_kind(self, value: Node | None, kind: Node | None) -> str:
        """Angle brackets for an address in quotes, no quotes for a name with a prefix, quotes for a link."""
        if isinstance(value, URIRef) and kind == SH.Literal:
            return f'Write it in quotes: "{value}".'
        text = str(value)
        if not isinstance(value, Literal) or kind not in (SH.IRI, SH.BlankNodeOrIRI):
            return ""
        if _WEB_ADDRESS.match(text):
            return f"Write it in angle brackets, without quotes: <{text}>."
        called = self.term_index.called_by(text)
        return f"Write {called}, without quotes." if called else "Write the IRI of the thing, without quotes."

    def _language(self, result: ShaclResult) -> str:
        tags = [str(one) for one in self.shapes.members(result.shape, SH.languageIn)]
        if isinstance(result.value, Literal) and tags:
            return f'Name a language: "{hints.excerpt(str(result.value))}"@{tags[0]}.'
        return ""

    def _written(self, term: Node) -> str:
        return self.term_index.written(str(term)) if isinstance(term, URIRef) else f'"{term}"'


def _with_word(name: str, words: Iterable[str]) -> str:
    """The one among words with hyphens that has a name in it: ``certainty-stated`` for ``stated``; or nothing."""
    found = [one for one in words if name in one.split("-")]
    return found[0] if len(found) == 1 else ""
