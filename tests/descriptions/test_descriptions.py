"""One model, many descriptions: each is sound by its own standard, and all agree with the data."""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
import rdflib
from pyoxigraph import DefaultGraph, RdfFormat, parse
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, RDF, SDO, SKOS, VOID
from rdflib.term import Node

from accord.descriptions import DUMPS, Access, Dataset, Dumps
from accord.descriptions.dcat import catalog
from accord.descriptions.endpoint import service
from accord.descriptions.graph import Graph
from accord.descriptions.sitemap import LARGEST, index, parts, sitemap
from accord.descriptions.void import void
from accord.engine.processes import query_store
from accord.formats import N_QUADS, N_TRIPLES, RDF_FORMATS, TRIG, TURTLE, Format
from accord.limits import QueryLimits, published
from accord.publication import Publication
from accord.web import Site
from engines import StoreEngine
from places import HVD, ROOT, SHARED, needs_hvd, needs_shared

HOST = "http://localhost:8000/"
ACCESS = Access(HOST, f"{HOST}catalog", f"{HOST}sparql", f"{HOST}dump")
W3 = "http://www.w3.org/ns/"
ENTAILMENT = rdflib.Namespace(f"{W3}entailment/")
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
DCATAP = rdflib.Namespace("http://data.europa.eu/r5r/")
ELI = rdflib.Namespace("http://data.europa.eu/eli/ontology#")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
SHAPES = SHARED / "schemas" / "dcat-ap-3.0.1"
LAW = rdflib.URIRef("http://data.europa.eu/eli/reg_impl/2023/138/oj")
CATEGORY = "http://data.europa.eu/bna/c_ac64a52d"


def count(graph: rdflib.Graph, subject: Node | None, predicate: rdflib.URIRef) -> int:
    """The number that is the only value of a property."""
    value = graph.value(subject, predicate)
    assert isinstance(value, rdflib.Literal)
    return int(value)


def read(graph: Graph) -> rdflib.Graph:
    return rdflib.Graph().parse(data=graph.write(TURTLE, {}), format="turtle")


@pytest.fixture(scope="module", params=["tiny", "real"])
def dataset(request: pytest.FixtureRequest) -> tuple[Dataset, Dumps]:
    site: Site = request.getfixturevalue("site" if request.param == "tiny" else "real_site")
    return site.descriptions.dataset, site.descriptions.dumps


@pytest.fixture(scope="module")
def catalogued(dataset: tuple[Dataset, Dumps]) -> rdflib.Graph:
    return read(catalog(*dataset, ACCESS))


@needs_shared
@pytest.mark.parametrize("shapes", ["shapes.ttl", "range.ttl"])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_catalogue_holds_what_dcat_ap_demands(catalogued: rdflib.Graph, shapes: str) -> None:
    conforms, _, words = validate(catalogued, SHAPES / shapes)
    assert conforms, words
    broken = rdflib.Graph() + catalogued
    broken.remove((None, DCTERMS.title, None))
    broken.remove((None, RDF.type, DCTERMS.LicenseDocument))
    assert not validate(broken, SHAPES / shapes)[0]


@needs_shared
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_no_recommendation_of_dcat_ap_is_missed(catalogued: rdflib.Graph) -> None:
    _, report, words = validate(catalogued, SHAPES / "shapes_recommended.ttl")
    assert not missed(report), words
    broken = rdflib.Graph() + catalogued
    broken.remove((None, DCTERMS.spatial, None))
    assert missed(validate(broken, SHAPES / "shapes_recommended.ttl")[1])


@needs_shared
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_values_of_dcat_ap_are_from_its_lists(catalogued: rdflib.Graph) -> None:
    """It wants https in an IRI of SPDX that has http, and publishers and areas that are in lists of the EU."""
    _, report, _ = validate(catalogued, SHAPES / "mdr-vocabularies.shape.ttl")
    paths = {str(path).rpartition("/")[2].rpartition("#")[2] for path in missed(report)}
    assert paths <= {"algorithm", "publisher", "spatial", "inScheme"}
    lists = {
        one for one in report.objects(None, rdflib.SH.focusNode) if "/authority/" in str(one) or "adms" in str(one)
    }
    assert not lists


