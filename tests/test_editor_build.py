"""The query editor is built when Accord is installed: what happens when it cannot be, and what the wheel holds."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from places import ROOT

SOURCES = ROOT / "server" / "browser"


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_hook", SOURCES / "build_hook.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class App:
    """What hatchling gives to a hook, as far as it is used."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def display_warning(self, message: str) -> None:
        self.warnings.append(message)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(SOURCES, tmp_path / "server" / "browser", ignore=shutil.ignore_patterns("node_modules"))
    return tmp_path


def made(hook: ModuleType, root: Path) -> Any:
    return hook.EditorHook(str(root), {}, None, None, "", "wheel", app=App())


def without_npm(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    """An npm that cannot reach its registry."""
    for name in ("npm", "node"):
        program = root / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text("#!/bin/sh\necho 'npm error network' >&2\nexit 1\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{root / 'bin'}:/bin:/usr/bin")


def test_an_editable_install_warns_and_goes_on(hook: ModuleType, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_npm(monkeypatch, root)
    editor = made(hook, root)
    editor.initialize("editable", {})
    assert "the pages work without it: npm ci: npm error network" in editor.app.warnings[0]
    assert not (root / "server" / "accord").exists()


def test_a_release_fails(hook: ModuleType, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_npm(monkeypatch, root)
    with pytest.raises(RuntimeError, match="The query editor cannot be built: npm ci: npm error network"):
        made(hook, root).initialize("standard", {})


def test_it_can_be_left_out(hook: ModuleType, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_npm(monkeypatch, root)
    monkeypatch.setenv("ACCORD_EDITOR", "none")
    made(hook, root).initialize("standard", {})
    assert made(hook, root).dependencies() == []


def test_node_is_asked_for_only_where_there_is_none(
    hook: ModuleType, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_npm(monkeypatch, root)
    assert made(hook, root).dependencies() == []
    monkeypatch.setenv("PATH", str(root / "nowhere"))
    assert made(hook, root).dependencies() == [hook.NODE]


def test_what_is_built_is_not_built_again(hook: ModuleType, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_npm(monkeypatch, root)
    editor = made(hook, root)
    folder = root / "server" / "accord" / "web" / "static" / "vendor"
    folder.mkdir(parents=True)
    (folder / "editor.sha256").write_text(f"{editor._fingerprint}\n")
    editor.initialize("standard", {})
    (root / "server" / "browser" / "editor.js").write_text("changed")
    with pytest.raises(RuntimeError):
        made(hook, root).initialize("standard", {})


def test_the_lock_names_no_address_and_every_licence_is_known() -> None:
    lock = (SOURCES / "package-lock.json").read_text("utf-8")
    assert '"resolved"' not in lock
    assert lock.count('"integrity": "sha512-') == lock.count('"node_modules/')


def test_the_editor_comes_with_the_licences_of_its_parts() -> None:
    folder = ROOT / "server" / "accord" / "web" / "static" / "vendor"
    if not (folder / "editor.js").is_file():
        pytest.skip("The query editor is not built: npm was not available when Accord was installed.")
    licences = (folder / "editor.LICENSES.txt").read_text("utf-8")
    for name in ("@codemirror/view", "@lezer/common", "codemirror-lang-sparql", "style-mod", "crelt"):
        assert f"{name} " in licences
    assert licences.count("(MIT)") >= 10
    assert (folder / "editor.js").stat().st_size < 600_000
