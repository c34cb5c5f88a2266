"""Terms, things and graphs that do not exist, and which was probably meant."""

from __future__ import annotations

from collections.abc import Iterator

from accord.explanations.context import TYPE, QueryContext
from accord.explanations.findings import Remark
from accord.explanations.query.model import Block, Clause, GroupPattern, Iri, Path, Place, TriplePattern
from accord.explanations.terms import bare_iri, folded
from accord.names import INVERSES, LABELS, RDFS, SAME_AS, WELL_KNOWN, local_name


def unknown_property(context: QueryContext, iri: str, place: Place) -> Remark | None:
    """Why a property has no statement; None when it has some, or is known to the ontology."""
    if iri in context.terms.properties or context.used(iri):
        return None
    short = context.terms.short(iri)
    if iri in context.terms.classes:
        message = f"{short} is a class, not a property."
        return Remark("class-as-property", message, f"Write ?x a {short}.", place)
    return _term(context, iri, place, "property", context.terms.properties)


def unknown_class(context: QueryContext, iri: str, place: Place) -> Remark | None:
    """Why a class has no members; None when it has some, or is known to the ontology."""
    if iri in context.terms.classes or context.probes.matches_anywhere(f"{{ ?s a <{iri}> }}"):
        return None
    short = context.terms.short(iri)
    if iri in context.terms.properties:
        return Remark("property-as-class", f"{short} is a property, not a class.", f"Write ?x {short} ?y.", place)
    return _term(context, iri, place, "class", context.terms.classes)


def name_property(context: QueryContext, iri: str) -> str:
    """The property for names that the data use, where another of those is asked for, in whatever capitals."""
    usual = {folded(local_name(label)) for label in LABELS if label != RDFS + "label"}
    named = iri == RDFS + "label" or folded(local_name(iri)) in usual
    return next((other for other in LABELS if named and other != iri and context.used(other)), "")


def _term(context: QueryContext, iri: str, place: Place, role: str, known: dict[str, str]) -> Remark:
    """Why a class or a property (``role``) has no match, and which one of the ``known`` was probably meant."""
    if found := _half_namespace(context, iri, place) or _other_namespace(context, iri, place, role, known):
        return found
    message = f"There is no {role} {context.terms.short(iri)} in the ontology or the data."
    return Remark(f"unknown-{role}", message, next(_instead(context, iri, role, known)), place)


def _instead(context: QueryContext, iri: str, role: str, known: dict[str, str]) -> Iterator[str]:
    """Remedies for a term that does not exist, the likeliest first. There is always one."""
    terms = context.terms
    if role == "property" and (near := name_property(context, iri)):
        yield f"Names are in {terms.short(near)}."
    if iri in SAME_AS and (links := [other for other in SAME_AS if context.used(other)]):
        yield f"Links to the same thing elsewhere are in {terms.short(links[0])}."
    if (inverse := INVERSES.get(iri)) and context.used(inverse):
        yield f"Write {terms.short(inverse)} the other way round."
    known = known | context.in_use(role)
    if likely := terms.likely(iri, known) or terms.akin(iri, known):
        yield f"Did you mean {' or '.join(map(terms.short, likely))}?"
    kind, others = ("property", terms.properties) if role == "class" else ("class", terms.classes)
    if near := terms.same_name(iri, others) or terms.nearest(iri, others):
        yield f"There is a {kind} {terms.short(near)}."
    if defined := terms.defined_with(iri, known):
        yield f"The word is in the definition of {' and '.join(map(terms.short, defined))}."
    yield "Look it up in the ontology."


def _other_namespace(context: QueryContext, iri: str, place: Place, role: str, known: dict[str, str]) -> Remark | None:
    """A namespace in place of the one that the publication uses for the same term, or for the same prefix."""
    terms = context.terms
    namespace = iri[: len(iri) - len(local_name(iri))]
    used = next((prefix for prefix, bound in context.query.prefixes.items() if bound == namespace), "")
    meant = terms.same_elsewhere(iri, known)
    usual = terms.prefixes.get(used) or WELL_KNOWN.get(used, "") if used else ""
    if not meant and usual in ("", namespace):
        return None
    wanted = meant[: len(meant) - len(local_name(meant))] if meant else usual
    message = f"<{namespace}> is not a namespace that this publication uses, so {role} <{iri}> has no match"
    message += f"; here it is <{wanted}>." if meant or usual in terms.namespaces else "."
    prefix = used or next((one for one, bound in terms.prefixes.items() if bound == wanted), "")
    return Remark("other-namespace", message, f"Write PREFIX {prefix}: <{wanted}>.", place)


