"""Where things are: the repository, its two publications, and the test data that are outside it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
TINY = TESTS / "publication"
SHARED = Path(os.environ.get("ACCORD_SHARED", ROOT.parent / "shared"))
"""Test data that are not part of the repository: W3C test suites, schemas, the source documents of the publication.

The environment variable ``ACCORD_SHARED`` names the folder; the default is ``shared`` beside the repository.
"""

MARKERS = ("w3c", "schemas", "sources", "research/facts.json")
"""What is in the folder of shared test data. Another folder that happens to be called ``shared`` lacks some of it."""


def is_shared(folder: Path) -> bool:
    """Whether a folder is the folder of shared test data, and not another one of that name."""
    return all((folder / name).exists() for name in MARKERS)


SHARED_MISSING = "needs the shared test data (ACCORD_SHARED)"
"""The reason of every test that is skipped for want of them. The summary of a run counts it."""

HVD = Path(os.environ.get("ACCORD_HVD", SHARED / "schemas" / "dcat-ap-hvd"))
"""The SHACL shapes of DCAT-AP for High-Value Datasets 3.0.0: SEMICeu/DCAT-AP, ``releases/3.0.0-hvd/html/*.ttl``.

The environment variable ``ACCORD_HVD`` names the folder.
"""

needs_hvd = pytest.mark.skipif(not (HVD / "hvd-SHACL-base.ttl").exists(), reason="needs the shapes of HVD (ACCORD_HVD)")

needs_shared = pytest.mark.skipif(not is_shared(SHARED), reason=SHARED_MISSING)