@pytest.fixture(scope="module")
def high_value(tmp_path_factory: pytest.TempPathFactory) -> rdflib.Graph:
    """The catalogue of a publication that is a high-value dataset by the law of the EU."""
    folder = tmp_path_factory.mktemp("hvd") / "publication"
    shutil.copytree(ROOT / "tests" / "publication", folder)
    config = folder / "data" / "publication.ttl"
    stated = f"void:Dataset ; dcatap:applicableLegislation <{LAW}> ; dcatap:hvdCategory <{CATEGORY}> ;"
    config.write_text(config.read_text("utf-8").replace("void:Dataset ;", stated, 1), "utf-8")
    publication = Publication.read(folder)
    site = Site.open(publication, StoreEngine(publication))
    return read(catalog(site.descriptions.dataset, site.descriptions.dumps, ACCESS))


def test_a_high_value_dataset_says_so_of_all_that_offers_it(high_value: rdflib.Graph) -> None:
    """DCAT-AP HVD: the law is that of the dataset, its distributions and its service, the category not of files."""
    lawful = set(high_value.subjects(DCATAP.applicableLegislation, LAW))
    kinds = (DCAT.Dataset, DCAT.Distribution, DCAT.DataService)
    assert lawful == {one for kind in kinds for one in high_value.subjects(RDF.type, kind)}
    sorted_out = {one for kind in (DCAT.Dataset, DCAT.DataService) for one in high_value.subjects(RDF.type, kind)}
    assert set(high_value.subjects(DCATAP.hvdCategory)) == sorted_out
    assert (LAW, RDF.type, ELI.LegalResource) in high_value


@needs_hvd
@pytest.mark.parametrize("shapes", ["base", "ranges", "usagenotes"])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_catalogue_of_a_high_value_dataset_holds_what_the_profile_demands(
    high_value: rdflib.Graph, shapes: str
) -> None:
    """Every node is an rdfs:Resource by RDFS, which the shapes of ranges ask for but nobody states."""
    stated = rdflib.Graph() + high_value
    for node in set(high_value.objects()) | set(high_value.subjects()):
        stated.add((node, RDF.type, rdflib.RDFS.Resource))
    _, report, words = validate(stated, HVD / f"hvd-SHACL-{shapes}.ttl")
    violations = set(report.subjects(rdflib.SH.resultSeverity, rdflib.SH.Violation))
    assert not violations, words
    broken = rdflib.Graph() + stated
    for triple in ((None, RDF.type, SKOS.Concept), (None, DCAT.endpointURL, None), (None, DCAT.distribution, None)):
        broken.remove(triple)
    assert not validate(broken, HVD / f"hvd-SHACL-{shapes}.ttl")[0]


def validate(data: rdflib.Graph, shapes: Path) -> tuple[bool, rdflib.Graph, str]:
    import pyshacl

    conforms, report, words = pyshacl.validate(data, shacl_graph=rdflib.Graph().parse(shapes))
    assert isinstance(report, rdflib.Graph)
    return conforms, report, words


def missed(report: rdflib.Graph) -> list[rdflib.term.Node]:
    return list(report.objects(None, rdflib.SH.resultPath))


