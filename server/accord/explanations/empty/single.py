"""Why one triple pattern matches nothing by itself."""

from __future__ import annotations

from collections.abc import Iterator

from accord.explanations.context import SHOWN, TYPE, QueryContext, class_of, count
from accord.explanations.empty.literals import difference, kinds
from accord.explanations.empty.unknown import (
    every_triple,
    name_property,
    unknown_class,
    unknown_property,
    unknown_thing,
)
from accord.explanations.findings import Remark
from accord.explanations.probes import joined, names
from accord.explanations.query.model import Iri, Path, Place, TriplePattern, Value, Variable
from accord.names import ACCORD, is_iri, local_name

_VALUES = 5_000
"""Values of a property that are compared with the one that is asked for: about 20 ms to read and compare."""


def why(context: QueryContext, triple: TriplePattern) -> Remark | None:
    """The reason, as precise as it is known; None when nothing but "it has no match" can be said."""
    for reason in (_inferred, _properties, _class, _terms, _literal, _reversed, _not_stated):
        if found := reason(context, triple):
            return Remark(found.kind, found.message, found.fix, found.place, (context.pattern(triple),))
    return None


def plain(triple: TriplePattern) -> TriplePattern:
    """``^p`` written as ``p`` with subject and object exchanged; ``p+`` and ``p?`` as ``p``, which must match first."""
    path = triple.path
    if isinstance(path, Path) and path.operator == "^":
        return plain(TriplePattern(triple.object, path.parts[0], triple.subject, triple.place))
    if isinstance(path, Path) and path.operator == "+":
        return plain(TriplePattern(triple.subject, path.parts[0], triple.object, triple.place))
    return triple


def _inferred(context: QueryContext, triple: TriplePattern) -> Remark | None:
    """A pattern that matches only inferred statements."""
    if not context.probes.can_infer or not context.probes.matches(f"{{ {triple} }}", True):
        return None
    if triple.property == TYPE and isinstance(triple.object, Iri):
        return _inferred_class(context, triple, triple.object)
    narrower = [iri for iri in context.terms.below(triple.property) if context.used(iri)]
    message = f"No statement matches {context.pattern(triple)}, but it follows from the ontology"
    message += f" from {context.listed(map(context.terms.short, narrower))}." if narrower else "."
    fix = "Leave out infer=off"
    if narrower:
        fix += f", or write {'|'.join(map(context.terms.short, narrower[:SHOWN]))}"
    return Remark("only-inferred", message, fix + ".", triple.place)


def _inferred_class(context: QueryContext, triple: TriplePattern, wanted: Iri) -> Remark:
    number = context.probes.number("COUNT(DISTINCT ?x)", f"{{ ?x a {wanted} }}", infer=True)
    short = context.show(wanted)
    below = " ".join(f"<{iri}>" for iri in context.terms.below(wanted.value))
    rows = context.probes.select(
        "?c (COUNT(DISTINCT ?x) AS ?_n)",
        f"{{ VALUES ?c {{ {below} }} ?x a ?c }}",
        "GROUP BY ?c ORDER BY DESC(?_n) ?c",
    )
    what = "thing" if number == 1 else "things"
    message = f"No thing is stated to be {short}, but the ontology implies it for {number} {what}"
    if rows and "c" in rows[0]:
        listed = context.listed(f"{context.show(row['c'])} ({count(row)})" for row in rows)
        fix = f"Leave out infer=off, or write a/rdfs:subClassOf* {short}."
        return Remark("narrower-classes", f"{message} of narrower classes: {listed}.", fix, triple.place)
    return Remark("only-inferred", f"{message}.", "Leave out infer=off.", triple.place)


def _properties(context: QueryContext, triple: TriplePattern) -> Remark | None:
    """Properties that do not exist, or that no statement uses."""
    path = triple.path
    if not isinstance(path, Path):
        return None
    iris = [iri.value for iri in path.iris()]
    for iri in iris:
        if found := unknown_property(context, iri, triple.place):
            return found
    if path.operator in ("|", "*", "?", "!"):
        return None
    for iri in iris:
        if iri in context.terms.properties and not context.used(iri):
            return _unused(context, iri, triple)
    return None


def _unused(context: QueryContext, iri: str, triple: TriplePattern) -> Remark:
    short = context.terms.short(iri)
    message = f"The ontology has {short}, but no statement uses it."
    others = {other: label for other, label in context.terms.properties.items() if other != iri}
    same = [other for other in others if local_name(other) == local_name(iri) and context.used(other)]
    same += [other for other, label in others.items() if label == context.terms.properties[iri] and context.used(other)]
    if not same and (alternative := name_property(context, iri)):
        same = [alternative]
    fix = f"Use {context.terms.short(same[0])}." if same else ""
    return Remark("unused-property", message, fix, triple.place)


