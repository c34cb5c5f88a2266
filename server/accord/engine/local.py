"""The local engine: pyoxigraph, in worker processes for queries and in this process for patterns."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from accord.engine import Answer, Query, Subject, Term
from accord.engine.disconnection import Disconnection, disconnection, serving
from accord.engine.respelled import NOTHING_RESPELLED, RespelledValues
from accord.engine.tally import QueryTally
from accord.engine.workers.conversation import Aborted, Conversation
from accord.engine.workers.long_answer import Rest
from accord.engine.workers.pool import Pool
from accord.engine.workers.started_query import StartedQuery
from accord.engine.workers.unread import Unread, UnreadLimits
from accord.limits import EngineLimits, Limit, published
from accord.publication.statements import Patterns, Row
from accord.sparql.rewriting.ordering import ordered_by_kind


class LocalEngine:
    """Implements :class:`accord.engine.Engine`.

    ``statements`` are those of the publication's graphs; ``prefixes`` are those that need no declaration;
    ``tally`` counts the queries. ``respelled`` are the values that the store spells in another way than the files.
    """

    def __init__(
        self,
        statements: Patterns,
        address: Path,
        limits: EngineLimits,
        services: frozenset[str] = frozenset(),
        prefixes: Iterable[str] = (),
        tally: QueryTally | None = None,
        respelled: RespelledValues = NOTHING_RESPELLED,
    ) -> None:
        self.services = services
        self.respelled = respelled
        self._prefixes = prefixes
        self._limits = limits
        self._statements = statements
        self._pool = Pool(address, limits, tally)
        self._unread = Unread(UnreadLimits.of(limits))

    def match(
        self, subject: Subject | None = None, predicate: NamedNode | None = None, object: Term | None = None
    ) -> Iterator[Quad | Row]:
        """The statements that match a pattern, each with its graph."""
        return self._statements.quads_for_pattern(subject, predicate, object)

    def query(self, query: Query) -> Answer:
        """Answer a query, returning once the first chunk is there. See :meth:`accord.engine.Engine.query`."""
        self._unread.admit(query.client)
        try:
            return self._ask(query)
        except Aborted:
            again = _sortable(query)
            if again is None:
                raise
            return self._ask(again)

    def _ask(self, query: Query) -> Answer:
        conversation = Conversation(query, self._pool, self._limits, self._prefixes)
        with _closed_on_error(conversation):
            return self._answer(conversation, conversation.first(), disconnection())

    def begin_at_once(self, query: Query, call: Callable[[], None]) -> StartedQuery | None:
        """Send a query to a worker, if one is idle. See :meth:`accord.engine.Engine.begin_at_once`."""
        self._unread.admit(query.client)
        conversation = self._converse_at_once(query)
        if conversation is None:
            return None
        begun = StartedQuery(conversation, self._finish, call)
        with _closed_on_error(conversation):
            begun.begin()
        return begun

    async def _finish(self, conversation: Conversation, leaving: Disconnection) -> Answer:
        try:
            with _closed_on_error(conversation):
                return self._answer(conversation, await conversation.come(leaving), leaving)
        except Aborted:
            again = _sortable(conversation.query)
            if again is None:
                raise
            return await asyncio.to_thread(self._ask_for, again, leaving)

    def _ask_for(self, query: Query, leaving: Disconnection) -> Answer:
        with serving(leaving):
            return self._ask(query)

    def _converse_at_once(self, query: Query) -> Conversation | None:
        """A conversation with an idle worker, if there is one."""
        worker = None if query.uses_services else self._pool.lease_at_once()
        return Conversation(query, self._pool, self._limits, self._prefixes, worker) if worker else None

    def _answer(self, conversation: Conversation, first: bytes, leaving: Disconnection) -> Answer:
        """The answer that begins with a chunk."""
        if conversation.over:
            conversation.close()
            return Answer(iter((first,)), whole=True, close=conversation.close)
        rest = Rest(conversation, self._unread, self._limits.result << 20, leaving)
        return Answer(rest.after(first), whole=False, close=rest.close, when_over=rest.when_over)

    def limits(self) -> list[Limit]:
        """The limits of its workers, and those of the answers that wait for their readers."""
        return [*published(self._limits), *published(self._unread.limits)]

    @property
    def busy(self) -> bool:
        """Whether a query runs or waits."""
        return self._pool.busy

    def close(self) -> None:
        """End the idle workers."""
        self._pool.close()


def _sortable(query: Query) -> Query | None:
    """A query that ended the engine, with an order that the engine can find; ``None`` where nothing changes."""
    text = ordered_by_kind(query.text)
    return replace(query, text=text) if text != query.text else None


@contextmanager
def _closed_on_error(conversation: Conversation) -> Iterator[None]:
    """Close a conversation whose answer does not begin, or that is cancelled."""
    try:
        yield
    except BaseException as error:  # also a cancelled task: the worker would go on with it
        conversation.close(error)
        raise
