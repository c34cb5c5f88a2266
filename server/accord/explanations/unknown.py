"""Terms, things and graphs that do not exist, and which was probably meant."""

from __future__ import annotations

from collections.abc import Iterator

from accord.did_you_mean import likeliest
from accord.explanations.findings import Finding
from accord.explanations.model import Block, Clause, Element, Group, Iri, Path, Place, Triple, Variable
from accord.explanations.scene import TYPE, Scene
from accord.explanations.terms import bare_iri, folded
from accord.names import INVERSES, LABELS, RDFS, SAME_AS, WELL_KNOWN, local_name


def unknown_property(scene: Scene, iri: str, place: Place) -> Finding | None:
    """Why a property has no statement; None when it has some, or is known to the ontology."""
    if iri in scene.terms.properties or scene.used(iri):
        return None
    short = scene.terms.short(iri)
    if iri in scene.terms.classes:
        message = f"{short} is a class, not a property."
        return Finding("class-as-property", message, f"Write ?x a {short}.", place)
    return _term(scene, iri, place, "property", scene.terms.properties)


def unknown_class(scene: Scene, iri: str, place: Place) -> Finding | None:
    """Why a class has no members; None when it has some, or is known to the ontology."""
    if iri in scene.terms.classes or scene.probes.matches_anywhere(f"{{ ?s a <{iri}> }}"):
        return None
    short = scene.terms.short(iri)
    if iri in scene.terms.properties:
        return Finding("property-as-class", f"{short} is a property, not a class.", f"Write ?x {short} ?y.", place)
    return _term(scene, iri, place, "class", scene.terms.classes)


def name_property(scene: Scene, iri: str) -> str:
    """The property for names that the data use, where another of those is asked for, in whatever capitals."""
    usual = {folded(local_name(label)) for label in LABELS if label != RDFS + "label"}
    named = iri == RDFS + "label" or folded(local_name(iri)) in usual
    return next((other for other in LABELS if named and other != iri and scene.used(other)), "")


def _term(scene: Scene, iri: str, place: Place, role: str, known: dict[str, str]) -> Finding:
    terms = scene.terms
    if found := _half_namespace(scene, iri, place):
        return found
    namespace = iri[: len(iri) - len(local_name(iri))]
    used = next((prefix for prefix, bound in scene.query.prefixes.items() if bound == namespace), "")
    meant = terms.same_elsewhere(iri, known)
    usual = terms.prefixes.get(used) or WELL_KNOWN.get(used, "") if used else ""
    if meant or (usual and usual != namespace):
        wanted = meant[: len(meant) - len(local_name(meant))] if meant else usual
        message = f"<{namespace}> is not a namespace that this publication uses, so {role} <{iri}> has no match"
        message += f"; here it is <{wanted}>." if meant or usual in terms.namespaces else "."
        prefix = used or next((one for one, bound in terms.prefixes.items() if bound == wanted), "")
        return Finding("other-namespace", message, f"Write PREFIX {prefix}: <{wanted}>.", place)
    short = terms.short(iri)
    message = f"There is no {role} {short} in the ontology or the data."
    if role == "property" and (near := name_property(scene, iri)):
        return Finding("unknown-property", message, f"Names are in {terms.short(near)}.", place)
    if iri in SAME_AS and (links := [other for other in SAME_AS if scene.used(other)]):
        fix = f"What is the same elsewhere is in {terms.short(links[0])}."
        return Finding("unknown-property", message, fix, place)
    if (inverse := INVERSES.get(iri)) and scene.used(inverse):
        return Finding(f"unknown-{role}", message, f"Write {terms.short(inverse)} the other way round.", place)
    known = known | scene.in_use(role)
    if likely := terms.likely(iri, known) or terms.akin(iri, known):
        return Finding(f"unknown-{role}", message, f"Did you mean {' or '.join(map(terms.short, likely))}?", place)
    other = terms.properties if role == "class" else terms.classes
    if near := terms.same_name(iri, other) or terms.nearest(iri, other):
        kind = "property" if role == "class" else "class"
        return Finding(f"unknown-{role}", message, f"There is a {kind} {terms.short(near)}.", place)
    if defined := terms.defined_with(iri, known):
        fix = f"The word is in the definition of {' and '.join(map(terms.short, defined))}."
        return Finding(f"unknown-{role}", message, fix, place)
    return Finding(f"unknown-{role}", message, "Look it up in the ontology.", place)


