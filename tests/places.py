"""Where things are: the repository, its two publications, and the test data that lie outside it."""

from __future__ import annotations

import os
from pathlib import Path

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
TINY = TESTS / "publication"
SHARED = Path(os.environ.get("ACCORD_SHARED", ROOT.parent / "shared"))
"""Data for tests that are not part of the repository: test suites of the W3C, schemas, the source documents.

The variable ``ACCORD_SHARED`` names the folder. Tests that need it are skipped where it is absent.
"""
