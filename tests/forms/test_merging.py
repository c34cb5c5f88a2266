"""What a thing takes over when another is merged into it."""

from __future__ import annotations

from accord.forms.merging import Merging, facts_of
from accord.names import Prefixes
from accord.publication.settings import EvidenceTerms
from accord.turtle import read

NS, ID = "https://example.org/lights/ns#", "https://example.org/lights/id/"
PREFIXES = f"@prefix light: <{NS}> .\n@prefix id: <{ID}> .\n@base <{ID}> .\n"
TERMS = EvidenceTerms(
    kind=f"{NS}Quote", about=f"{NS}of", property=f"{NS}backs", value=f"{NS}backsValue", source=f"{NS}book",
    place=f"{NS}page", phrase=f"{NS}words", certainty=""
)  # fmt: skip


def evidence(thing: str, number: int, backs: str, words: str, more: str = "") -> str:
    about = more or f"id:{thing}"
    return f'<{thing}#e{number}> a light:Quote ; light:of {about} ; light:backs {backs} ; light:words "{words}" .\n'


def merged(gone: str, stays: str) -> set[tuple[str, str, str]]:
    """The statements of the thing that stays, and of its parts and evidence, after nothing was chosen."""
    merging = Merging(f"{ID}gone", f"{ID}stays", facts_of([PREFIXES + gone, PREFIXES + stays]), TERMS, lambda _: True)
    text = merging.text(PREFIXES + stays, [], Prefixes({}), ())
    return {(str(one.subject), str(one.predicate), str(one.object)) for one in read(text).triples}


def words_of(found: set[tuple[str, str, str]]) -> set[str]:
    return {value for _, path, value in found if path == f"{NS}words"}


def test_the_evidence_of_what_both_state_is_taken_over() -> None:
    fact = "light:standsOn id:bay ."
    gone = f"id:gone {fact}\n" + evidence("gone", 1, "light:standsOn", "on the bay")
    stays = f"id:stays {fact}\n" + evidence("stays", 1, "light:standsOn", "at the bay")
    found = merged(gone, stays)
    assert words_of(found) == {"on the bay", "at the bay"}
    assert (f"{ID}stays#e2", f"{NS}of", f"{ID}stays") in found
    assert (f"{ID}stays#e2", f"{NS}backs", f"{NS}standsOn") in found


def test_the_same_evidence_is_there_once() -> None:
    fact = "light:standsOn id:bay ."
    gone = f"id:gone {fact}\n" + evidence("gone", 1, "light:standsOn", "on the bay")
    stays = f"id:stays {fact}\n" + evidence("stays", 1, "light:standsOn , light:built", "on the bay")
    assert merged(gone, stays) == {
        (str(one.subject), str(one.predicate), str(one.object)) for one in read(PREFIXES + stays).triples
    }


def test_the_evidence_of_what_is_not_taken_over_goes() -> None:
    gone = "id:gone light:standsOn id:rock .\n" + evidence("gone", 1, "light:standsOn", "on the rock")
    assert words_of(merged(gone, "id:stays light:standsOn id:bay .\n")) == set()


def test_evidence_of_several_values_names_its_own() -> None:
    gone = "id:gone light:keptBy id:one .\n" + evidence("gone", 1, "light:keptBy", "kept by One")
    found = merged(gone, "id:stays light:keptBy id:one , id:two .\n")
    assert (f"{ID}stays#e1", f"{NS}backsValue", f"{ID}one") in found


def test_evidence_of_a_part_that_both_have_is_about_the_part_that_stays() -> None:
    gone = "id:gone light:height <gone#h> . <gone#h> light:metres 20 .\n"
    gone += evidence("gone", 1, "light:metres", "20 metres", "<gone#h>")
    gone += evidence("gone", 2, "light:height", "high")
    found = merged(gone, "id:stays light:height <stays#height> . <stays#height> light:metres 20 .\n")
    about = {(subject, value) for subject, path, value in found if path == f"{NS}of"}
    assert {value for _, value in about} == {f"{ID}stays#height", f"{ID}stays"}
    assert words_of(found) == {"20 metres", "high"}
