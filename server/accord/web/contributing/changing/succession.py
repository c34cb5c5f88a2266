"""Merging a thing into another, and withdrawing one: what becomes of its facts and its address, before it is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, render_template, request
from pyoxigraph import NamedNode

from accord.errors import InputError
from accord.forms.filling import TYPE
from accord.forms.merging import Compared, Merging, facts_of
from accord.names import owner
from accord.parsing.terms import Term
from accord.proposals.checking.preview import send
from accord.proposals.succession import succession
from accord.publication import SourceFile
from accord.things.names.labels import Name, Reference
from accord.validation import Report
from accord.validation.stages.style import house_order
from accord.web.contributing.access import wrong_input
from accord.web.contributing.changing.described import named, require_current, require_editable
from accord.web.contributing.checks.check import private
from accord.web.contributing.forms.kinds import form_of, forms_of
from accord.web.contributing.proposals.differences import ThingChange, changes_of, words_of
from accord.web.requests.rate_limit import working
from accord.web.requests.threads import may_wait
from accord.web.site import Site, current

_CANDIDATES = 10
"""Things that are offered to merge with: what fits on a screen."""
_SHOWN = 20
"""Statements that lead to a thing which are listed; the others are counted."""

blueprint = Blueprint("succession", __name__, url_prefix="/proposals")
blueprint.register_error_handler(InputError, wrong_input)


@dataclass(frozen=True, slots=True)
class ReplacedFact:
    """A fact of the thing that goes, in words: its number, the value, and what the thing that stays has there.

    ``rows`` is how many facts in a row, from this one, have the same property and the same values beside them; 0 when
    a fact before it counts this one.
    """

    number: int
    property: Name
    value: Name
    others: tuple[Name, ...]
    fate: str
    is_taken: bool
    rows: int


@dataclass(frozen=True, slots=True)
class SuccessionPreview:
    """What a merge or a withdrawal would do: the report, the difference in words, and the file that is sent, if any.

    It is possible without violations and, where only valid data are published, without links that lead nowhere.
    """

    report: Report
    things: list[ThingChange]
    found: Mapping[str, Any]
    file: SourceFile | None
    is_possible: bool


@dataclass(frozen=True, slots=True)
class Case:
    """What a page is about: the thing that goes, the one that stays, and what leads to the first."""

    kind: str
    thing: Reference
    into: Reference | None
    leading: tuple[tuple[Reference, Reference], ...]
    others: int
    candidates: tuple[tuple[Reference, float], ...] = ()
    words: str = ""
    rows: tuple[ReplacedFact, ...] = ()
    missing: str = ""
    why: str = ""


@blueprint.get("/merge")
@may_wait
def merge() -> Response:
    """Choose the thing that is the same, and see which facts they share and which contradict each other.

    :query required thing: The IRI of the thing that goes, in full or with a prefix. Example: {iri}
    :query into: The IRI of the thing that stays.
    :query q: Words to look for the thing that stays.
    :produces: text/html
    """
    site = current()
    thing, into = named(site, request.args.get("thing", "")), request.args.get("into", "")
    with working():
        if not into:
            words = request.args.get("q", "") or site.things.labels.of(thing).text
            candidates = tuple(_candidates(site, thing, words[:300]))
            return _page(site, _case(site, "merge", thing, candidates=candidates, words=words), None)
        merging = _merging(site, thing, named(site, into))
        return _page(site, _case(site, "merge", thing, merging.into, rows=_rows(site, merging, None)), None)


@blueprint.post("/merge")
@may_wait
def merged() -> Response:
    """See what merging two things would do. Nothing is stored.

    The field "base" is the version that it is made from (428 without, 412 when a file of the two was changed since),
    "take" the numbers of the facts that the other thing takes over, "why" the reason.

    :query required thing: The IRI of the thing that goes. Example: {iri}
    :query required into: The IRI of the thing that stays. Example: {iri}
    :body application/x-www-form-urlencoded: The fields of the form.
    :answers 412: A file was changed since; the answer says what.
    :answers 428: The version is missing.
    :produces: text/html
    """
    site = current()
    thing, into = named(site, request.args.get("thing", "")), named(site, request.args.get("into", ""))
    with working(counted=True):
        for file in _files(site, thing, into):
            require_current(site, file, request.form.get("base", ""))
        merging = _merging(site, thing, into)
        taken = {int(one) for one in request.form.getlist("take") if one.isdecimal() and len(one) < 6}
        changed = _with_taken(site, merging, taken)
        own = {changed.path: changed.data} if changed else {}
        case = _case(site, "merge", thing, into, rows=_rows(site, merging, taken), why=request.form.get("why", ""))
        outcome = _outcome(site, case, own, changed)
    return _page(site, case, outcome)


@blueprint.get("/withdraw")
@may_wait
def withdraw() -> Response:
    """Say why a thing should not be here, and see what links to it.

    :query required thing: The IRI of the thing, in full or with a prefix. Example: {iri}
    :produces: text/html
    """
    site = current()
    with working():
        return _page(site, _case(site, "withdraw", named(site, request.args.get("thing", ""))), None)


@blueprint.post("/withdraw")
@may_wait
def withdrawn() -> Response:
    """See what withdrawing a thing would do. Nothing is stored.

    The field "base" is the version that it is made from (428 without, 412 when its file was changed since), "why" the
    reason, which the notice at its address gives.

    :query required thing: The IRI of the thing. Example: {iri}
    :body application/x-www-form-urlencoded: The fields of the form.
    :answers 412: A file was changed since; the answer says what.
    :answers 428: The version is missing.
    :produces: text/html
    """
    site, why = current(), request.form.get("why", "").strip()
    thing = named(site, request.args.get("thing", ""))
    with working(counted=True):
        for file in _files(site, thing):
            require_current(site, file, request.form.get("base", ""))
        missing = "" if why else "Say why: the notice at its address gives the reason."
        case = _case(site, "withdraw", thing, why=why, missing=missing)
        return _page(site, case, None if missing else _outcome(site, case, {}, None))


def _files(site: Site, *things: str) -> list[SourceFile]:
    """The Turtle files that state something of some things, of their parts or in their evidence.

    Raises InputError for a file that cannot be edited.
    """
    terms = site.publication.settings.evidence
    graphs: dict[str, None] = {}
    for thing in things:
        subjects = [thing, *{_iri(quad.object) for quad in site.engine.match(NamedNode(thing))} - {thing}]
        for subject in (one for one in subjects if one == thing or owner(one) == thing):
            graphs |= dict.fromkeys(_iri(quad.graph_name) for quad in site.engine.match(NamedNode(subject)))
        about = site.engine.match(None, NamedNode(terms.about), NamedNode(thing)) if terms else ()
        graphs |= dict.fromkeys(_iri(quad.graph_name) for quad in about)
    files = [file for file in site.publication.with_role("data") if site.publication.graph(file) in graphs]
    for file in files:
        require_editable(file)
    return files


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _merging(site: Site, thing: str, into: str) -> Merging:
    if thing == into:
        raise InputError("A thing cannot be merged into itself.", remedy="Choose another thing.")
    facts = facts_of(file.data.decode() for file in _files(site, thing, into))
    return Merging(thing, into, facts, site.publication.settings.evidence, _has_one(site, into))


def _has_one(site: Site, thing: str) -> Callable[[str], bool]:
    """Whether things like this have one value of a property at most, by the form of their kind."""
    known = {one["iri"] for one in forms_of(site)}
    kinds = (_iri(quad.object) for quad in site.engine.match(NamedNode(thing), NamedNode(TYPE)))
    kind = next((one for one in kinds if one in known), "")
    single = {one.path for one in form_of(site, kind).controls if one.most == 1} if kind else set()
    return lambda path: path in single


def _with_taken(site: Site, merging: Merging, taken: set[int]) -> SourceFile | None:
    """The file of the thing that stays with the facts that it takes over, and the evidence of those that both state.

    ``None`` where there is nothing to take over.
    """
    wanted = [one for number, one in enumerate(merging.compared) if number in taken and one.fate != "same"]
    settings = site.publication.settings
    named_here = {_iri(quad.graph_name) for quad in site.engine.match(NamedNode(merging.into), NamedNode(TYPE))}
    file = next((one for one in _files(site, merging.into) if site.publication.graph(one) in named_here), None)
    if file is None and wanted:
        raise InputError("The thing that stays has no separate file.", remedy="Take over nothing.")
    if file is None:
        return None
    text = merging.text(file.data.decode(), wanted, settings.prefixes, house_order(site.publication))
    return SourceFile(file.path, file.roles, text.encode()) if text.encode() != file.data else None


def _outcome(site: Site, case: Case, own: Mapping[str, bytes], file: SourceFile | None) -> SuccessionPreview:
    """The preview of all that would change."""
    files = {**{one.path: one.data for one in site.publication.files if one.path.endswith(".ttl")}, **own}
    into = case.into.iri if case.into else ""
    changes = {**own, **succession(site.publication, files, case.thing.iri, into, case.why or case.kind)}
    found = site.checker.run("preview", send(changes))
    report = Report.of(found["report"])
    is_possible = report.conforms and not (found.get("dead") and site.publication.is_strict)
    return SuccessionPreview(report, changes_of(site, found), found, file, is_possible)


def _rows(site: Site, merging: Merging, taken: set[int] | None) -> tuple[ReplacedFact, ...]:
    """The facts in words; those that only one states are taken over unless somebody chose otherwise."""

    def row(number: int, one: Compared, rows: int) -> ReplacedFact:
        is_taken = one.fate in ("only", "name") if taken is None else number in taken
        words: Sequence[Name] = [_in_words(site, value, merging.into) for value in one.others]
        name, value = site.things.labels.of(one.path), _in_words(site, one.value, merging.of)
        return ReplacedFact(number, name, value, tuple(words), one.fate, is_taken, rows)

    alike = [list(run) for _, run in groupby(enumerate(merging.compared), lambda pair: (pair[1].path, pair[1].others))]
    return tuple(row(*pair, 0 if place else len(run)) for run in alike for place, pair in enumerate(run))


def _in_words(site: Site, value: Term, thing: str) -> Name:
    """A value in words. A part of the thing has no name of its own, so its facts say what it is."""
    if isinstance(value, NamedNode) and site.things.inventory.is_part(value.value, thing):
        return Name(site.cells.part(value))
    return words_of(site, value)


def _candidates(site: Site, thing: str, words: str) -> Iterator[tuple[Reference, float]]:
    """Things with a name like these words, those of the same kind first."""
    known = site.search.things.get(thing)
    classes = known.classes if known else frozenset()
    found = site.search.matcher.candidates(words, [], lambda one: one.iri != thing, lambda _: None)
    near = sorted(found, key=lambda one: (not classes & one.thing.classes, -one.score))
    for one in near[:_CANDIDATES]:
        yield site.things.labels.reference(one.thing.iri), one.score


def _case(site: Site, kind: str, thing: str, into: str = "", **more: Any) -> Case:
    """What a page is about, with what leads to the thing that goes."""
    labels, whole = site.things.labels, site.things.inventory.whole
    leading = [
        (labels.reference(whole(_iri(quad.subject))), labels.reference(quad.predicate.value))
        for quad in site.engine.match(None, None, NamedNode(thing))
        if _iri(quad.subject)
        and owner(_iri(quad.subject)) != thing
        and not site.things.redirects.get(_iri(quad.subject))
    ]
    distinct = list(dict.fromkeys(leading))
    shown, others = tuple(distinct[:_SHOWN]), len(distinct[_SHOWN:])
    return Case(kind, labels.reference(thing), labels.reference(into) if into else None, shown, others, **more)


def _page(site: Site, case: Case, outcome: SuccessionPreview | None) -> Response:
    is_wrong = bool(case.missing) or outcome is not None and not outcome.is_possible
    body = render_template("succession.html", case=case, outcome=outcome, base=site.publication.version)
    return private(Response(body, 422 if is_wrong else 200))
