"""Measure the software by the suites and criteria of others, and write the figures that the page /conformance shows.

    PYTHONPATH=server .venv/bin/python tests/conformance.py

``make measure`` runs it, and then the benchmark whose figures are on the same page.

A suite that is not installed here keeps the figure of the last time that it was. The publication of this repository is
what the criteria are applied to.
"""

from __future__ import annotations

import json
import os
import platform
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask.testing import FlaskClient

sys.path.insert(0, str(Path(__file__).resolve().parent))

import accord
import criteria
from accord.engine.processes import local_engine
from accord.limits import EngineLimits
from accord.publication import Publication
from accord.web import Site, create_app
from places import ROOT
from w3c_protocol import KNOWN as PROTOCOL
from w3c_sparql import KNOWN

FILE = ROOT / "server" / "accord" / "web" / "conformance.json"
MEASURE = "python tests/conformance.py"

SUITES = (
    (
        "W3C Turtle tests",
        "https://w3c.github.io/rdf-tests/rdf/rdf11/rdf-turtle/",
        "tests/turtle/test_reader.py -k 'accepts or means or refuses'",
        (),
    ),
    (
        "W3C SHACL tests, core and SPARQL",
        "https://w3c.github.io/data-shapes/data-shapes-test-suite/",
        "tests/validation/test_w3c.py",
        ("sparql/pre-binding/shapesGraph-001: $shapesGraph is optional, and refused here",),
    ),
    (
        "W3C SPARQL 1.0 and 1.1 query tests",
        "https://w3c.github.io/rdf-tests/sparql/",
        "tests/engine/test_w3c_sparql.py",
        tuple(f"{name}: {reason}" for name, reason in KNOWN.items()),
    ),
    (
        "W3C SPARQL 1.1 Protocol and Service Description tests",
        "https://w3c.github.io/rdf-tests/sparql/sparql11/protocol/",
        "tests/engine/test_w3c_protocol.py",
        tuple(f"{name}: {reason}" for name, reason in PROTOCOL.items()),
    ),
    (
        "SPARQL 1.1 Graph Store Protocol, what is for reading",
        "https://www.w3.org/TR/sparql11-http-rdf-update/",
        "tests/web/sparql/test_graph_store.py",
        ("The tests of the W3C write first, so the requests for reading are tried by tests of this repository.",),
    ),
    (
        "CycloneDX 1.6, schema of the list of libraries",
        "https://cyclonedx.org/docs/1.6/json/",
        "tests/test_release.py -k cyclonedx",
        (),
    ),
    (
        "PROV-O, the log of decisions by the reader of prov and by domains and ranges",
        "https://www.w3.org/TR/prov-o/",
        "tests/web/contributing/test_proposals.py -k program_proposes",
        (),
    ),
    (
        "DCAT-AP 3.0.1, shapes, ranges and recommendations",
        "https://semiceu.github.io/DCAT-AP/releases/3.0.1/",
        "tests/descriptions/test_descriptions.py -k dcat_ap",
        (
            "The lists of values: an IRI of SPDX, which has http, is wanted with https; the publisher and the area are"
            " in no list of the EU.",
        ),
    ),
    (
        "DCAT-AP for High-Value Datasets 3.0.0, shapes, ranges and usage notes",
        "https://semiceu.github.io/DCAT-AP/releases/3.0.0-hvd/",
        "tests/descriptions/test_descriptions.py -k high_value_dataset_holds",
        (
            "Tried on a publication that states the law and the category, since this one is not under that law. A"
            " recommendation is missed: which other licences the licence is like.",
        ),
    ),
    (
        "Croissant 1.0 and RO-Crate 1.1, published rules",
        "https://docs.mlcommons.org/croissant/docs/croissant-spec.html",
        "tests/descriptions/test_packages.py",
        ("mlcroissant 1.1.1 (metadata and first records) and rocrate 0.16.0 loaded them by hand; both are large.",),
    ),
    (
        "Reconciliation Service API 0.1 and 0.2, schemas",
        "https://www.w3.org/community/reports/reconciliation/",
        "tests/web/reconcile -k 'fit or suggestions_begin or proposed or extended'",
        (),
    ),
    (
        "schemathesis, every operation of the OpenAPI description",
        "https://schemathesis.readthedocs.io/",
        "tests/web/openapi/test_schemathesis.py",
        (
            "Checked are statuses, media types, headers and schemas of the answers. Not checked is whether each value"
            " that fits a schema is accepted: a string need not be a query or a version.",
        ),
    ),
    (
        "Model Context Protocol, conformance suite",
        "https://www.npmjs.com/package/@modelcontextprotocol/conformance",
        "tests/agents/test_conformance.py",
        (
            "One test runs the five scenarios that apply. The others need prompts, resources, logging, sampling or"
            " elicitation, which this server does not declare, or tools of the suite's own example server.",
        ),
    ),
)
"""Name, address, what pytest runs, and known deviations."""

