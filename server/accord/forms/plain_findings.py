"""Findings for people who fill in a form: fields by their labels, things by their names, and no Turtle."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from accord.forms.controls import Form
from accord.forms.plain_words import by_its_name
from accord.names import Prefixes
from accord.validation import Finding

_SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-Z{\"“])")
_PROPERTY = r"(?:\b[a-z][a-z0-9]{0,30}:[A-Za-z][\w-]{0,80} )?"
_LITERAL = re.compile(_PROPERTY + r'"([^"]{0,300})"(@[a-zA-Z-]{2,20}|\^\^[a-z]{1,20}:\w{1,40})')
"""A value in Turtle with its language or its datatype, and the property before it."""
_ADDRESS = re.compile(_PROPERTY + r"<(https?://[^<>\s]{1,500})>")
_NAME = re.compile(
    r"(?:\b(?P<article>[Aa]n?) )?(?<![\w:/])(?P<kind>the class )?(?P<name>[a-z][a-z0-9]{0,30}:[A-Za-z][\w-]{0,120})"
)
_LINE = re.compile(
    r"Add a line(?: to it)?: (?P<property>[a-z][\w-]{0,30}(?::[A-Za-z][\w-]{0,80})?) (?P<value>\S{1,200}) ;"
)
_NEEDLESS = (
    re.compile(r",? (?:in angle brackets, )?without quotes\b"),
    re.compile(r",? (?:and )?without a language(?: tag)?\b"),
    re.compile(r": write its IRI\b"),
    re.compile(r",? in angle brackets(?=[.,:])|, a string(?=[.,:]| that)"),
    re.compile(r"(?<=,) not a string and"),
    re.compile(r",?:? ?(?:such as )?<[a-z]{1,40}#[^<>\s]{0,80}>"),
    re.compile(r"(?:,| or) \^\^[a-z]{1,20}:\w{1,40}"),
    re.compile(r" in data/[\w/]{1,80}"),
)
"""Parts of sentences that only say how to write Turtle."""
_STRING = re.compile(r"\b(?:a|one) string\b")
_CLASS = re.compile(r"\bclass(?=es\b|\b)(?:e(?=s\b))?")
_TWICE = re.compile(r"(“[^”]{1,200}”) \(\1, ")
_LIST = re.compile(r"\bfrom (?:the list of [a-z ]{1,40}, )?data/[\w/-]{1,80}\.ttl")
_RUN = re.compile(
    r"(?P<name>[a-z]{1,20}:[a-z][a-z0-9]{0,40}-)(?P<first>[a-z][a-z-]{0,60})"
    r"(?P<rest>(?:,? (?:or )?-[a-z][a-z-]{0,60}){1,20})"
)
"""A list of names that begin alike: ``id:status-planned, -announced or -active``."""
_END = re.compile(r"(?<= )-(?=[a-z])")
_TURTLE = re.compile(
    r"\b(?:IRI|Turtle|predicate|literal|blank node|angle brackets|prefix|slug|triple|subject|string|closing quote)s?\b"
    r"|\^\^|<[^<> ]{1,200}>|(?<![\w:/])[a-z]{1,20}:[A-Za-z]|(?<!\S)--[a-z]{2}| ;$|\bdata/\S"
)
"""Words that only people who write Turtle or use the command line understand."""
_BARE_PREFIX = re.compile(r"\b([a-z]{1,20}):(?= )")
_FILL_IN = "Fill it in."
_GENERAL = {
    "SH-MINCOUNT": "This is required.",
    "SH-MAXCOUNT": "There are too many values.",
    "SH-IN": "Choose one of the values offered.",
    "SH-CLASS": "This is not the right kind of thing.",
    "SH-NODEKIND": "This kind of value does not fit here.",
    "SH-DATATYPE": "This kind of value does not fit here.",
    "SH-OR": "This kind of value does not fit here.",
    "SH-PATTERN": "The value does not have the required format.",
    "TERM-LINK": "Nothing here has this name.",
    "SH-SPARQL": "This contradicts other values.",
    "SLUG-FORM": "The address may have only lower-case letters, digits and hyphens.",
    "FILE-FOLDER": "Things of this kind are usually in another folder.",
    "SUBJECT-TWICE": "This thing exists already.",
}
"""The sentence for a finding whose own sentences all need Turtle."""
_REST = "This is not right yet."


@dataclass(frozen=True, slots=True)
class PlainFindings:
    """Puts findings in the words of a form. ``label`` gives the label of a field, or the name of a thing or a term;
    nothing for what is not known."""

    prefixes: Prefixes
    label: Callable[[str], str]

    @classmethod
    def for_form(cls, form: Form, prefixes: Prefixes, label: Callable[[str], str]) -> PlainFindings:
        """With the labels that the fields of a form have."""
        inner = [one for control in form.controls for one in control.parts]
        fields = {one.path: one.name for one in (*inner, *form.evidence, *form.controls)}
        return cls(prefixes, lambda iri: fields.get(iri) or label(iri))

    def of(self, finding: Finding) -> Finding:
        """The same finding for a reader without Turtle."""
        message = self._plain(finding.message) or _GENERAL.get(finding.code, _REST)
        return replace(finding, message=message, remedy=self._remedy(finding))

    def _remedy(self, finding: Finding) -> str:
        if line := _LINE.search(finding.remedy):
            value, name = self._named(line["value"]), self._named(line["property"])
            if line["property"] == "a":
                return f"Choose the kind {value} for it."
            return _FILL_IN if value == "…" else f"Fill in {name}: {value}."
        return self._plain(finding.remedy)

    def _plain(self, text: str) -> str:
        """The sentences of a string in names, without those that still have Turtle."""
        named = (self._named(one) for one in _SENTENCE.split(text))
        return " ".join(one for one in named if not self._is_turtle(one))

    def _is_turtle(self, sentence: str) -> bool:
        return bool(_TURTLE.search(sentence)) or any(one in self.prefixes for one in _BARE_PREFIX.findall(sentence))

    def _named(self, text: str) -> str:
        for one in _NEEDLESS:
            text = one.sub("", text)
        text = _RUN.sub(self._run, _LIST.sub("from its list", _STRING.sub("a few words", text)))
        text = _LITERAL.sub(lambda found: found[1] if "^^" in found[2] else f"“{found[1]}”", text)
        text = _NAME.sub(self._name, _ADDRESS.sub(r"\1", text))
        return _TWICE.sub(r"\1 (", _CLASS.sub("kind", text))

    def _run(self, found: re.Match[str]) -> str:
        return found["name"] + found["first"] + _END.sub(found["name"], found["rest"])

    def _name(self, found: re.Match[str]) -> str:
        return by_its_name(found, self.prefixes, self.label)
