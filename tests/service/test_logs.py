"""The log of slow queries, and the times of errors."""

from __future__ import annotations

import io
import json
import logging
import re
from pathlib import Path

import pytest

from accord.engine import Query
from accord.engine.tally import Ended
from accord.errors import InputError
from accord.formats import JSON
from accord.service.logs import Logs, SlowQueries, log_errors, say

QUERY = Query("SELECT ?s { ?s ?p 'Jo May' }", JSON, client="192.0.2.1")


@pytest.mark.parametrize("texts", [False, True])
def test_a_slow_query_is_a_line_that_names_nobody(texts: bool) -> None:
    file = io.StringIO()
    log = SlowQueries(file, 1.0, texts)
    log(Ended(QUERY, 0.0, 0.999, "answered"))
    log(Ended(QUERY, 0.25, 1.5, "deadline"))
    (line,) = map(json.loads, file.getvalue().splitlines())
    assert (line["waited"], line["seconds"], line["result"], line["length"]) == (0.25, 1.5, "deadline", 28)
    assert re.fullmatch("[0-9a-f]{16}", line["query"])
    assert "192.0.2.1" not in file.getvalue()
    assert ("Jo May" in file.getvalue(), line.get("text") == QUERY.text) == (texts, texts)


def test_a_log_that_cannot_be_written_is_an_error_at_the_start(tmp_path: Path) -> None:
    Logs("-", str(tmp_path / "slow")).check()
    with pytest.raises(InputError, match="no/slow cannot be written"):
        Logs(slow=str(tmp_path / "no" / "slow")).check()


def test_messages_of_a_running_service_have_a_time(capsys: pytest.CaptureFixture[str]) -> None:
    before = logging.root.handlers[:]
    try:
        log_errors()
        logging.getLogger("any").error("It failed.")
    finally:
        logging.basicConfig(handlers=before, force=True)
    say("It ended.")
    first, second = capsys.readouterr().err.splitlines()
    assert re.fullmatch(r"[0-9-]{10}T[0-9:]{8}Z accord: It failed\.", first)
    assert re.fullmatch(r"[0-9-]{10}T[0-9:]{8}Z accord: It ended\.", second)
