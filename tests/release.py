"""Check what a release would be: files that are the same at each build, and the licences of all that it needs.

    make release-check

It builds the wheel and the source archive twice, compares them byte for byte, and writes them to ``dist`` with
``sbom.cdx.json``, the list of what the service installs (CycloneDX 1.6), by the lock file.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import accord
from places import ROOT

DIST = ROOT / "dist"
ALLOWED = re.compile(r"MIT|BSD|Apache|PSF|Python Software Foundation|ISC|W3C|Unlicense|0BSD|Mozilla|MPL")
"""Licences that let anyone use the software together with these libraries."""
_LOCKED = re.compile(r"([a-z0-9-]+)(?:\[[a-z,]+\])?==([^ ;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_ENTRY = re.compile(r"\n(?=[a-z0-9])")
_LICENCE = "License :: "


def main() -> None:
    """Build, compare and list. Exits with 1 and the reason for files that differ or a licence that is not allowed."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        first, second = built(Path(one)), built(Path(other))
        if first != second:
            sys.exit(f"Two builds differ: {sorted(set(first.items()) ^ set(second.items()))}")
        DIST.mkdir(exist_ok=True)
        for name, digest in sorted(first.items()):
            shutil.copy(Path(one) / name, DIST / name)
            print(f"{digest}  dist/{name}")
    components = list(locked())
    for component in components:
        print(f"{component['name']} {component['version']}: {licence_of(component['name'])}")
    if wrong := [one["name"] for one in components if not ALLOWED.search(licence_of(one["name"]))]:
        sys.exit(f"These have no licence that is allowed: {', '.join(wrong)}")
    path = DIST / "sbom.cdx.json"
    path.write_text(json.dumps(bill(components), indent=1) + "\n", "utf-8")
    print(f"{len(components)} libraries are listed in dist/{path.name}")


def built(folder: Path) -> dict[str, str]:
    """The wheel and the source archive, built into a folder: name -> SHA-256. The time is that of the last commit."""
    commit = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": commit.stdout.strip() or "1580601600"}
    command = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def locked() -> Iterator[dict[str, Any]]:
    """What the lock file of the service names, as components of CycloneDX."""
    for entry in _ENTRY.split((ROOT / "requirements.lock").read_text("utf-8")):
        found = _LOCKED.match(entry)
        if not found:
            continue
        name, version = found.groups()
        yield {
            "type": "library",
            "bom-ref": f"pkg:pypi/{name}@{version}",
            "name": name,
            "version": version,
            "purl": f"pkg:pypi/{name}@{version}",
            "licenses": [{"license": {"name": licence_of(name)}}],
            "properties": [{"name": "accord:sha256", "value": digest} for digest in _HASH.findall(entry)],
        }


def licence_of(name: str) -> str:
    """The licence that an installed library states: by SPDX, by its classifiers, or in words; empty for none."""
    try:
        stated = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    classifiers = [one.rpartition(" :: ")[2] for one in stated.get_all("Classifier") or () if one.startswith(_LICENCE)]
    given = {name: stated.get_all(name) or [""] for name in ("License-Expression", "License")}
    found = {name: lines[0].strip().partition("\n")[0] for name, lines in given.items()}
    words = ", ".join(one for one in classifiers if one != "OSI Approved")
    return found["License-Expression"] or words or found["License"]


def bill(components: list[dict[str, Any]]) -> dict[str, Any]:
    """The list of what is installed, in CycloneDX 1.6: the same for the same lock file."""
    whole = {"type": "application", "bom-ref": "accord", "name": "accord", "version": accord.__version__}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {**whole, "licenses": [{"license": {"id": "MIT"}}]}},
        "components": components,
        "dependencies": [{"ref": "accord", "dependsOn": [one["bom-ref"] for one in components]}],
    }


if __name__ == "__main__":
    main()
