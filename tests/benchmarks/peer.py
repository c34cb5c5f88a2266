"""What is compared: something that answers queries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Peer:
    """A server, or an engine in this process: what answers a query with SPARQL results in JSON.

    ``run`` is what is timed, where that is less than to write the JSON.
    """

    name: str
    ask: Callable[[str], bytes]
    start: float = 0.0
    pids: list[int] = field(default_factory=list)
    url: str = ""
    run: Callable[[str], object] | None = None

    def timed(self, text: str) -> object:
        """Answer a query as it is timed."""
        return self.run(text) if self.run else self.ask(text)
