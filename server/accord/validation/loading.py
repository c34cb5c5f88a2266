"""Reading what is to be checked, and loading its context.

The whole publication is checked, or a few contributed files in the context of the rest. A contribution takes the place
of the publication's file that it is (the same path), so that an edited file is checked instead of its older self.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Store

from accord.errors import InputError, Place
from accord.names import RDF
from accord.parsing import is_gzipped
from accord.parsing.syntaxes import TURTLE
from accord.progress import shown
from accord.publication import Publication, SourceFile
from accord.publication.files.addresses import file_address
from accord.turtle import Document
from accord.validation.check_input import CheckedFile, CheckInput, Statements
from accord.validation.exchange import to_store
from accord.validation.findings import Finding
from accord.validation.reading import read

_NOWHERE = "urn:accord:context"


def load_input(publication: Publication, contributions: Sequence[SourceFile]) -> CheckInput:
    """The whole publication as what is checked; or these contributions, with the publication as their context."""
    others, wanted = _overlay(publication, contributions)
    shapes = tuple(file for file in (*others, *(one for one, _ in wanted)) if "shapes" in file.roles)
    checked, unread = _read_all([(file, graph) for file, graph in wanted if _has_statements(file)])
    store, declared, led_to = _around(publication, tuple(others))
    added = _loaded(store, checked) if contributions else None
    if added is None:
        _load_whole(store, checked, publication)
    declared = declared + [list(_quads(one.document, one.graph)) for one in checked if "ontology" in one.roles]
    return CheckInput(
        publication=publication,
        checked=checked,
        store=store,
        statements=Statements(one.document for one in checked),
        shapes=shapes,
        kinds=_kinds(quad for quads in declared for quad in quads),
        added=added,
        unread=unread,
        led_to=led_to,
    )


@dataclass(frozen=True)
class _Ready:
    """A publication that was read: its files, the store and the declarations of them, and what several files state."""

    files: tuple[SourceFile, ...]
    store: Store
    declared: list[list[Quad]]
    repeated: frozenset[Quad]
    led_to: dict[str, dict[str, list[Quad]]]


_ready: list[_Ready] = []


def prepare(publication: Publication) -> None:
    """Read a publication for the checks of contributions to it, each of which has to be in a process that forks off.

    A check changes what was read, so no second one may follow in the same process.
    """
    _ready.clear()
    repeated = frozenset(_repeated(publication.files))
    _ready.append(_Ready(publication.files, *_context_of(publication.files), repeated, {}))


def prepare_links(predicates: Iterable[str]) -> None:
    """Note for some predicates what their statements in the publication that is kept ready lead to."""
    for ready in _ready:
        for predicate in predicates:
            found: dict[str, list[Quad]] = defaultdict(list)
            for quad in ready.store.quads_for_pattern(None, NamedNode(predicate), None, DefaultGraph()):
                found[getattr(quad.object, "value", "")].append(quad)
            ready.led_to[predicate] = dict(found)


def _repeated(files: Sequence[SourceFile]) -> Iterator[Quad]:
    """The statements that more than one file makes. Two of a million may have the same number, which does no harm."""
    seen = set[int]()
    for file in files:
        if _has_statements(file):
            numbers = {hash(quad): quad for quad in _context(file)}
            yield from (quad for number, quad in numbers.items() if number in seen)
            seen.update(numbers)


def _around(
    publication: Publication, others: tuple[SourceFile, ...]
) -> tuple[Store, list[list[Quad]], Mapping[str, Mapping[str, Sequence[Quad]]]]:
    """A store with what is not checked, what the ontology in it declares, and what some predicates lead to."""
    for ready in _ready:
        kept = {id(file) for file in others}
        gone = [file for file in ready.files if id(file) not in kept]
        if len(kept) + len(gone) == len(ready.files) and _taken_out(ready, gone):
            return ready.store, ready.declared, ready.led_to
    return *_context_of(others), {}


def _taken_out(ready: _Ready, gone: Sequence[SourceFile]) -> bool:
    """Take files out of the store that is kept ready; false, and nothing is changed, where that is not certain.

    The store has names of its own for blank nodes, and what an ontology declares is kept apart.
    """
    quads = [quad for file in gone if _has_statements(file) for quad in _context(file)]
    if any("ontology" in file.roles for file in gone) or any(map(_is_anonymous, quads)):
        return False
    for quad in quads:
        if quad not in ready.repeated:
            ready.store.remove(quad)
    return True


def _is_anonymous(quad: Quad) -> bool:
    return isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)


def _context_of(files: Sequence[SourceFile]) -> tuple[Store, list[list[Quad]]]:
    store, declared = Store(), []
    for file in files:
        if _has_statements(file) and "ontology" in file.roles:
            declared.append(_context(file))
            store.extend(declared[-1])
        elif _has_statements(file) and not _loads(store, file):
            store.extend(_context(file))
    return store, declared


def _loads(store: Store, file: SourceFile) -> bool:
    """Whether a file is Turtle without mistakes; it is then in the store, which reads it several times faster."""
    if file.syntax is not TURTLE or file.partly or file.statements is not None or is_gzipped(file.path):
        return False
    try:
        store.load(file.data, RdfFormat.TURTLE, base_iri=file.base or None, to_graph=DefaultGraph())
    except SyntaxError:
        return False
    return True


def _load_whole(store: Store, checked: Sequence[CheckedFile], publication: Publication) -> None:
    """Put all files into the default graph; and into graphs of their own where rules look at files, which is twice."""
    for one in shown(checked, "Loading"):
        store.extend(_quads(one.document))
        if publication.settings.house_rules:
            store.extend(_quads(one.document, one.graph))


def _loaded(store: Store, checked: Sequence[CheckedFile]) -> frozenset[Quad]:
    """Put contributed files into the store, and return what is new in the default graph."""
    return frozenset(quad for one in checked for quad in _load(store, one))


def _load(store: Store, checked: CheckedFile) -> list[Quad]:
    """Put a checked file into its own graph and into the default graph, and return what was new in that."""
    store.extend(_quads(checked.document, checked.graph))
    stored = store.quads_for_pattern(None, None, None, checked.graph)
    own = (Quad(quad.subject, quad.predicate, quad.object) for quad in stored)
    new = [quad for quad in own if quad not in store]
    store.extend(new)
    return new


def _overlay(
    publication: Publication, contributions: Sequence[SourceFile]
) -> tuple[list[SourceFile], list[tuple[SourceFile, NamedNode]]]:
    """The files that are context, and those that are checked, each with the graph of its statements."""
    if not contributions:
        return [], [(file, NamedNode(publication.graph(file))) for file in publication.files]
    others, wanted = {file.path: file for file in publication.files}, []
    for number, one in enumerate(contributions, 1):
        own = others.pop(_path_within(publication.root, one.path), None)
        graph = publication.graph(own) if own else f"{publication.settings.base}graph/data/contribution-{number}"
        base = own.base if own else _base(publication, one.path)
        wanted.append((replace(one, roles=own.roles if own else ("data",), base=base), NamedNode(graph)))
    return list(others.values()), wanted


def _path_within(root: Path, path: str) -> str:
    """The path of a file as the publication knows it, however it was written; outside the folder, as written."""
    try:
        return Path(path).resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return path


def _read_all(files: Sequence[tuple[SourceFile, NamedNode]]) -> tuple[tuple[CheckedFile, ...], tuple[Finding, ...]]:
    """The files that can be read, and findings about those that are not text."""
    checked, unread = [], []
    for file, graph in shown(files, "Reading with places"):
        try:
            document, faults = read(file)
            checked.append(CheckedFile(file.roles, graph, document))
            unread += [Finding(one.code, "violation", one.message, one.place, remedy=one.remedy) for one in faults]
        except InputError as error:
            place = error.place or Place(file.path, 1, 1, 1, 1)
            unread.append(Finding("TTL-ENCODING", "violation", error.message, place, remedy=error.remedy))
    return tuple(checked), tuple(unread)


def _has_statements(file: SourceFile) -> bool:
    """Whether a file has statements that are checked, and not only shapes."""
    return bool({"ontology", "data"} & set(file.roles))


def _base(publication: Publication, path: str) -> str:
    """The base for relative IRIs of a contributed file; empty if the house rules forbid relative IRIs."""
    return "" if publication.settings.house_rules else file_address(publication.settings.base, Path(path).name)


def _context(file: SourceFile) -> list[Quad]:
    """The statements of a file that is not checked, for the default graph; of a faulty one, those that can be read."""
    try:
        return [Quad(quad.subject, quad.predicate, quad.object) for quad in file.quads(_NOWHERE)]
    except InputError:
        checked, _ = _read_all([(file, NamedNode(_NOWHERE))])
        return [Quad(quad.subject, quad.predicate, quad.object) for one in checked for quad in _quads(one.document)]


def _quads(document: Document, *graph: NamedNode) -> Iterator[Quad]:
    """The statements of a document for a graph of the store, without those that the store cannot hold."""
    for triple in document.triples:
        try:
            terms: list[Any] = [to_store(term) for term in triple[:3]]
        except ValueError:
            continue
        yield Quad(*terms, *graph)


def _kinds(declared: Iterable[Quad]) -> dict[str, str]:
    """What the ontology declares: the terms, each as a ``property``, a ``class`` or another ``term``."""
    kinds = {}
    for quad in declared:
        if quad.predicate.value == RDF + "type" and isinstance(quad.subject, NamedNode):
            name = quad.object.value if isinstance(quad.object, NamedNode) else ""
            kinds[quad.subject.value] = next(
                (one for one in ("property", "class") if name.lower().endswith(one)), "term"
            )
    return kinds