def _class(context: QueryContext, triple: TriplePattern) -> Remark | None:
    """Classes that do not exist or have no members, and things of another class."""
    wanted, place = class_of(triple), triple.place
    if not wanted:
        return None
    if found := unknown_class(context, wanted.value, place):
        return found
    short = context.show(wanted)
    if triple.property != TYPE:
        return None
    if not context.probes.matches(f"{{ ?x a {wanted} }}"):
        message = f"The ontology has {short}, but the data state no thing of this class."
        return Remark("empty-class", message, "The data have none; see the other classes.", place)
    if isinstance(triple.subject, Iri):
        if found := unknown_thing(context, triple.subject.value, place):
            return found
        classes = context.probes.values("c", f"{{ {triple.subject} a ?c }}", SHOWN + 1)
        message = f"{context.show(triple.subject)} is not stated to be {short}; it is {context.listed(classes)}."
        return Remark("other-class", message, "", place)
    return None


def _terms(context: QueryContext, triple: TriplePattern) -> Remark | None:
    """Things that do not exist."""
    for term in (triple.subject, triple.object):
        if isinstance(term, Iri) and (found := unknown_thing(context, term.value, triple.place)):
            return found
    return None


def _values(context: QueryContext, triple: TriplePattern) -> list[Iri | Value]:
    """Values of the property: those of the subject where it has any, else of all."""
    own = TriplePattern(triple.subject, triple.path, Variable("_o"), triple.place)
    found = context.probes.values("_o", f"{{ {own} }}", _VALUES)
    if not found:
        found = context.probes.values("_o", f"{{ ?_s {triple.path} ?_o }}", _VALUES)
    return [term for term in found if isinstance(term, Iri | Value)]


def _literal(context: QueryContext, triple: TriplePattern) -> Remark | None:
    """A literal that differs from those of the data, or that is in the place of a thing."""
    wanted = triple.object
    if isinstance(wanted, Variable) or not isinstance(triple.path, Path):
        return None
    found = _values(context, triple)
    path = context.show(triple.path)
    if isinstance(wanted, Iri):
        if kinds(found) != "literals":
            return None
        message = f"The values of {path} are literals, not things, such as {context.listed(found[:1])}."
        return Remark("thing-for-literal", message, f"Write a literal or a variable after {path}.", triple.place)
    if kinds(found) == "things":
        if class_of(TriplePattern(triple.subject, triple.path, Iri(""), triple.place)):
            return _string_for_class(context, wanted, triple.place)
        return string_for_thing(context, wanted, path, found, triple.place)
    values = [*_same_form(context, triple, wanted), *(term for term in found if isinstance(term, Value))]
    differs, digits = difference(wanted, values), wanted.lexical.strip().isdecimal()
    unsure = not digits and (not differs or differs.kind == "other-spelling")
    elsewhere = _other_property(context, wanted) if unsure else ""
    message = f"No value of {path} is {context.show(wanted)}"
    if differs:
        message += f"; the data have {context.show(differs.value)}: {differs.words}."
        also = f", or {elsewhere}" if elsewhere else ""
        return Remark(differs.kind, message, f"Write {context.show(differs.value)}{also}.", triple.place)
    if elsewhere:
        message += f", but there is {elsewhere}."
        return Remark("other-property", message, f"Write {elsewhere}.", triple.place)
    message = (
        f"No value of {path} is {context.show(wanted)}; there are {context.listed(_alike(context, triple) or found)}."
    )
    return Remark("no-such-value", message, _things_named(context, wanted), triple.place)


def _alike(context: QueryContext, triple: TriplePattern) -> list[Iri | Value]:
    """Values of the property that things of the class have which the query asks for; none where it names no class."""
    own = TriplePattern(triple.subject, triple.path, Variable("_o"), triple.place)
    kinds = [one for one in every_triple(context.query.where) if one.subject == triple.subject and class_of(one)]
    found = context.probes.values("_o", joined([*kinds, own]), SHOWN + 1) if kinds else []
    return [term for term in found if isinstance(term, Iri | Value)]


def _things_named(context: QueryContext, wanted: Value) -> str:
    """A remedy that names the things whose names are like a string; nothing where there are none."""
    things = context.identifiers.nearest(wanted.lexical)
    return f"Did you mean the thing {' or '.join(map(context.terms.short, things))}?" if things else ""


