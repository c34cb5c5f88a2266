"""The questions that the publication must answer, with the rows that a reader of the five documents expects.

A question is a query file. Those in ``tests/data/competency`` have their rows beside them; those that the site
offers as examples are in ``data/queries`` and have their rows in ``tests/data/competency/examples``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import rdflib
from publication_data import Row, publication, question, select
from pyoxigraph import RdfFormat, Triple, serialize

from accord.engine import Query
from accord.engine.inference import infer
from accord.engine.local import LocalEngine
from accord.engine.processes import local_engine
from accord.formats import CSV
from accord.limits import EngineLimits, QueryLimits
from accord.pictures import Rows
from accord.pictures.requested import Requested
from accord.queries import parse
from accord.sparql.guard import inspect
from places import ROOT

QUESTIONS = sorted((ROOT / "tests" / "data" / "competency").glob("*.rq"))
EXAMPLES = sorted((ROOT / "data" / "queries").glob("*.rq"))

Answer = tuple[Row, list[Row]]
Ask = Callable[[str], Answer]


@pytest.fixture(scope="session")
def dataset() -> Iterator[rdflib.Dataset]:
    """What the other engine asks: ontology and data, spelled as in the files, and what follows, also as a graph."""
    stated = list(publication().quads("ontology", "data"))
    triples = (Triple(quad.subject, quad.predicate, quad.object) for quad in stated)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rdflib, "NORMALIZE_LITERALS", False)
        dataset = rdflib.Dataset()
        dataset.default_graph.parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
        followed = serialize(infer(stated), format=RdfFormat.N_TRIPLES)
        for graph in (dataset.default_graph, dataset.graph(rdflib.URIRef(publication().inferred))):
            graph.parse(data=followed, format="nt")
        yield dataset


@pytest.fixture(scope="session")
def served() -> Iterator[LocalEngine]:
    """The engine that serves the site."""
    with local_engine(publication(), EngineLimits()) as engine:
        yield engine


@pytest.fixture(params=["served", "pyoxigraph", "rdflib"])
def ask(request: pytest.FixtureRequest, dataset: rdflib.Dataset, served: LocalEngine) -> Ask:
    """Each engine by its way of answering."""
    ways: dict[str, Ask] = {
        "served": lambda text: _ask_served(served, text),
        "pyoxigraph": select,
        "rdflib": lambda text: _ask_rdflib(dataset, text),
    }
    return ways[request.param]


def _ask_served(engine: LocalEngine, text: str) -> Answer:
    assert inspect(text, QueryLimits()).query_type == "SELECT"
    answer = b"".join(engine.query(Query(text, CSV)).chunks).decode()
    head, *rows = csv.reader(io.StringIO(answer, newline=""))
    return tuple(head), [tuple(row) for row in rows]


def _ask_rdflib(dataset: rdflib.Dataset, text: str) -> Answer:
    found = dataset.query(text, initNs=dict(publication().settings.prefixes))
    assert found.vars is not None
    rows = [tuple("" if term is None else str(term) for term in row) for row in found]
    return tuple(map(str, found.vars)), rows


def asked(path: Path) -> str:
    """The query of a file; of an example with parameters, with the defaults."""
    return question(path.stem) if path in EXAMPLES else path.read_text("utf-8")


def rows_of(question: Path) -> Path:
    """Where the expected rows of a question are."""
    if question.parent.name == "competency":
        return question.with_suffix(".csv")
    return ROOT / "tests" / "data" / "competency" / "examples" / f"{question.stem}.csv"


def expected(question: Path) -> Answer:
    with rows_of(question).open(encoding="utf-8", newline="") as file:
        head, *rows = (tuple(row) for row in csv.reader(file))
    return head, rows


@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated")  # rdflib warns of its own code
@pytest.mark.filterwarnings("ignore:'count' is passed as positional argument")  # by rdflib, from Python 3.13 on
@pytest.mark.parametrize("path", [*QUESTIONS, *EXAMPLES], ids=lambda path: path.stem)
def test_the_answer_is_the_expected_one(path: Path, ask: Ask) -> None:
    text = asked(path)
    head, rows = ask(text)
    expected_head, expected_rows = expected(path)
    assert head == expected_head
    if "ORDER BY" in text:
        assert rows == expected_rows
    else:
        assert sorted(rows) == sorted(expected_rows)


def test_every_question_is_asked_in_words_and_has_rows_of_its_own() -> None:
    assert len(QUESTIONS) >= 60
    titles = [parse(question.stem, question.read_text("utf-8")).title for question in [*QUESTIONS, *EXAMPLES]]
    assert all(titles)
    assert len(set(titles)) == len(titles)
    answers = {rows_of(question) for question in [*QUESTIONS, *EXAMPLES]}
    assert answers == set((ROOT / "tests" / "data" / "competency").rglob("*.csv"))


def test_there_are_examples_for_every_kind_of_question() -> None:
    assert len(EXAMPLES) >= 25
    groups = {parse(query.stem, query.read_text("utf-8")).settings["group"] for query in EXAMPLES}
    assert {"Agreements", "Money", "People", "Organisations", "Places", "Evidence", "Models"} <= groups


@pytest.mark.parametrize("query", EXAMPLES, ids=lambda query: query.stem)
def test_an_example_says_what_it_asks_and_how_to_draw_it(query: Path) -> None:
    named = parse(query.stem, query.read_text("utf-8"))
    assert named.title
    assert named.description.endswith(".")
    assert set(named.settings) - {"headings"} == {"group", "picture"}
    wish = Requested.read(named.settings["picture"])
    head, rows = select(question(query.stem))
    assert rows
    assert _fits(wish.kind, head, rows)
    columns = Rows(head, ())
    for option in ("x", "y", "start", "end", "what", "from", "via", "to", "parent", "sides"):
        wish.columns(option, columns)
    wish.certainty(columns, str)
    wish.flag("latest", columns, str)


def _fits(picture: str, head: Row, rows: list[Row]) -> bool:
    """Whether the rows have the columns that the picture draws: things, numbers, dates."""
    columns = list(zip(*rows, strict=True))
    things = [column for column in columns if any("://" in cell for cell in column)]
    numbers = [column for column in columns if any(cell.isdigit() for cell in column)]
    dates = [column for column in columns if all(cell[:4].isdigit() for cell in column)]
    return {
        "table": len(head) > 1,
        "figure": bool(numbers) and len(rows) == 1,
        "network": len(things) > 1,
        "bars": bool(numbers) and len(head) > 1,
        "map": "region" in head,
        "timeline": bool(things and dates),
        "tree": len(things) > 1,
        "comparison": len(head) > 2,
    }[picture]
