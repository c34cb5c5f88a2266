"""The command line as a user types it, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from places import ROOT, TINY


def accord(*arguments: str, folder: Path = TINY) -> subprocess.CompletedProcess[str]:
    """Run `accord` with these arguments in a folder; what it printed and its exit code."""
    return subprocess.run(_command(arguments), text=True, **_how(folder))


def accord_bytes(*arguments: str, folder: Path = TINY) -> bytes:
    """What `accord` prints, where that is not text; it has to end well."""
    printed: bytes = subprocess.run(_command(arguments), check=True, **_how(folder)).stdout
    return printed


def _command(arguments: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-m", "accord", *arguments]


def _how(folder: Path) -> dict[str, Any]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "server")}
    return {"capture_output": True, "cwd": folder, "env": environment, "timeout": 120}
