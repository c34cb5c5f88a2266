"""Sentences and hints: plain words, the value as written, and the fix that was probably meant."""

from __future__ import annotations

import pytest

from accord.names import XSD
from accord.publication import SourceFile
from accord.validation import check, hints
from accord.validation.datatypes import is_well_formed
from accord.validation.words import standards
from validation.conftest import BRIDGE, PREFIXES, RDF_PREFIX, Contribute, Writer

S = "@prefix s: <https://example.org/bridges/shapes#> .\n"
SHAPE = RDF_PREFIX + PREFIXES + S + "s:X a sh:NodeShape ; sh:targetClass b:Bridge ; sh:property [ sh:path %s ; %s ] ."

TOLD = [
    # (path, constraint), what is written, the sentence, the remedy
    ("b:cost", "sh:minCount 1", "", "New needs at least 1 of 'cost'.", "Add a line: b:cost … ;"),
    ("b:cost", "sh:maxCount 1", "b:cost 1 , 2", "New may have no more than 1 of 'cost'.", ""),
    (
        "b:opened",
        "sh:datatype xsd:date",
        'b:opened "1/4/2021"',
        "\"1/4/2021\" is not a date, as 'opened' requires.",
        "Write 2021-04-01, if the day is before the month in 1/4/2021.",
    ),
    ("b:opened", "sh:datatype xsd:date", 'b:opened "2021-04-01"', None, "Write ^^xsd:date after the closing quote."),
    ("b:cost", "sh:datatype xsd:integer", 'b:cost "£1.2m"', None, "Write 1200000."),
    (
        "b:code",
        "sh:datatype rdf:langString",
        'b:code "C"',
        "\"C\" is not a string with a language, as 'code' requires.",
        'Name the language: "C"@en.',
    ),
    ("b:code", "sh:datatype xsd:string", 'b:code "C"@en', None, "Leave out @en."),
    ("b:cost", "sh:datatype xsd:integer", "b:cost 3e6", None, "Write 3000000."),
    ("b:cost", "sh:datatype xsd:integer", 'b:cost "page 12"', None, "Write 12."),
    ("b:cost", "sh:datatype xsd:integer", 'b:cost "1 of 12"', None, "Write digits only, as in 1200000."),
    ("b:state", "sh:in ( id:open id:shut-for-good )", "b:state id:shut", None, "Did you mean id:shut-for-good?"),
    (
        "b:code",
        "sh:nodeKind sh:Literal",
        "b:code id:open",
        "id:open is not a string or a number, as 'code' requires.",
        None,
    ),
    ("b:state", "sh:nodeKind sh:IRI", 'b:state "open"', None, "Write id:open, without quotes."),
    (
        "b:state",
        "sh:nodeKind sh:IRI",
        'b:state "https://example.com/"',
        None,
        "Write it in angle brackets, without quotes: <https://example.com/>.",
    ),
    (
        "b:crosses",
        "sh:class b:Bridge",
        "",
        "id:severn is not of the class 'bridge', as 'crosses' requires.",
        "Name a thing of that class; 'Severn' is of 'river'.",
    ),
    (
        "b:state",
        "sh:in ( id:open id:shut )",
        "b:state id:thames",
        "id:thames is not one of the values of 'state': open, shut.",
        "Write one of id:open, id:shut.",
    ),
    (
        "b:code",
        'sh:in ( "active" "planned" )',
        'b:code "actve"',
        "\"actve\" is not one of the values of 'code': active, planned.",
        'Did you mean "active"?',
    ),
    ("b:code", 'sh:hasValue "B"', 'b:code "C"', "'code' of New has to be B.", 'Write "B".'),
    ("b:code", 'sh:pattern "^B"', 'b:code "C"', "\"C\" does not have the form that 'code' requires: ^B.", ""),
    ("b:code", "sh:minLength 2", 'b:code "C"', "\"C\" is shorter than the 2 characters of 'code'.", ""),
    ("b:code", "sh:maxLength 2", 'b:code "CCC"', "\"CCC\" is longer than the 2 characters of 'code'.", ""),
    ("b:cost", "sh:minInclusive 2", "b:cost 1", "1 is less than 2, the smallest value of 'cost'.", ""),
    ("b:cost", "sh:maxExclusive 2", "b:cost 2", "2 is not less than 2, as 'cost' requires.", ""),
    (
        "b:code",
        'sh:languageIn ( "en" "cy" )',
        'b:code "C"@fr',
        "\"C\"@fr is not in one of the languages of 'code': en, cy.",
        'Name a language: "C"@en.',
    ),
    (
        "b:code",
        "sh:uniqueLang true",
        'b:code "C"@en , "D"@en',
        "New has two values of 'code' in one language.",
        'Keep one of "C"@en and "D"@en.',
    ),
    (
        "b:opened",
        "sh:lessThan b:closed",
        "b:opened 2 ; b:closed 1",
        "'opened' of New has to be less than 'closed'.",
        "",
    ),
    ("b:opened", "sh:equals b:closed", "b:opened 2 ; b:closed 2 , 3", None, ""),
    ("b:crosses", "sh:disjoint b:of", "b:of id:severn", "id:severn is both 'crosses' and 'of' of New.", ""),
    ("b:crosses", "sh:not [ sh:class b:River ]", "", "id:severn is not allowed here.", ""),
    ("b:cost", 'sh:minCount 1 ; sh:name "price"@en', "", "New needs at least 1 of 'price'.", None),
    ("b:cost", 'sh:minCount 1 ; sh:message "Preis?"@de , "Say the price."@en', "", "Say the price.", None),
]


