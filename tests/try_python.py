"""Tries an interpreter: imports every module, checks, queries and serves; needs the runtime dependencies only.

PYTHONPATH=server PYTHON tests/try_python.py
"""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import accord
from accord.sparql.tokens import tokens
from accord.turtle import read
from running import serving

TINY = Path(__file__).parent / "publication"
ASKED = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(STR(?o) != '''it's''') }"
TURTLE = '<x:s> <x:p> """a "quoted" word\\n, it""s""", \'\'\'it\'s\'\'\', "\\u00e9"@en .\n'


def main() -> int:
    """Raise at the first thing that does not work."""
    for module in pkgutil.walk_packages(accord.__path__, "accord."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    document = read(TURTLE)
    assert [str(one.object) for one in document.triples] == ['a "quoted" word\n, it""s', "it's", "é"], document
    assert "'''it's'''" in [token[0] for token in tokens(ASKED)]
    program = [sys.executable, "-m", "accord"]
    subprocess.run([*program, "check", str(TINY)], check=True)
    answer = subprocess.run(
        [*program, "query", ASKED, "--publication", str(TINY), "--format", "csv"],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    assert any(character.isdigit() for character in answer), answer
    with serving(TINY) as site, urlopen(f"{site.url}/id/north-head") as page:
        assert page.status == 200, page.status
    print(f"Python {sys.version.split()[0]} works.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
