"""Comparisons and searches in a condition, and why one of them is never true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from accord.did_you_mean import KnownWords
from accord.explanations.context import QueryContext
from accord.explanations.empty.literals import DATES, Difference, difference, family, kinds
from accord.explanations.empty.single import quoted_thing, string_for_thing
from accord.explanations.empty.unknown import unknown_thing
from accord.explanations.findings import Remark
from accord.explanations.probes import joined
from accord.explanations.query.model import Clause, GroupPattern, Iri, Term, Value, Variable, Word

_VALUES = 5_000
"""Values of a variable that are compared with the one that is asked for: about 20 ms to read and compare."""
_ORDERS = ("<", ">", "<=", ">=")
_WORD = re.compile(r"[^\W\d_]{3,40}")
_SEARCHES = ("CONTAINS", "STRSTARTS", "STRENDS", "REGEX")


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison of a variable with constants, or one search in it for a string."""

    clause: Clause
    name: str
    operator: str
    constants: tuple[Term, ...]
    place: tuple[int, int]
    wrapped: tuple[str, ...] = ()

    def reason(self, context: QueryContext, bare: GroupPattern) -> Remark | None:
        """Why it is never true of the rows; None when it is true of some, or nothing is known."""
        if self.name not in bare.variables():
            return None
        found = [one for one in context.probes.values(self.name, str(bare), _VALUES) if isinstance(one, Iri | Value)]
        if not found:
            return None
        if self.operator in _SEARCHES:
            return self._search(context, bare, found)
        if self.wrapped == ("LANG",):
            return self._language(found)
        if self.wrapped and self.wrapped != ("STR",):
            return self._without_value(context, bare, found)
        condition = " || ".join(f"{self._left} {self.operator} {constant}" for constant in self.constants)
        if context.probes.matches(joined((*bare.elements, f"FILTER ({condition})"))):
            return None
        if self.wrapped:
            return self._as_string(context, found)
        wanted = self.constants[0]
        if isinstance(wanted, Iri):
            return self._iri(context, wanted, found)
        return self._value(context, wanted, found) if isinstance(wanted, Value) else None

    @property
    def _left(self) -> str:
        return f"STR(?{self.name})" if self.wrapped else f"?{self.name}"

    def _without_value(self, context: QueryContext, bare: GroupPattern, found: list[Iri | Value]) -> Remark | None:
        """A function that gives nothing for any value, as a cast of a year to a day does."""
        called = f"{self.wrapped[0]}(?{self.name})"
        if context.probes.matches(joined((*bare.elements, f"BIND ({called} AS ?_cast) FILTER (BOUND(?_cast))"))):
            return None
        name = context.terms.short(self.wrapped[0][1:-1]) if self.wrapped[0][0] == "<" else self.wrapped[0]
        message = f"{name}(?{self.name}) has no value: ?{self.name} is {context.listed(found)}."
        return Remark("never-true", message, f"Use STR(?{self.name}), or a part of it by SUBSTR.", self.place)

    def _as_string(self, context: QueryContext, found: list[Iri | Value]) -> Remark | None:
        """STR(?x) = "…": strings of the values."""
        wanted = self.constants[0]
        if not isinstance(wanted, Value) or self.operator != "=":
            return None
        if wanted.language or family(wanted) != "string":
            message = f"STR(?{self.name}) is a plain string, which never equals {context.show(wanted)}."
            return Remark("never-true", message, f"Write {Value(wanted.lexical)}.", self.place)
        strings = [Value(one.value if isinstance(one, Iri) else one.lexical) for one in found]
        if kinds(found) == "things" and (iri := quoted_thing(context, wanted)) and wanted.lexical != iri.value:
            message = f"STR(?{self.name}) is the IRI in full, never {context.show(wanted)}."
            return Remark("string-for-thing", message, f"Write ?{self.name} = {context.show(iri)}.", self.place)
        return self._differs(context, wanted, difference(wanted, strings)) or self._none(context, wanted, found)

    def _iri(self, context: QueryContext, wanted: Iri, found: list[Iri | Value]) -> Remark | None:
        if self.operator != "=":
            return None
        if unknown := unknown_thing(context, wanted.value, self.place):
            return unknown
        if kinds(found) == "literals":
            message = f"?{self.name} is bound to literals, never to {context.show(wanted)}: {context.listed(found)}."
            return Remark("thing-for-literal", message, "Compare it with a literal.", self.place)
        return self._none(context, wanted, found)

    def _none(self, context: QueryContext, wanted: Term, found: list[Iri | Value]) -> Remark:
        message = f"?{self.name} is never {context.show(wanted)}; it is {context.listed(found)}."
        return Remark("no-such-value", message, "", self.place)

    def _differs(self, context: QueryContext, wanted: Value, found: Difference | None) -> Remark | None:
        if not found:
            return None
        shown = context.show(found.value)
        message = f"?{self.name} is never {context.show(wanted)}; the data have {shown}: {found.words}."
        return Remark(found.kind, message, f"Write {shown}.", self.place)

    def _value(self, context: QueryContext, wanted: Value, found: list[Iri | Value]) -> Remark | None:
        if kinds(found) == "things":
            return string_for_thing(context, wanted, f"?{self.name}", found, self.place)
        values = [one for one in found if isinstance(one, Value)]
        if self.operator == "=":
            if alike := self._differs(context, wanted, difference(wanted, values)):
                return alike
            same = family(wanted) in {family(one) for one in values}
            return self._none(context, wanted, found) if same else self._never_true(context, wanted, values)
        if self.operator not in _ORDERS:
            return None
        families = {family(one) for one in values}
        if family(wanted) not in families:
            return self._never_true(context, wanted, values)
        message = (
            f"No value of ?{self.name} is {self.operator} {context.show(wanted)}; there are {context.listed(found)}."
        )
        return Remark("out-of-range", message, "", self.place)

    def _never_true(self, context: QueryContext, wanted: Value, values: list[Value]) -> Remark:
        datatypes = sorted(
            {context.terms.short(one.datatype) if not one.language else "strings with a language tag" for one in values}
        )
        own = context.terms.short(wanted.datatype)
        message = f"The values of ?{self.name} are {context.listed(datatypes)}, such as {context.show(values[0])},"
        message += f" and a comparison with {context.show(wanted)} ({own}) is never true."
        dates = all(one.datatype in DATES for one in values)
        if dates:
            fix = f'Compare strings: STR(?{self.name}) {self.operator} "{wanted.lexical}".'
        else:
            fix = f"Write a literal of this datatype, as in {context.show(values[0])}."
        return Remark("never-true", message, fix, self.place)

    def _language(self, found: list[Iri | Value]) -> Remark | None:
        wanted = self.constants[0]
        languages = sorted({one.language for one in found if isinstance(one, Value)})
        if not isinstance(wanted, Value) or self.operator != "=" or wanted.lexical in languages:
            return None
        shown = ", ".join(f'"{one}"' if one else "none" for one in languages) or "none: they are things"
        message = f'No value of ?{self.name} has the language "{wanted.lexical}"; the languages are {shown}.'
        near = [one for one in languages if one and one.split("-")[0] == wanted.lexical.split("-")[0].lower()]
        best = wanted.lexical.lower() if wanted.lexical.lower() in near else (near or [""])[0]
        fix = f'Write "{best}".' if best else f"Write {shown.split(', ')[0]}."
        return Remark("other-language", message, fix, self.place)

    def _search(self, context: QueryContext, bare: GroupPattern, found: list[Iri | Value]) -> Remark | None:
        wanted = self.constants[0]
        if not isinstance(wanted, Value):
            return None
        if kinds(found) == "things" and "STR" not in self.wrapped:
            message = (
                f"{self.operator} needs a string, and ?{self.name} is bound to things (IRIs), so it is never true."
            )
            fix = f"Search in the rdfs:label of ?{self.name}, or in STR(?{self.name})."
            return Remark("string-for-thing", message, fix, self.place)
        no_string = any(one.datatype in DATES or family(one) == "number" for one in found if isinstance(one, Value))
        if no_string and "STR" not in self.wrapped:
            message = (
                f"{self.operator} needs a string, and ?{self.name} is {context.listed(found)}, so it is never true."
            )
            return Remark("never-true", message, f"Write STR(?{self.name}).", self.place)
        return (
            self._capitals(context, wanted, found)
            or self._any_case(context, bare, wanted)
            or self._misspelled(context, bare, wanted, found)
        )

    def _misspelled(
        self, context: QueryContext, bare: GroupPattern, wanted: Value, found: list[Iri | Value]
    ) -> Remark | None:
        """A search for one word that no value has, where values have one that is spelled alike."""
        condition = f"FILTER ({self.operator}(LCASE(STR(?{self.name})), {Value(wanted.lexical.lower())}))"
        if not _WORD.fullmatch(wanted.lexical) or context.probes.matches(joined((*bare.elements, condition))):
            return None
        strings = [one.value if isinstance(one, Iri) else one.lexical for one in found]
        words = {word.casefold(): word for string in reversed(strings) for word in _WORD.findall(string)}
        near = KnownWords(words).likeliest(wanted.lexical.casefold())
        if not near:
            return None
        shown = context.show(Value(near if "LCASE" in self.wrapped else words[near]))
        message = f"No value of ?{self.name} has {context.show(wanted)}; there is the word {shown}."
        return Remark("other-spelling", message, f"Write {shown}.", self.place)

    def _any_case(self, context: QueryContext, bare: GroupPattern, wanted: Value) -> Remark | None:
        """A regular expression that matches only where capitals do not matter."""
        searched = f'FILTER (REGEX(STR(?{self.name}), {wanted}, "i"))'
        if self.operator != "REGEX" or "ANY CASE" in self.wrapped:
            return None
        found = context.probes.values(self.name, joined((*bare.elements, searched)), 1)
        if not found:
            return None
        message = f"No value of ?{self.name} matches {context.show(wanted)} in these capitals; there is"
        fix = f'Write REGEX(STR(?{self.name}), {context.show(wanted)}, "i").'
        return Remark("other-case", f"{message} {context.show(found[0])}.", fix, self.place)

    def _capitals(self, context: QueryContext, wanted: Value, found: list[Iri | Value]) -> Remark | None:
        needle = wanted.lexical
        strings = [one.value if isinstance(one, Iri) else one.lexical for one in found]
        match = next((one for one in strings if needle.casefold() in one.casefold()), "")
        folded = "LCASE" in self.wrapped or "UCASE" in self.wrapped
        if not match or (needle in match and not folded) or "ANY CASE" in self.wrapped:
            return None
        message = f'No value of ?{self.name} has "{needle}" in these capitals; there is "{match[:60]}".'
        written = needle.lower() if "LCASE" in self.wrapped else needle.upper() if "UCASE" in self.wrapped else ""
        fix = f'Write "{written}".' if written else f'Compare LCASE(STR(?{self.name})) with "{needle.lower()}".'
        return Remark("other-case", message, fix, self.place)


