"""Forms for contributors: as printed they are Turtle that says what to fill in; filled in, they pass every check."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import RdfFormat, parse

from accord.errors import UsageError
from accord.forms import Forms
from accord.publication import Publication, SourceFile
from accord.validation import Report, check
from accord.validation.stages import style
from command_line import accord
from places import ROOT

EVIDENCE = {
    "dcterms:source id:fill-in": "dcterms:source id:key-partnerships-page",
    '"fill-in"^^xsd:integer': "6",
    'lsp:phrase ""': 'lsp:phrase "the words that say so"',
    "lsp:certainty id:fill-in": "lsp:certainty id:certainty-stated",
}
FILLED = {
    "agreement": {
        "a lsp:Agreement": "a lsp:StrategicAlliance",
        "id:fill-in , id:fill-in-2": "id:university-of-oxford , id:wellcome",
    },
    "organisation": {"a org:Organization": "a lsp:Charity"},
    "funding": {
        "# lsp:funder id:uk-government": "lsp:funder id:wellcome",
        "# lsp:totalAmount": "lsp:totalAmount",
        "# <new-funding#total-amount>": "<new-funding#total-amount>",
        "#     a schema:MonetaryAmount ;": "    a schema:MonetaryAmount ;",
        '#     schema:value "fill-in"^^xsd:integer ;': "    schema:value 2000000 ;",
        '#     schema:currency "" ;': '    schema:currency "GBP" ;',
        '#     lsp:asStated "" ;\n#     .': '    lsp:asStated "two million pounds" .',
        "lsp:supports rdf:type , rdfs:label": "lsp:supports rdf:type , rdfs:label , lsp:funder , lsp:totalAmount",
    },
    "region": {},
    "person": {},
}
"""What a contributor writes in the place of what, once each from the top, by the kind of thing."""

OPTIONAL = re.compile(r"(?m)^(?:    # (?=\S+:\S+ \S.* ;$)|# (?=<\S+>$|    (?:a|\S+:\S+) \S.* ;$|    \.$))")
"""The marks of the lines that may be taken up, in the thing and in its parts."""


@pytest.fixture(scope="module")
def forms(real: Publication) -> Forms:
    return Forms(real)


def checked(publication: Publication, text: str) -> Report:
    return check(publication, [SourceFile("new.ttl", ("data",), text.encode())])


def filled(text: str, values: dict[str, str]) -> str:
    """A form with values, and without the comments that the contributor was told to delete."""
    for blank, value in values.items():
        assert blank in text
        text = text.replace(blank, value, 1)
    head, prefixes = text.split("\n\n", 1)
    bare = re.sub(r"(?m)^ *#.*\n", "", prefixes)
    return f"{head}\n\n{bare}".replace(" ;\n    .", " .")


@pytest.mark.parametrize("kind", FILLED)
def test_an_empty_form_is_turtle_and_the_check_says_what_to_fill_in(real: Publication, forms: Forms, kind: str) -> None:
    text = forms.template(kind)
    found = checked(real, text).findings
    assert not any(one.code.startswith("TTL-") for one in found)
    lines = text.splitlines()
    blank = {n for n, line in enumerate(lines, 1) if re.search(r'^    [^#].*(fill-in|"")', line)}
    assert len(blank) >= 5
    assert blank <= {one.place.line for one in found if one.place and one.severity == "violation"}


@pytest.mark.parametrize("kind", FILLED)
def test_a_filled_form_passes_in_the_house_style(real: Publication, forms: Forms, kind: str) -> None:
    label = {'rdfs:label ""@en': f'rdfs:label "Quite another {kind}"@en'}
    text = filled(forms.template(kind), label | FILLED[kind] | EVIDENCE)
    assert [f"{one.place} {one.message}" for one in checked(real, text).findings if one.severity != "info"] == []
    untidy = style.check(real, [SourceFile("new.ttl", ("data",), text.encode())])
    assert {one.code for one in untidy} <= {"STYLE-PREFIX-IDLE"}


def test_a_form_is_printed_in_the_house_style(real: Publication, forms: Forms) -> None:
    for kind in FILLED:
        text = forms.template(kind)
        found = style.check(real, [SourceFile("new.ttl", ("data",), text.encode())])
        assert {one.value for one in found if one.code != "STYLE-PREFIX-IDLE"} == {"."}


def test_every_line_that_may_be_taken_up_is_turtle(forms: Forms) -> None:
    for kind in set(forms.kinds.values()):
        name = next(word for word, iri in forms.kinds.items() if iri == kind)
        text = forms.template(name)
        taken = OPTIONAL.sub(lambda mark: mark[0].replace("# ", ""), text)
        plain, full = (len(list(parse(one.encode(), RdfFormat.TURTLE))) for one in (text, taken))
        assert full > plain, name


def test_the_words_of_the_shapes_are_above_the_lines(forms: Forms) -> None:
    text = re.sub(r"\n *# ", " ", forms.template("agreement", "new"))
    assert "party: An organisation that is bound by the agreement or takes part in it." in text
    assert "One of lsp:JointWorkingAgreement , lsp:StrategicAlliance" in text
    assert "Such as id:university-of-oxford" in text
    assert "lsp:status id:status" not in text
    funding = re.sub(r"\n *# ", " ", forms.template("funding"))
    assert "One of id:status-planned , id:status-announced , id:status-active , id:status-completed" in funding
    assert "lsp:amount " not in funding
    assert "spun out of (only for a spin-out company): The organisation" in forms.template("Organization")


@pytest.mark.parametrize("word", ["funding", "FUNDING", "Funding"])
def test_kinds_go_by_label_or_local_name_in_any_case(forms: Forms, word: str) -> None:
    assert forms.template(word).startswith("# A new funding.")


@pytest.mark.parametrize("word", ["SpinOut", "spin-out company", "Spin-out-Company"])
def test_kinds_of_several_words_go_by_any_spelling(forms: Forms, word: str) -> None:
    assert forms.template(word).startswith("# A new spin-out company.")


def test_what_is_only_a_part_of_things_has_no_form(forms: Forms) -> None:
    assert "signature" not in forms.kinds
    claim = forms.template("agreement", "new").partition("# <new#claim>")[2].split("\n\n")[0]
    assert " ".join(claim.split()) == '# a lsp:Claim ; # lsp:statement ""@en ; # .'
    assert forms.kinds["spin-out-company"] == forms.kinds["spinout"]


@pytest.mark.parametrize(
    ("kind", "slug", "said"),
    [
        ("agrement", "", "Did you mean agreement"),
        ("xyzzy", "", "`accord new` lists all "),
        ("source", "", r"Did you mean source-document\? "),
        ("joint", "", r"Did you mean joint-body or joint-working-agreement\? "),
        ("person", "Jane Doe", "Write jane-doe."),
        ("person", "…", "words joined by"),
        ("person", "nigel-keen", "already"),
    ],
)
def test_what_cannot_be_made_is_an_error(forms: Forms, kind: str, slug: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        forms.template(kind, slug)


def test_the_forms_of_another_publication_speak_of_its_own_things(tiny: Publication) -> None:
    text = Forms(tiny).template("lighthouse", "gull-point")
    assert "id:gull-point" in text
    codes = {one.code for one in checked(tiny, text).findings}
    assert "FORM-UNFILLED" in codes
    values = {
        '""@en': '"Gull Point Light"@en',
        "light:standsOn id:fill-in": "light:standsOn id:outer-coast",
        "light:book id:fill-in": "light:book id:pilot-book",
        '"fill-in"^^xsd:integer': "3",
        'light:words ""@en': 'light:words "the light of Gull Point"@en',
        "light:sureness id:fill-in": "light:sureness id:sureness-stated",
    }
    assert {one.severity for one in checked(tiny, filled(text, values)).findings} <= {"info"}


def test_the_command_line_prints_a_form() -> None:
    done = accord("new", "person", "jane-doe", "--publication", str(ROOT))
    assert (done.returncode, done.stderr) == (0, "")
    assert "\nid:jane-doe\n    a foaf:Person ;\n" in done.stdout
    assert done.stdout.endswith("    .\n")
    wrong = accord("new", "persn", folder=ROOT)
    assert wrong.returncode == 3
    assert "Did you mean person?" in wrong.stderr