def test_each_download_of_the_catalogue_has_its_true_size_and_sum(
    catalogued: rdflib.Graph, dataset: tuple[Dataset, Dumps]
) -> None:
    bodies = {f"{HOST}dump.{one.suffix}": b"".join(dataset[1].of(one).plain.chunks()) for one in DUMPS}
    found = {str(url): node for node, url in catalogued.subject_objects(DCAT.downloadURL)}
    assert found.keys() == bodies.keys()
    for url, node in found.items():
        size, checksum = catalogued.value(node, DCAT.byteSize), catalogued.value(node, SPDX.checksum)
        assert isinstance(size, rdflib.Literal)
        assert (str(size), size.datatype) == (str(len(bodies[url])), rdflib.XSD.nonNegativeInteger)
        assert str(catalogued.value(checksum, SPDX.checksumValue)) == hashlib.sha256(bodies[url]).hexdigest()
        assert catalogued.value(node, DCTERMS.license) == rdflib.URIRef(dataset[0].license)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_a_dump_is_the_same_graph_in_every_format(dataset: tuple[Dataset, Dumps]) -> None:
    """All statements and the version; by two readers where that is quick."""
    model, dumps = dataset
    read_back = {}
    for format in DUMPS:
        assert isinstance(format.syntax, RdfFormat)
        body = b"".join(dumps.of(format).plain.chunks())
        read_back[format] = {str(quad.triple) for quad in parse(body, format.syntax)}
    sizes = {format.name: len(triples) for format, triples in read_back.items()}
    assert set(sizes.values()) == {model.statistics.triples + 1}, sizes
    if len(read_back[TURTLE]) < 1000:
        graphs = [
            rdflib.Graph().parse(data=b"".join(dumps.of(one).plain.chunks()), format=one.media) for one in RDF_FORMATS
        ]
        assert all(isomorphic(graphs[0], other) for other in graphs[1:])


@pytest.mark.parametrize("format", DUMPS, ids=lambda format: str(format.name))
def test_a_dump_is_the_same_bytes_each_time(tiny: Publication, format: Format) -> None:
    first, again = Dumps(tiny), Dumps(tiny)
    body = b"".join(first.of(format).plain.chunks())
    assert first.of(format).checksum == again.of(format).checksum == hashlib.sha256(body).hexdigest()
    assert tiny.version.encode() in body
    assert tiny.settings.license.encode() in body
    assert (tiny.inferred.encode() in body) == (format in (N_QUADS, N_TRIPLES, TRIG, TURTLE))


@pytest.mark.parametrize("format", [N_QUADS, TRIG], ids=lambda format: str(format.name))
def test_quads_keep_apart_which_file_says_what(tiny: Publication, format: Format) -> None:
    assert isinstance(format.syntax, RdfFormat)
    quads = parse(b"".join(Dumps(tiny).of(format).plain.chunks()), format.syntax)
    stated = {tiny.graph(file) for file in tiny.files if "shapes" not in file.roles}
    assert {quad.graph_name.value for quad in quads} == stated


def test_void_counts_what_is_there(dataset: tuple[Dataset, Dumps]) -> None:
    model = dataset[0]
    found = read(void(model, ACCESS))
    node = rdflib.URIRef(model.iri)
    whole = rdflib.Graph()
    for file in model.publication.files:
        if "shapes" not in file.roles:
            whole.parse(data=file.data, format="turtle")
    assert count(found, node, VOID.triples) == len(whole)
    assert count(found, node, VOID.distinctSubjects) == len(set(whole.subjects()))
    partitions = {found.value(part, VOID.property): part for part in found.objects(node, VOID.propertyPartition)}
    counted = Counter(whole.predicates())
    assert {term: count(found, part, VOID.triples) for term, part in partitions.items()} == counted
    classes = {found.value(part, VOID["class"]): part for part in found.objects(node, VOID.classPartition)}
    kinds = Counter(whole.objects(None, RDF.type))
    assert {term: count(found, part, VOID.entities) for term, part in classes.items()} == kinds
    assert {str(dump) for dump in found.objects(node, VOID.dataDump)} == {f"{HOST}dump.{one.suffix}" for one in DUMPS}


