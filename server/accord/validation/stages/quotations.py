"""Whether a phrase that is quoted as evidence is in the text of its document, in the paragraph that is named.

The text of a document is a file of the publication, or of a folder beside it, whose name the document gives by the
property ``accord:sourceText`` of the configuration. A paragraph is a line of that file, counted from 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
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
        source, text = None, None
        quotation = _quotation(statement, check_input, terms)
        if quotation:
            source, text = reader.of(statement.triple.subject)
        if quotation and source is not None and text is not None:
            yield from quotation.findings(text, term_index.label(source), reader.elsewhere)
        elif quotation and quotation.phrase and source is not None:
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

    def elsewhere(self, words: str) -> str:
        """The document whose text has a phrase, with the paragraph, as an instruction; empty where there is none."""
        names = self._input.publication.settings.source_text
        for name, paragraphs in sorted(self._files.items()):
            number = next((number for number, one in enumerate(paragraphs, 1) if words in one), 0)
            if number and names:
                for source, _, value in self._input.triples(predicate=URIRef(names)):
                    if str(value).rpartition("/")[2] == name:
                        return f"{self._written(str(source))} has it, in paragraph {number}."
        return ""

    def _written(self, iri: str) -> str:
        return self._input.publication.settings.prefixes.shorten(iri) or f"<{iri}>"

    def _values(self, subject: Node, predicate: str) -> Iterator[Node]:
        return (value for _, _, value in self._input.triples(subject=subject, predicate=URIRef(predicate)))


def _paragraphs(text: str) -> list[str]:
    """The lines of a file, each with single spaces."""
    return [" ".join(line.split()) for line in text.removeprefix("\ufeff").split("\n")]


def _quotation(statement: Statement, check_input: CheckInput, terms: EvidenceTerms) -> _Quotation | None:
    """The quotation that a statement makes, or decides about: that of another file, whose only place it states."""
    evidence, predicate, value = statement.triple[:3]
    if not isinstance(value, Literal) or str(predicate) not in (terms.phrase, terms.place):
        return None
    stated = check_input.statements.matching(evidence, URIRef(terms.place)) if terms.place else []
    named = [place for _, _, place in check_input.context(subject=evidence, predicate=URIRef(terms.place))]
    if str(predicate) == terms.phrase:
        numbers = [*(one.triple.object for one in stated), *named]
        return _Quotation(str(value), statement, stated[0] if stated else None, _numbers(numbers))
    phrases = check_input.context(subject=evidence, predicate=URIRef(terms.phrase))
    phrase = next((one for _, _, one in phrases if isinstance(one, Literal)), None)
    if phrase is None or named or statement is not stated[0]:
        return None
    return _Quotation(str(phrase), None, statement, _numbers(one.triple.object for one in stated))


def _numbers(places: Iterable[Node]) -> list[int]:
    """The numbers of paragraphs, the first first, of the values that are numbers."""
    return sorted({int(one) for one in map(str, places) if one.isdecimal() and len(one) < 10})


@dataclass(frozen=True)
class _Quotation:
    """A phrase of a document, and the paragraphs that it may be in: it has to be in one of them, if any is named.

    ``phrase`` and ``place`` are the statements of the checked files.
    """

    words: str
    phrase: Statement | None
    place: Statement | None
    numbers: Sequence[int]

    def findings(self, text: Sequence[str], document: str, elsewhere: Callable[[str], str]) -> Iterator[Finding]:
        """That the phrase is not in the document, or in another paragraph than those that are named.

        ``elsewhere`` says which other document has it.
        """
        words = " ".join(self.words.split())
        if any(1 <= number <= len(text) and words in text[number - 1] for number in self.numbers):
            return
        found = next((number for number, one in enumerate(text, 1) if words in one), 0)
        beyond = next((number for number in self.numbers if not 1 <= number <= len(text)), None)
        if beyond is not None:
            message = f"“{document}” has {len(text):,} paragraphs, so there is no paragraph {beyond:,}."
            yield self._misplaced(message, f"Write {found}." if found else "Count the lines of the document from 1.")
        elif not found and self.phrase:
            yield _unfounded(self.phrase, words, text, document, elsewhere(words))
        elif found and self.numbers:
            message = f"The phrase is in paragraph {found}, not {' or '.join(map(str, self.numbers))}."
            yield self._misplaced(message, f"Write {found}.")

    def _misplaced(self, message: str, remedy: str) -> Finding:
        at = self.place or self.phrase
        assert at is not None, "a quotation is made of a statement of the checked files"
        return at.finding("QUOTE-PLACE", "violation", message, at.triple.object_span, remedy)


def _unfounded(phrase: Statement, words: str, text: Sequence[str], document: str, elsewhere: str) -> Finding:
    near = "" if elsewhere else _nearest(words, text)
    message = f"“{document}” does not have the phrase “{hints.excerpt(words)}”."
    remedy = f"The most similar words there are “{near}”." if near else elsewhere or "Copy the words from the document."
    return phrase.finding("QUOTE-WORDS", "violation", message, phrase.triple.object_span, remedy)


def _nearest(words: str, text: Sequence[str]) -> str:
    """The passage that is most like the phrase, as whole words; empty when none is like it."""
    wanted = _folded(words)
    best, score = "", float(_ALIKE)
    for paragraph in text:
        at = fuzz.partial_ratio_alignment(wanted, _folded(paragraph), score_cutoff=score)
        if at and at.score > score and len(paragraph) >= len(wanted) / 2:
            start = paragraph.rfind(" ", 0, at.dest_start + 1) + 1
            end = paragraph.find(" ", max(at.dest_end - 1, start))
            best, score = paragraph[start : end if end >= 0 else len(paragraph)], at.score
    return best


def _folded(text: str) -> str:
    """A string of the same length, in small letters and with plain quotes and dashes."""
    return "".join(low if len(low := one.lower()) == 1 else one for one in text.translate(_FOLDED))
