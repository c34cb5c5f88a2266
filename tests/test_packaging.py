"""The built wheel serves a publication, pages included, without the checkout; and the lock files are whole."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from places import ROOT, TINY
from running import serving

LARGEST = 3 * 1024 * 1024
"""Bytes of the wheel: half of it is the engine for static copies; the editor, typeface and map are a quarter."""
STATIC = ROOT / "server" / "accord" / "web" / "static"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    environment = os.environ if (STATIC / "vendor" / "editor.js").is_file() else {**os.environ, "ACCORD_EDITOR": "none"}
    build = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index", "--quiet"]
    subprocess.run([*build, "--wheel-dir", str(folder), str(ROOT)], check=True, timeout=120, env=environment)
    return next(folder.glob("accord-*.whl"))


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"accord"}
    assert any(name.endswith("templates/thing.html") for name in names)
    assert any(name.endswith("static/site.css") for name in names)
    assert "accord/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert wheel.stat().st_size < LARGEST
    editor = {name.removeprefix("accord/web/static/") for name in names if "/vendor/" in name}
    built = {str(path.relative_to(STATIC)) for path in (STATIC / "vendor").glob("*")}
    assert editor == built, "the wheel holds the query editor where it is built"


def test_the_installed_wheel_serves_pages(wheel: Path, tmp_path: Path) -> None:
    """Installed apart from the checkout; the libraries it needs are those of this environment."""
    home = tmp_path / "installed"
    install = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--quiet", "--target", str(home)]
    subprocess.run([*install, str(wheel)], check=True, timeout=120)
    environment = {**os.environ, "PYTHONPATH": str(home)}
    where = [sys.executable, "-c", "import accord; print(accord.__file__)"]
    found = subprocess.run(where, env=environment, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert Path(found.stdout.strip()).is_relative_to(home)
    with serving(TINY, package=home) as service:
        page = service.get("/", Accept="text/html")
        assert page.status == 200
        style = re.search(r'href="(/static/site\.css[^"]*)"', page.text)
        assert style is not None
        assert service.get(style[1]).status == 200
        assert service.get("/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D").status == 200


@pytest.mark.parametrize("lock", ["requirements.lock", "tests/requirements.lock", "server/browser/requirements.lock"])
def test_every_locked_requirement_has_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in entry for entry in entries if not entry.startswith("#"))
    assert "://" not in text, "a lock file names no index"


def test_the_lock_holds_what_the_package_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE))
    asked = {re.match(r"[a-z0-9-]+", name)[0] for name in project["dependencies"]}
    assert asked <= locked
    assert len(asked) <= 11, "runtime dependencies stay few"


def test_licences_are_said_everywhere() -> None:
    assert "MIT License" in (ROOT / "LICENSE").read_text("utf-8")
    assert "CC BY 4.0" in (ROOT / "LICENSE").read_text("utf-8")
    assert tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["license"] == "MIT"
    assert "<https://creativecommons.org/licenses/by/4.0/>" in (ROOT / "data" / "publication.ttl").read_text("utf-8")
