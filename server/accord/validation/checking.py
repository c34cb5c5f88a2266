"""The stages of a check, and what they find together."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import PurePosixPath
from time import perf_counter

from rdflib import Graph

from accord.errors import AccordError, Place, UsageError
from accord.publication import Publication, SourceFile
from accord.publication.examples import read_example
from accord.queries import parse
from accord.validation import loading
from accord.validation.check_input import CheckInput
from accord.validation.check_run import current, unfinished
from accord.validation.findings import Finding, Report
from accord.validation.grouping import report
from accord.validation.loading import load_input
from accord.validation.root_causes import first_causes, once
from accord.validation.shacl import run_pyshacl, shape_lint, shapes
from accord.validation.shacl.neighbourhood.reach import reach
from accord.validation.shacl.shapes import Shapes
from accord.validation.shacl.sparql import constraints
from accord.validation.stages import amounts, literals, namespaces, quotations, rules, shacl, syntax, terms
from accord.validation.words import standards
from accord.validation.words.places import Locator
from accord.validation.words.remedies import FixSuggester
from accord.validation.words.sentences import MessageWriter
from accord.validation.words.term_index import TermIndex

Stage = Callable[[Publication, Sequence[SourceFile]], Iterable[Finding]]
"""More to look for: finds what is wrong with some files of a publication."""


def check(publication: Publication, contributions: Sequence[SourceFile] = (), *, also: Sequence[Stage] = ()) -> Report:
    """Check the whole publication; or only these files, as a part of it, and report only what is wrong in them.

    Of a file with faults, the statements that can be read go on to the later stages. What the stages ``also`` find is
    reported as well. Raises UsageError when the shapes of a publication that has to be valid are broken.
    """
    start = perf_counter()
    check_input = load_input(publication, contributions)
    known, of_shapes = _shapes(check_input)
    term_index = TermIndex(check_input)
    locator = Locator(check_input.statements, shacl.graph(check_input, known), known)
    message_writer = MessageWriter(known, term_index)
    fix_suggester = FixSuggester(known, term_index)
    checked = contributions or publication.files
    stage = current().stage
    left_out = () if contributions else tuple(_left_out(publication))
    unread = stage("the syntax", lambda: chain(syntax.check(check_input, term_index), left_out))
    findings = [
        *unread,
        *of_shapes,
        *stage("the literals", lambda: literals.check(check_input)),
        *stage("the prefixes", lambda: namespaces.check(check_input, term_index)),
        *stage("the terms", lambda: terms.check(check_input, term_index)),
        *stage("the amounts", lambda: amounts.check(check_input, term_index)),
        *stage("the quotations", lambda: quotations.check(check_input, term_index)),
        *stage("the shapes", lambda: _by_shapes(check_input, locator, message_writer, fix_suggester)),
        *stage("the rules of the house", lambda: _rules(check_input, locator, message_writer)),
        *stage("the example queries", lambda: () if contributions else _queries(publication)),
    ]
    found = stage("duplicates and style", lambda: chain(*(one(publication, checked) for one in also))) if also else []
    fitting = [_fitted(one, publication, set(unread)) for one in findings]
    causes = list(first_causes(fitting, check_input, term_index, known))
    return report(
        chain(once(causes, found), _unfinished()),
        files=check_input.file_count,
        triples=sum(len(document.triples) for document in check_input.documents),
        seconds=perf_counter() - start,
    )


def check_by(publication: Publication, contributions: Sequence[SourceFile], chosen: Iterable[str]) -> Report:
    """What some shapes, named by their IRIs, find in files that are a part of the publication; nothing else is checked.

    All findings are listed, also those of one cause. Raises UsageError as :func:`check` does.
    """
    start = perf_counter()
    check_input = load_input(publication, contributions)
    known = _shapes(check_input)[0].alone(chosen)
    term_index = TermIndex(check_input)
    locator = Locator(check_input.statements, shacl.graph(check_input, known), known)
    found = _by_shapes(check_input, locator, MessageWriter(known, term_index), FixSuggester(known, term_index))
    return Report(
        tuple(sorted(set(first_causes(found, check_input, term_index, known)))),
        files=check_input.file_count,
        triples=sum(len(document.triples) for document in check_input.documents),
        seconds=perf_counter() - start,
    )


def prepare(publication: Publication) -> None:
    """Read the publication and its shapes for checks of contributions to it, as :func:`loading.prepare` says."""
    loading.prepare(publication)
    standards.terms_of("")
    known = tuple(file for file in publication.files if "shapes" in file.roles)
    if publication.is_strict:
        found = shapes.load(known)
        shape_lint.lint(found)
    else:
        found, _ = shape_lint.usable(shapes.load(known, partly=True))
    if found.graph:
        rest, _ = constraints.divided(found)
        loading.prepare_links(str(one) for one in reach(found).backward)
        run_pyshacl.results(Graph(), found, rest)  # which reads the shapes


def _rules(check_input: CheckInput, locator: Locator, message_writer: MessageWriter) -> Iterable[Finding]:
    """Findings of the house rules, if they apply."""
    return rules.check(check_input, locator, message_writer) if check_input.publication.settings.house_rules else ()


def _unfinished() -> Iterator[Finding]:
    """The finding that the check met its deadline, with what it left out."""
    run = current()
    if run.ended_in:
        message = f"The check met its deadline. {unfinished(run.ended_in, run.left_out)}"
        yield Finding("LIMIT-DEADLINE", "violation", message, remedy=run.remedy)


def _fitted(finding: Finding, publication: Publication, unread: Container[Finding]) -> Finding:
    """A finding with the severity that it has for this publication.

    Where the rules of the house do not apply, only the publication's own shapes find violations, and where files have
    to be whole also what cannot be read; all else is advice.
    """
    grave = publication.settings.house_rules or finding.code.startswith("SH-")
    if finding.severity != "violation" or grave or (publication.is_strict and finding in unread):
        return finding
    return replace(finding, severity="warning")


def _shapes(check_input: CheckInput) -> tuple[Shapes, list[Finding]]:
    """The shapes, and what is wrong with them: it is skipped, unless the publication has to be valid.

    Raises UsageError where it has to be.
    """
    if check_input.publication.is_strict:
        known = shapes.load(check_input.shapes)
        shape_lint.lint(known)
        return known, []
    found = [
        Finding(one.code, "warning", f"{one.message} This part of the shapes is skipped.", one.place, remedy=one.remedy)
        for one in shapes.faults(check_input.shapes)
    ]
    known, more = shape_lint.usable(shapes.load(check_input.shapes, partly=True))
    return known, found + more


def _by_shapes(
    check_input: CheckInput, locator: Locator, message_writer: MessageWriter, fix_suggester: FixSuggester
) -> list[Finding]:
    """What breaks a shape; or that the shapes cannot be used, where the publication does not have to be valid."""
    if not locator.shapes.graph:
        return []
    try:
        return list(shacl.check(check_input, locator, message_writer, fix_suggester))
    except UsageError as error:
        if check_input.publication.is_strict:
            raise
        message = f"{error.message} Nothing is checked by the shapes."
        return [Finding("SHAPE-FAULT", "warning", message, error.place, remedy=error.remedy)]


def _left_out(publication: Publication) -> Iterator[Finding]:
    """Files of the publication that cannot be read at all."""
    for one in publication.left_out:
        for fault in one.faults:
            yield Finding(fault.code, "violation", fault.message, fault.place, remedy=fault.remedy)
        if one.is_loss:
            why = "no statement of it can be read" if one.faults else (one.detail or one.reason).rstrip(".")
            message = f"This is left out: {why}."
            yield Finding("FILE-LEFT-OUT", "violation", message, Place(one.path, 1, 1, 1, 1))


class _Any(Container[str]):
    """All services: which of them a server allows is not known here."""

    def __contains__(self, _: object) -> bool:
        return True


def _queries(publication: Publication) -> Iterator[Finding]:
    """Example queries that the endpoint would refuse to run."""
    for file in publication.queries:
        try:
            query = parse(PurePosixPath(file.path).stem, file.data.decode("utf-8", "replace").removeprefix("\ufeff"))
            read_example(query, publication.settings.prefixes, _Any())
        except AccordError as error:
            at = error.place or Place("", 1, 1, 1, 1)
            place = Place(file.path, at.line, at.column, at.end_line, at.end_column)
            message = f"The endpoint refuses this query, so it is not published: {error.message}"
            yield Finding("QUERY-REFUSED", "warning", message, place, remedy=error.remedy)
