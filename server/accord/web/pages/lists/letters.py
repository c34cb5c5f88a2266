"""Many things by the first letters of their names: each letter leads to the page of a list on which it begins."""

from __future__ import annotations

from urllib.parse import quote

from accord.names import SKOS
from accord.things.lists.query import ListQuery
from accord.things.ontology.trees import Tree
from accord.web.pages.lists.addresses import Views
from accord.web.requests.languages import keeping
from accord.web.site import Site

Letter = tuple[str, int, str]
"""A letter, how many things have names that begin with it, and the address of the first of them in a list."""

THINGS_PER_PAGE = 200
"""Things on one page of a list, about 40 KB of HTML; the downloads hold all."""


def of_concepts(site: Site, tree: Tree | None, root: str, above: str = "", by: str = "") -> tuple[Letter, ...]:
    """The letters of a tree of concepts that has no room for its nodes; none for other trees.

    The list is of the concepts that have ``above`` as the value of the property ``by``, where all of the tree have it,
    and of all concepts otherwise.
    """
    if tree is None or not tree.tops:
        return ()
    kind = SKOS + "Concept"
    some = site.things.lists.read(ListQuery(kind, ((by, above),))) if above else None
    if some and len(some.things) == tree.tops:
        asked, things = some.asked, some.things
    else:  # the list itself is not needed, which reads all that is said of its things
        asked, things = ListQuery(kind), site.things.class_index.members(kind)
    views, places = Views(site.addresses, asked, root), list(map(letter_of, _names(site, things)))
    return tuple(
        (letter, places.count(letter), views.page(places.index(letter) // THINGS_PER_PAGE + 1))
        for letter in dict.fromkeys(places)
    )


def of_classes(site: Site, tree: Tree | None, root: str) -> tuple[Letter, ...]:
    """The letters of a tree of classes that has no room for its nodes; they lead to the index of terms."""
    if tree is None or not tree.tops:
        return ()
    letters = sorted(letter_of(term.name.text) for term in site.things.vocabulary.kind("class"))
    found = dict.fromkeys(letters)
    return tuple((one, letters.count(one), keeping(f"{root}/ontology?letter={quote(one)}")) for one in found)


def _names(site: Site, things: tuple[str, ...]) -> list[str]:
    return [site.things.labels.of(iri).text for iri in things]


def letter_of(name: str) -> str:
    """The first letter of a name; ``#`` for one that begins with anything else."""
    first = name[:1].upper()
    return first if first.isalpha() else "#"
