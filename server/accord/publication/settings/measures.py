"""What the configuration says about numbers: amounts, their units, and parts of wholes.

The configuration (``publication.ttl``) says it of the dataset, each property any number of times:

- ``accord:valueProperty``: gives the number of an amount, as ``schema:value`` does.
- ``accord:unitProperty``: gives the unit or the kind of such a number; numbers of different units have no sum.
- ``accord:amountProperty``: leads from a thing to an amount; amounts of different properties are of different sorts
  (a total, a yearly sum), and have no sum either.
- ``accord:equivalentProperty``: leads to the same amount once more, in another unit.
- ``accord:countedInProperty``: leads from a thing to another whose amount includes its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from pyoxigraph import NamedNode, Quad

from accord.names import ACCORD


@dataclass(frozen=True, slots=True)
class Measures:
    """The IRIs of the properties, by what they are for."""

    values: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    equivalents: tuple[str, ...] = ()
    counted_in: tuple[str, ...] = ()

    @classmethod
    def read(cls, dataset: str, quads: Iterable[Quad]) -> Self:
        """As a configuration declares them of the dataset; none where it declares none."""
        found: dict[str, list[str]] = {}
        for quad in quads:
            subject, value = quad.subject, quad.object
            if isinstance(subject, NamedNode) and subject.value == dataset and isinstance(value, NamedNode):
                found.setdefault(quad.predicate.value, []).append(value.value)

        def declared(role: str) -> tuple[str, ...]:
            return tuple(sorted(found.get(f"{ACCORD}{role}Property", ())))

        return cls(*map(declared, ("value", "unit", "amount", "equivalent", "countedIn")))
