"""Whoever watches the service can tell a process that lives from an engine that answers."""

from __future__ import annotations

import threading
import time

import pytest
from flask.testing import FlaskClient

from accord.engine import Answer, Query
from accord.errors import EngineError, LimitError
from accord.publication import Publication
from accord.web import Site, create_app
from accord.web.site.readiness import ANSWER_REUSED_S, Readiness
from engines import StoreEngine


class Broken(StoreEngine):
    """An engine that does not answer."""

    error: Exception = EngineError("It is away.")

    def query(self, query: Query) -> Answer:
        raise self.error


def test_a_service_is_alive_and_ready(client: FlaskClient, tiny: Publication) -> None:
    for path, word in (("/health", "alive"), ("/ready", "ready")):
        answer = client.get(path)
        assert (answer.status_code, answer.json) == (200, {"status": word, "version": tiny.version})
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "error", [EngineError("It is away."), LimitError("Too slow.", limit="deadline", value=1, status=504)]
)
def test_without_its_engine_it_is_alive_but_not_ready(tiny: Publication, error: Exception) -> None:
    engine = Broken(tiny)
    engine.error = error
    client = create_app(Site.open(tiny, engine)).test_client()
    assert client.get("/health").status_code == 200
    answer = client.get("/ready")
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")


def test_the_engine_is_asked_once_a_second_for_all() -> None:
    now = [10.0]
    asked: list[str] = []
    readiness = Readiness(clock=lambda: now[0])

    def ask() -> str:
        asked.append("")
        return "" if len(asked) == 1 else "It is away."

    assert [readiness.problem(ask) for _ in range(80)] == [""] * 80
    assert len(asked) == 1
    now[0] += ANSWER_REUSED_S
    assert [readiness.problem(ask) for _ in range(80)] == ["It is away."] * 80
    assert len(asked) == 2


def test_while_one_asks_the_others_hear_what_was_said_before() -> None:
    now = [10.0]
    readiness = Readiness(clock=lambda: now[0])
    readiness.problem(lambda: "")
    now[0] += ANSWER_REUSED_S
    asking, answered = threading.Event(), threading.Event()

    def slow() -> str:
        asking.set()
        assert answered.wait(10)
        return "It is away."

    first = threading.Thread(target=readiness.problem, args=(slow,))
    first.start()
    assert asking.wait(10)
    assert readiness.problem(slow) == ""
    answered.set()
    first.join()
    assert readiness.problem(slow) == "It is away."


def test_before_the_first_answer_all_wait_for_it() -> None:
    readiness = Readiness()
    asking, answered = threading.Event(), threading.Event()
    told: list[str] = []

    def slow() -> str:
        asking.set()
        assert answered.wait(10)
        return "It is away."

    threads = [threading.Thread(target=lambda: told.append(readiness.problem(slow))) for _ in range(5)]
    for thread in threads:
        thread.start()
    assert asking.wait(10)
    answered.set()
    for thread in threads:
        thread.join()
    assert told == ["It is away."] * 5


def test_every_answer_tells_its_time(client: FlaskClient) -> None:
    client.application.extensions["cache"].clear()  # another test may have asked the same query
    began = time.perf_counter()
    told = [client.get("/health"), client.get("/atlantis"), client.get("/sparql?query=ASK%7B%7D")]
    passed = (time.perf_counter() - began) * 1000
    for answer in told:
        parts = dict(part.split(";dur=") for part in answer.headers["Server-Timing"].split(", "))
        assert 0 < float(parts["total"]) < passed
        assert ("engine" in parts) == (answer is told[2])
        assert answer.headers["Timing-Allow-Origin"] == "*"
        assert "Server-Timing" in answer.headers["Access-Control-Expose-Headers"]