def _half_namespace(scene: Scene, iri: str, place: Place) -> Finding | None:
    """A prefix whose namespace lacks its last character, so that names are glued to it."""
    for prefix, bound in scene.query.prefixes.items():
        for end in "#/":
            if iri.startswith(bound) and bound + end in scene.terms.namespaces:
                message = (
                    f"The namespace of {prefix}: lacks its last character, so {prefix}:{iri[len(bound) :]} is <{iri}>."
                )
                return Finding("other-namespace", message, f"Write PREFIX {prefix}: <{bound}{end}>.", place)
    return None


def unknown_thing(scene: Scene, iri: str, place: Place | None) -> Finding | None:
    """Why an IRI in the place of a subject or an object has no statement at all; None when it has one."""
    if scene.names(iri):
        return None
    short = scene.terms.short(iri)
    kind = "unknown-thing" if iri.startswith(scene.base) else "unknown-iri"
    for known in (scene.terms.classes, scene.terms.properties):
        if meant := scene.terms.same_elsewhere(iri, known):
            message = f"No statement names {short}."
            return Finding("other-namespace", message, f"Did you mean {scene.terms.short(meant)}?", place)
    message = f"No statement names {short}."
    vocabulary = scene.terms.vocabulary
    if vocabulary and iri.startswith(vocabulary):
        return scene.terms.unknown_term(iri, place)
    bare, base = bare_iri(iri), bare_iri(scene.base)
    if bare.startswith(base) and not iri.startswith(scene.base):
        fix = f"Write <{scene.base}{bare[len(base) :].lstrip('/')}>."
        return Finding("other-namespace", f"{message} Those of this publication begin with <{scene.base}>.", fix, place)
    if other := next(filter(scene.names, _otherwise(iri)), ""):
        return Finding(kind, message, f"Did you mean {scene.terms.short(other)}?", place)
    things = scene.identifiers.nearest(local_name(iri))
    fix = f"Did you mean {' or '.join(map(scene.terms.short, things))}?" if things else "Search for it by its name."
    return Finding(kind, message, fix, place)


def _otherwise(iri: str) -> Iterator[str]:
    """The same web address with the other scheme, with www or without, with / at its end or without."""
    scheme, found, rest = iri.partition("://")
    if not found or scheme not in ("http", "https"):
        return
    for other in dict.fromkeys((scheme, "https", "http")):
        for host in (rest, rest.removeprefix("www."), f"www.{rest}"):
            for end in (host, host.removesuffix("/"), f"{host}/"):
                if (written := f"{other}://{end}") != iri:
                    yield written


def unknown_graphs(scene: Scene) -> Iterator[Finding]:
    """Every graph that the query or its dataset names and that is not here."""
    asked = scene.probes.asked
    named = [*scene.query.graphs, *scene.query.named_graphs, *map(Iri, (*asked.graphs, *asked.named_graphs))]
    found: dict[str, Place | None] = {iri.value: None for iri in named}
    for block in _graph_blocks(scene.query.where):
        if isinstance(block.name, Iri):
            found.setdefault(block.name.value, block.place)
    for iri, place in found.items():
        if iri not in scene.graphs:
            yield _graph(scene, iri, place)


def _graph(scene: Scene, iri: str, place: Place | None) -> Finding:
    by_name = {graph: local_name(graph) for graph in sorted(scene.graphs)}
    near = scene.terms.best(local_name(iri), by_name)
    fix = f"Did you mean <{near}>?" if near else "Leave GRAPH or FROM out to ask everything."
    return Finding("unknown-graph", f"There is no graph <{iri}> here, so it is empty.", fix, place)


