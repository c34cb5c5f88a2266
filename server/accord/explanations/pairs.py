"""Why two patterns that match by themselves do not match together."""

from __future__ import annotations

from contextlib import suppress

from accord.explanations.findings import Finding
from accord.explanations.literals import kinds
from accord.explanations.model import Iri, Path, Triple, Variable
from accord.explanations.probes import OutOfTime, joined
from accord.explanations.scene import SHOWN, Scene, Unit, class_of
from accord.names import LABELS

_SAMPLE = 50
"""Values that are looked at to say whether they are things or literals."""


def why(scene: Scene, one: Unit, other: Unit) -> Finding:
    """The reason for a pair that share a variable, or at least which pair it is."""
    first, second = one.triple, other.triple
    found: Finding | None = None
    with suppress(OutOfTime):  # the pair is found already, and the next probe raises it again
        found = _graphs(scene, one, other) or _inferred(scene, one, other)
        if not found and first and second:
            found = _on_class(scene, first, second) or _on_class(scene, second, first)
            found = found or _chain(scene, first, second) or _chain(scene, second, first)
            found = found or _same_subject(scene, first, second) or _same_object(scene, first, second)
    patterns = (_shown(scene, one), _shown(scene, other))
    if not found:
        message = f"{patterns[0]} and {patterns[1]} match each by itself, but never together."
        found = Finding("never-together", message, "", other.element.place)
    return Finding(found.kind, found.message, found.fix, found.place, patterns)


def _shown(scene: Scene, unit: Unit) -> str:
    return scene.pattern(unit.triple) if unit.triple else " ".join(str(unit.element).split())[:200]


def _graphs(scene: Scene, one: Unit, other: Unit) -> Finding | None:
    if not one.graph or one.graph != other.graph:
        return None
    if not scene.probes.matches(joined((one.element, other.element))):
        return None
    message = (
        f"No single graph holds both {_shown(scene, one)} and {_shown(scene, other)}; they are in different graphs."
    )
    return Finding(
        "different-graphs", message, "Give each a GRAPH of its own, or leave GRAPH out.", other.element.place
    )


def _inferred(scene: Scene, one: Unit, other: Unit) -> Finding | None:
    if not scene.probes.can_infer or not scene.probes.matches(joined((one, other)), infer=True):
        return None
    message = f"{_shown(scene, one)} and {_shown(scene, other)} match together only with what follows by the ontology."
    wide = next((kind for unit in (one, other) if unit.triple and (kind := class_of(unit.triple))), None)
    fix = f"Leave out infer=off, or write a/rdfs:subClassOf* {scene.show(wide)}." if wide else "Leave infer=off out."
    return Finding("only-inferred", message, fix, other.element.place)


def _on_class(scene: Scene, kind: Triple, other: Triple) -> Finding | None:
    """A property that exists, but not on the things of a class."""
    wanted = class_of(kind)
    subject = kind.subject
    if not wanted or not isinstance(subject, Variable) or subject not in (other.subject, other.object):
        return None
    classes = scene.classes_of(subject.name, str(other))
    pattern, short = scene.pattern(other), scene.show(wanted)
    if second := class_of(other):
        message = f"No thing is both {short} and {scene.show(second)}."
        fix = _step(scene, kind, other) or "Ask for one of them, or use UNION for either."
        return Finding("two-classes", message, fix, other.place)
    path = scene.show(other.path)
    where = f"{path} is on" if subject == other.subject else f"the values of {path} here are"
    message = f"No {short} matches {pattern}; {where} {scene.listed(classes)}."
    fix = _turned(scene, kind, other) or _named(scene, kind, other)
    if not fix and subject == other.subject:
        fix = _step(scene, kind, other)
    return Finding("not-on-class", message, fix, other.place)


def _named(scene: Scene, one: Triple, other: Triple) -> str:
    """Another property for names, where the first pattern's things have that one."""
    if other.property not in LABELS:
        return ""
    for iri in LABELS:
        name = Triple(other.subject, Path("", Iri(iri)), Variable("_n"), other.place)
        if scene.probes.matches(joined((one, name))):
            return f"Use {scene.terms.short(iri)}."
    return ""


def _turned(scene: Scene, one: Triple, other: Triple) -> str:
    """The other pattern the other way round, if it then matches together with the first."""
    back = Triple(other.object, other.path, other.subject, other.place)
    fits = isinstance(other.object, Iri | Variable) and scene.probes.matches(joined((one, back)))
    return f"Write it the other way round: {scene.pattern(back)}." if fits else ""