def checks(clause: Clause) -> Iterator[Check]:
    """The comparisons and searches in a condition; none where it negates, since then each says the opposite."""
    words = [word for word in clause.words if word.text != ","]
    if any(word.text in ("!",) for word in words):
        return
    for index, word in enumerate(words):
        if word.text in ("=", *_ORDERS) and 0 < index < len(words) - 1:
            yield from _comparison(clause, words, index)
        elif word.text.upper() == "IN" and words[index - 1].text.upper() != "NOT":
            yield from _list(clause, words, index)
        elif word.text.upper() in _SEARCHES:
            yield from _search(clause, words, index)


_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "="}


def _comparison(clause: Clause, words: list[Word], index: int) -> Iterator[Check]:
    operator, place = words[index].text, words[index].place
    before, after = _operand(words[:index][::-1]), _operand(words[index + 1 :])
    for one, other, turned in ((before, after, operator), (after, before, _TURNED[operator])):
        if one and other and isinstance(one[0], Variable) and not isinstance(other[0], Variable) and not other[1]:
            yield Check(clause, one[0].name, turned, (other[0],), place, one[1])


def _operand(words: list[Word]) -> tuple[Term, tuple[str, ...]] | None:
    """A term next to a operator, or one in a single function: ``STR(?x)``, read from either side."""
    if words and words[0].term and not (len(words) > 1 and words[1].text == "(" and isinstance(words[0].term, Iri)):
        return words[0].term, ()
    if len(words) > 3 and {words[0].text, words[2].text} == {"(", ")"} and words[1].term:
        return words[1].term, (_function(words[3]),)  # from the right: ) ?x ( STR
    if len(words) > 3 and words[1].text == "(" and words[3].text == ")" and words[2].term:
        return words[2].term, (_function(words[0]),)
    return None


def _function(word: Word) -> str:
    """The name of a function in capitals, or the IRI of a cast in full."""
    return str(word.term) if isinstance(word.term, Iri) else word.text.upper()


def _list(clause: Clause, words: list[Word], index: int) -> Iterator[Check]:
    name = words[index - 1].term
    constants = []
    for word in words[index + 2 :]:
        if not word.term:
            break
        constants.append(word.term)
    if isinstance(name, Variable) and constants:
        yield Check(clause, name.name, "=", tuple(constants), words[index].place)


def _search(clause: Clause, words: list[Word], index: int) -> Iterator[Check]:
    wrapped: list[str] = []
    name = ""
    for word in words[index + 1 : index + 12]:
        if isinstance(word.term, Variable) and not name:
            name = word.term.name
        elif isinstance(word.term, Value) and name:
            flags = words[words.index(word) + 1].term
            if isinstance(flags, Value) and "i" in flags.lexical:
                wrapped.append("ANY CASE")
            yield Check(clause, name, words[index].text.upper(), (word.term,), word.place, tuple(wrapped))
            return
        elif word.text.upper() in ("STR", "LCASE", "UCASE"):
            wrapped.append(word.text.upper())
        elif word.text not in "()":
            return
