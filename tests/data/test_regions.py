"""Places: what is in what, the roll-ups that follow, and where the knowledge comes from."""

from __future__ import annotations

import csv

import pytest
from publication_data import Row, column, question, rows

from places import SHARED, needs_shared

ROWS = SHARED / "research" / "identifiers.csv"

PARENTS = {
    "oxford": {"oxfordshire", "golden-triangle"},
    "oxfordshire": {"south-east-england", "thames-valley"},
    "thames-valley": {"south-east-england"},
    "daresbury-campus": {"north-west-england"},
    "coventry": {"west-midlands", "coventry-and-warwickshire"},
    "liverpool": {"north-west-england", "liverpool-city-region"},
    "north-west-england": {"england", "northern-england"},
}
"""Regions that are in several, none of which is in another of them by a register's word."""

COMPOSITES = {
    "berkshire": 6,
    "coventry-and-warwickshire": 2,
    "golden-triangle": 3,
    "midlands": 2,
    "northern-england": 3,
    "thames-valley": 3,
}
"""What is made up of other regions and has no code of its own, with the least number of its parts."""

WITHOUT_PARENT = {"europe", "south", "south-east", "oxford-ahsn-region"}
"""Regions of which nobody says what they are in: the widest one, and three whose limits the documents leave open."""

THAMES_VALLEY = """
    oxfordshire buckinghamshire berkshire oxford didcot
    bracknell-forest reading slough west-berkshire windsor-and-maidenhead wokingham
    harwell-science-and-innovation-campus diamond-light-source old-road-campus schwarzman-centre

    oxfordshire-lep buckinghamshire-thames-valley-lep thames-valley-berkshire-lep oxfordshire-county-council
    university-of-oxford medical-sciences-division business-partnerships-office department-of-pharmacology
    institute-of-biomedical-engineering nuffield-department-of-clinical-neurosciences
    oxford-university-hospitals-nhs-foundation-trust oxford-health-nhs-foundation-trust
    oxford-biomedical-research-centre oxford-health-biomedical-research-centre
    oxford-ahsn oxford-academic-health-science-centre university-of-oxford-partnerships-website

    oxford-nhs-collaboration oxford-oxford-health-collaboration oxford-ouh-joint-working-agreement
    oxford-novo-nordisk-alliance oxford-novo-nordisk-collaboration
    oxford-liverpool-collaboration liverpool-oxford-mou liverpool-oxford-mou-signing
    cancer-research-uk-oxford-centre-partnership cancer-research-uk-oxford-centre-investment
    novo-nordisk-investment novo-nordisk-research-centre-oxford bioescalator
    oxford-brc-award-2022 nihr-oxford-brc-funding oxford-health-brc-network
    oxford-ahsn-leps-collaboration oxford-ahsn-lep-workshop oxford-cambridge-rail-link
"""
"""Its places, bodies and undertakings, checked by hand against the five documents."""

NORTH = """
    north-east-england north-west-england yorkshire-and-the-humber liverpool-city-region
    liverpool manchester leeds newcastle daresbury-campus

    university-of-liverpool liverpool-city-region-authority northern-universities northern-nhs-trusts

    northern-university-nhs-partnerships northern-integrated-model life-sciences-hub-designation
    liverpool-oxford-mou oxford-liverpool-collaboration liverpool-daresbury-collaboration
"""


def from_registers() -> set[Row]:
    """Each place with the regions in which a register puts it."""
    return rows(
        """SELECT ?place ?region {
            ?place lsp:within ?region .
            ?evidence lsp:about ?place ; lsp:supports lsp:within ; lsp:certainty id:certainty-background .
            FILTER NOT EXISTS { ?evidence lsp:supportsValue ?value . FILTER(?value != ?region) }
        }"""
    )


@pytest.mark.parametrize(("region", "expected"), [("thames-valley", THAMES_VALLEY), ("northern-england", NORTH)])
def test_one_path_leads_to_everything_in_a_region(region: str, expected: str) -> None:
    assert {thing for thing, _ in rows(question("everything-in-a-region", region=region))} == set(expected.split())


def test_nothing_lies_in_itself() -> None:
    assert column("SELECT ?place { ?place (lsp:within|lsp:locatedIn|^lsp:contains)+ ?place }") == set()


@pytest.mark.parametrize(("place", "parents"), PARENTS.items())
def test_a_place_lies_in_several_regions(place: str, parents: set[str]) -> None:
    assert column(f"SELECT ?region {{ id:{place} lsp:within ?region }}") == parents


