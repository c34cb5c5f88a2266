"""Numbers beside the words of their source: what is compared is declared in the configuration, nothing in the code."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accord.publication import Publication, SourceFile
from accord.validation import Finding, check
from validation.conftest import FILES, PREFIXES, SETTINGS, Writer

MONEY = f"""\
{PREFIXES}@prefix schema: <https://schema.org/> .
{SETTINGS.rstrip().removesuffix(".")} ; accord:evidencePhrase b:words ;
    accord:evidenceSource b:source ; accord:evidencePlace b:page ; accord:sourceText b:file ;
    accord:valueProperty schema:value ; accord:unitProperty schema:currency ;
    accord:amountProperty b:price , b:rent ; accord:wordsProperty b:stated ;
    accord:qualifierProperty b:how ; accord:qualifierScheme id:hows ; accord:openQualifier id:least ;
    accord:countedInProperty b:within ; accord:recipientProperty b:crosses ;
    accord:pastDateProperty b:opened ; accord:sourceDateProperty b:dated .
b:rent accord:saidAs "each year"@en , "annual" .
id:hows a b:State ; rdfs:label "how exact"@en .
id:about a b:State ; rdfs:label "about"@en ; skos:inScheme id:hows ; accord:saidAs "about"@en , "around"@en .
id:most a b:State ; rdfs:label "up to"@en ; skos:inScheme id:hows ; accord:saidAs "up to"@en , "… or less"@en .
id:least a b:State ; rdfs:label "over"@en ; skos:inScheme id:hows ; accord:saidAs "over"@en , "… or more"@en .
id:hoped a b:State ; rdfs:label "hoped for"@en ; accord:saidAs "planned"@en .
"""
TERMS = """\
b:price a owl:ObjectProperty . b:rent a owl:ObjectProperty . b:stated a owl:DatatypeProperty .
b:how a owl:ObjectProperty . b:within a owl:ObjectProperty . b:words a owl:AnnotationProperty .
b:source a owl:AnnotationProperty . b:page a owl:AnnotationProperty . b:file a owl:DatatypeProperty .
b:dated a owl:DatatypeProperty . <https://schema.org/value> a owl:DatatypeProperty .
<https://schema.org/currency> a owl:DatatypeProperty . b:Sum a owl:Class ; rdfs:label "sum"@en .
"""
BRIDGE = """\
id:x a b:Bridge ; rdfs:label "X"@en ; b:crosses id:severn ; {link} <x#sum> .
<x#sum> a b:Sum ; <https://schema.org/value> {value} ; <https://schema.org/currency> "{code}" ;
    b:stated "{words}" {more}.
