"""What is there already: other spellings, copies, subjects of other files, folders and slugs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from accord.duplicates import likely_duplicates, new_things
from accord.publication import Publication, SourceFile
from accord.validation import Finding, check
from command_line import accord
from places import ROOT, TESTS, TINY

ORG = "http://www.w3.org/ns/org#FormalOrganization"
SPELLINGS = {
    "Oxford University": "university-of-oxford",
    "The University of Oxford": "university-of-oxford",
    "CRUK": "cancer-research-uk",
    "Wellcome Trust": "wellcome",
    "Oxford University Hospitals": "oxford-university-hospitals-nhs-foundation-trust",
    "OUH NHS Foundation Trust": "oxford-university-hospitals-nhs-foundation-trust",
    "Univ. of Liverpool": "university-of-liverpool",
    "Novo Nordisk A/S": "novo-nordisk",
    "Boehringer-Ingelheim": "boehringer-ingelheim",
}
PREFIXES = """\
@prefix id: <https://w3id.org/lifescience-partnerships/id/> .
@prefix lsp: <https://w3id.org/lifescience-partnerships/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix org: <http://www.w3.org/ns/org#> .
"""


def found(publication: Publication, text: str, path: str = "data/organisations/new.ttl") -> list[Finding]:
    return list(new_things(publication, [SourceFile(path, ("data",), text.encode())]))


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_other_spellings_of_an_organisation_are_found(real: Publication, spelling: str) -> None:
    text = f'{PREFIXES}id:new a org:FormalOrganization ; rdfs:label "{spelling}"@en .'
    (one,) = found(real, text)
    assert (one.code, one.severity, one.place and one.place.line) == ("LIKELY-DUPLICATE", "warning", 5)
    assert f"id:{SPELLINGS[spelling]} " in one.message
    assert likely_duplicates(real, spelling, [ORG])[0].iri.endswith(f"/{SPELLINGS[spelling]}")


OTHERS = (
    "University of Barchester", "Zenith Institute of Astronomy", "Acme Trust",
    "University Hospitals Birmingham NHS Foundation Trust", "Oxford Barchester Biomedical Institute",
)  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_another_organisation_is_none_of_them(real: Publication, name: str) -> None:
    assert found(real, f'{PREFIXES}id:new a org:FormalOrganization ; rdfs:label "{name}"@en .') == []


@pytest.mark.parametrize("name", ["Greater Barchester", "Barchester", "Oxfords", "Oxfordshir"])
def test_a_place_is_another_one_unless_its_name_has_a_slip(real: Publication, name: str) -> None:
    near = [one.name for one in likely_duplicates(real, name, [f"{real.settings.vocabulary}Region"])]
    assert near == {"Oxfords": ["Oxford"], "Oxfordshir": ["Oxfordshire"]}.get(name, [])


def test_a_thing_of_another_kind_may_have_a_like_name(real: Publication) -> None:
    assert likely_duplicates(real, "University of Oxford", ["http://xmlns.com/foaf/0.1/Person"]) == []


def test_a_whole_copy_is_found(real: Publication) -> None:
    path = "data/agreements/oxford-novo-nordisk-alliance.ttl"
    data = next(file.data for file in real.files if file.path == path)
    (one,) = new_things(real, [SourceFile("data/agreements/copy.ttl", ("data",), data)])
    assert (one.code, one.severity) == ("FILE-COPY", "violation")
    assert path in one.message
    assert list(new_things(real, [SourceFile(str(ROOT / path), ("data",), data)])) == []


def test_a_thing_that_another_file_describes_is_named_with_it(real: Publication) -> None:
    (one,) = found(real, f'{PREFIXES}id:wellcome a org:FormalOrganization ; rdfs:label "Wellcome Fund"@en .')
    assert one.code == "SUBJECT-TWICE"
    assert "data/organisations/wellcome.ttl" in one.message
    assert found(real, f"{PREFIXES}id:wellcome lsp:mentions id:oxford .") == []


def test_a_file_in_the_wrong_folder_is_found(real: Publication) -> None:
    text = f'{PREFIXES}id:new a lsp:StrategicAlliance ; rdfs:label "Quite another alliance"@en .'
    (one,) = found(real, text, str(ROOT / "data" / "people" / "new.ttl"))
    assert (one.code, one.remedy) == ("FILE-FOLDER", "Move the file to data/agreements/.")
    assert found(real, text, str(ROOT / "data" / "agreements" / "new.ttl")) == []


@pytest.mark.parametrize("slug", ["New-Thing", "new_thing", "a--b", "x" * 81])
def test_a_slug_that_is_not_fit_is_found(real: Publication, slug: str) -> None:
    text = f'{PREFIXES}id:{slug} a org:FormalOrganization ; rdfs:label "Barchester"@en .'
    assert "SLUG-FORM" in {one.code for one in found(real, text)}


def test_a_publication_without_the_rules_of_the_house_is_left_alone() -> None:
    publication = Publication.read(ROOT / "tests" / "folders" / "instances")
    assert list(new_things(publication, publication.files)) == []


def test_the_publication_itself_has_nothing_new(real: Publication) -> None:
    assert list(new_things(real, real.files)) == []


def test_a_new_form_lists_kinds_knows_initials_and_says_what_is_alike() -> None:
    assert "memorandum-of-understanding" in accord("new", folder=ROOT).stdout.split()
    assert "a lsp:MemorandumOfUnderstanding" in accord("new", "mou", "new-mou", folder=ROOT).stdout
    alike = accord("new", "organisation", "wellcome-trust", folder=ROOT)
    assert "looks like id:wellcome (" in alike.stderr
    assert alike.stdout.startswith("# Save this file as data/organisations/wellcome-trust.ttl, or use --write.\n")


def test_a_new_form_is_written_where_it_belongs_and_never_over_a_file(tmp_path: Path) -> None:
    root = Path(shutil.copytree(TINY, tmp_path / "copy"))
    done = accord("new", "lighthouse", "gull-point", "--write", folder=root)
    path = root / done.stdout.strip() if not Path(done.stdout.strip()).is_absolute() else Path(done.stdout.strip())
    assert "gull-point" in path.read_text()
    assert accord("new", "lighthouse", "gull-point", "--write", folder=root).returncode != 0
    assert accord("new", "lighthouse", "--write", folder=root).returncode == 3


def test_without_the_rules_of_the_house_a_likely_duplicate_is_advice() -> None:
    lab = Publication.read(TESTS / "folders" / "bases")
    text = (
        "<https://lab.example.org/staff/ada-b> a <http://xmlns.com/foaf/0.1/Person> ; "
        '<http://xmlns.com/foaf/0.1/name> "Ada Byron"@en .'
    )
    (one,) = new_things(lab, [SourceFile("new.ttl", ("data",), text.encode())])
    assert (one.code, one.severity) == ("LIKELY-DUPLICATE", "info")
    assert "staff/ada" in one.message
    assert list(new_things(lab, lab.files)) == []
    assert check(lab, [SourceFile("new.ttl", ("data",), text.encode())], also=[new_things]).conforms
