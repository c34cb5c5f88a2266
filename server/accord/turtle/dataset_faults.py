"""The words for the mistakes that only TriG, N-Triples and N-Quads know; all others are Turtle's own (``faults``)."""

from __future__ import annotations

from accord.names import WELL_KNOWN, XSD
from accord.turtle.document import Fault, Span


def nested_graph(at: int) -> Fault:
    """A graph inside a graph."""
    message = "A graph cannot be inside another graph."
    return Fault("TTL-GRAPH", message, (at, at + 1), "Write } where the graph before ends.")


def graph_name(span: Span) -> Fault:
    """A list, or a blank node that is the subject of statements, as the name of a graph."""
    return Fault("TTL-GRAPH", "The name of a graph is an IRI or a plain blank node.", span, "Write an IRI.")


def missing_graph_name(span: Span) -> Fault:
    """``GRAPH`` without a name."""
    return Fault("TTL-GRAPH", "After GRAPH comes the name of the graph.", span, "Write an IRI, or remove GRAPH.")


def missing_brace(at: int) -> Fault:
    """``GRAPH`` and a name, but no graph."""
    return Fault("TTL-GRAPH", "Missing '{' after the name of the graph.", (at, at), "{")


def declaration_inside(word: str, span: Span) -> Fault:
    """The declaration of a prefix or a base between braces."""
    return Fault("TTL-GRAPH", f"{word} cannot be inside a graph.", span, "Move it before the graph.")


def brace(mark: str, expected: str, span: Span) -> Fault:
    """A brace in the middle of a statement."""
    return Fault("TTL-SYNTAX", f"'{mark}' cannot be inside a statement; expected {expected}.", span)


def no_prefixes(language: str, name: str, span: Span) -> Fault:
    """A prefixed name, or ``a``, where only whole IRIs are allowed."""
    prefix, _, local = ("rdf", "", "type") if name == "a" else name.partition(":")
    remedy = f"<{WELL_KNOWN[prefix]}{local}>" if prefix in WELL_KNOWN else "Write the whole IRI in < >."
    return Fault("TTL-SYNTAX", f"'{name}' is short for an IRI, and {language} has whole IRIs only.", span, remedy)


def no_declarations(language: str, span: Span) -> Fault:
    """``@prefix`` or ``@base`` where there are none."""
    message = f"{language} has no declarations of prefixes or of a base."
    return Fault("TTL-SYNTAX", message, span, "Save the file as Turtle, or write whole IRIs.")


def bare_literal(language: str, kind: str, spelling: str, span: Span) -> Fault:
    """A number or a boolean without quotes."""
    if kind == "number":
        kind = "double" if "e" in spelling.lower() else "decimal" if "." in spelling else "integer"
    remedy = f'"{spelling}"^^<{XSD}{kind}>'
    return Fault("TTL-SYNTAX", f"In {language} every literal is in quotes.", span, remedy)


def wrong_quotes(language: str, span: Span) -> Fault:
    """A string in quotes of Turtle."""
    return Fault("TTL-STRING", f'In {language} a string is in plain double quotes, as in "x".', span)


def one_a_line(language: str, span: Span) -> Fault:
    """More on the line than one statement."""
    return Fault("TTL-SYNTAX", f"{language} has one statement a line.", span, "Begin a new line.")


def no_abbreviation(language: str, mark: str, span: Span) -> Fault:
    """A bracket, a comma or a semicolon."""
    message = f"'{mark}' cannot be here: {language} writes every statement in full."
    return Fault("TTL-SYNTAX", message, span, "Save the file as Turtle, or write the statement in full.")


def no_graphs(span: Span) -> Fault:
    """A fourth term in N-Triples."""
    message = "N-Triples has no named graphs; a statement ends after its object."
    return Fault("TTL-GRAPH", message, span, "Save the file as N-Quads (.nq).")


def whole_iri(language: str, span: Span) -> Fault:
    """A relative IRI where there is no base."""
    return Fault("TTL-RELATIVE", f"This IRI is relative, and {language} has whole IRIs only.", span, "Write it whole.")


def missing_subject(span: Span) -> Fault:
    """A line that is only a dot, or ends at once."""
    return Fault("TTL-SUBJECT", "Missing subject: the line has no statement.", span)
