"""What can be wrong with a declaration of a prefix or of the base."""

from __future__ import annotations

from accord.turtle.document import Fault, Span

_QUOTES = "\"'"


def directive_case(text: str, span: Span) -> Fault:
    """``@PREFIX``: with the @ it is written small."""
    return Fault("TTL-SYNTAX", f"'{text}' is written in lower case.", span, text.lower())


def directive_dot(text: str, span: Span) -> Fault:
    """``PREFIX ... .``: without the @ it ends without a dot."""
    return Fault("TTL-DOT", f"{text} without @ ends without a '.'.", span, "Remove the '.'.")


def missing_directive(at: int) -> Fault:
    """``ex: <...> .`` without the word that makes it a declaration."""
    return Fault("TTL-SYNTAX", "Missing '@prefix' before this declaration.", (at, at), "@prefix")


def missing_prefix_name(text: str, span: Span) -> Fault:
    """``@prefix`` without a name that ends in a colon."""
    remedy = f"{text}:" if text.isalnum() else ""
    return Fault("TTL-SYNTAX", "After @prefix comes the prefix with a colon, as in 'ex:'.", span, remedy)


def missing_namespace(text: str, span: Span) -> Fault:
    """``@prefix ex:`` or ``@base`` without an IRI."""
    remedy = f"<{text.strip(_QUOTES)}>" if text[:1] in ('"', "'") or "://" in text else ""
    return Fault("TTL-SYNTAX", "An IRI in angle brackets is expected here.", span, remedy)


def declared_as_in_xml(prefix: str, iri: str, span: Span) -> Fault:
    """``xmlns:ex="..."``, which is a declaration of XML."""
    return Fault("TTL-SYNTAX", "XML declares a prefix like this.", span, f"Write @prefix {prefix}: <{iri}> .")
