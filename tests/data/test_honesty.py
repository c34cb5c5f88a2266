"""The data are no surer, no more exact and no more complete than its sources: one test a rule, one test a hard case."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from publication_data import ID, column, publication, rows, select

from places import ROOT

XSD_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


def values(thing: str, path: str) -> set[str]:
    """What a property path leads to from a thing, shortened."""
    return column(f"SELECT ?value {{ <{ID}{thing}> {path} ?value }}")


def certainties(thing: str, term: str, value: str = "") -> set[str]:
    """How sure the evidence for a property of a thing says it is, without the name of the list."""
    narrow = f"lsp:supportsValue id:{value} ; " if value else ""
    found = column(f"SELECT ?c {{ ?e lsp:about id:{thing} ; lsp:supports lsp:{term} ; {narrow}lsp:certainty ?c }}")
    return {one.removeprefix("certainty-") for one in found}


def amounts(funding: str) -> set[tuple[str, ...]]:
    """The amounts of a funding: property, value, currency and qualifier."""
    return rows(
        f"""SELECT ?property ?value ?currency ?qualifier {{
            ?property rdfs:subPropertyOf lsp:amount . id:{funding} ?property ?amount .
            ?amount schema:value ?value ; schema:currency ?currency .
            OPTIONAL {{ ?amount lsp:qualifier ?qualifier }} }}"""
    )


def homes(pattern: str) -> set[str]:
    """The graphs, one a file, that state what fits a pattern; what is inferred has no file."""
    return column(f"SELECT DISTINCT ?graph {{ GRAPH ?graph {{ {pattern} }} }}") - {publication().inferred}


def in_background(graphs: set[str]) -> bool:
    return bool(graphs) and all("/graph/data/background/" in graph for graph in graphs)


# ---- The eight rules ---------------------------------------------------------------------------


def test_rule_1_money_is_a_node_and_its_sums_are_whole_units() -> None:
    owners = column("SELECT DISTINCT ?class { ?x lsp:totalAmount|lsp:annualAmount|lsp:equivalentAmount ?m ; a ?class }")
    assert owners == {"Funding", "Grant", "Investment"}
    types = column("SELECT DISTINCT (DATATYPE(?v) AS ?type) { ?m schema:currency ?c ; schema:value ?v }")
    assert types == {XSD_INTEGER}


def test_rule_2_nobody_is_written_down_as_a_funder() -> None:
    assert column("SELECT ?who { ?who a lsp:Funder }") == set()
    assert "novo-nordisk" in column("SELECT ?who { ?funding lsp:funder ?who }")


def test_rule_3_every_number_keeps_the_words_of_its_source() -> None:
    numbers = column("SELECT ?number { ?number schema:value ?value }")
    worded = column("SELECT ?number { ?number lsp:asStated ?words }")
    assert len(numbers) >= 20
    assert numbers <= worded


def test_rule_4_a_plan_has_a_status_and_never_says_that_it_was_done() -> None:
    assert column("SELECT DISTINCT ?status { ?plan a lsp:Plan . OPTIONAL { ?plan lsp:status ?status } }") == {
        "status-planned"
    }
    assert column("SELECT DISTINCT ?s { ?x lsp:targetDate ?d . OPTIONAL { ?x lsp:status ?s } }") == {"status-planned"}


def test_rule_5_every_claim_has_a_speaker_but_a_myth() -> None:
    silent = rows(
        "SELECT ?claim ?class { ?claim a ?class . ?class rdfs:subClassOf* lsp:Claim ."
        " FILTER NOT EXISTS { ?claim lsp:claimant ?speaker } }"
    )
    assert {kind for _, kind in silent} == {"Misconception"}


def test_rule_6_background_is_in_files_of_its_own() -> None:
    assert in_background(homes("?evidence lsp:certainty id:certainty-background"))
    documents = column("SELECT ?e { ?e lsp:certainty id:certainty-background ; dcterms:source/a lsp:SourceDocument }")
    assert documents == set()


def test_rule_7_one_name_leads_to_one_thing_of_a_kind() -> None:
    shared = rows(
        "SELECT ?one ?other { ?one a ?class ; rdfs:label|skos:altLabel ?name ."
        " ?other a ?class ; rdfs:label|skos:altLabel ?name . FILTER (STR(?one) < STR(?other))"
        " ?class rdfs:subClassOf* org:Organization }"
    )
    assert shared == set()


def test_rule_8_codes_come_from_registers_and_say_where_they_were_seen() -> None:
    codes = column("SELECT ?code { ?code a lsp:Identifier }")
    assert codes
    assert codes == column("SELECT ?code { ?code a lsp:Identifier ; lsp:seenIn ?where ; skos:notation ?value }")
    assert in_background(homes("?thing lsp:identifier|skos:exactMatch ?code"))


# ---- Hard cases: money -------------------------------------------------------------------------


def test_joint_recipient() -> None:
    brcs = {"oxford-biomedical-research-centre", "oxford-health-biomedical-research-centre"}
    assert values("oxford-brc-award-2022", "lsp:recipient") == brcs
    assert amounts("oxford-brc-award-2022") == {("totalAmount", "125000000", "GBP", "qualifier-about")}


def test_one_sum_two_currencies() -> None:
    assert amounts("novo-nordisk-investment") == {
        ("totalAmount", "1000000000", "DKK", "qualifier-about"),
        ("equivalentAmount", "115000000", "GBP", "qualifier-about"),
    }


def test_part_and_whole() -> None:
    grant = "defence-and-national-rehabilitation-centre-grant"
    assert values(grant, "lsp:contributesTo") == {"defence-and-national-rehabilitation-centre#value"}
    assert values(grant, "lsp:contributesTo/schema:value") == {"300000000"}
    assert amounts(grant) == {("totalAmount", "70000000", "GBP", "")}
    assert certainties(grant, "contributesTo") == {"ambiguous"}
    assert column('SELECT ?x { ?x schema:value ?v FILTER (STR(?v) = "230000000") }') == set()


def test_annual_rate() -> None:
    yearly = ("annualAmount", "55000000", "GBP", "qualifier-about")
    assert amounts("cancer-research-uk-oxford-centre-investment") == {yearly}
    assert values("cancer-research-uk-oxford-centre-investment", "lsp:funder") == {"cancer-research-uk-oxford-centre"}


def test_open_bounds() -> None:
    at_least = column("SELECT ?words { ?x lsp:qualifier id:qualifier-at-least ; lsp:asStated ?words }")
    people = "over three million people in the local area"
    assert at_least == {"more than £100m", "over £44m", "over 600 members", people}


def test_upper_bounds() -> None:
    below = rows(
        "SELECT ?value ?qualifier { VALUES ?qualifier { id:qualifier-up-to id:qualifier-almost }"
        " ?x lsp:qualifier ?qualifier ; schema:value ?value }"
    )
    assert below == {("100", "qualifier-up-to"), ("25", "qualifier-almost")}


@pytest.mark.parametrize("query", ["funding-per-region", "funding-per-funder"])
def test_sums_by_group_count_each_funding_once(query: str) -> None:
    def ask(name: str) -> list[dict[str, str]]:
        head, found = select((ROOT / "data" / "queries" / f"{name}.rq").read_text("utf-8"))
        return [dict(zip(head, row, strict=True)) for row in found]

    (whole,) = ask("total-in-pounds")
    parts = ask(query)
    assert sum(int(part["total"]) for part in parts) == int(whole["pounds"])
    for count in ("fundings", "rough", "lowerBounds"):
        assert sum(int(part[count]) for part in parts) == int(whole[count])


def test_a_total_in_pounds_is_the_number_of_an_amount() -> None:
    stated = rows(
        """SELECT ?funding ?value { ?funding lsp:totalAmount|lsp:equivalentAmount ?amount .
            ?amount schema:currency "GBP" ; schema:value ?value }"""
    )
    assert rows("SELECT ?funding ?pounds { ?funding lsp:totalInPounds ?pounds }") == stated


def test_a_qualifier_that_is_read_into_the_pounds_is_inferred() -> None:
    pounds = f"<{ID}novo-nordisk-investment#equivalent>"
    found = column(f"SELECT ?c {{ ?e lsp:about {pounds} ; lsp:supports lsp:qualifier ; lsp:certainty ?c }}")
    assert found == {"certainty-inferred"}


def test_approximate() -> None:
    about = column("SELECT ?words { ?x lsp:qualifier id:qualifier-about ; lsp:asStated ?words }")
    assert about == {
        "around £125m",
        "around 1 billion Danish kroner",
        "115 million British pounds",
        "approximately £55m each year",
    }
    assert column("SELECT ?p { ?x ?p ?v FILTER (?p IN (schema:minValue, schema:maxValue)) }") == set()


def test_project_value_is_not_funding() -> None:
    projects = rows("SELECT ?project ?value { ?project lsp:projectValue/schema:value ?value }")
    assert projects == {
        ("birmingham-life-sciences-park", "300000000"),
        ("defence-and-national-rehabilitation-centre", "300000000"),
    }
    assert column("SELECT ?x { ?x lsp:projectValue ?v ; a/rdfs:subClassOf* lsp:Funding }") == set()
    assert column("SELECT ?amount { ?x lsp:totalAmount ?amount . ?amount a lsp:ProjectValue }") == set()


# ---- Hard cases: time --------------------------------------------------------------------------


def test_plans_whose_date_is_past() -> None:
    plans = rows("SELECT ?plan ?date { ?plan lsp:status id:status-planned ; lsp:targetDate ?date }")
    assert plans == {
        ("novo-nordisk-research-centre-oxford#laboratories", "2018"),
        ("novo-nordisk-research-centre-oxford#researchers-2021", "2021"),
    }
    assert values("bioescalator", "lsp:plan") == {"bioescalator#launch"}
    assert values("bioescalator", "lsp:establishedOn") == set()


def test_page_of_mixed_age() -> None:
    ages = rows(
        "SELECT ?paragraph ?age { ?e dcterms:source id:key-partnerships-page ; lsp:paragraph ?paragraph ."
        " OPTIONAL { ?e lsp:textAge ?age } FILTER (?paragraph IN (10, 13)) }"
    )
    assert ages == {("10", "2022 or later"), ("13", "2018 or earlier")}


def test_year_missing() -> None:
    assert values("life-sciences-sector-deal", "lsp:publishedOnDay") == {"--12-05"}
    assert values("life-sciences-sector-deal", "lsp:publishedOn") == {"2018-12-05"}
    assert certainties("life-sciences-sector-deal", "publishedOnDay") == {"stated"}
    assert certainties("life-sciences-sector-deal", "publishedOn") == {"inferred"}


def test_split_year() -> None:
    funding = "birmingham-health-partners-funding-2017-18"
    assert values(funding, "lsp:periodLabel") == {"2017/18"}
    assert values(funding, "schema:startDate|schema:endDate") == {"2017", "2018"}


def test_page_date_is_not_signing_date() -> None:
    assert values("liverpool-oxford-mou", "lsp:signedOn") == set()
    assert values("liverpool-oxford-mou", "lsp:notAfter") == {"2026-02-24"}
    assert certainties("liverpool-oxford-mou", "notAfter") == {"inferred"}


def test_no_status_is_surer_than_its_text() -> None:
    without = column(
        """SELECT ?thing { ?thing lsp:status ?status . FILTER (!CONTAINS(STR(?thing), "#"))
            FILTER NOT EXISTS { ?evidence lsp:about ?thing ; lsp:supports lsp:status } }"""
    )
    assert without == set()
    assert values("hdr-uk-midlands-investment", "lsp:status") == {"status-announced"}
    assert values("digital-pathology-centre-funding", "lsp:status") == {"status-announced"}


# ---- Hard cases: who ---------------------------------------------------------------------------


def test_parties_inferred_from_signatories() -> None:
    assert certainties("liverpool-oxford-mou", "signature") == {"stated"}
    assert certainties("liverpool-oxford-mou", "party") == {"inferred"}
    signed_for = values("liverpool-oxford-mou", "lsp:signature/lsp:onBehalfOf")
    assert len(signed_for) == 4
    assert values("liverpool-oxford-mou", "lsp:party") == signed_for


@pytest.mark.parametrize("agreement", ["oxford-nhs-collaboration", "oxford-ouh-joint-working-agreement"])
def test_we(agreement: str) -> None:
    assert "university-of-oxford" in values(agreement, "lsp:party")
    assert values(agreement, "lsp:participant") == {"medical-sciences-division"}
    assert "ambiguous" in certainties(agreement, "party")


@pytest.mark.parametrize(
    ("thing", "names"),
    [
        (
            "oxford-university-hospitals-nhs-foundation-trust",
            {"Oxford University Hospital (OUH) NHS Foundation Trust", "Oxford University Hospitals NHS Trust", "OUH"},
        ),
        ("oxford-ahsn", {"Oxford Academic Health Sciences Network", "Oxford Academic Health Science Network"}),
        ("university-of-oxford", {"University of Oxford", "Oxford University"}),
        ("life-sciences-sector-deal", {"Life Sciences Sector Deal", "Life Science Sector Deal"}),
        ("biotrinity", {"BioTrinity", "Biotrinity"}),
    ],
)
def test_name_variants(thing: str, names: set[str]) -> None:
    assert names <= values(thing, "rdfs:label|skos:altLabel")


LOOK_ALIKES = (
    ("midlands-innovation", "midlands-health-innovation"),
    ("oxford-biomedical-research-centre", "oxford-health-biomedical-research-centre"),
    ("oxford-health-nhs-foundation-trust", "oxford-university-hospitals-nhs-foundation-trust"),
    ("defence-and-national-rehabilitation-centre", "birmingham-life-sciences-park"),
    ("liverpool", "liverpool-city-region", "university-of-liverpool"),
    ("oxfordshire", "oxfordshire-lep", "oxfordshire-county-council"),
    ("industrial-strategy", "uk-industrial-strategy"),
    ("oxford-sciences-innovation", "oxford-university-innovation"),
)


@pytest.mark.parametrize("things", LOOK_ALIKES, ids=lambda things: things[0])
def test_look_alikes(things: tuple[str, ...]) -> None:
    for one, other in combinations(things, 2):
        named, named_too = (values(thing, "rdfs:label|skos:altLabel|skos:exactMatch") for thing in (one, other))
        assert named
        assert named_too
        assert not named & named_too
        assert column(f"SELECT ?p {{ id:{one} ?p id:{other} FILTER CONTAINS(LCASE(STR(?p)), 'same') }}") == set()


def test_former_name() -> None:
    assert values("cancer-research-uk-oxford-centre", "lsp:formerName") == {"Oxford Cancer Research Centre"}
    assert values("cancer-research-uk-oxford-centre", "lsp:establishedOn") == {"2010"}
    assert column('SELECT ?x { ?x rdfs:label "Oxford Cancer Research Centre"@en }') == set()


def test_nested_bullets() -> None:
    nested = (
        "id:boehringer-ingelheim-leicester-collaboration id:institute-of-translational-medicine"
        " id:leicester-diabetes-centre id:leicester-real-world-evidence-unit id:boehringer-ingelheim"
    )
    ties = f"SELECT ?p {{ VALUES ?x {{ {nested} }} {{ ?x ?p id:birmingham-health-partners }}"
    assert column(ties + " UNION { id:birmingham-health-partners ?p ?x } }") == set()
    assert values("leicester-diabetes-centre", "lsp:region") == {"leicester"}


def test_ellipsis_of_modifiers() -> None:
    funding = "nihr-oxford-brc-funding"
    assert certainties(funding, "recipient", "oxford-biomedical-research-centre") == {"stated"}
    assert certainties(funding, "recipient", "oxford-health-biomedical-research-centre") == {"ambiguous"}
    assert not any("NIHR" in name for name in values("medical-device-testing-and-evaluation-centre", "rdfs:label"))


def test_respectively() -> None:
    centres = "?centre a lsp:BiomedicalResearchCentre ; lsp:participant ?trust"
    trusts = rows(f"SELECT ?centre ?trust {{ {centres} . ?trust a lsp:NHSTrust }}")
    assert trusts == {
        ("oxford-biomedical-research-centre", "oxford-university-hospitals-nhs-foundation-trust"),
        ("oxford-health-biomedical-research-centre", "oxford-health-nhs-foundation-trust"),
    }


@pytest.mark.parametrize(
    ("body", "count"),
    [("midlands-health-innovation", "7"), ("oxford-health-brc-network", "10")],
)
def test_unnamed(body: str, count: str) -> None:
    assert values(body, "lsp:measure/schema:value") == {count}
    assert values(body, "lsp:participant|org:hasMember") == set()
    assert column(f"SELECT ?x {{ ?x dcterms:isPartOf|org:memberOf id:{body} }}") == set()


def test_one_of_six_awards_is_named() -> None:
    assert values("hdr-uk-midlands", "lsp:measure") == set()
    assert values("six-national-awards", "lsp:measure/schema:value") == {"6"}
    assert column("SELECT ?x { ?x dcterms:isPartOf id:six-national-awards }") == {"hdr-uk-midlands"}


def test_unnamed_groups_have_no_members() -> None:
    groups = "?group a lsp:OrganisationGroup"
    assert len(column(f"SELECT ?group {{ {groups} }}")) >= 10
    assert column(f"SELECT ?member {{ {groups} . ?group lsp:participant ?member }}") == set()
    assert column(f"SELECT ?member {{ {groups} . ?member dcterms:isPartOf|org:memberOf|org:unitOf ?group }}") == set()
    quotation = "northern-university-nhs-partnerships#permanent-integration"
    assert values(quotation, "lsp:claimant") == {"northern-partnerships-explainer"}


def test_lists_after_including_are_marked_incomplete() -> None:
    assert values("oxford-biomedical-research-centre", "lsp:examplesOnly") == {"theme"}
    assert values("liverpool-oxford-mou", "lsp:examplesOnly") == {"priorityArea"}
    assert len(values("liverpool-oxford-mou", "lsp:priorityArea")) == 4
    assert values("northern-england", "lsp:examplesOnly") == {"contains"}
    assert len(values("oxford-biomedical-research-centre", "lsp:theme")) == 6


# ---- Hard cases: what is said ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("thing", "words", "speaker"),
    [
        ("midlands", "second largest", "david-adams"),
        ("midlands", "national health data leader", "david-adams"),
        ("oxford-university-hospitals-nhs-foundation-trust", "largest NHS partner", "medical-sciences-division"),
    ],
)
def test_superlatives(thing: str, words: str, speaker: str) -> None:
    said = f'?claim lsp:statement ?s FILTER CONTAINS(?s, "{words}")'
    assert column(f"SELECT ?who {{ id:{thing} lsp:claim ?claim . ?claim lsp:claimant ?who . {said} }}") == {speaker}


def test_myths_are_no_facts() -> None:
    myths = column("SELECT ?myth { ?myth a lsp:Misconception ; lsp:rebuttedBy/lsp:claimant ?speaker }")
    assert len(myths) == 3
    assert column("SELECT ?myth { ?myth a lsp:Misconception . ?thing lsp:claim|lsp:impact|lsp:answer ?myth }") == set()
    assert column("SELECT ?myth { ?myth a lsp:Misconception ; lsp:claimant ?speaker }") == set()


def test_two_definitions() -> None:
    paragraphs = rows(
        "SELECT ?definition ?paragraph { id:translational-gap skos:definition ?definition ."
        " ?e lsp:about id:translational-gap ; lsp:supportsValue ?definition ; lsp:paragraph ?paragraph }"
    )
    assert {paragraph for _, paragraph in paragraphs} == {"4", "63"}
    assert len({definition for definition, _ in paragraphs}) == 2


def test_containment_that_no_document_states() -> None:
    told = rows(
        "SELECT DISTINCT ?place ?certainty { ?e lsp:about ?place ; lsp:supports lsp:within ; lsp:certainty ?certainty ."
        " ?e dcterms:source/a lsp:SourceDocument }"
    )
    stated = {place for place, certainty in told if certainty != "certainty-inferred"}
    assert stated <= {"oxford", "cambridge", "london"}
    never = "id:harwell-science-and-innovation-campus id:diamond-light-source id:daresbury-campus id:oxford"
    assert in_background(homes(f"VALUES ?place {{ {never} }} ?place lsp:within ?larger"))


def test_characters() -> None:
    odd = re.compile("[\u00a0\u2010\u2011\u200b]")
    names = column("SELECT ?name { ?x rdfs:label|skos:altLabel|lsp:formerName|lsp:statement|lsp:aim ?name }")
    assert [name for name in names if odd.search(name)] == []
    phrases = column("SELECT ?phrase { ?x lsp:phrase ?phrase }")
    assert any("\u2011" in phrase for phrase in phrases)
    assert any("\u2019" in phrase for phrase in phrases)


def test_page_residue() -> None:
    file = "dcterms:source/dcterms:identifier ?file"
    cited = rows(f"SELECT DISTINCT ?file ?paragraph {{ ?e {file} ; lsp:paragraph ?paragraph }}")
    residue = {("001", "1"), ("002", "1"), ("002", "32"), ("004", "24")}
    assert len(cited) > 80
    assert not residue & {(file[:3], paragraph) for file, paragraph in cited}