@pytest.mark.parametrize(("path", "constraint", "written", "sentence", "remedy"), TOLD)
def test_each_kind_of_constraint_has_its_words(
    write: Writer, path: str, constraint: str, written: str, sentence: str | None, remedy: str | None
) -> None:
    publication = write(shapes__bridges=SHAPE % (path, constraint))
    text = f"{PREFIXES}id:x {BRIDGE} {';' if written else ''} {written} ."
    (finding,) = check(publication, [SourceFile("new.ttl", ("data",), text.encode())]).findings
    assert finding.message == sentence or sentence is None
    assert finding.remedy == remedy or remedy is None
    assert finding.shape == "https://example.org/bridges/shapes#X"


def test_two_classes_of_one_name_have_their_iris_beside_it(write: Writer) -> None:
    others = SourceFile(
        "new.ttl",
        ("data",),
        f"{PREFIXES}@prefix dcat: <http://www.w3.org/ns/dcat#> .\nid:x {BRIDGE} ; "
        "b:of id:y . id:y a dcat:Dataset ; rdfs:label 'Y'@en .".encode(),
    )
    publication = write(shapes__bridges=SHAPE % ("b:of", "sh:class <http://schema.org/Dataset>"))
    (finding,) = [one for one in check(publication, [others]).findings if one.code == "SH-CLASS"]
    assert finding.message == "id:y is not of the class 'Dataset (<http://schema.org/Dataset>)', as 'of' requires."
    assert finding.remedy == "Name a thing of that class; 'Y' is of 'Dataset (<http://www.w3.org/ns/dcat#Dataset>)'."


def test_a_long_list_of_allowed_values_is_cut(write: Writer) -> None:
    values = " ".join(f'"value {number}"' for number in range(30))
    text = f'{PREFIXES}id:x {BRIDGE} ; b:code "other" .'
    publication = write(shapes__bridges=SHAPE % ("b:code", f"sh:in ( {values} )"))
    (finding,) = check(publication, [SourceFile("new.ttl", ("data",), text.encode())]).findings
    assert finding.message.endswith("value 6, value 7 and 22 more.")


def test_messages_of_queries_name_what_they_bind(contribute: Contribute) -> None:
    text = f'id:x {BRIDGE} ; b:opened "2001-01-01"^^xsd:date ; b:closed "2000-01-01"^^xsd:date .'
    messages = [one.message for one in contribute(text).findings if one.code == "SH-SPARQL"]
    assert messages == ["New closed on 2000-01-01, before it opened."]


TYPOS = [
    ("id:x a b:Brigde .", "Did you mean b:Bridge?"),
    (f"id:x {BRIDGE} ; b:opend 1 .", "Did you mean b:opened?"),
    (f"id:x {BRIDGE} ; b:valueBacks 1 .", "Did you mean b:backsValue?"),
    (f"id:x {BRIDGE} ; b:qqqqq 1 .", "Use a term that the ontology has, or declare this one there."),
    (f"id:x {BRIDGE} ; b:Cost 1 .", "Did you mean b:cost?"),
    (f"id:x {BRIDGE} ; b:of id:iron-brigde .", "Did you mean id:iron-bridge?"),
    (f"id:x {BRIDGE} ; b:of <iron-bridge#spam> .", "Did you mean <https://example.org/bridges/id/iron-bridge#span>?"),
    (f"id:x {BRIDGE} ; rdfs:labels 'x' .", "Did you mean rdfs:label?"),
    (f"id:x {BRIDGE} ; <https://example.org/bridges/ns/cost> 1 .", "Did you mean b:cost?"),
    (f"id:x {BRIDGE} ; b:of id:xyzzy .", "Describe this thing, or correct its name."),
]


@pytest.mark.parametrize("name", ["gsuk", "gulls-of-the-stack", "great-stack-uk"])
def test_a_link_to_a_name_or_to_initials_leads_to_the_thing(contribute: Contribute, name: str) -> None:
    river = 'id:stack a b:River ; rdfs:label "Great Stack UK"@en ; skos:altLabel "Gulls of the Stack"@en .\n'
    found = contribute(f"{river}id:x {BRIDGE} ; b:of id:{name} .").findings
    assert [one.remedy for one in found if one.code == "TERM-LINK"] == ["Did you mean id:stack?"]


