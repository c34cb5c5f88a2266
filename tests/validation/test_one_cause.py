"""One mistake of a contributor is one finding, at its place, with a remedy that a newcomer understands.

Each case is a good contribution with one change. The mistakes were written down before the program was looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from accord.duplicates import index
from accord.proposals.checking import checker
from accord.proposals.checking.checks import check_files
from accord.publication import Publication, SourceFile
from accord.validation import Finding, loading
from places import ROOT

GOOD = (ROOT / "shapes/examples/good/memorandum-with-its-grant.ttl").read_text()
PATH = str(ROOT / "data/agreements/warwick-nottingham-sleep-agreement.ttl")
Case = tuple[str, str, str, str, str]
"""What is replaced, by what, and of the only finding: the code, words of its line, words of its remedy or message."""

PARTY = "lsp:party id:university-of-warwick"
SIGNED = '"2024-03-12"^^xsd:date'
NAME = 'rdfs:label "Ada Quill"@en'
ADDRESS = "<https://warwick.example/news/sleep-pact>"
PARAGRAPH = 'lsp:paragraph 1 ;\n    lsp:phrase "two'
MISTAKES: dict[str, Case] = {
    "the words have another unit": ("around £3m", "around $3m", "AMOUNT-CURRENCY", "currency", "Write USD"),
    "the one who gives also gets": (
        "lsp:funder id:wellcome",
        "lsp:funder id:university-of-warwick",
        "SH-DISJOINT",
        "recipient",
        "gives and gets",
    ),
    "a date in words without a datatype": (SIGNED, '"12th of March, 2024"', "SH-OR", "signedOn", '"2024-03-12"^^xsd:d'),
    "a date with the month first": (SIGNED, '"3/13/2024"^^xsd:date', "LIT-DATATYPE", "signedOn", "Write 2024-03-13."),
    "a month as a year": ('"2024"^^xsd:gYear', '"2024-03"^^xsd:gYear', "LIT-DATATYPE", "startDate", "gYearMonth"),
    "a copied block with one name left": (
        "lsp:about id:ada-quill ;",
        "lsp:about id:irene-tracey ;",
        "SH-SPARQL",
        "about id:irene",
        "named after",
    ),
    "two currencies": ('"GBP" ;', '"GBP" , "EUR" ;', "SH-MAXCOUNT", "currency", "one currency"),
    "a name of another kind": ("id:neuroscience", "id:university-of-oxford", "SH-CLASS", "theme", "is of 'university'"),
    "a space without width": ("Ada Quill", "Ada\u200b Quill", "LIT-INVISIBLE", "label", "Delete it."),
    "three dots": (
        "    lsp:region id:midlands ;\n",
        "    ...\n    lsp:region id:midlands ;\n",
        "TTL-SYNTAX",
        "...",
        "delete",
    ),
    "a prefix as in XML": (
        "@prefix foaf: <http://xmlns.com/foaf/0.1/> .",
        'xmlns:foaf="http://xmlns.com/foaf/0.1/"',
        "TTL-SYNTAX",
        "xmlns",
        "Write @prefix foaf: <http://xmlns.com/foaf/0.1/> .",
    ),
    "two spaces in a name": ("Ada Quill", "Ada  Quill", "LIT-SPACE", "label", "Write Ada Quill."),
    "a non-breaking space in a name": ("Ada Quill", "Ada\u00a0Quill", "LIT-SPACE", "label", "Write Ada Quill."),
    "a Cyrillic letter in a name": ("Ada Quill", "\u0410da Quill", "LIT-SCRIPT", "label", "Write Ada in Latin"),
    "a letter in a wrong encoding": (
        "Ada Quill",
        "Ad\u00c3\u00a9 Quill",
        "LIT-ENCODING",
        "label",
        "Write Ad\u00e9 Quill.",
    ),
    "a soft hyphen in an identifier": ("id:neuro", "id:neuro\u00ad", "TTL-SYNTAX", "theme", "Delete it."),
    "an accent of its own": ("Ada Quill", "Ade\u0301 Quill", "LIT-ACCENTS", "label", "one character"),
    "typographic quotes": ('"Ada Quill"', "“Ada Quill”", "TTL-QUOTES", "label", 'Write "Ada Quill"@en'),
    "a number as a string": (
        "schema:value 3000000",
        'schema:value "3000000"',
        "SH-DATATYPE",
        "value",
        "without quotes",
    ),
    "a datatype with a capital": (
        SIGNED,
        SIGNED.replace("date", "Date"),
        "SH-OR",
        "signedOn",
        '"2024-03-12"^^xsd:date',
    ),
    "a name without a language": (NAME, NAME[:-3], "SH-DATATYPE", "label", '"Ada Quill"@en'),
    "an amount without a currency": (
        '    schema:currency "GBP" ;\n',
        "",
        "SH-MINCOUNT",
        "grant#total>",
        "schema:currency",
    ),
    "a currency in words": ('"GBP"', '"pounds"', "UNIT-CURRENCY", "currency", "Write GBP."),
    "another currency than the words": ('"GBP"', '"EUR"', "AMOUNT-CURRENCY", "currency", "Write GBP"),
    "a region as a string": ("lsp:region id:midlands", 'lsp:region "Midlands"@en', "SH-CLASS", "region", "id:midlands"),
    "a party as a string": (
        PARTY,
        'lsp:party "University of Warwick"',
        "SH-CLASS",
        "party",
        "id:university-of-warwick, without",
    ),
    "a title in a name": ("Ada Quill", "Professor Ada Quill", "SH-SPARQL", "label", "lsp:honorific"),
    "a semicolon between two parties": (
        " , id:university-of-nottingham ;",
        " ; id:university-of-nottingham ;",
        "TTL-SEMICOLON",
        "lsp:party",
        "Write ','",
    ),
    "a string without its first quote": ('"two', "two", "TTL-STRING", "lsp:phrase", 'Write " before it.'),
    "quotes that both close": (NAME, NAME.replace('"', "”"), "TTL-QUOTES", "rdfs:label", 'Write "Ada Quill"@en'),
    "a piece of evidence under the name of another": (
        "sleep-agreement#e2>\n    a lsp:Evidence",
        "sleep-agreement#e1>\n    a lsp:Evidence",
        "SUBJECT-AGAIN",
        "sleep-agreement#e1>",
        "sleep-agreement#e2>",
    ),
    "a prefix without a colon": ("@prefix schema:", "@prefix schema", "TTL-SYNTAX", "schema", "Write schema:"),
    "a prefix without its hash": (
        "ns/org#>",
        "ns/org>",
        "TERM-NAMESPACE",
        "@prefix org",
        "<http://www.w3.org/ns/org#>",
    ),
    "http in a prefix": (
        "https://schema.org/",
        "http://schema.org/",
        "TERM-NAMESPACE",
        "schema",
        "https://schema.org/",
    ),
    "a semicolon that is missing": (
        "nottingham ;\n    lsp:signedOn",
        "nottingham\n    lsp:signedOn",
        "TTL-SEMICOLON",
        "party",
        "';'",
    ),
    "a blank node without a class": (
        "<warwick-nottingham-sleep-grant#total> ;",
        '[ schema:value 3000000 ; schema:currency "GBP" ] ;',
        "SH-CLASS",
        "totalAmount",
        "a schema:MonetaryAmount ;",
    ),
    "a number where an amount belongs": (
        "<warwick-nottingham-sleep-grant#total> ;",
        "3000000 ;",
        "SH-CLASS",
        "totalAmount",
        "a schema:MonetaryAmount",
    ),
    "an amount without its part": ("-grant#total> ;", "-grant> ;", "SH-CLASS", "totalAmount", "is of 'grant'"),
    "a class as a property": ("lsp:funder id", "lsp:Funder id", "TERM-PROPERTY", "Funder", "lsp:funder?"),
    "a property with a space": ("lsp:signedOn", "lsp:signed on", "TTL-NAME", "signed on", "lsp:signedOn?"),
    "a number with its scale in words": ("value 3000000", "value 3 million", "TTL-NUMBER", "value", "Write 3000000."),
    "a value that lacks its thousands": ("value 3000000", "value 3000", "AMOUNT-VALUE", "value", "Write 3000000"),
    "an address without its scheme": (
        ADDRESS,
        "<www.warwick.example/news>",
        "TERM-LINK",
        "seeAlso",
        "<https://www.warwick.example/news>",
    ),
    "an identifier with low lines": (
        PARTY,
        "lsp:party id:university_of_warwick",
        "TERM-LINK",
        "party",
        "id:university-of-warwick?",
    ),
    "an identifier with capitals": (
        PARTY,
        "lsp:party id:University-of-Warwick",
        "TERM-LINK",
        "party",
        "id:university-of-warwick?",
    ),
    "evidence of what is not stated": (
        "lsp:supports lsp:region ;",
        "lsp:supports lsp:locatedIn ;",
        "RULE-EVIDENCE",
        "locatedIn",
        "name the property",
    ),
    "words left out of a phrase": ("two Midlands universities", "two … universities", "SH-PATTERN", "phrase", "Dots"),
    "a paragraph in quotes": (PARAGRAPH, PARAGRAPH.replace("1", '"1"'), "SH-DATATYPE", "paragraph", "Write 1, without"),
    "a thing without a class": ("    a foaf:Person ;\n", "", "RULE-CLASS", "id:ada-quill", "a foaf:Person ;"),
    "a class in small letters": ("a foaf:Person", "a foaf:person", "TERM-CLASS", "person", "foaf:Person?"),
    "a person as a party": (PARTY, "lsp:party id:ada-quill", "SH-CLASS", "party", "is of 'person'"),
    "the name of a language": ('"Ada Quill"@en', '"Ada Quill"@english', "LIT-LANGUAGE", "label", "Write @en."),
    "the code of a country": ('"Ada Quill"@en', '"Ada Quill"@uk', "LIT-LANGUAGE", "label", "Write @en-GB."),
    "slashes before a comment": ("# An agreement", "// An agreement", "TTL-SYNTAX", "//", "begins with #"),
    "a sum below zero": ("value 3000000", "value -3000000", "AMOUNT-VALUE", "value", "Write 3000000"),
    "another qualifier than the words": (
        'asStated "around £3m"',
        'asStated "up to £3m"',
        "AMOUNT-QUALIFIER",
        "qualifier",
        "id:qualifier-up-to",
    ),
    "a class of another vocabulary": (
        "a foaf:Person",
        "a foaf:Agent",
        "TERM-UNDECLARED",
        "Agent",
        "such as foaf:Person",
    ),
    "a dash in an identifier": ("id:neuro", "id:neuro\u2013", "TTL-SYNTAX", "theme", "a hyphen"),
    "a funder by its other name": ("id:wellcome", '"Wellcome Trust"', "SH-CLASS", "funder", "Write id:wellcome"),
    "the base with http": ("@base <https", "@base <http", "TERM-NAMESPACE", "@base", "<https://w3id.org/"),
    "a name in capitals": ("Ada Quill", "ADA QUILL", "SH-PATTERN", "label", "capitals"),
    "a signature in a year to come": (SIGNED, '"2999"^^xsd:gYear', "RULE-FUTURE", "signedOn", "Correct the date"),
    "a slug with capitals": (
        "sleep-grant",
        "Sleep-Grant",
        "SH-PATTERN",
        "-Sleep-Grant",
        "warwick-nottingham-sleep-grant",
    ),
    "a namespace in quotes": (
        "<http://xmlns.com/foaf/0.1/> .",
        '"http://xmlns.com/foaf/0.1/" .',
        "TTL-SYNTAX",
        "foaf",
        "<http://xmlns.com/foaf/0.1/>",
    ),
    "a mark between joined files": ("\nid:ada-quill", "\n\ufeffid:ada-quill", "TTL-SPACE", "ada-quill", "plain space"),
    "one caret": (SIGNED, SIGNED.replace("^^", "^"), "TTL-SYNTAX", "signedOn", "^^"),
    "a datatype without a prefix": (SIGNED, SIGNED.replace("xsd:", ""), "TTL-SYNTAX", "signedOn", "^^xsd:date"),
    "the pound sign before a number": ("value 3000000", "value £3000000", "TTL-SYNTAX", "value", "the digits alone"),
    "a thing under the prefix of terms": (
        PARTY,
        "lsp:party lsp:university-of-warwick",
        "TERM-UNKNOWN",
        "party",
        "id:university-of-warwick?",
    ),
    "a property without its prefix": (PARTY, PARTY.removeprefix("lsp:"), "TTL-SYNTAX", "party", "Write lsp:party."),
    "a DOI as an address": (ADDRESS, "<10.1234/abcd>", "TERM-LINK", "seeAlso", "<https://doi.org/10.1234/abcd>"),
    "a page about a party": (
        PARTY,
        "lsp:party <https://en.wikipedia.org/wiki/University_of_Warwick>",
        "SH-CLASS",
        "party",
        "id:university-of-warwick?",
    ),
    "the language in the quotes": (NAME, 'rdfs:label "Ada Quill@en"', "SH-DATATYPE", "label", 'Write "Ada Quill"@en.'),
    "an address without brackets": (ADDRESS, "www.warwick.example/news", "TTL-IRI", "seeAlso", "angle brackets"),
    "a wide colon": ("a foaf:Person", "a foaf\uff1aPerson", "TTL-SYNTAX", "Person", "Write foaf:Person"),
    "a line of Markdown": (
        "# An agreement",
        "```turtle\n# An agreement",
        "TTL-FENCE",
        "```turtle",
        "Delete this line.",
    ),
    "a colon behind the word a": ("    a foaf:Person", "    a: foaf:Person", "TTL-SYNTAX", "a:", "Write 'a'"),
    "a number in words": (PARAGRAPH, PARAGRAPH.replace("1 ;", "one ;"), "TTL-STRING", "one", 'Write "one".'),
    "many for one": ("lsp:funder id", "lsp:funders id", "TERM-PROPERTY", "funders", "lsp:funder?"),
    "more money than before": ("around £3m", "a further £3m", "AMOUNT-QUALIFIER", "qualifier", "id:qualifier-further"),
}
EVERYWHERE = {"a slug with capitals", "more money than before"}


@pytest.fixture(scope="module")
def ready(real: Publication) -> Iterator[Publication]:
    """The publication kept ready, as the process of a site has it, from which each check forks off."""
    checker.prepare()
    checker.prepare_for(real)
    yield real
    loading._ready.clear()
    index._ready.clear()


def found(publication: Publication, text: str) -> list[Finding]:
    report = check_files(publication, [SourceFile(PATH, ("data",), text.encode())])
    return [one for one in report.findings if one.code != "QUOTE-UNCHECKED"]


def test_the_contribution_itself_is_good(ready: Publication) -> None:
    assert found(ready, GOOD) == []


@pytest.mark.parametrize("kind", MISTAKES)
def test_one_mistake_is_one_finding(ready: Publication, kind: str) -> None:
    old, new, code, where, words = MISTAKES[kind]
    assert old in GOOD
    text = GOOD.replace(old, new, -1 if kind in EVERYWHERE else 1)
    (one,) = found(ready, text)
    assert one.code == code
    assert one.place
    assert where in text.split("\n")[one.place.line - 1]
    assert words in f"{one.message} {one.remedy}"


def test_two_things_of_one_name_are_one_finding(ready: Publication) -> None:
    text = re.sub("Ada Quill", "Irene Tracey", GOOD, count=1)
    (one,) = found(ready, text)
    assert (one.code, one.severity) == ("LIKELY-DUPLICATE", "warning")
    assert "id:irene-tracey" in one.remedy
