"""A release is the same at each build, and every library that it needs is listed with its licence."""

from __future__ import annotations

import json
import re

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from places import ROOT
from release import ALLOWED, bill, built, licence_of, locked


def test_every_locked_library_is_listed_with_a_licence_that_is_allowed() -> None:
    names = {one["name"] for one in locked()}
    text = (ROOT / "requirements.lock").read_text("utf-8")
    assert names == set(re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE))
    assert [name for name in names if not ALLOWED.search(licence_of(name))] == []
    assert licence_of("no-such-library") == ""


def test_the_bill_of_materials_names_what_it_lists() -> None:
    document = bill(list(locked()))
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    references = [one["bom-ref"] for one in document["components"]]
    assert document["dependencies"] == [{"ref": "accord", "dependsOn": references}]
    assert len(references) == len(set(references))
    assert all(one["purl"].startswith("pkg:pypi/") and one["properties"] for one in document["components"])


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the validator's own libraries
def test_the_bill_of_materials_fits_the_schema_of_cyclonedx() -> None:
    validator, document = JsonStrictValidator(SchemaVersion.V1_6), bill(list(locked()))
    assert validator.validate_str(json.dumps(document)) is None
    document["components"][0].pop("name")
    assert validator.validate_str(json.dumps(document)) is not None


@pytest.mark.slow
def test_two_builds_are_the_same(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    if not (ROOT / "server/accord/web/static/vendor/editor.js").is_file():
        monkeypatch.setenv("ACCORD_EDITOR", "none")
    first, second = (built(tmp_path_factory.mktemp("dist")) for _ in range(2))
    assert first == second
    assert {name.rpartition(".")[2] for name in first} == {"whl", "gz"}