def _half_namespace(context: QueryContext, iri: str, place: Place) -> Remark | None:
    """A prefix whose namespace lacks its last character, so that names are glued to it."""
    for prefix, bound in context.query.prefixes.items():
        for end in "#/":
            if iri.startswith(bound) and bound + end in context.terms.namespaces:
                message = (
                    f"The namespace of {prefix}: lacks its last character, so {prefix}:{iri[len(bound) :]} is <{iri}>."
                )
                return Remark("other-namespace", message, f"Write PREFIX {prefix}: <{bound}{end}>.", place)
    return None


def unknown_thing(context: QueryContext, iri: str, place: Place | None) -> Remark | None:
    """Why an IRI in the place of a subject or an object has no statement at all; None when it has one."""
    if context.names(iri):
        return None
    short = context.terms.short(iri)
    kind = "unknown-thing" if iri.startswith(context.base) else "unknown-iri"
    for known in (context.terms.classes, context.terms.properties):
        if meant := context.terms.same_elsewhere(iri, known):
            message = f"No statement names {short}."
            return Remark("other-namespace", message, f"Did you mean {context.terms.short(meant)}?", place)
    message = f"No statement names {short}."
    vocabulary = context.terms.vocabulary
    if vocabulary and iri.startswith(vocabulary):
        return context.terms.unknown_term(iri, place)
    bare, base = bare_iri(iri), bare_iri(context.base)
    if bare.startswith(base) and not iri.startswith(context.base):
        fix = f"Write <{context.base}{bare[len(base) :].lstrip('/')}>."
        return Remark(
            "other-namespace", f"{message} Those of this publication begin with <{context.base}>.", fix, place
        )
    if other := next(filter(context.names, _otherwise(iri)), ""):
        return Remark(kind, message, f"Did you mean {context.terms.short(other)}?", place)
    things = context.identifiers.nearest(local_name(iri))
    fix = f"Did you mean {' or '.join(map(context.terms.short, things))}?" if things else "Search for it by its name."
    return Remark(kind, message, fix, place)


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


def unknown_graphs(context: QueryContext) -> Iterator[Remark]:
    """Every graph that the query or its dataset names and that is not here."""
    asked = context.probes.asked
    named = [*context.query.graphs, *context.query.named_graphs, *map(Iri, (*asked.graphs, *asked.named_graphs))]
    found: dict[str, Place | None] = {iri.value: None for iri in named}
    for block in _graph_blocks(context.query.where):
        if isinstance(block.name, Iri):
            found.setdefault(block.name.value, block.place)
    for iri, place in found.items():
        if iri not in context.graphs:
            yield _graph(context, iri, place)


def _graph(context: QueryContext, iri: str, place: Place | None) -> Remark:
    by_name = {graph: local_name(graph) for graph in sorted(context.graphs)}
    near = context.terms.best(local_name(iri), by_name)
    fix = f"Did you mean <{near}>?" if near else "Leave GRAPH or FROM out to ask everything."
    return Remark("unknown-graph", f"There is no graph <{iri}> here, so it is empty.", fix, place)


def _graph_blocks(group: GroupPattern) -> Iterator[Block]:
    for element in group.elements:
        if isinstance(element, Block):
            if element.kind == "GRAPH":
                yield element
            for inner in element.groups:
                yield from _graph_blocks(inner)
        elif isinstance(element, Clause) and element.query:
            yield from _graph_blocks(element.query.where)


def every_triple(group: GroupPattern) -> Iterator[TriplePattern]:
    """The triple patterns of a group with those of its subqueries."""
    yield from group.triples()
    for clause in group.clauses():
        if clause.query:
            yield from every_triple(clause.query.where)


def unknown_terms(context: QueryContext) -> Iterator[Remark]:
    """Every term of the publication's own vocabulary that does not exist, wherever the query names it."""
    seen: set[str] = set()
    for iri, place, role in _named(context.query.where):
        if iri in seen or not _checked(context, iri):
            continue
        seen.add(iri)
        finding = {"property": unknown_property, "class": unknown_class}[role](context, iri, place)
        if finding:
            yield finding


def _checked(context: QueryContext, iri: str) -> bool:
    """Whether a term is of the publication's vocabulary, or is what it uses in a namespace spelled another way."""
    vocabulary = context.terms.vocabulary
    if vocabulary and iri.startswith(vocabulary) and iri != vocabulary:
        return True
    known = {**context.terms.properties, **context.terms.classes}
    return iri not in known and bool(context.terms.same_elsewhere(iri, known))


def _named(group: GroupPattern) -> Iterator[tuple[str, Place, str]]:
    for triple in every_triple(group):
        if isinstance(triple.path, Path):
            yield from ((iri.value, triple.place, "property") for iri in triple.path.iris())
            last = triple.path.parts[0] if triple.path.operator == "/" else triple.path
            if last.iri and last.iri.value == TYPE and isinstance(triple.object, Iri):
                yield triple.object.value, triple.place, "class"