def test_a_comparison_in_a_name_is_no_html(contribute: Contribute) -> None:
    assert contribute(f'id:x {BRIDGE} ; skos:altLabel "a < b and c > d" , "<3" .').findings == ()


@pytest.mark.parametrize(("text", "remedy"), TYPOS)
def test_the_nearest_name_is_offered(contribute: Contribute, text: str, remedy: str) -> None:
    assert [one.remedy for one in contribute(text).findings if one.code.startswith("TERM-")] == [remedy]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("01/04/2021", "2021-04-01"),
        ("1.4.2021", "2021-04-01"),
        ("2021/4/1", "2021-04-01"),
        ("2021-04-01T12:00:00", "2021-04-01"),
        ("1 April 2021", "2021-04-01"),
        ("1st Apr 2021", "2021-04-01"),
        ("April 2021", "2021-04"),
        ("12th of March, 2024", "2024-03-12"),
        ("March 12, 2024", "2024-03-12"),
        ("Tuesday 12 March 2024", "2024-03-12"),
        ("3/13/2024", "2024-03-13"),
        ("Smarch 12, 2024", ""),
        ("31/02/2021", ""),
        ("soon", ""),
        ("12 Brumaire 2021", ""),
    ],
)
def test_dates_as_people_write_them(text: str, iso: str) -> None:
    assert hints.iso_date(text) == iso


@pytest.mark.parametrize(("text", "datatype"), [("2021", "gYear"), ("2021-04", "gYearMonth")])
def test_a_date_without_a_day_may_be_a_year_or_a_month(text: str, datatype: str) -> None:
    fix = f'Write the whole day, or "{text}"^^xsd:{datatype} if only that is known.'
    assert hints.value_of(text, XSD + "date") == fix


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("£1.2m", "1200000"),
        ("12k", "12000"),
        ("1,200,000", "1200000"),
        ("$ 3 billion", "3000000000"),
        ("7.0", "7"),
        ("1.5", ""),
        ("many", ""),
        ("9" * 100, ""),
    ],
)
def test_amounts_as_people_write_them(text: str, digits: str) -> None:
    assert hints.plain_integer(text) == digits


WELL_FORMED = {
    "integer": (["0", "-5", "+05", "9" * 2000], ["", "1.0", "1 ", "x", "1_000", "١"]),
    "nonNegativeInteger": (["0", "-0"], ["-1"]),
    "byte": (["-128", "127"], ["128"]),
    "unsignedByte": (["255"], ["256", "-1"]),
    "decimal": (["1", "1.", ".5", "-0.10"], ["1e3", ".", "INF"]),
    "double": (["1e400", "-INF", "NaN", "1.5E-3"], ["inf", "e5", "1e"]),
    "boolean": (["true", "0"], ["TRUE", "yes", ""]),
    "date": (["2020-02-29", "2021-04-01Z", "-0044-03-15", "12021-01-01"], ["2021-02-29", "2021-4-1", "01/04/2021"]),
    "dateTime": (["2021-04-01T24:00:00", "2021-04-01T12:00:00.5+14:00"], ["2021-04-01", "2021-02-30T00:00:00"]),
    "dateTimeStamp": (["2021-04-01T12:00:00Z"], ["2021-04-01T12:00:00"]),
    "time": (["23:59:59"], ["25:00:00", "12:00"]),
    "gYear": (["2021", "-0500"], ["21", "02021"]),
    "gYearMonth": (["2021-04"], ["2021-13"]),
    "gMonthDay": (["--02-29"], ["--02-30", "--04-31"]),
    "duration": (["P1Y2M3DT4H", "-PT0.5S"], ["P", "P1YT", "1Y"]),
    "dayTimeDuration": (["P3DT4H"], ["P1Y"]),
    "hexBinary": (["", "0aFF"], ["0", "xy"]),
    "string": (["", "anything"], []),
}


@pytest.mark.parametrize("datatype", WELL_FORMED)
def test_lexical_spaces(datatype: str) -> None:
    good, bad = WELL_FORMED[datatype]
    assert [text for text in good if not is_well_formed(text, XSD + datatype)] == []
    assert [text for text in bad if is_well_formed(text, XSD + datatype)] == []


def test_other_datatypes_are_left_to_others() -> None:
    assert is_well_formed("anything", "https://example.org/own")


def test_terms_that_are_no_names_in_python_are_terms() -> None:
    assert not standards.lacks("http://rdfs.org/ns/void#", "class")
    assert not standards.lacks("http://purl.org/dc/terms/", "ISO639-2")
    assert standards.lacks("http://xmlns.com/foaf/0.1/", "nme")