def _string_for_class(context: QueryContext, wanted: Value, place: Place) -> Remark:
    """A string where a class is expected: the class of this name, if there is one."""
    near = context.terms.nearest(wanted.lexical, context.terms.classes)
    fix = f"Write {context.terms.short(near)}." if near else "Write the IRI of a class."
    return Remark("string-for-thing", f"Classes are IRIs, not literals such as {context.show(wanted)}.", fix, place)


def _same_form(context: QueryContext, triple: TriplePattern, wanted: Value) -> Iterator[Value]:
    """Values that are spelled alike except for capitals, however many values there are."""
    pattern = f"{{ ?_s {triple.path} ?_o FILTER (isLiteral(?_o) && LCASE(STR(?_o)) = LCASE({Value(wanted.lexical)})) }}"
    yield from (term for term in context.probes.values("_o", pattern, SHOWN) if isinstance(term, Value))


def _other_property(context: QueryContext, wanted: Value) -> str:
    """Another property and its value with these letters, as an alias is; nothing where there is none."""
    same = f"isLiteral(?_o) && STR(?_o) = {Value(wanted.lexical)}"
    pattern = f"{{ ?_s ?_p ?_o FILTER ({same} && !STRSTARTS(STR(?_p), {Value(ACCORD)})) }}"
    rows = context.probes.select(names(("_p", "_o")), pattern, "LIMIT 1")
    return f"{context.show(rows[0]['_p'])} {context.show(rows[0]['_o'])}" if rows else ""


def quoted_thing(context: QueryContext, wanted: Value) -> Iri | None:
    """The thing whose IRI, or prefixed name, is written as a string; ``None`` where it is neither, or names nothing."""
    iri = Iri(context.terms.prefixes.expand(wanted.lexical) or wanted.lexical)
    return iri if is_iri(iri.value) and context.names(iri.value) else None


def string_for_thing(context: QueryContext, wanted: Value, path: str, found: list[Iri | Value], place: Place) -> Remark:
    """A string where the data have things: the thing of this name, if there is one."""
    message = f"The values of {path} are things (IRIs), not literals such as {context.show(wanted)}."
    if iri := quoted_thing(context, wanted):
        return Remark("string-for-thing", message, f"Write {context.show(iri)} without quotes.", place)
    meant = context.identifiers.named(wanted.lexical) or next(iter(context.identifiers.nearest(wanted.lexical, 1)), "")
    example = context.terms.short(meant) if meant else context.listed(found[:1])
    fix = f"Write {example}" if meant else f"Write an IRI, as in {example}"
    return Remark("string-for-thing", message, f"{fix}, or compare the rdfs:label of the thing.", place)


def _reversed(context: QueryContext, triple: TriplePattern) -> Remark | None:
    """A pattern that matches the other way round."""
    if not isinstance(triple.path, Path) or isinstance(triple.object, Value):
        return None
    other = TriplePattern(triple.object, triple.path, triple.subject, triple.place)
    if not context.probes.matches(f"{{ {other} }}"):
        return None
    message = f"Nothing matches {context.pattern(triple)}, but the other way round there is {context.pattern(other)}."
    return Remark("other-way-round", message, f"Write {context.pattern(other)}.", triple.place)


def _not_stated(context: QueryContext, triple: TriplePattern) -> Remark | None:
    """A known thing without the wanted statement, and what the data state about it."""
    if not isinstance(triple.path, Path):
        return None
    path = context.show(triple.path)
    if isinstance(triple.subject, Iri):
        thing = context.show(triple.subject)
        own = context.probes.values("_o", f"{{ {triple.subject} {triple.path} ?_o }}", SHOWN + 1)
        if own:
            message = f"The data do not state {context.pattern(triple)}; {path} of {thing} is {context.listed(own)}."
            return Remark("other-value", message, "", triple.place)
        stated = context.probes.values("_p", f"{{ {triple.subject} ?_p ?_o }}", SHOWN * 3)
        listed = ", ".join(map(context.show, stated))
        message = f"The data state no {path} of {thing}."
        message += (
            f" They state of it: {listed}." if stated else " Nothing is stated about it; other things point to it."
        )
        return Remark("not-stated", message, "", triple.place)
    if isinstance(triple.object, Iri):
        thing = context.show(triple.object)
        used = context.probes.values("_p", f"{{ ?_s ?_p {triple.object} }}", SHOWN + 1)
        others = context.probes.values("_o", f"{{ ?_s {triple.path} ?_o }}", SHOWN + 1)
        message = f"Nothing has {thing} as its {path}; values of {path} are {context.listed(others)}."
        message += f" {thing} is a value of {context.listed(used)}." if used else ""
        return Remark("other-value", message, "", triple.place)
    return None
