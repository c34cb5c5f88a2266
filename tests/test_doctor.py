"""`accord doctor` says what lacks, and whether the service could start."""

from __future__ import annotations

import socket
from pathlib import Path

from click.testing import CliRunner

from accord.cli import main
from places import TESTS
from running import free_port


def looked(folder: Path, port: int) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["doctor", str(folder), "--port", str(port)])
    return done.exit_code, done.output


def test_a_machine_that_serves_can_serve() -> None:
    code, said = looked(TESTS / "publication", free_port())
    assert code == 0
    assert "ok  Python 3" in said
    assert "is free" in said


def test_what_stops_the_service_is_an_error(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, said = looked(tmp_path, taken.getsockname()[1])
    assert code == 3
    assert "Fix: Choose another with --port or --host." in said
    assert looked(tmp_path / "absent", free_port())[0] == 3


def test_a_folder_without_history_only_gets_advice(tmp_path: Path) -> None:
    code, said = looked(tmp_path, free_port())
    assert code == 0
    assert "!!  The folder is not in a git repository" in said


def test_a_port_that_cannot_be_is_refused(tmp_path: Path) -> None:
    code, said = looked(tmp_path, 99999999)
    assert code == 3
    assert "99999999" in said


def test_a_unix_socket_is_tried_in_place_of_the_port(tmp_path: Path) -> None:
    def tried(path: Path) -> tuple[int, str]:
        done = CliRunner().invoke(main, ["doctor", str(TESTS / "publication"), "--unix", str(path)])
        return done.exit_code, done.output

    code, said = tried(tmp_path / "a.sock")
    assert code == 0
    assert f"ok  Unix socket {tmp_path / 'a.sock'} can be created" in said
    assert "port" not in said
    code, said = tried(tmp_path / "absent" / "a.sock")
    assert code == 3
    assert "No such file or directory" in said
    with socket.socket(socket.AF_UNIX) as taken:
        taken.bind(str(tmp_path / "b.sock"))
        taken.listen()
        code, said = tried(tmp_path / "b.sock")
    assert code == 3
    assert "another program listens there" in said
    assert tried(tmp_path / "b.sock")[0] == 0, "nobody listens on it any more"
