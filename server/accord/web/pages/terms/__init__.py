"""The pages of the ontology: an index with a search, and a page for each class and property."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from flask import Blueprint, Response, abort, render_template, request
from pyoxigraph import NamedNode

from accord.formats import HTML
from accord.pictures.neighbourhood import Around, NeighbourGroup, neighbourhood
from accord.things.names.labels import Reference
from accord.things.names.wording import english_plural
from accord.things.ontology.class_index import Use
from accord.things.ontology.trees import Tree
from accord.things.ontology.vocabulary import Kind, Term
from accord.things.shapes import Demand, Shape
from accord.things.statements import Object, outgoing
from accord.web.pages.lists.letters import letter_of
from accord.web.pages.terms.pictures_of_ontology import cells
from accord.web.requests.threads import may_wait
from accord.web.responses import Page, answer
from accord.web.site import Site, current
from accord.web.sparql.answers.pictures import Naming, ShownPicture

LISTED = 400
"""Terms of one kind up to which the index names all; more are split by their first letters."""
FOUND = 200
"""Terms on one page of those that are looked up, about 25 KB of HTML."""
_NARROWER = 100
"""Narrower terms that the page of a term names; the index of terms has all of them."""


blueprint = Blueprint("terms", __name__)


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A term in the index: its name, its prefixed name, the address of its page, and its anchor in the index."""

    term: Term
    anchor: str
    address: str
    short: str
    count: int


@dataclass(frozen=True, slots=True)
class Section:
    """The classes, or the properties. Where there are too many to name, ``letters`` has how many begin with each."""

    title: str
    size: int
    entries: tuple[TermEntry, ...]
    letters: tuple[tuple[str, int], ...]


def sections(site: Site, own: bool) -> list[Section]:
    """The classes and the properties of the publication's own vocabulary, or of others, in reading order."""
    index = site.things.class_index
    found = []
    for title, kind in (("Classes", "class"), ("Properties", "property")):
        uses = [use for use in index.uses(kind) if use.term.own == own]  # type: ignore[arg-type]
        split = len(uses) > LISTED
        letters: dict[str, int] = {}
        for use in uses if split else ():
            letters[letter_of(use.term.name.text)] = letters.get(letter_of(use.term.name.text), 0) + 1
        entries = () if split else tuple(_entry(site, use) for use in uses)
        found.append(Section(title, len(uses), entries, tuple(sorted(letters.items()))))
    return found


def own_terms(site: Site) -> tuple[tuple[int, str, str], ...]:
    """How many classes and how many properties the publication defines: the number, the word, the place in the index.

    A kind without terms is left out.
    """
    counts = ((site.things.vocabulary.size(kind), kind) for kind in get_args(Kind))
    found = [(count, kind if count == 1 else english_plural(kind)) for count, kind in counts if count]
    return tuple((count, word, f"section-{place}") for place, (count, word) in enumerate(found, 1))


@dataclass(frozen=True, slots=True)
class TermLookup:
    """The terms that somebody looks up: those that have some words, those of a letter, or those below a term."""

    words: str = ""
    letter: str = ""
    below: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.letter or self.below)


def looked_up(site: Site, wanted: TermLookup) -> list[Term]:
    """The terms whose name, prefixed name or definition has the words, the names first; or the others by name."""
    terms = site.things.vocabulary.values()
    if not wanted.words:
        above = site.addresses.terms.get(wanted.below)
        found = [
            one
            for one in terms
            if (above in one.parents if wanted.below else letter_of(one.name.text) == wanted.letter)
        ]
        return sorted(found, key=lambda term: (not term.own, term.name.text.casefold(), term.iri))
    words = wanted.words.casefold()
    ranked = [(rank, place, term) for place, term in enumerate(terms) if (rank := _rank(site, term, words))]
    return [term for _, _, term in sorted(ranked, key=lambda one: one[:2])]


def entries(site: Site, terms: Iterable[Term]) -> list[TermEntry]:
    """Terms as the index has them."""
    return [_entry(site, site.things.class_index.use(term)) for term in terms]


def _rank(site: Site, term: Term, words: str) -> int:
    """How well a term fits: 1 for a name that begins so, 2 for one with the words, 3 for a definition; 0 for none."""
    name, short = term.name.text.casefold(), site.addresses.short(term.iri).casefold()
    if name.startswith(words) or short.partition(":")[2].startswith(words):
        return 1
    if words in name or words in short:
        return 2
    return 3 if term.definition and words in term.definition.text.casefold() else 0


def _entry(site: Site, use: Use) -> TermEntry:
    iri = use.term.iri
    address = site.addresses.path(iri) or ""
    return TermEntry(use.term, site.addresses.anchor(iri), address, site.addresses.short(iri), use.count)


@blueprint.get("/ontology/<path:name>")
@may_wait
def term(name: str) -> Response:
    """A class or a property: what it means, where it is used, an example, and what the shapes demand.

    :path name: The local name of a term of the publication, or the prefixed name of another. Example: {term}
    :produces: HTML
    """
    site = current()
    iri = site.addresses.terms.get(name)
    if iri is None:
        near = looked_up(site, TermLookup(name))[:5]
        words = ", ".join(site.addresses.short(term.iri) for term in near)
        abort(404, f"There is no term {name} in the ontology.{f' Similar terms: {words}.' if words else ''}")
    found = site.things.vocabulary[iri]
    path = site.addresses.path(iri) or ""
    page = Page(path, f"{site.publication.settings.base.rstrip('/')}{path}", (HTML,), host=request.host_url)
    return answer(site, page, lambda _: _write(site, found), HTML)