NOT_TRIED = (
    (
        "W3C SPARQL 1.1 update, federation and entailment tests",
        "The endpoint is read-only, calls only services that are allowed, and has one entailment.",
    ),
)
_COUNT = re.compile(r"(\d+) (passed|failed|skipped|error)")


def main() -> None:
    """Write the file."""
    before = {one["name"]: one for one in json.loads(FILE.read_text("utf-8"))["measured"]} if FILE.exists() else {}
    measured = [_suite(*suite) or before.get(suite[0]) for suite in SUITES]
    measured += list(by_criteria())
    document = {
        "software": accord.__version__,
        "measured": [one for one in measured if one],
        "notTried": [{"name": name, "why": why} for name, why in NOT_TRIED],
    }
    FILE.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")
    for one in document["measured"]:
        print(f"{one['reached']:>5} of {one['of']:>5} {one['unit']:<9} {one['name']}")


def _entry(name: str, link: str, reached: int, of: int, unit: str, command: str, deviations: Iterable[str]) -> Any:
    return {
        "name": name,
        "link": link,
        "reached": reached,
        "of": of,
        "unit": unit,
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}",
        "command": command,
        "deviations": list(deviations),
    }


def _suite(name: str, link: str, tests: str, deviations: tuple[str, ...]) -> Any:
    """The figures of a suite; None where none of it ran."""
    command = [sys.executable, "-m", "pytest", "-q", "--tb=no", *shlex.split(tests)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    counts = {kind: int(number) for number, kind in _COUNT.findall(done.stdout)}
    passed, failed = counts.get("passed", 0), counts.get("failed", 0) + counts.get("error", 0)
    if not passed + failed:
        return None
    known = len(deviations) if name.startswith("W3C") else 0  # tests that pass since they deviate as they are known to
    return _entry(name, link, passed - known, passed + failed, "tests", f"pytest {tests}", deviations)


def by_criteria() -> Iterable[Any]:
    """The figures of the criteria that are computed here."""
    publication = Publication.read(ROOT)
    with _client_of(publication) as client, TemporaryDirectory() as folder:
        subprocess.run(["git", "clone", "--quiet", str(ROOT), folder], check=True)

        def umaka() -> Iterable[criteria.Criterion]:
            return criteria.endpoint(client)

        for name, link, unit, read in (
            (
                "Metadata quality of data.europa.eu (MQA)",
                "https://data.europa.eu/mqa/methodology",
                "points",
                lambda: criteria.quality_of_metadata(client),
            ),
            ("Endpoint, by Umaka", "https://yummydata.org/umaka-score.html", "criteria", umaka),
            ("Ontology, by FOOPS!", "https://w3id.org/foops/catalogue", "criteria", lambda: criteria.ontology(client)),
            (
                "Citation of changing data (RDA, 14 recommendations)",
                "https://doi.org/10.15497/RDA00016",
                "criteria",
                lambda: _citation(client, publication, Path(folder)),
            ),
        ):
            yield _of(name, link, unit, read)


@contextmanager
def _client_of(publication: Publication) -> Iterator[FlaskClient]:
    with local_engine(publication, EngineLimits()) as engine:
        yield create_app(Site.open(publication, engine)).test_client()


def _citation(client: FlaskClient, publication: Publication, clone: Path) -> list[criteria.Criterion]:
    with _client_of(Publication.read(clone)) as migrated:
        return list(criteria.citation(client, publication, migrated))


def _of(name: str, link: str, unit: str, read: Callable[[], Iterable[criteria.Criterion]]) -> Any:
    found = list(read())
    missed = [one.missed for one in found if one.reached < one.points]
    return _entry(
        name, link, sum(one.reached for one in found), sum(one.points for one in found), unit, MEASURE, missed
    )


if __name__ == "__main__":
    main()