<x#e> a b:Quote ; b:of id:x ; b:backs {link} ; b:words "{phrase}" .
"""


@pytest.fixture
def money(write: Writer) -> Publication:
    return write(data__publication=MONEY, ontology__bridges=FILES["ontology/bridges.ttl"] + TERMS)


def found(publication: Publication, text: str) -> list[Finding]:
    file = SourceFile("new.ttl", ("data",), (PREFIXES + text).encode())
    return [one for one in check(publication, [file]).findings if one.severity != "info"]


def bridge(
    words: str, value: str = "3000000", *, code: str = "GBP", more: str = "", phrase: str = "", link: str = "b:price"
) -> str:
    more = f"; {more} " if more else ""
    return BRIDGE.format(link=link, value=value, code=code, words=words, more=more, phrase=phrase or words)


FINE = {
    "the same": bridge("£3m"),
    "in digits": bridge("3,000,000"),
    "in words": bridge("three million pounds"),
    "qualified": bridge("up to £3m", more="b:how id:most"),
    "qualified after it": bridge("£3m or more", more="b:how id:least"),
    "over a time": bridge("£3m over five years"),
    "a year": bridge("about £3m each year", more="b:how id:about", link="b:rent"),
    "a plan": bridge("a planned £3m", more="b:state id:hoped"),
    "the phrase has years": bridge("£3m", phrase="£3m between 2022 and 2027"),
    "the phrase has no number": bridge("£3m", phrase="the new bridge"),
    "the phrase has another currency too": bridge("£3m", phrase="€4m, which is £3m"),
}


@pytest.mark.parametrize("kind", FINE)
def test_what_agrees_with_its_words_passes(money: Publication, kind: str) -> None:
    assert found(money, FINE[kind]) == []


WRONG = {
    "AMOUNT-VALUE too small": (bridge("up to £3m", "3", more="b:how id:most"), "Write 3000000, or correct the words."),
    "AMOUNT-VALUE of the phrase": (
        bridge("£126m", "126000000", phrase="cost £125m"),
        "Write 125000000, or correct the words.",
    ),
    "AMOUNT-QUALIFIER missing": (bridge("up to £3m"), "Add a line: b:how id:most ;"),
    "AMOUNT-QUALIFIER missing, said after it": (bridge("£3m or more"), "Add a line: b:how id:least ;"),
    "AMOUNT-QUALIFIER only in the phrase": (bridge("£3m", phrase="over £3m"), "Add a line: b:how id:least ;"),
    "AMOUNT-QUALIFIER another": (bridge("Around £3m", more="b:how id:most"), "Write id:about."),
    "AMOUNT-WORDS a year": (bridge("£3m each year"), "Use b:rent in place of b:price."),
    "AMOUNT-WORDS a year, in the phrase": (
        bridge("£3m", phrase="annual costs of £3m"),
        "Use b:rent in place of b:price.",
    ),
    "AMOUNT-WORDS a plan": (bridge("£3m", phrase="the planned £3m"), "State it with id:hoped."),
    "AMOUNT-QUALIFIER a range": (bridge("£3m to £4m"), "Say with b:how which end of the range the value is."),
    "AMOUNT-CURRENCY": (bridge("€3m"), "Write EUR, or correct the words."),
    "UNIT-CURRENCY misspelt": (bridge("£3m", code="GPB"), "Write GBP."),
    "UNIT-CURRENCY in small letters": (bridge("£3m", code="gbp"), "Write GBP."),
    "UNIT-CURRENCY a symbol": (bridge("£3m", code="£"), "Write GBP."),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_departs_from_its_words_is_found_with_a_fix(money: Publication, kind: str) -> None:
    text, remedy = WRONG[kind]
    ((code, severity, fix, line),) = [
        (one.code, one.severity, one.remedy, one.place and one.place.line) for one in found(money, text)
    ]
    assert (code, severity, fix) == (kind.split()[0], "violation", remedy)
    assert line in (PREFIXES.count("\n") + 2, PREFIXES.count("\n") + 3)


def test_without_declared_words_nothing_is_compared(money: Publication) -> None:
    files = tuple(replace(one, data=one.data.replace(b"accord:wordsProperty b:stated ;", b"")) for one in money.files)
    assert found(replace(money, files=files), bridge("up to £3m", "3")) == []


def named(text: str, name: str) -> str:
    """A bridge under another name."""
    return text.replace("id:x ", f"id:{name} ").replace("<x#", f"<{name}#").replace('"X"', f'"{name}"')


def test_parts_above_their_whole_are_found(money: Publication) -> None:
    whole = bridge("£3m")
    part = named(whole, "y").replace("crosses id:severn", "within id:x ; b:crosses id:thames")
    assert found(money, whole + part) == []
    larger = part.replace("3000000", "4000000").replace("£3m", "£4m")
    assert [one.code for one in found(money, whole + larger)] == ["RULE-PART-ABOVE-WHOLE"]
    least = whole.replace("£3m", "over £3m").replace(" .\n<x#e>", " ; b:how id:least .\n<x#e>")
    assert found(money, least + larger) == []


def test_an_award_stated_jointly_and_again_is_found(money: Publication) -> None:
    joint = bridge("£3m").replace("id:severn", "id:severn , id:thames")
    again = named(bridge("£3m"), "y")
    assert [one.code for one in found(money, joint + again)] == ["RULE-AWARD-TWICE"]
    counted = again.replace("b:crosses", "b:within id:x ; b:crosses")
    assert found(money, joint + counted) == []
    shares = named(bridge("£1m", "1000000"), "y")
    rest = named(bridge("£2m", "2000000"), "z").replace("id:severn", "id:thames")
    assert [one.code for one in found(money, joint + shares + rest)] == ["RULE-AWARD-DIVIDED"]


def test_a_past_date_after_its_source_is_found(money: Publication) -> None:
    source = 'id:paper a b:River ; rdfs:label "paper"@en ; b:dated "2020-05"^^xsd:gYearMonth .\n'
    text = bridge("£3m").replace("b:crosses", 'b:opened "2020-06-01"^^xsd:date ; b:crosses')
    text = text.replace("b:backs b:price", "b:backs b:price , b:opened ; b:source id:paper")
    assert [one.code for one in found(money, source + text)] == ["RULE-LATER-THAN-SOURCE"]
    assert found(money, source + text.replace("2020-06-01", "2020-05-31")) == []


def test_words_in_place_of_the_property_of_evidence_do_not_end_the_check(money: Publication) -> None:
    text = BRIDGE.format(link="b:price", value=3, code="GBP", words="£3", more="", phrase="£3")
    assert found(money, text.replace("b:backs b:price", 'b:backs "price"')) is not None
