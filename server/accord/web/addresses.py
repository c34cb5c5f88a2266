"""Links of pages: the IRIs of the publication become paths of the host that serves it."""

from __future__ import annotations

from dataclasses import dataclass

from accord.names import local_name
from accord.publication import Settings
from accord.things.vocabulary import Vocabulary

_SAFE = ("http://", "https://", "mailto:")


@dataclass(frozen=True, slots=True)
class Addresses:
    """From IRIs to links. Links between the pages of a copy stay on the copy."""

    settings: Settings
    vocabulary: Vocabulary

    def path(self, iri: str) -> str | None:
        """The path (from the root of the site) of the page about an IRI; ``None`` for an IRI of another site."""
        if iri in self.vocabulary:
            return f"/ontology#{self.anchor(iri)}"
        if not iri.startswith(self.settings.base):
            return None
        folder, _, name = iri.removeprefix(self.settings.base).partition("/")
        known = {
            "id": f"/doc/{name}",
            "doc": f"/doc/{name}",
            "graph": f"/graph/{name}",
            "dataset": "/catalog",
            "catalog": "/catalog",
        }
        return known.get(folder, "/ontology" if iri.startswith(self.settings.vocabulary.rstrip("#/")) else "/")

    def outside(self, iri: str) -> str | None:
        """A link to another site; ``None`` when its scheme is not safe to follow."""
        return iri if iri.startswith(_SAFE) else None

    def file(self, graph: str) -> str:
        """The path in the publication's folder of the file of a graph."""
        return graph.removeprefix(f"{self.settings.base}graph/") + ".ttl"

    def short(self, iri: str) -> str:
        """An IRI as a person would write it: with a prefix if there is one, in full otherwise."""
        return self.settings.prefixes.shorten(iri) or iri

    def expand(self, name: str) -> str:
        """The IRI of a prefixed name; an IRI in full is returned unchanged."""
        return self.settings.prefixes.expand(name) or name

    def anchor(self, iri: str) -> str:
        """The fragment of a term on the ontology page: the local name of an own term, the prefixed name of another."""
        own = self.settings.vocabulary
        if own and iri.startswith(own):
            return iri.removeprefix(own)
        return self.settings.prefixes.shorten(iri) or local_name(iri)
