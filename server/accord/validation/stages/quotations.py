"""Whether a phrase that is quoted as evidence is in the text of its document, in the paragraph that is named.

The text of a document is a file of the publication, or of a folder beside it, whose name the document gives by the
property ``accord:sourceText`` of the configuration. A paragraph is a line of that file, counted from 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from rapidfuzz import fuzz
from rdflib import Literal, URIRef
from rdflib.term import Node

from accord.publication.settings import EvidenceTerms
from accord.validation import hints
from accord.validation.check_input import CheckInput, Statement
from accord.validation.findings import Finding
from accord.validation.words.term_index import TermIndex

_ALIKE = 70
"""How alike (of 100) a passage must be to a phrase to be proposed: seven of ten letters."""
_FOLDED = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " ", "…": "."})


def check(check_input: CheckInput, term_index: TermIndex) -> Iterator[Finding]:
    """Phrases that their documents do not have, and once how many could not be compared."""
    terms = check_input.publication.settings.evidence
    if not terms or not terms.phrase:
        return
    reader = _Texts(check_input, terms)
    missing: dict[Node, int] = {}
    for statement in check_input.statements:
        if str(statement.triple.predicate) == terms.phrase and isinstance(statement.triple.object, Literal):
            source, text = reader.of(statement.triple.subject)
            if source is not None and text is not None:
                yield from _Quotation(statement, text, check_input, terms, term_index.label(source)).findings()
            elif source is not None:
                missing[source] = missing.get(source, 0) + 1
    if missing:
        yield _not_compared(missing, check_input, term_index)


def _not_compared(missing: dict[Node, int], check_input: CheckInput, term_index: TermIndex) -> Finding:
    phrases = sum(missing.values())
    owner = "its" if phrases == 1 else "their"
    documents = f"{owner} document" if len(missing) == 1 else f"their {len(missing)} documents"
    quoted = "1 quoted phrase was" if phrases == 1 else f"{phrases:,} quoted phrases were"
    names = check_input.publication.settings.source_text
    remedy = "Name the folder of their texts with --texts, or keep the texts in the publication."
    if not names:
        remedy = "Say with accord:sourceText which property of a document gives the name of the file with its text."
    message = f"{quoted} not compared with {documents}, whose text is not here."
    return Finding("QUOTE-UNCHECKED", "info", message, property=names, remedy=remedy)


class _Texts:
    """The texts of source documents, by the evidence that quotes them."""

    def __init__(self, check_input: CheckInput, terms: EvidenceTerms) -> None:
        self._input = check_input
        self._terms = terms

    @cached_property
    def _files(self) -> dict[str, list[str]]:
        files = self._input.publication.texts
        return {file.path.rpartition("/")[2]: _paragraphs(file.data.decode("utf-8", "replace")) for file in files}

    def of(self, evidence: Node) -> tuple[Node | None, list[str] | None]:
        """The document that an evidence quotes, and its paragraphs; ``None`` for what is not known."""
        source = next(self._values(evidence, self._terms.source), None)
        names = self._input.publication.settings.source_text
        if source is None or isinstance(source, Literal):
            return None, None
        files = (str(one).rpartition("/")[2] for one in self._values(source, names)) if names else ()
        return source, next((self._files[one] for one in files if one in self._files), None)

    def _values(self, subject: Node, predicate: str) -> Iterator[Node]:
        return (value for _, _, value in self._input.triples(subject=subject, predicate=URIRef(predicate)))


def _paragraphs(text: str) -> list[str]:
    """The lines of a file, each with single spaces."""
    return [" ".join(line.split()) for line in text.removeprefix("\ufeff").split("\n")]


class _Quotation:
    """A phrase, with the paragraphs of the document that it is quoted from."""

    def __init__(
        self, phrase: Statement, text: Sequence[str], check_input: CheckInput, terms: EvidenceTerms, document: str
    ) -> None:
        self._phrase = phrase
        self._words = " ".join(str(phrase.triple.object).split())
        self._text = text
        self._document = document
        places = check_input.statements.matching(phrase.triple.subject, URIRef(terms.place)) if terms.place else []
        self._place = places[0] if places else None

    def findings(self) -> Iterator[Finding]:
        """That the phrase is not in the document, or in another paragraph than the one that is named."""
        number = self._number()
        if number is not None and not 1 <= number <= len(self._text):
            message = f"“{self._document}” has {len(self._text):,} paragraphs, so there is no paragraph {number:,}."
            found = self._found()
            yield self._misplaced(message, f"Write {found}." if found else "Count the lines of the document from 1.")
        elif number is None or self._words not in self._text[number - 1]:
            found = self._found()
            if not found:
                yield self._unfounded()
            elif number is not None:
                yield self._misplaced(f"The phrase is in paragraph {found}, not {number}.", f"Write {found}.")

    def _number(self) -> int | None:
        value = str(self._place.triple.object) if self._place else ""
        return int(value) if value.isdecimal() and len(value) < 10 else None

    def _found(self) -> int:
        """The first paragraph with the phrase, counted from 1; 0 when none has it."""
        return next((number for number, one in enumerate(self._text, 1) if self._words in one), 0)

    def _misplaced(self, message: str, remedy: str) -> Finding:
        at = self._place or self._phrase
        return at.finding("QUOTE-PLACE", "violation", message, at.triple.object_span, remedy)

    def _unfounded(self) -> Finding:
        near = self._nearest()
        message = f"“{self._document}” does not have the phrase “{hints.excerpt(self._words)}”."
        remedy = f"The nearest words there are “{near}”." if near else "Copy the words from the document."
        return self._phrase.finding("QUOTE-WORDS", "violation", message, self._phrase.triple.object_span, remedy)

    def _nearest(self) -> str:
        """The passage that is most like the phrase, as whole words; empty when none is like it."""
        wanted = _folded(self._words)
        best, score = "", float(_ALIKE)
        for paragraph in self._text:
            at = fuzz.partial_ratio_alignment(wanted, _folded(paragraph), score_cutoff=score)
            if at and at.score > score and len(paragraph) >= len(wanted) / 2:
                start = paragraph.rfind(" ", 0, at.dest_start + 1) + 1
                end = paragraph.find(" ", max(at.dest_end - 1, start))
                best, score = paragraph[start : end if end >= 0 else len(paragraph)], at.score
        return best


def _folded(text: str) -> str:
    """A string of the same length, in small letters and with plain quotes and dashes."""
    return "".join(low if len(low := one.lower()) == 1 else one for one in text.translate(_FOLDED))
