"""The declarations of prefixes and of the base, in both forms: ``@prefix ex: <...> .`` and ``PREFIX ex: <...>``."""

from __future__ import annotations

from accord.turtle import declaration_faults, faults
from accord.turtle.grammar import Grammar, State
from accord.turtle.iris import absolute
from accord.turtle.lookahead import BREAKS, begins_statement, following, indentation
from accord.turtle.tokens import LITERALS, RESOURCES


class Declarations(Grammar):
    """Adds declarations to the grammar, with what to do when one is not in order."""

    _word = ""
    """The word that began the declaration; empty if it is missing."""
    _prefix: str | None = None
    """The prefix that is being declared; None for the base."""

    def declaration(self, start: int, end: int) -> State | None:
        """The word that begins it."""
        self._word = self.text[start:end]
        self._prefix = None
        if self._word.startswith("@") and not self._word.islower():
            self.faults.append(declaration_faults.directive_case(self._word, (start, end)))
        return self.prefix if self._word.lower().endswith("prefix") else self.namespace

    def prefix(self, kind: str, start: int, end: int) -> State | None:
        """Where a prefix has to come."""
        text = self.text[start:end]
        if kind == "name" and text.find(":") == len(text) - 1:
            self._prefix = text[:-1]
            return self.namespace
        self.faults.append(declaration_faults.missing_prefix_name(text, (start, end)))
        if kind in ("word", "a"):
            self._prefix = text
            return self.namespace
        self.terms.excuse_one()
        return self._go_on(kind, start, end)

    def namespace(self, kind: str, start: int, end: int) -> State | None:
        """Where the IRI of a prefix, or the base, has to come."""
        if kind != "iri":
            return self._no_namespace(kind, start, end)
        if self._prefix is None:
            self.terms.rebase(start, end)
        else:
            self.terms.declare(self._prefix, start, end)
        return self.declared

    def declared(self, kind: str, start: int, end: int) -> State | None:
        """After a declaration: with ``@`` there has to be a dot, without it there is none."""
        if kind == ".":
            if self._word and not self._word.startswith("@"):
                self.faults.append(declaration_faults.directive_dot(self._word, (start, end)))
            return self.statement
        if not self._word.startswith("@"):
            return self.statement(kind, start, end)
        if self._is_next(kind, start) or begins_statement(self.text, kind, end):
            self.faults.append(faults.missing_dot(self.end))
            return self.statement(kind, start, end)
        self.faults.append(faults.unexpected(self.text[start:end], "'.'", (start, end)))
        return self._go_on(kind, start, end)

    def is_bare(self, kind: str, start: int, end: int) -> bool:
        """Whether a prefix that nobody declared, and an IRI, are where a statement should begin; or one as of XML."""
        if kind == "xmlns":
            return True
        if kind != "name" or self.text[end - 1] != ":" or self.text.find(":", start) < end - 1:
            return False
        return self.text[start : end - 1] not in self.terms.prefixes and following(self.text, end) == "iri"

    def bare(self, start: int, end: int) -> State:
        """``ex: <...> .``: what is missing is the word before it; and ``xmlns:ex="..."``, which XML has."""
        if self.text[end - 1] != ":":
            return self._of_xml(start, end)
        self.faults.append(declaration_faults.missing_directive(start))
        self._word = ""
        self._prefix = self.text[start : end - 1]
        return self.namespace

    def _of_xml(self, start: int, end: int) -> State:
        name, _, namespace = self.text[start:end].partition(":")[2].partition("=")
        prefix, iri = name.strip(), namespace.strip().strip("\"'")
        self.faults.append(declaration_faults.declared_as_in_xml(prefix, iri, (start, end)))
        if absolute(iri):
            self.terms.prefixes[prefix] = iri
        else:
            self.terms.excuse(prefix)
        self._word = ""
        return self.declared

    def _no_namespace(self, kind: str, start: int, end: int) -> State | None:
        self.terms.excuse(self._prefix)
        if kind == "open_iri":
            self.terms.term(kind, start, end)
        else:
            fault = declaration_faults.missing_namespace(self.text[start:end], (start, end))
            self.faults.append(fault)
            if fault.remedy and self._prefix is not None:  # its names are read as they are meant
                self.terms.prefixes[self._prefix] = fault.remedy.strip("<>")
        return self._go_on(kind, start, end)

    def _go_on(self, kind: str, start: int, end: int) -> State | None:
        """After a mistake, up to the IRI or to where the declaration ends."""
        if self._is_next(kind, start):
            return self.statement(kind, start, end)
        if kind in ("iri", "open_iri") or kind in LITERALS:
            return self.declared
        stop = kind in (".", ";") and following(self.text, end) in RESOURCES | BREAKS
        return self.statement if stop else self._go_on

    def _is_next(self, kind: str, start: int) -> bool:
        return kind in BREAKS or indentation(self.text, self.end, start) is not None
