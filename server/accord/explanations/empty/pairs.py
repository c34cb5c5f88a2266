"""Why two patterns that match by themselves do not match together."""

from __future__ import annotations

from contextlib import suppress

from accord.explanations.context import SHOWN, QueryContext, Unit, class_of
from accord.explanations.empty.literals import kinds
from accord.explanations.findings import Remark
from accord.explanations.probes import OutOfTime, joined
from accord.explanations.query.model import Iri, Path, TriplePattern, Variable
from accord.names import LABELS

_SAMPLE = 50
"""Values that are looked at to say whether they are things or literals."""


def why(context: QueryContext, one: Unit, other: Unit) -> Remark:
    """The reason for a pair that share a variable, or at least which pair it is."""
    first, second = one.triple, other.triple
    found: Remark | None = None
    with suppress(OutOfTime):  # the pair is found already, and the next probe raises it again
        found = _graphs(context, one, other) or _inferred(context, one, other)
        if not found and first and second:
            found = _on_class(context, first, second) or _on_class(context, second, first)
            found = found or _chain(context, first, second) or _chain(context, second, first)
            found = found or _same_subject(context, first, second) or _same_object(context, first, second)
    patterns = (_shown(context, one), _shown(context, other))
    if not found:
        message = f"{patterns[0]} and {patterns[1]} match each by itself, but never together."
        found = Remark("never-together", message, "", other.element.place)
    return Remark(found.kind, found.message, found.fix, found.place, patterns)


def _shown(context: QueryContext, unit: Unit) -> str:
    return context.pattern(unit.triple) if unit.triple else " ".join(str(unit.element).split())[:200]


def _graphs(context: QueryContext, one: Unit, other: Unit) -> Remark | None:
    if not one.graph or one.graph != other.graph:
        return None
    if not context.probes.matches(joined((one.element, other.element))):
        return None
    message = (
        f"No single graph holds both {_shown(context, one)} and {_shown(context, other)}; they are in different graphs."
    )
    return Remark("different-graphs", message, "Give each a GRAPH of its own, or leave GRAPH out.", other.element.place)


def _inferred(context: QueryContext, one: Unit, other: Unit) -> Remark | None:
    if not context.probes.can_infer or not context.probes.matches(joined((one, other)), infer=True):
        return None
    message = (
        f"{_shown(context, one)} and {_shown(context, other)} match together only with what follows from the ontology."
    )
    wide = next((kind for unit in (one, other) if unit.triple and (kind := class_of(unit.triple))), None)
    fix = f"Leave out infer=off, or write a/rdfs:subClassOf* {context.show(wide)}." if wide else "Leave infer=off out."
    return Remark("only-inferred", message, fix, other.element.place)


def _on_class(context: QueryContext, kind: TriplePattern, other: TriplePattern) -> Remark | None:
    """A property that exists, but not on the things of a class."""
    wanted = class_of(kind)
    subject = kind.subject
    if not wanted or not isinstance(subject, Variable) or subject not in (other.subject, other.object):
        return None
    classes = context.classes_of(subject.name, str(other))
    pattern, short = context.pattern(other), context.show(wanted)
    if second := class_of(other):
        message = f"No thing is both {short} and {context.show(second)}."
        fix = _step(context, kind, other) or "Ask for one of them, or use UNION for either."
        return Remark("two-classes", message, fix, other.place)
    path = context.show(other.path)
    where = f"{path} is on" if subject == other.subject else f"the values of {path} here are"
    message = f"No {short} matches {pattern}; {where} {context.listed(classes)}."
    fix = _turned(context, kind, other) or _named(context, kind, other)
    if not fix and subject == other.subject:
        fix = _step(context, kind, other)
    return Remark("not-on-class", message, fix, other.place)


def _named(context: QueryContext, one: TriplePattern, other: TriplePattern) -> str:
    """Another property for names, where the first pattern's things have that one."""
    if other.property not in LABELS:
        return ""
    for iri in LABELS:
        name = TriplePattern(other.subject, Path("", Iri(iri)), Variable("_n"), other.place)
        if context.probes.matches(joined((one, name))):
            return f"Use {context.terms.short(iri)}."
    return ""


def _turned(context: QueryContext, one: TriplePattern, other: TriplePattern) -> str:
    """The other pattern the other way round, if it then matches together with the first."""
    back = TriplePattern(other.object, other.path, other.subject, other.place)
    fits = isinstance(other.object, Iri | Variable) and context.probes.matches(joined((one, back)))
    return f"Write it the other way round: {context.pattern(back)}." if fits else ""


