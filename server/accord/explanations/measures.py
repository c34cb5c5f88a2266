"""What the publication's configuration says of its numbers: which are amounts, in which unit, and what is in what.

The configuration (``publication.ttl``) says it of the dataset, each property any number of times:

- ``accord:valueProperty``: gives the number of an amount, as ``schema:value`` does.
- ``accord:unitProperty``: gives the unit or the kind of such a number; numbers of different units have no sum.
- ``accord:amountProperty``: leads from a thing to an amount; amounts of different properties are of different sorts
  (a total, a yearly sum), and have no sum either.
- ``accord:equivalentProperty``: leads to the same amount once more, in another unit.
- ``accord:countedInProperty``: leads from a thing to another whose amount includes its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from pyoxigraph import NamedNode

from accord.names import ACCORD
from accord.publication import Publication


@dataclass(frozen=True, slots=True)
class Measures:
    """The IRIs of the properties, by what they are for."""

    values: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    equivalents: tuple[str, ...] = ()
    counted_in: tuple[str, ...] = ()

    @classmethod
    def of(cls, publication: Publication) -> Self:
        """As a publication declares them; none where it declares none."""
        file = next((file for file in publication.files if file.path == publication.configuration), None)
        if file is None:
            return cls()
        dataset = NamedNode(publication.settings.dataset)
        quads = [quad for quad in file.quads(ACCORD) if quad.subject == dataset]

        def declared(role: str) -> tuple[str, ...]:
            found = (quad.object for quad in quads if quad.predicate.value == f"{ACCORD}{role}Property")
            return tuple(sorted(term.value for term in found if isinstance(term, NamedNode)))

        return cls(*map(declared, ("value", "unit", "amount", "equivalent", "countedIn")))
