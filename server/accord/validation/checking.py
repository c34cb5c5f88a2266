"""The stages of a check, and what they find together."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from itertools import chain
from time import perf_counter

from accord.errors import AccordError, Place
from accord.limits import QueryLimits
from accord.publication import Publication, SourceFile
from accord.sparql.guard import inspect
from accord.validation.check_input import CheckInput
from accord.validation.findings import Finding, Report, report
from accord.validation.loading import load_input
from accord.validation.root_causes import first_causes
from accord.validation.shacl import shape_lint, shapes
from accord.validation.stages import literals, rules, shacl, terms
from accord.validation.words.places import Locator
from accord.validation.words.remedies import FixSuggester
from accord.validation.words.sentences import MessageWriter
from accord.validation.words.term_index import TermIndex

Stage = Callable[[Publication, Sequence[SourceFile]], Iterable[Finding]]
"""More to look for: finds what is wrong with some files of a publication."""


def check(publication: Publication, contributions: Sequence[SourceFile] = (), *, also: Sequence[Stage] = ()) -> Report:
    """Check the whole publication; or only these files, as a part of it, and report only what is wrong in them.

    Later stages judge the good statements of faulty files; what ``also`` finds is reported besides. Raises UsageError
    when the shapes are broken.
    """
    start = perf_counter()
    corpus = load_input(publication, contributions)
    known = shapes.load(corpus.shapes)
    shape_lint.lint(known)
    lexicon = TermIndex(corpus)
    locator = Locator(corpus.statements, shacl.graph(corpus, known), known)
    speaker = MessageWriter(known, lexicon)
    findings = [
        *_syntax(corpus),
        *literals.check(corpus),
        *terms.check(corpus, lexicon),
        *shacl.check(corpus, locator, speaker, FixSuggester(known, lexicon)),
        *rules.check(corpus, locator, speaker),
        *(() if contributions else _queries(publication)),
    ]
    checked = contributions or publication.files
    return report(
        chain(first_causes(findings, corpus, lexicon), *(stage(publication, checked) for stage in also)),
        files=len(corpus.checked) + len(corpus.unread),
        triples=sum(len(document.triples) for document in corpus.documents),
        seconds=perf_counter() - start,
    )


class _Any(Container[str]):
    """All services: which of them a server allows is not known here."""

    def __contains__(self, _: object) -> bool:
        return True


def _queries(publication: Publication) -> Iterator[Finding]:
    """Example queries that the endpoint would refuse to run."""
    for file in publication.queries:
        try:
            inspect(file.data.decode("utf-8", "replace").removeprefix("\ufeff"), QueryLimits(), _Any())
        except AccordError as error:
            at = error.place or Place("", 1, 1, 1, 1)
            place = Place(file.path, at.line, at.column, at.end_line, at.end_column)
            message = f"The endpoint refuses this query, so it is not published: {error.message}"
            yield Finding("QUERY-REFUSED", "warning", message, place, hint=error.remedy)


def _syntax(corpus: CheckInput) -> Iterator[Finding]:
    """What cannot be read, and files that say nothing."""
    yield from corpus.unread
    for document in corpus.documents:
        for fault in document.faults:
            written = document.text[slice(*fault.span)]
            place = document.place(fault.span)
            yield Finding(fault.code, "violation", fault.message, place, value=written, hint=fault.hint)
        if not document.triples and not document.faults:
            message = "The file says nothing: it holds no statement."
            yield Finding("TTL-EMPTY", "warning", message, document.place((0, 0)), hint="Add statements, or delete it.")