def test_void_has_a_link_set_for_each_host(dataset: tuple[Dataset, Dumps]) -> None:
    model = dataset[0]
    found = read(void(model, ACCESS))
    sets = Counter[tuple[str, str]]()
    for one in found.subjects(RDF.type, VOID.Linkset):
        host = found.value(found.value(one, VOID.objectsTarget), DCTERMS.title)
        sets[str(host), str(found.value(one, VOID.linkPredicate))] += count(found, one, VOID.triples)
    whole = rdflib.Graph().parse(data=b"".join(dataset[1].of(TURTLE).plain.chunks()), format="turtle")
    matches = [
        (urlsplit(str(target)).hostname, str(SKOS.exactMatch))
        for subject, target in whole.subject_objects(SKOS.exactMatch)
        if str(subject).startswith(f"{model.base}id/")
    ]
    assert matches
    assert {key: count for key, count in sets.items() if key[1] == str(SKOS.exactMatch)} == Counter(matches)


def test_the_service_names_its_graphs(site: Site, tiny: Publication) -> None:
    found = read(service(site.descriptions.dataset, ACCESS, ()))
    endpoint = found.value(None, RDF.type, SD.Service)
    assert found.value(endpoint, SD.endpoint) == rdflib.URIRef(ACCESS.endpoint)
    assert {str(name) for name in found.objects(None, SD.name)} == tiny.graphs()
    assert found.value(endpoint, SD.defaultEntailmentRegime) == ENTAILMENT["OWL-RDF-Based"]
    assert found.value(endpoint, SD.defaultSupportedEntailmentProfile) == rdflib.URIRef(f"{W3}owl-profile/RL")
    for graph in found.subjects(RDF.type, SD.NamedGraph):
        assert found.value(graph, SD.entailmentRegime) == ENTAILMENT.Simple


def test_the_service_counts_what_its_default_graph_holds(dataset: tuple[Dataset, Dumps]) -> None:
    model = dataset[0]
    found = read(service(model, ACCESS, ()))
    default = found.value(found.value(None, RDF.type, SD.Dataset), SD.defaultGraph)
    held = sum(1 for _ in query_store(model.publication).quads_for_pattern(None, None, None, DefaultGraph()))
    assert count(found, default, VOID.triples) == held > model.statistics.triples


def test_the_service_tells_its_limits(site: Site) -> None:
    limits = published(QueryLimits())
    found = read(service(site.descriptions.dataset, ACCESS, limits))
    told = {
        (str(found.value(one, SDO.name)), count(found, one, SDO.value), str(found.value(one, SDO.unitText)))
        for one in found.objects(rdflib.URIRef(site.descriptions.dataset.service), SDO.additionalProperty)
    }
    assert told == {(one.name, one.value, one.unit) for one in limits}


def test_a_thing_has_the_nearest_kind_of_schema_org(site: Site, real_site: Site) -> None:
    things = site.publication.settings.thing_base
    assert site.descriptions.schema.types(f"{things}north-head") == (
        "https://schema.org/LandmarksOrHistoricalBuildings",
    )
    assert site.descriptions.schema.types(f"{things}tom-oakley") == ("https://schema.org/Thing",)
    assert real_site.descriptions.schema.types(f"{real_site.publication.settings.thing_base}university-of-oxford") == (
        "https://schema.org/CollegeOrUniversity",
    )


def test_many_pages_take_several_sitemaps() -> None:
    time = datetime(2026, 1, 31, 12, tzinfo=UTC)
    pages = [(f"{HOST}doc/{number}", time) for number in range(LARGEST + 1)]
    assert (parts([]), parts(pages[:-1]), parts(pages)) == (1, 1, 2)
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    assert [len(ElementTree.fromstring(sitemap(pages, part))) for part in (1, 2)] == [LARGEST, 1]
    tree = ElementTree.fromstring(index([(f"{HOST}sitemap-1.xml", time)]))
    assert (tree.tag, tree.findtext(f"{name}sitemap/{name}lastmod")) == (f"{name}sitemapindex", "2026-01-31T12:00:00Z")