def _step(scene: Scene, one: Triple, other: Triple) -> str:
    """The stated property that is most often between what the patterns are about, forwards or backwards."""
    assert isinstance(other.subject, Variable)
    name = other.subject.name
    node = Triple(Variable("_n"), other.path, other.object, other.place)
    few = f"{{ SELECT * {{ {node} }} LIMIT {_SAMPLE} }}"
    for middle, words in ((f"?{name} ?_m ?_n .", "{0} ?n . ?n {1}"), (f"?_n ?_m ?{name} .", "?n {0} {2} ; {1}")):
        stated = f"FILTER NOT EXISTS {{ GRAPH <{scene.inferred}> {{ {middle} }} }}"
        by = "GROUP BY ?_m ORDER BY DESC(?_count) ?_m LIMIT 1"
        rows = scene.probes.select("?_m (COUNT(*) AS ?_count)", joined((few, middle, one, stated)), by)
        if rows and "_m" in rows[0]:
            tail = f"{scene.show(other.path)} {scene.show(other.object)}"
            written = words.format(scene.show(rows[0]["_m"]), tail, scene.show(other.subject))
            lead = f"{scene.show(other.subject)} " if middle.startswith(f"?{name}") else ""
            return f"There is a thing between them: write {lead}{written}."
    return ""


def _chain(scene: Scene, first: Triple, then: Triple) -> Finding | None:
    """The object of the first is the subject of the other."""
    if not isinstance(first.object, Variable) or first.object != then.subject:
        return None
    path, after = scene.show(first.path), scene.show(then.path)
    if not isinstance(then.object, Variable):
        after += f" {scene.show(then.object)}"
    found = scene.probes.values(first.object.name, f"{{ {first} }}", _SAMPLE)
    if kinds(found) == "literals":
        message = f"The values of {path} are literals, such as {scene.listed(found[:1])}, and a literal has no {after}."
        return Finding("literal-as-subject", message, f"Leave {after} out, and use the value as it is.", then.place)
    if fix := _turned(scene, first, then):
        message = f"No value of {path} has {after}, but the other way round they match."
        return Finding("other-way-round", message, fix, then.place)
    owner = Triple(first.subject, then.path, then.object, then.place)
    if isinstance(first.subject, Variable | Iri) and scene.probes.matches(joined((first, owner))):
        message = f"No value of {path} has {after}; the thing that has {path} has it itself."
        return Finding("one-step-too-far", message, f"Write {scene.pattern(owner)}.", then.place)
    fix = _step(scene, first, then)
    have = scene.listed(scene.classes_of(first.object.name, str(first)))
    on = scene.listed(scene.classes_of(first.object.name, str(then)))
    message = f"No value of {path} has {after}: they are {have}, and {after} is on {on}."
    return Finding("never-together", message, fix, then.place)


def _same_subject(scene: Scene, one: Triple, other: Triple) -> Finding | None:
    subject = one.subject
    if not isinstance(subject, Variable) or subject != other.subject:
        return None
    if fix := _turned(scene, one, other):
        message = (
            f"{scene.pattern(other)} has no match together with {scene.pattern(one)}, but the other way round it has."
        )
        return Finding("other-way-round", message, fix, other.place)
    ones, others = (scene.listed(scene.classes_of(subject.name, str(triple))) for triple in (one, other))
    message = f"No thing matches both {scene.pattern(one)} and {scene.pattern(other)}:"
    message += f" the first matches {ones}, the second {others}."
    return Finding("never-together", message, _step(scene, one, other) or _step(scene, other, one), other.place)


def _same_object(scene: Scene, one: Triple, other: Triple) -> Finding | None:
    value = one.object
    if not isinstance(value, Variable) or value != other.object:
        return None
    for first, then in ((one, other), (other, one)):
        if fix := _turned(scene, first, then):
            message = f"{scene.pattern(then)} has no match with {scene.pattern(first)}, but the other way round it has."
            return Finding("other-way-round", message, fix, then.place)
    samples = [scene.probes.values(value.name, f"{{ {triple} }}", SHOWN + 1) for triple in (one, other)]
    message = f"{scene.show(one.path)} and {scene.show(other.path)} have no value in common here:"
    message += f" the first has {scene.listed(samples[0])}, the second {scene.listed(samples[1])}."
    return Finding("never-together", message, "", other.place)
