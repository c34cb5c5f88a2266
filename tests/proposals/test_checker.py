"""The checker's process: it does tasks for a server with threads, each in a worker of its own."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from accord.errors import EngineError, InputError
from accord.proposals.checking import checker as checker_process
from accord.proposals.checking import forms
from accord.proposals.checking.checker import RemoteChecker, Task, start_checker
from accord.publication import Publication
from accord.temporary import private_folder
from accord.validation import loading


def echo(publication: Publication, request: Any) -> object:
    return [publication.settings.title, request, os.getpid()]


def fail(_: Publication, __: Any) -> object:
    raise InputError("The file is empty.", remedy="Write something.")


def die(_: Publication, __: Any) -> object:
    os._exit(3)


def kept_ready(_: Publication, __: Any) -> object:
    return len(loading._ready)


def forms_alone(_: Publication, __: Any) -> object:
    return len(forms._ready), len(loading._ready)


def connections(_: Publication, __: Any) -> object:
    links = (Path("/proc/self/fd", name) for name in os.listdir("/proc/self/fd"))
    return sum(os.readlink(link).startswith("socket:") for link in links if link.is_symlink())


def tasks() -> Mapping[str, Task]:
    return {
        "echo": echo,
        "fail": fail,
        "die": die,
        "connections": connections,
        "kept ready": kept_ready,
        "form": forms_alone,
    }


@contextmanager
def checking(publication: Publication) -> Iterator[RemoteChecker]:
    with private_folder() as folder:
        address: Path = folder / "checker"
        child = start_checker(publication, address, tasks)
        try:
            yield RemoteChecker(address)
        finally:
            child.end()


def test_tasks_answer_fail_and_die_apart(tiny: Publication) -> None:
    with checking(tiny) as checker:
        title, request, pid = checker.run("echo", {"a": [1]})
        assert (title, request) == (tiny.settings.title, {"a": [1]})
        assert pid != os.getpid()
        with pytest.raises(InputError, match="empty") as caught:
            checker.run("fail", None)
        assert caught.value.remedy == "Write something."
        with pytest.raises(EngineError, match="did not answer"):
            checker.run("die", None)
        assert checker.run("echo", 1)[1] == 1, "the next request is answered"


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="this system does not list open descriptors in /proc")
def test_a_task_has_one_connection_open(tiny: Publication) -> None:
    """Any other that it leaves open gives a warning where warnings are shown, and waits when nobody reads that."""
    with checking(tiny) as checker:
        assert checker.run("connections", None) == 1


def test_a_large_publication_is_read_for_the_first_who_asks(tiny: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checker_process, "_LARGEST_AHEAD", 0)
    with checking(tiny) as checker:
        assert checker.run("kept ready", None) == 1


def test_a_form_does_not_wait_for_what_only_checks_need(tiny: Publication) -> None:
    with checking(tiny) as checker:
        assert checker.run("form", None) == [1, 0]
        assert checker.run("kept ready", None) == 1
        assert checker.run("form", None) == [1, 1]


def test_what_connects_and_says_nothing_does_not_stop_others(tiny: Publication) -> None:
    with checking(tiny) as checker:
        with socket.socket(socket.AF_UNIX) as silent:
            silent.connect(str(checker._address))
        assert checker.run("echo", 1)[1] == 1


def test_threads_ask_at_the_same_time(tiny: Publication) -> None:
    with checking(tiny) as checker:
        checker.run("echo", 0)
        answers: list[int] = []
        threads = [threading.Thread(target=lambda n=n: answers.append(checker.run("echo", n)[1])) for n in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answers) == list(range(12))


def test_without_its_process_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="did not answer"):
        RemoteChecker(tmp_path / "nothing").run("echo", None)
