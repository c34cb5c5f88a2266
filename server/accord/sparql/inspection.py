"""What the guard found in a query: all that the program needs to know, without reading it again."""

from __future__ import annotations

from dataclasses import dataclass

from accord import formats


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the guard read in a query.

    ``query_type`` is SELECT, ASK, CONSTRUCT or DESCRIBE; ``services`` are those that it calls, all of them allowed;
    ``has_service`` is true also for a SERVICE SILENT that is not called; ``from_graphs`` are the graphs of FROM and
    FROM NAMED, which are never fetched; ``iris`` are all IRIs outside the prologue, each once; ``cacheable`` means that
    the same data give the same answer another time; ``deviations`` are the names of those of the local engine that the
    query may meet. Prefixed names are expanded; relative IRIs are as written.
    """

    query_type: str
    services: tuple[str, ...] = ()
    from_graphs: tuple[str, ...] = ()
    iris: tuple[str, ...] = ()
    cacheable: bool = True
    has_service: bool = False
    deviations: tuple[str, ...] = ()

    @property
    def formats(self) -> tuple[formats.Format, ...]:
        """The formats that the answer can be written in, the preferred first."""
        return formats.for_query(self.query_type)
