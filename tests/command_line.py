"""The command line as a user types it, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from places import ROOT, TINY


def accord(*arguments: str, folder: Path = TINY) -> subprocess.CompletedProcess[str]:
    """Run `accord` with these arguments in a folder; what it printed and its exit code."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "server")}
    command = [sys.executable, "-m", "accord", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment, timeout=120)