def _graph_blocks(group: Group) -> Iterator[Block]:
    for element in group.elements:
        if isinstance(element, Block):
            if element.kind == "GRAPH":
                yield element
            for inner in element.groups:
                yield from _graph_blocks(inner)
        elif isinstance(element, Clause) and element.query:
            yield from _graph_blocks(element.query.where)


def every_triple(group: Group) -> Iterator[Triple]:
    """The triple patterns of a group with those of its subqueries."""
    yield from group.triples()
    for clause in group.clauses():
        if clause.query:
            yield from every_triple(clause.query.where)


def unknown_terms(scene: Scene) -> Iterator[Finding]:
    """Every term of the publication's own vocabulary that does not exist, wherever the query names it."""
    seen: set[str] = set()
    for iri, place, role in _named(scene.query.where):
        if iri in seen or not _checked(scene, iri):
            continue
        seen.add(iri)
        finding = {"property": unknown_property, "class": unknown_class}[role](scene, iri, place)
        if finding:
            yield finding


def _checked(scene: Scene, iri: str) -> bool:
    """Whether a term is of the publication's vocabulary, or is what it uses in a namespace spelled another way."""
    vocabulary = scene.terms.vocabulary
    if vocabulary and iri.startswith(vocabulary) and iri != vocabulary:
        return True
    known = {**scene.terms.properties, **scene.terms.classes}
    return iri not in known and bool(scene.terms.same_elsewhere(iri, known))


def _named(group: Group) -> Iterator[tuple[str, Place, str]]:
    for triple in every_triple(group):
        if isinstance(triple.path, Path):
            yield from ((iri.value, triple.place, "property") for iri in triple.path.iris())
            last = triple.path.parts[0] if triple.path.operator == "/" else triple.path
            if last.iri and last.iri.value == TYPE and isinstance(triple.object, Iri):
                yield triple.object.value, triple.place, "class"


def unbound(scene: Scene) -> Iterator[Finding]:
    """Every variable that FILTER, BIND or SELECT uses and that nothing binds, however its group is reached."""
    bound = {name for group in _groups(scene.query.where) for name in group.variables()}
    bound |= scene.query.named
    reported: set[str] = set()
    for clause in _clauses(scene.query.where):
        if clause.kind in ("FILTER", "BIND") and not _may_be_unbound(clause):
            for name in sorted(clause.uses - bound - reported):
                reported.add(name)
                yield _unbound(name, bound, clause.place, clause.kind)
    if scene.query.form == "SELECT":
        for word in scene.query.used:
            if isinstance(word.term, Variable) and word.term.name not in bound | reported:
                reported.add(word.term.name)
                yield _unbound(word.term.name, bound, word.place, "The query")


def _may_be_unbound(clause: Clause) -> bool:
    """Whether a condition has a part in which a variable without a value is no mistake, as ``!BOUND(?x)`` has."""
    words = [word.text.upper() for word in clause.words]
    return any(one in ("COALESCE", "EXISTS") for one in words) or ("!", "BOUND") in zip(words, words[1:], strict=False)


def _groups(group: Group) -> Iterator[Group]:
    yield group
    for clause in _clauses(group):
        if clause.query:
            yield from _groups(clause.query.where)


def _clauses(group: Group) -> Iterator[Clause]:
    for element in group.elements:
        yield from _inside(element)


def _inside(element: Element) -> Iterator[Clause]:
    if isinstance(element, Clause):
        yield element
        if element.query:
            yield from _clauses(element.query.where)
    elif isinstance(element, Block):
        for group in element.groups:
            yield from _clauses(group)


def _unbound(name: str, bound: set[str], place: Place, where: str) -> Finding:
    near = min((one for one in bound if one.lower() == name.lower()), default="") or _near(name, bound)
    fix = f"Did you mean ?{near}?" if near else "Use it in a triple pattern too, or leave it out."
    return Finding("unbound-variable", f"{where} uses ?{name}, to which no pattern gives a value.", fix, place)


def _near(name: str, bound: set[str]) -> str:
    return likeliest(name, (one for one in bound if not one.startswith("_")))
