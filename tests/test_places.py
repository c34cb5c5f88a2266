"""Tests without the shared test data: they are left out, and the run says how many and how to get them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from places import MARKERS, ROOT, is_shared


def test_another_folder_of_that_name_is_not_taken_for_the_shared_test_data(tmp_path: Path) -> None:
    assert not is_shared(tmp_path / "absent")
    assert not is_shared(tmp_path)
    for name in MARKERS[:-1]:
        (tmp_path / name).mkdir()
    assert not is_shared(tmp_path)
    (tmp_path / "research").mkdir()
    (tmp_path / MARKERS[-1]).write_text("[]")
    assert is_shared(tmp_path)


def test_a_run_without_them_says_in_one_line_what_it_left_out(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "--color=no", "-p", "no:cacheprovider", "-k", "not every_file"]
    environment = {**os.environ, "ACCORD_SHARED": str(tmp_path)}
    files = ["tests/data/test_evidence.py", "tests/data/test_identifiers.py", "tests/turtle/test_reader.py"]
    done = subprocess.run([*command, *files], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("LEFT OUT")]
    skipped = re.search(r"(\d+) skipped", done.stdout)
    assert skipped
    assert line.startswith(f"LEFT OUT: {skipped[1]} tests ")
    assert str(tmp_path) in line
    assert "Fix: set ACCORD_SHARED" in line