def _step(context: QueryContext, one: TriplePattern, other: TriplePattern) -> str:
    """The stated property that is most often between what the patterns are about, forwards or backwards."""
    assert isinstance(other.subject, Variable)
    name = other.subject.name
    node = TriplePattern(Variable("_n"), other.path, other.object, other.place)
    few = f"{{ SELECT * {{ {node} }} LIMIT {_SAMPLE} }}"
    for middle, words in ((f"?{name} ?_m ?_n .", "{0} ?n . ?n {1}"), (f"?_n ?_m ?{name} .", "?n {0} {2} ; {1}")):
        stated = f"FILTER NOT EXISTS {{ GRAPH <{context.inferred}> {{ {middle} }} }}"
        by = "GROUP BY ?_m ORDER BY DESC(?_count) ?_m LIMIT 1"
        rows = context.probes.select("?_m (COUNT(*) AS ?_count)", joined((few, middle, one, stated)), by)
        if rows and "_m" in rows[0]:
            tail = f"{context.show(other.path)} {context.show(other.object)}"
            written = words.format(context.show(rows[0]["_m"]), tail, context.show(other.subject))
            lead = f"{context.show(other.subject)} " if middle.startswith(f"?{name}") else ""
            return f"There is a thing between them: write {lead}{written}."
    return ""


def _chain(context: QueryContext, first: TriplePattern, then: TriplePattern) -> Remark | None:
    """The object of the first is the subject of the other."""
    if not isinstance(first.object, Variable) or first.object != then.subject:
        return None
    path, after = context.show(first.path), context.show(then.path)
    if not isinstance(then.object, Variable):
        after += f" {context.show(then.object)}"
    found = context.probes.values(first.object.name, f"{{ {first} }}", _SAMPLE)
    if kinds(found) == "literals":
        message = (
            f"The values of {path} are literals, such as {context.listed(found[:1])}, and a literal has no {after}."
        )
        return Remark("literal-as-subject", message, f"Leave {after} out, and use the value as it is.", then.place)
    if fix := _turned(context, first, then):
        message = f"No value of {path} has {after}, but the other way round they match."
        return Remark("other-way-round", message, fix, then.place)
    owner = TriplePattern(first.subject, then.path, then.object, then.place)
    if isinstance(first.subject, Variable | Iri) and context.probes.matches(joined((first, owner))):
        message = f"No value of {path} has {after}; the thing that has {path} has it itself."
        return Remark("one-step-too-far", message, f"Write {context.pattern(owner)}.", then.place)
    fix = _step(context, first, then)
    have = context.listed(context.classes_of(first.object.name, str(first)))
    on = context.listed(context.classes_of(first.object.name, str(then)))
    message = f"No value of {path} has {after}: they are {have}, and {after} is on {on}."
    return Remark("never-together", message, fix, then.place)


def _same_subject(context: QueryContext, one: TriplePattern, other: TriplePattern) -> Remark | None:
    subject = one.subject
    if not isinstance(subject, Variable) or subject != other.subject:
        return None
    if fix := _turned(context, one, other):
        message = f"{context.pattern(other)} has no match together with {context.pattern(one)}"
        message += ", but the other way round it has."
        return Remark("other-way-round", message, fix, other.place)
    ones, others = (context.listed(context.classes_of(subject.name, str(triple))) for triple in (one, other))
    message = f"No thing matches both {context.pattern(one)} and {context.pattern(other)}:"
    message += f" the first matches {ones}, the second {others}."
    return Remark("never-together", message, _step(context, one, other) or _step(context, other, one), other.place)


def _same_object(context: QueryContext, one: TriplePattern, other: TriplePattern) -> Remark | None:
    value = one.object
    if not isinstance(value, Variable) or value != other.object:
        return None
    for first, then in ((one, other), (other, one)):
        if fix := _turned(context, first, then):
            message = (
                f"{context.pattern(then)} has no match with {context.pattern(first)}, but the other way round it has."
            )
            return Remark("other-way-round", message, fix, then.place)
    samples = [context.probes.values(value.name, f"{{ {triple} }}", SHOWN + 1) for triple in (one, other)]
    message = f"{context.show(one.path)} and {context.show(other.path)} have no value in common here:"
    message += f" the first has {context.listed(samples[0])}, the second {context.listed(samples[1])}."
    return Remark("never-together", message, "", other.place)
