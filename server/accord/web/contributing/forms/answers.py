"""What a form on a page sends: each value under a name that says which field it belongs to.

A name is a letter (``v`` the value, ``l`` its language, ``e`` its evidence, ``r`` the thing chosen, ``k`` the class of
a new thing) and the place in the form: ``v/lsp:party/0``, ``v/lsp:totalAmount/0/schema:value/0``,
``v/evidence/0/dcterms:source/0``. Values are numbered from 0. After the thing chosen may be the words that it was
chosen for: other words mean something else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from accord.forms.controls import MOST_VALUES, Control, Form
from accord.forms.filling import Answers, Entry, Values
from accord.names import LABELS, Prefixes, is_iri, slug_of

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,8}")


@dataclass(frozen=True, slots=True)
class FormNames:
    """The names of the fields of a form."""

    prefixes: Prefixes

    def place(self, *steps: str | int) -> str:
        """A place in the form, by properties (IRIs) and numbers."""
        return "/".join(self.prefixes.shorten(step) or step if isinstance(step, str) else str(step) for step in steps)


def read_answers(form: Form, given: Mapping[str, str], names: FormNames) -> Answers:
    """The answers that were sent. Fields, classes and languages that the form cannot send are ignored."""
    reader = _Reader(given, names, _counts(given))
    values = {control.path: reader.entries(control.path) for control in form.controls if control.kind != "part"}
    parts = {
        control.path: reader.several(control.path, control.parts) for control in form.controls if control.kind == "part"
    }
    evidence = reader.several("evidence", form.evidence)
    label = next((entries[0].text for path in LABELS if (entries := values.get(path))), "")
    slug = slug_of(given.get("slug", "")) or slug_of(label) or f"new-{slug_of(form.name)}"
    kinds = {form.iri, *(option for one in form.controls if one.kind == "kinds" for option in one.options)}
    kind = given.get("kind", "")
    return Answers(kind if kind in kinds else "", slug, values, parts, evidence)


def _counts(given: Mapping[str, str]) -> dict[str, int]:
    """How many values were sent for each place, so that none is looked for that was not."""
    found: dict[str, int] = {}
    for name in given:
        place, _, number = name.removeprefix("v/").rpartition("/")
        if name.startswith("v/") and number.isascii() and number.isdigit() and len(number) < 4:
            found[place] = min(MOST_VALUES, max(found.get(place, 0), int(number) + 1))
    return found


@dataclass(frozen=True, slots=True)
class _Reader:
    given: Mapping[str, str]
    names: FormNames
    counts: Mapping[str, int]

    def several(self, path: str, controls: tuple[Control, ...]) -> list[Values]:
        """The parts of one kind, without empty ones at the end."""
        found: list[Values] = []
        for number in range(MOST_VALUES):
            found.append({one.path: self.entries(path, number, one.path) for one in controls})
        while found and not any(found[-1].values()):
            found.pop()
        return found

    def entries(self, *steps: str | int) -> list[Entry]:
        """The entries of one property."""
        place = self.names.place(*steps)
        entries = (self._entry(f"{place}/{number}") for number in range(self.counts.get(place, 0)))
        return [entry for entry in entries if entry is not None]

    def _entry(self, place: str) -> Entry | None:
        text = self.given.get(f"v/{place}", "").strip()
        if not text:
            return None
        evidence = self.given.get(f"e/{place}", "1")
        language, kind = self.given.get(f"l/{place}", ""), self.given.get(f"k/{place}", "")
        chosen, _, words = self.given.get(f"r/{place}", "").partition(" ")
        return Entry(
            text,
            language if _LANGUAGE.fullmatch(language) else "",
            int(evidence) if evidence.isascii() and evidence.isdigit() and len(evidence) < 3 else 1,
            chosen if words in ("", text) else "",
            kind if is_iri(kind) else "",
        )
