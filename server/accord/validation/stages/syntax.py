"""Faults of the syntax as findings: each remedy is a sentence that says what to write where."""

from __future__ import annotations

import re
from collections.abc import Iterator

from accord.turtle import Document
from accord.turtle.document import Fault
from accord.validation import hints
from accord.validation.check_input import CheckInput
from accord.validation.findings import Finding
from accord.validation.grouped_numbers import grouped_numbers
from accord.validation.words.term_index import TermIndex

_NAME_BEFORE = re.compile(r"(?<!\S)([A-Za-z][\w.-]*):([\w.-]+(?:[ \t]+[A-Za-z][\w-]*)*)[ \t]+\Z")
_NUMBER_BEFORE = re.compile(r"(?<![\w.,])([0-9][0-9.]{0,20})[ \t]+\Z")
_WORDS_AFTER = re.compile(r"[\w-]+(?:[ \t]+[A-Za-z][\w-]*(?![\w:]))*")
_LONGEST_NAME = 200
"""Characters before a word in which a name that it may belong to is looked for."""


def check(check_input: CheckInput, term_index: TermIndex) -> Iterator[Finding]:
    """Faults of the syntax, files without statements, and numbers that Turtle reads as several."""
    yield from check_input.unread
    unread = {one.place.file for one in check_input.unread if one.place}
    for document in check_input.documents:
        yield from _faults(document, term_index)
        for start, end in grouped_numbers(document):
            yield _grouped(document, start, end)
        if not document.triples and not document.faults and document.file not in unread:
            message = "The file has no statements."
            remedy = "Add statements, or delete the file."
            yield Finding("TTL-EMPTY", "warning", message, document.place((0, 0)), remedy=remedy)


def _faults(document: Document, term_index: TermIndex) -> Iterator[Finding]:
    done = 0
    for fault in document.faults:
        written = document.text[slice(*fault.span)]
        place = document.place(fault.span)
        if fault.span[0] < done:
            continue  # a word of a name with spaces, which is reported as a whole
        if scaled := _scaled(document, fault):
            yield scaled
        elif spaced := _spaced_name(document, fault, term_index):
            finding, done = spaced
            yield finding
        else:
            remedy = sentence(fault, written)
            if fault.code == "TTL-SYNTAX" and (term := term_index.vocabulary + written) in term_index.terms:
                remedy = f"Write {term_index.written(term)}."
            if fault.code == "TTL-STRING" and document.text[max(0, fault.span[0] - 2) : fault.span[0]] in ('""', "''"):
                remedy = "Write one quotation mark on each side of the string."
            yield Finding(fault.code, "violation", fault.message, place, value=written, remedy=remedy)


def sentence(fault: Fault, written: str) -> str:
    """The remedy of a fault: an instruction as it is, and what to write with the words that say where."""
    remedy = fault.remedy
    if fault.code == "TTL-NUMBER" and (number := hints.plain_integer(written)):
        return f"Write {number}."
    if fault.code == "TTL-IRI" and written == " ":
        return "Leave the space out; if the address has one, write %20 in its place."
    if not remedy or _is_instruction(remedy):
        return remedy
    if remedy.startswith("@prefix"):
        return f"Add this line at the top of the file: {remedy}"
    if not written.strip() or fault.span[0] == fault.span[1]:
        return f"Write {_quoted(remedy)} here."
    return f"Write {_quoted(remedy)} in place of {_quoted(hints.excerpt(written))}."


def _scaled(document: Document, fault: Fault) -> Finding | None:
    """A number with its scale in words after it: ``3 million``."""
    start, end = fault.span
    before = _NUMBER_BEFORE.search(document.text, max(0, start - _LONGEST_NAME), start)
    if fault.code != "TTL-SYNTAX" or not before:
        return None
    written = document.text[before.start(1) : end]
    number = hints.plain_integer(written)
    place = document.place((before.start(1), end))
    message = f"{written} is not a number in Turtle: use digits only."
    return (
        Finding("TTL-NUMBER", "violation", message, place, value=written, remedy=f"Write {number}.") if number else None
    )


def _quoted(text: str) -> str:
    """A mark in quotes, so that it is not read as one of the sentence."""
    return text if len(text) > 1 else f"'{text}'"


def _spaced_name(document: Document, fault: Fault, term_index: TermIndex) -> tuple[Finding, int] | None:
    """A name that was written with spaces (``id:university of liverpool``), and where its last word ends."""
    start, end = fault.span
    if fault.code != "TTL-SYNTAX" or not document.text[start:end].isidentifier():
        return None
    before = _NAME_BEFORE.search(document.text, max(0, start - _LONGEST_NAME), start)
    after = _WORDS_AFTER.match(document.text, start)
    if not before or not after or before[1] not in document.prefixes:
        return None
    words = f"{before[2]} {after[0]}".split()
    if words[0].isdecimal():
        return None
    if document.text[after.end() : after.end() + 1] in ('"', "'"):
        place, quote = document.place((start, after.end())), document.text[after.end()]
        message = "This string has no quotation mark where it begins."
        return Finding("TTL-STRING", "violation", message, place, remedy=f"Write {quote} before it."), after.end() + 1
    name, namespace = "-".join(words), document.prefixes[before[1]]
    if term_index.terms.get(namespace + before[2]) == "property":
        place = document.place((start, after.end()))
        message = f"A string needs quotation marks: {hints.excerpt(after[0])}."
        return Finding("TTL-STRING", "violation", message, place, remedy=f'Write "{after[0]}".'), after.end()
    run_together = words[0] + "".join(word.capitalize() for word in words[1:])
    if namespace + run_together in term_index.terms:
        name = run_together
    iri = namespace + name
    message = f"A name cannot have spaces: {hints.excerpt(before[0] + after[0])}."
    known = term_index.is_described(iri) or name == run_together
    remedy = f"Did you mean {before[1]}:{name}?" if known else f"Write {before[1]}:{name}, with hyphens."
    place = document.place((before.start(), after.end()))
    return Finding("TTL-NAME", "violation", message, place, value=before[0] + after[0], remedy=remedy), after.end()


def _grouped(document: Document, start: int, end: int) -> Finding:
    written = document.text[start:end]
    message = f"{written} is {written.count(',') + 1} values, since a comma separates values."
    remedy = f"Write {written.replace(',', '')}."
    subject = next((one for one in document.triples if one.object_span[0] == start), None)
    focus, path = (str(subject.subject), str(subject.predicate)) if subject else ("", "")
    return Finding("LIT-COMMAS", "violation", message, document.place((start, end)), focus, path, written, remedy)


def _is_instruction(remedy: str) -> bool:
    """Whether a remedy is a sentence that says what to do, and not only what to write."""
    return remedy[0].isupper() and remedy.endswith((".", "?")) and " " in remedy and "\n" not in remedy
