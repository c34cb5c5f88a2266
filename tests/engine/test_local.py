"""The local engine answers as pyoxigraph does, and outlives whatever a query does to its worker."""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO

import pytest
from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, RdfFormat

from accord import formats
from accord.engine import Query
from accord.engine.local import LocalEngine
from accord.engine.processes import local_engine, page_store, query_store, start_fork_server
from accord.engine.workers.pool import Worker
from accord.errors import EngineError, LimitError, QueryError
from accord.formats import Format
from accord.limits import EngineLimits, QueryLimits
from accord.publication import Publication
from accord.sparql.guard import inspect
from accord.temporary import private_folder

PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
EVERYTHING = "SELECT * { ?s ?p ?o } ORDER BY ?o"


def ask(engine: LocalEngine, text: str, form: Format = formats.JSON, **options: object) -> bytes:
    return b"".join(engine.query(Query(text, form, **options)).chunks)  # type: ignore[arg-type]


@pytest.mark.parametrize("form", formats.ROW_FORMATS, ids=lambda form: form.name)
def test_rows_are_those_of_the_engine_in_process(engine: LocalEngine, numbers: Publication, form: Format) -> None:
    assert isinstance(form.syntax, QueryResultsFormat)
    rows = query_store(numbers).query(EVERYTHING)
    assert isinstance(rows, QuerySolutions)
    expected = rows.serialize(format=form.syntax)
    assert ask(engine, EVERYTHING, form) == expected
    assert len(expected) > 200_000, "the answer must be long enough to go through the spool"


def test_a_format_that_pyoxigraph_cannot_write_needs_only_a_writer(
    numbers: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(results: QuerySolutions, file: IO[bytes], _: Mapping[str, str]) -> None:
        for solution in results:
            file.write(f"* {solution[0].value}\n".encode())

    markdown = Format("markdown", "text/markdown", "md", "Markdown", writer=write)
    monkeypatch.setattr(formats, "ROW_FORMATS", (*formats.ROW_FORMATS, markdown))
    with local_engine(numbers, EngineLimits(workers=1)) as engine:
        assert ask(engine, "SELECT ?n { n:1 n:next ?n }", markdown) == b"* 2\n"


def test_waiting_for_a_worker_is_a_part_of_the_time_of_a_query(numbers: Publication) -> None:
    with local_engine(numbers, EngineLimits(workers=1, deadline=30)) as engine:
        lent = engine._pool.lease()
        begun = time.monotonic()
        with pytest.raises(LimitError, match="No worker became free in time"):
            engine.query(Query("ASK {}", formats.JSON, patience=0.05))
        assert time.monotonic() - begun < 10, "not the deadline of queries"
        engine._pool.give_back(lent)
        assert b"true" in b"".join(engine.query(Query("ASK {}", formats.JSON, patience=10)).chunks)


def test_a_query_crosses_to_the_worker_unchanged() -> None:
    text = "SELECT * FROM <http://e/g> { SERVICE <http://e/> { ?s <http://e/p> ?o } }"
    inspection = inspect(text, QueryLimits(), {"http://e/"})
    query = Query(text, formats.CSV, ("http://e/a",), ("http://e/b",), True, 2.5, "client", inspection)
    assert query.uses_services
    assert Query.of_message(json.loads(json.dumps(query.as_message()))) == query


def test_a_format_that_does_not_fit_the_query_is_an_error(engine: LocalEngine) -> None:
    with pytest.raises(QueryError, match=r"^The query cannot be evaluated: its answer cannot be written as Turtle\.$"):
        ask(engine, "ASK {}", formats.TURTLE)


@pytest.mark.parametrize("form", formats.RDF_FORMATS, ids=lambda form: form.name)
def test_graphs_are_written_in_every_format(engine: LocalEngine, form: Format) -> None:
    assert b"http://numbers.example/id/7" in ask(engine, "DESCRIBE n:7", form)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (formats.JSON, b'{"head":{},"boolean":true}'),
        (formats.CSV, b"boolean\r\ntrue\r\n"),
        (formats.TSV, b"?boolean\ntrue\n"),
    ],
)
def test_truth(engine: LocalEngine, form: Format, expected: bytes) -> None:
    assert ask(engine, "ASK { n:1 n:next 2 }", form) == expected