def test_registers_are_cited_for_the_nearest_region_only() -> None:
    told, wider = from_registers(), rows("SELECT ?region ?far { ?region lsp:within+ ?far }")
    assert len(told) > 40
    assert [
        (place, far) for place, near in told for other, far in told if place == other and (near, far) in wider
    ] == []


def test_only_regions_without_limits_lie_nowhere() -> None:
    lost = column("SELECT ?region { ?region a lsp:Region . FILTER NOT EXISTS { ?region lsp:within+ id:europe } }")
    assert lost == WITHOUT_PARENT


@pytest.mark.parametrize(("place", "parts"), COMPOSITES.items())
def test_a_region_made_up_of_others_has_parts_and_no_code(place: str, parts: int) -> None:
    assert len(column(f"SELECT ?part {{ ?part lsp:within id:{place} }}")) >= parts
    assert column(f"SELECT ?code {{ id:{place} skos:exactMatch|lsp:identifier ?code }}") == set()


def test_regions_of_nearly_one_name_stay_apart() -> None:
    assert column("SELECT ?code { id:south-east skos:exactMatch|lsp:identifier ?code }") == set()
    assert column("SELECT ?place { ?place lsp:within id:south-east }") == set()
    region = "http://statistics.data.gov.uk/id/statistical-geography/E12000007"
    assert column("SELECT ?other { id:london skos:closeMatch ?other }") == {region}


@pytest.mark.parametrize(("day", "code"), [("2014-05-13", "E10000002"), ("2026-02-24", "E06000060")])
def test_buckinghamshire_has_the_code_of_the_day(day: str, code: str) -> None:
    found = column(
        f"""SELECT ?code {{
            id:buckinghamshire lsp:identifier ?identifier . ?identifier skos:notation ?code .
            FILTER NOT EXISTS {{ ?identifier lsp:validFrom ?start . FILTER(?start > "{day}"^^xsd:date) }}
            FILTER NOT EXISTS {{ ?identifier lsp:validUntil ?end . FILTER(?end < "{day}"^^xsd:date) }}
        }}"""
    )
    assert found == {code}


def test_a_seat_is_no_place_that_a_document_states() -> None:
    both = rows("SELECT ?body ?place { ?body lsp:registeredSeat ?place ; lsp:locatedIn ?place }")
    assert both == set()
    sources = column("SELECT DISTINCT ?source { ?e lsp:supports lsp:registeredSeat ; dcterms:source ?source }")
    assert sources == {"ror"}


def test_every_agreement_has_a_region_and_every_funding_whose_place_is_known() -> None:
    without = column(
        """SELECT DISTINCT ?thing {
            VALUES ?class { lsp:Agreement lsp:Funding }
            ?thing a/rdfs:subClassOf* ?class .
            FILTER NOT EXISTS { ?thing lsp:region ?region }
        }"""
    )
    assert without == {"oxford-sciences-innovation-circadian-investment", "wellcome-circadian-research-support"}


def test_every_containment_has_evidence() -> None:
    bare = rows(
        """SELECT ?place ?region {
            ?place lsp:within ?region .
            FILTER NOT EXISTS {
                ?evidence lsp:about ?place ; lsp:supports lsp:within .
                FILTER NOT EXISTS { ?evidence lsp:supportsValue ?value . FILTER(?value != ?region) }
            }
        }"""
    )
    assert bare == set()


def test_what_the_thames_valley_is_rests_on_documents() -> None:
    certainties = rows(
        """SELECT ?place ?certainty ?paragraph {
            ?evidence lsp:about ?place ; lsp:supportsValue id:thames-valley ; lsp:certainty ?certainty ;
                lsp:paragraph ?paragraph .
        }"""
    )
    assert certainties == {
        ("berkshire", "certainty-inferred", "9"),
        ("buckinghamshire", "certainty-inferred", "15"),
        ("oxfordshire", "certainty-inferred", "6"),
    }


@needs_shared
def test_seats_are_those_of_the_register() -> None:
    with ROWS.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    towns = {row["name"]: row["identifier"] for row in table if row["scheme"] == "seat (GeoNames)"}
    registered = {(row["identifier"], towns.get(row["name"], "")) for row in table if row["scheme"] == "ROR"}
    seats = rows(
        """SELECT ?ror ?geonames {
            ?evidence lsp:supports lsp:registeredSeat ; dcterms:source id:ror ; lsp:entry ?ror .
            ?evidence lsp:about/lsp:registeredSeat ?town .
            ?town lsp:identifier [ lsp:identifierScheme id:identifier-scheme-geonames ; skos:notation ?geonames ] .
        }"""
    )
    assert len(seats) == 17
    assert seats <= registered
