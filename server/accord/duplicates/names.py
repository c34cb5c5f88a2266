"""Which thing of a publication a name means that somebody wrote into a form or a table, and how things are called."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accord.duplicates.likely import Lookalikes
from accord.forms.controls import FormMaker
from accord.names import is_iri
from accord.publication import Publication
from accord.publication.settings import Settings
from accord.publication.settings.own_iris import meant, namespaces_of
from accord.search.matching import Matcher

_OFFERED = 6
"""Things that are offered for a name: what fits on a screen."""


@dataclass(frozen=True, slots=True)
class Names:
    """Finds things by their names, and gives the names of things and terms.

    ``is_known`` says whether an IRI is a thing here, ``label`` gives the name of what is described, else nothing.
    """

    settings: Settings
    namespaces: Iterable[str]
    is_known: Callable[[str], bool]
    matcher: Matcher
    label: Callable[[str], str]

    def find(self, text: str, classes: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        """The thing that a name means among those of some classes, and candidates where that is not certain.

        A thing is named by its IRI, by the end of it, by a code, or by a name that nothing else has.
        """
        if is_iri(text) and not classes:
            return text, ()
        if named := meant(self.settings, self.namespaces, text, self.is_known):
            return (named[0], ()) if len(named) == 1 else ("", named)
        found = self.matcher.candidates(
            text, [], lambda thing: not classes or bool(thing.classes.intersection(classes)), lambda _: None
        )
        if found and found[0].certain:
            return found[0].thing.iri, ()
        return "", tuple(one.thing.iri for one in found[:_OFFERED])


def names_in(publication: Publication, maker: FormMaker) -> Names:
    """The names of the things of a publication, without the index that a site has."""
    things = maker.statements
    matcher = Lookalikes(publication).matcher
    return Names(publication.settings, namespaces_of(things), things.__contains__, matcher, maker.label)