def test_truth_in_xml_is_what_the_engine_reads(engine: LocalEngine) -> None:
    from pyoxigraph import parse_query_results

    parsed = parse_query_results(ask(engine, "ASK { n:1 n:next 3 }", formats.XML), QueryResultsFormat.XML)
    assert bool(parsed) is False


def test_short_answers_are_whole_and_long_ones_are_not(engine: LocalEngine) -> None:
    assert engine.query(Query("SELECT * { n:1 ?p ?o }", formats.JSON)).whole
    long = engine.query(Query(EVERYTHING, formats.JSON))
    assert not long.whole
    assert sum(map(len, long.chunks)) > 1_000_000


def test_dataset_of_the_protocol(engine: LocalEngine) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    numbers, other = "http://numbers.example/graph/data/numbers", "http://numbers.example/graph/data/publication"
    assert b'"20001"' in ask(engine, count)
    assert b'"20000"' in ask(engine, count, graphs=(numbers,))
    assert b'"1"' in ask(engine, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", named_graphs=(other,))


def test_patterns_come_with_their_graph(engine: LocalEngine) -> None:
    (quad,) = engine.match(NamedNode("http://numbers.example/id/5"))
    assert quad.object.value == "6"
    assert quad.graph_name.value == "http://numbers.example/graph/data/numbers"


def test_a_mistake_has_its_place_in_the_users_text(engine: LocalEngine) -> None:
    with pytest.raises(QueryError) as caught:
        ask(engine, "SELECT *\nWHERE { ?s ?p ?o , }")
    assert caught.value.place is not None
    assert (caught.value.place.line, caught.value.token) == (2, "}")


def test_an_undeclared_prefix_is_named(engine: LocalEngine) -> None:
    with pytest.raises(QueryError, match="prefix foaf: is not declared") as caught:
        ask(engine, "SELECT * { ?s foaf:name ?o }")
    assert caught.value.place is not None
    assert (caught.value.place.line, caught.value.place.column) == (1, 15)


@pytest.mark.parametrize(
    "text", [f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}", f"SELECT * {{ {PRODUCT} FILTER(?c + ?f + ?i < 0) }}"]
)
def test_the_deadline_stops_what_never_ends(engine: LocalEngine, text: str) -> None:
    with pytest.raises(LimitError) as caught:
        ask(engine, text, seconds=0.2)
    assert (caught.value.limit, caught.value.status, caught.value.value) == ("deadline", 504, 0.2)
    assert ask(engine, "ASK { n:1 n:next 2 }")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps a limit on the memory of a process")
def test_memory_is_limited(numbers: Publication, capfd: pytest.CaptureFixture[str]) -> None:
    with local_engine(numbers, EngineLimits(deadline=20, memory=64)) as engine:
        with pytest.raises(LimitError) as caught:
            ask(engine, f"SELECT * {{ {PRODUCT} }} ORDER BY ?a ?d")
        assert (caught.value.limit, caught.value.status) == ("memory", 503)
        assert ask(engine, "ASK { n:1 n:next 2 }")


def test_an_answer_that_grows_too_large_is_broken_off(engine: LocalEngine) -> None:
    answer = engine.query(Query("SELECT * { ?a ?b ?c . ?d n:next ?f }", formats.XML))
    with pytest.raises(LimitError) as caught:
        list(answer.chunks)
    assert caught.value.limit == "result"


def test_a_stream_that_fails_raises(engine: LocalEngine) -> None:
    answer = engine.query(Query(f"SELECT ?a {{ {PRODUCT} FILTER(?c < 100) }}", formats.CSV, seconds=1.5))
    assert not answer.whole
    with pytest.raises(LimitError):
        list(answer.chunks)


def test_a_query_that_crashes_the_engine_harms_nobody(engine: LocalEngine) -> None:
    with pytest.raises(EngineError):
        ask(engine, "SELECT * " + "{" * 50_000 + "}" * 50_000)
    assert ask(engine, "ASK { n:1 n:next 2 }")


def test_service_opens_no_connection(engine: LocalEngine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        port = listener.getsockname()[1]
        with pytest.raises(QueryError):
            ask(engine, f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}")
        with pytest.raises(TimeoutError):
            listener.accept()


def only_worker(engine: LocalEngine) -> Worker:
    ask(engine, "ASK { n:1 n:next 2 }")
    return engine._pool._idle[-1]


def test_a_worker_killed_while_idle_is_replaced(engine: LocalEngine) -> None:
    worker = only_worker(engine)
    os.kill(worker.pid, signal.SIGKILL)
    worker.connection.recv(1, socket.MSG_PEEK)
    assert b"true" in ask(engine, "ASK { n:1 n:next 2 }")


def test_a_worker_killed_at_work_is_an_error_that_invites_another_try(engine: LocalEngine) -> None:
    worker = only_worker(engine)
    timer = threading.Timer(0.2, os.kill, (worker.pid, signal.SIGKILL))
    timer.start()
    with pytest.raises(EngineError, match="signal 9"):
        ask(engine, f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}")
    timer.join()
    assert b"true" in ask(engine, "ASK { n:1 n:next 2 }")


def test_nobody_computes_for_a_client_that_left(engine: LocalEngine) -> None:
    worker = only_worker(engine)
    answer = engine.query(Query(f"SELECT * {{ {PRODUCT} }}", formats.CSV))
    next(answer.chunks)
    answer.close()
    assert worker.connection.fileno() == -1
    assert b"true" in ask(engine, "ASK { n:1 n:next 2 }")


def test_the_queue_is_bounded(engine: LocalEngine) -> None:
    """Two workers are busy, one query waits, and the next is refused at once."""
    said: list[bytes | str] = []

    def visit(text: str) -> None:
        try:
            said.append(ask(engine, text, seconds=0.5))
        except LimitError as error:
            said.append(error.limit)

    count = f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}"
    threads = [threading.Thread(target=visit, args=(text,)) for text in (count, count, "ASK { n:1 n:next 2 }")]
    for thread in threads[:2]:
        thread.start()
    while engine._pool._lent < 2:
        pass
    threads[2].start()
    while engine._pool._queue.waiting == 0:
        pass
    with pytest.raises(LimitError) as caught:
        ask(engine, "ASK { n:1 n:next 2 }")
    assert (caught.value.limit, caught.value.status) == ("queue", 503)
    assert caught.value.retry_after
    for thread in threads:
        thread.join()
    assert sorted(map(str, said)) == sorted(["deadline", "deadline", str(b'{"head":{},"boolean":true}')])


def test_no_descriptor_is_lost(engine: LocalEngine) -> None:
    def descriptors() -> int:
        return len(os.listdir("/dev/fd"))

    ask(engine, EVERYTHING)
    before = descriptors()
    for _ in range(8):
        ask(engine, EVERYTHING, formats.CSV)
        answer = engine.query(Query(EVERYTHING, formats.CSV))
        next(answer.chunks)
        answer.close()
    ask(engine, "ASK { n:1 n:next 2 }")
    assert descriptors() <= before + 1


def test_a_fork_server_may_be_replaced_under_the_engine(numbers: Publication) -> None:
    limits = EngineLimits()
    with private_folder() as folder:
        first = start_fork_server(numbers, folder / "engine", limits)
        engine = LocalEngine(page_store(numbers), folder / "engine", limits)
        assert b"true" in ask(engine, "ASK { n:1 n:next 2 }")
        first.end()
        with pytest.raises(EngineError):
            ask(engine, "ASK { n:1 n:next 2 }")
        second = start_fork_server(numbers, folder / "engine", limits)
        assert b"true" in ask(engine, "ASK { n:1 n:next 2 }")
        engine.close()
        second.end()


def test_nothing_is_left_behind(numbers: Publication) -> None:
    with local_engine(numbers, EngineLimits()) as engine:
        pid = only_worker(engine).pid
        folder = Path(engine._pool._address).parent
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_turtle_of_a_construct_is_turtle(engine: LocalEngine) -> None:
    from pyoxigraph import parse

    turtle = ask(engine, "CONSTRUCT { ?s n:after ?o } WHERE { ?s n:next ?o FILTER(?o < 4) }", formats.TURTLE)
    assert len(list(parse(turtle, RdfFormat.TURTLE))) == 3