def _write(site: Site, term: Term) -> bytes:
    index, addresses = site.things.class_index, site.addresses
    use = index.use(term)
    naming = Naming(site, request.script_root)
    around = _around(naming, term)
    cut = len(_below(site, term)) - _NARROWER
    notes = (f"The table has the first {_NARROWER} narrower ones, and {cut:,} are not in it.",) if cut > 0 else ()
    picture = neighbourhood(naming.thing(term.iri), around, notes).titled("Diagram") if around else None
    return render_template(
        "term.html",
        term=term,
        short=addresses.short(term.iri),
        use=use,
        size=index.size(term.iri) if term.kind == "class" else 0,
        example=_example(site, use),
        relations=_relations(site, term),
        used_with=_properties(site, term),
        shapes=_shapes(site, term),
        demands=_demands(site, term),
        below=addresses.anchor(term.iri),
        tree=tree if (tree := _tree(site, term)) and any(one.branches or one.hidden for one in tree.branches) else None,
        nested=addresses.inventory.anonymous(term.iri),
        statements=addresses.place(term.iri).at(),
        data=addresses.place(term.iri),
        picture=ShownPicture(picture, "picture") if picture else None,
        name_of=site.things.labels.of,
    ).encode()


def _below(site: Site, term: Term) -> tuple[str, ...]:
    terms = site.things.vocabulary.kind(term.kind)
    return tuple(one.iri for one in terms if term.iri in one.parents)


def _tree(site: Site, term: Term) -> Tree | None:
    """The classes below a class."""
    return site.things.trees.classes(term.iri) if term.kind == "class" else None


def _relations(site: Site, term: Term) -> list[tuple[str, tuple[Reference, ...], int]]:
    """The other terms that it is defined by, and those elsewhere that are like it, each group under a few words, with
    how many more there are.
    """
    kind = "class" if term.kind == "class" else "property"
    groups = (
        ("Kind of" if kind == "class" else "Narrower than", term.parents),
        ("Narrower kinds" if kind == "class" else "Narrower properties", _below(site, term)),
        ("Property of", term.domains),
        ("Its values are", term.ranges),
        ("The other way round", term.inverses),
        ("Similar terms elsewhere", term.matches),
    )
    reference = site.things.labels.reference
    return [(words, tuple(map(reference, iris[:_NARROWER])), len(iris[_NARROWER:])) for words, iris in groups if iris]


def _properties(site: Site, term: Term) -> list[TermEntry]:
    """The properties of a class, its own first and then those of the classes above it."""
    if term.kind != "class":
        return []
    vocabulary = site.things.vocabulary
    classes = (term.iri, *sorted(vocabulary.ancestors(term.iri)))
    properties = vocabulary.kind("property")
    found = dict.fromkeys(one for kind in classes for one in properties if kind in one.domains)
    return [_entry(site, site.things.class_index.use(one)) for one in found]


def _around(naming: Naming, term: Term) -> Around:
    site = naming.site
    above, below = map(naming.thing, term.parents), map(naming.thing, _below(site, term)[:_NARROWER])
    if term.kind == "property":
        groups = (
            NeighbourGroup("property of", cells(naming, term.domains)),
            NeighbourGroup("values", cells(naming, term.ranges)),
        )
        before, after = (tuple(filter(lambda group: group.cells, (one,))) for one in groups)
        return Around(before, after, tuple(above), tuple(below))
    properties = site.things.vocabulary.kind("property")
    leading = [one for one in properties if term.iri in one.ranges]
    before = tuple(NeighbourGroup(one.name.text, cells(naming, one.domains)) for one in leading if one.domains)
    own = [one for one in properties if term.iri in one.domains]
    after = tuple(NeighbourGroup(one.name.text, cells(naming, one.ranges)) for one in own if one.ranges)
    return Around(before[:8], after[:8], tuple(above), tuple(below))


def _example(site: Site, use: Use) -> list[tuple[str, list[Object]]]:
    """Statements of the data that use a term: of a thing of the class by their properties, or with the property by what
    they are about. Each has its values.
    """
    if use.example is None:
        return []
    stated = outgoing(site.engine, NamedNode(use.example))
    is_class = use.term.kind == "class"
    shown = list(stated)[:8] if is_class else [one for one in stated if one.predicate == use.term.iri][:3]
    found: dict[str, list[Object]] = {}
    for one in shown:
        found.setdefault(one.predicate if is_class else one.subject.value, []).append(one.object)
    return list(found.items())


def _shapes(site: Site, term: Term) -> tuple[Shape, ...]:
    """The shapes that check the things of a class."""
    if term.kind != "class":
        return ()
    return site.shapes.of_class((term.iri, *site.things.vocabulary.ancestors(term.iri)))


def _demands(site: Site, term: Term) -> tuple[tuple[Shape, Demand], ...]:
    """What the shapes demand of a property."""
    return site.shapes.of_property(term.iri) if term.kind == "property" else ()
