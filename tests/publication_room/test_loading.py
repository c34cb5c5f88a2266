"""The files of a publication are parsed once, for all that is read out of them."""

from __future__ import annotations

import codecs
import shutil
from collections import Counter
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import RdfFormat, serialize

from accord.descriptions import DUMPS, dumps
from accord.engine import inference
from accord.engine.inference import infer
from accord.engine.inferred import InferredTriples
from accord.engine.local import LocalEngine
from accord.limits import EngineLimits
from accord.publication import Publication, SourceFile
from accord.publication.files import sources
from accord.publication.statements.loading import LoadedPublication
from accord.web import Site
from places import TINY

ID = "https://example.org/lights/id/"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Counter[bytes]:
    """How often each content was parsed."""
    counts: Counter[bytes] = Counter()
    parse = pyoxigraph.parse

    def counted(data: bytes, *arguments: object, **options: object) -> object:
        counts[data] += 1
        return parse(data, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(sources, "parse", counted)
    return counts


def test_a_site_parses_each_file_once_and_infers_nothing(
    tiny: Publication, parsed: Counter[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    inferred = InferredTriples.of(infer(LoadedPublication.of(tiny).statements))
    parsed.clear()
    monkeypatch.setattr(inference.Closure, "run", None)
    loaded = LoadedPublication.of(tiny)
    engine = LocalEngine(loaded.statements, TINY / "no-socket", EngineLimits())
    site = Site.open(tiny, engine, loaded, lambda: inferred)
    assert site.things.consequences.of(ID + "north-head") == ()
    assert site.history.things
    assert site.descriptions.dataset.statistics.triples
    assert site.things.changes.latest(5) is not None
    assert parsed == {file.data: 1 for file in tiny.files if "shapes" not in file.roles}
    engine.close()


def test_all_dumps_are_made_of_one_parse(site: Site, parsed: Counter[bytes]) -> None:
    whole = type(site.descriptions.dumps)(site.publication)
    made = dict(whole.all())
    assert list(made) == list(DUMPS)
    assert set(parsed.values()) == {1}
    alone = type(site.descriptions.dumps)(site.publication)
    assert [dump and dump.checksum for dump in made.values()] == [alone.of(format).checksum for format in DUMPS]


def test_what_is_kept_beside_the_store_is_as_in_the_files(tiny: Publication) -> None:
    loaded = LoadedPublication.of(tiny)
    assert len(loaded.statements) == len(set(tiny.quads("ontology", "data")))
    assert [quad.triple for quad in loaded.ontology] == [quad.triple for quad in tiny.quads("ontology")]
    assert loaded.documents[tiny.configuration][0].subject.value == tiny.settings.dataset
    assert loaded.described["data/lights/skerry.ttl"] == (ID + "skerry",)


def test_evidence_concerns_what_it_is_about(tiny: Publication) -> None:
    prefixes = "@prefix light: <https://example.org/lights/ns#> . @prefix id: <https://example.org/lights/id/> .\n"
    data = (
        prefixes + "id:skerry light:page 1 . <https://e.example/q> light:of <" + ID + "north-head#height> ."
    ).encode()
    publication = Publication(tiny.root, tiny.settings, (SourceFile("data/q.ttl", ("data",), data),), "1")
    loaded = LoadedPublication.of(publication)
    assert loaded.described["data/q.ttl"] == (ID + "skerry", "https://e.example/q")
    assert loaded.concerned["data/q.ttl"] == (ID + "skerry", "https://e.example/q", ID + "north-head")


def test_the_quick_way_into_a_store_gives_the_same_statements(tiny: Publication) -> None:
    from pyoxigraph import Store

    for file in tiny.files:
        slow, quick = Store(), Store()
        slow.bulk_extend(file.quads("urn:g"))
        file.load(quick, "urn:g")
        count = len(serialize(slow, format=RdfFormat.N_QUADS) or b"")
        assert len(slow) == len(quick)
        assert count == len(serialize(quick, format=RdfFormat.N_QUADS) or b"")


def test_a_byte_order_mark_changes_no_statement(tiny: Publication, tmp_path: Path) -> None:
    folder = tmp_path / "marked"
    shutil.copytree(tiny.root, folder)
    for file in folder.rglob("*.ttl"):
        file.write_bytes(codecs.BOM_UTF8 + file.read_bytes())
    marked = Publication.read(folder)
    assert marked.settings.title == tiny.settings.title
    assert marked.settings.prefixes == tiny.settings.prefixes
    read, plain = LoadedPublication.of(marked), LoadedPublication.of(tiny)
    assert (read.described, read.concerned) == (plain.described, plain.concerned)


def test_the_catalogue_of_a_large_publication_lists_downloads_that_are_not_made_yet(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dumps, "_SMALL", 10)
    fresh = dumps.Dumps(site.publication)
    assert dict(fresh.all()) == dict.fromkeys(DUMPS)
    made = fresh.of(DUMPS[0])
    assert fresh.all()[0] == (DUMPS[0], made)
