"""Misleading sums, averages and counts: mixed units and kinds, things counted twice or not at all."""

from __future__ import annotations

from collections.abc import Iterator

from accord.explanations.context import SHOWN, QueryContext, count
from accord.explanations.empty.literals import family, kinds
from accord.explanations.findings import Remark
from accord.explanations.misleading.sources import Source, anywhere, source_of
from accord.explanations.probes import Row, joined, names
from accord.explanations.query.model import Aggregate, Path, Term, TriplePattern, Value, Variable

_SAMPLE = 50
"""Values that are looked at to say whether they are numbers."""


def reasons(context: QueryContext) -> Iterator[Remark]:
    """What is wrong with each aggregate of the query itself."""
    if context.query.keys is None:
        return
    yield from counted(context)
    for aggregate in context.query.aggregates:
        source = source_of(context, aggregate)
        checks = (_CHECKS if source else _OF_ANY_VALUES).get(aggregate.function, ())
        source = source or anywhere(context, aggregate)
        for check in checks:
            if found := check(context, source):
                yield found
                if found.kind in ("sum-of-things", "sum-of-strings"):
                    break


def _numbers(context: QueryContext, source: Source) -> Remark | None:
    """SUM and AVG of what is not a number."""
    name = source.aggregate.variable
    found = [one for one in context.probes.values(name, str(source.body), _SAMPLE) if not isinstance(one, Variable)]
    place = source.aggregate.place
    if kinds(found) == "things":
        for iri in context.measures.values:
            if context.probes.matches(joined((*source.body.elements, f"?{name} <{iri}> ?_number ."))):
                fix = f"Write ?{name} {context.terms.short(iri)} ?number, and {source.aggregate.function}(?number)."
                break
        else:
            fix = "Use the variable that is bound to the numbers."
        message = f"{source.what} has no value: ?{name} is bound to things (IRIs), not numbers."
        return Remark("sum-of-things", message, fix, place)
    values = [one for one in found if isinstance(one, Value)]
    wrong = [one for one in values if family(one) != "number"]
    if wrong:
        message = f"{source.what} has no value: ?{name} is also bound to {context.listed(wrong)}"
        message += ", which is not a number."
        digits = all(one.lexical.replace(".", "", 1).isdigit() for one in wrong)
        cast = f"Write {source.aggregate.function}(xsd:decimal(?{name}))."
        return Remark("sum-of-strings", message, cast if digits else "Use a property whose values are numbers.", place)
    return None


def _units(context: QueryContext, source: Source) -> Remark | None:
    if source.predicate not in context.measures.values or not context.measures.units:
        return None
    properties = " ".join(f"<{iri}>" for iri in context.measures.units)
    more = (f"VALUES ?_unit {{ {properties} }}", f"{source.owner} ?_unit ?_of .")
    rows = source.rows(context, "(COUNT(DISTINCT ?_of) AS ?_n)", "COUNT(DISTINCT ?_of) > 1", *more)
    if not rows:
        return None
    units = context.probes.values(
        "_of", joined((*source.body.elements, *more, _same_group(source, rows[0]))), SHOWN + 1
    )
    message = f"{source.what} mixes {count(rows[0])} units{source.of_group(context, rows[0])}: {context.listed(units)}."
    first = context.terms.short(context.measures.units[0])
    owner = "?amount" if source.owner.hidden else source.owner
    fix = f"Ask for one of them, or write GROUP BY ?unit with {owner} {first} ?unit."
    return Remark("mixed-units", message, fix, source.aggregate.place)


def _same_group(source: Source, row: Row) -> str:
    return " ".join(f"FILTER (?{key} = {row[key]})" for key in source.keys if key in row)


def _sorts(context: QueryContext, source: Source) -> Remark | None:
    if source.predicate not in context.measures.values or len(context.measures.amounts) < 2:
        return None
    properties = " ".join(f"<{iri}>" for iri in context.measures.amounts)
    more = (f"VALUES ?_sort {{ {properties} }}", f"?_whole ?_sort {source.owner} .")
    rows = source.rows(context, "(COUNT(DISTINCT ?_sort) AS ?_n)", "COUNT(DISTINCT ?_sort) > 1", *more)
    if not rows:
        return None
    mixed = context.probes.values(
        "_sort", joined((*source.body.elements, *more, _same_group(source, rows[0]))), SHOWN + 1
    )
    message = f"{source.what} mixes amounts of {count(rows[0])} sorts{source.of_group(context, rows[0])}:"
    message += f" {context.listed(mixed)}."
    fix = f"Ask for one of them, as in {context.listed(mixed[:1])}."
    return Remark("mixed-sorts", message, fix, source.aggregate.place)


def _counted_in(context: QueryContext, source: Source) -> Remark | None:
    """An amount in the same group as the larger one that includes it."""
    if not context.measures.counted_in or source.owner.name in source.keys:
        return None
    inside = "|".join(f"<{iri}>" for iri in context.measures.counted_in)
    amounts = "|".join(f"<{iri}>" for iri in (*context.measures.amounts, *context.measures.equivalents))
    ways = [f"{{ {source.owner} {inside} ?_larger . BIND ({source.owner} AS ?_part) BIND (?_larger AS ?_big) }}"]
    if amounts:
        ways.append(f"{{ ?_part {amounts} {source.owner} ; {inside} ?_larger . ?_larger {amounts} ?_big }}")
    pattern = joined((*source.body.elements, " UNION ".join(ways)))
    for row in context.probes.select(
        f"DISTINCT {names(source.keys)} ?_part ?_larger ?_big", pattern, f"LIMIT {SHOWN * 3}"
    ):
        if "_big" not in row:
            continue
        larger = _pinned(
            source, {source.owner.name: row["_big"], **{key: row[key] for key in source.keys if key in row}}
        )
        if context.probes.matches(larger):
            part, whole = context.show(row["_part"]), context.show(row["_larger"])
            message = f"{source.what} counts {part}, which is counted in {whole} already."
            property = context.terms.short(context.measures.counted_in[0])
            fix = f"Leave such parts out: FILTER NOT EXISTS {{ ?part {property} ?larger }}."
            return Remark("counted-in-another", message, fix, source.aggregate.place)
    return None


def _equivalent(context: QueryContext, source: Source) -> Remark | None:
    """An amount in the same group as the same amount in another unit."""
    measures = context.measures
    if not measures.equivalents or not measures.amounts or source.owner.name in source.keys:
        return None
    amounts, equivalents = ("|".join(f"<{iri}>" for iri in iris) for iris in (measures.amounts, measures.equivalents))
    same = f"?_whole {equivalents} {source.owner} ; {amounts} ?_other ."
    pattern = joined((*source.body.elements, same))
    for row in context.probes.select(f"DISTINCT {names(source.keys)} ?_whole ?_other", pattern, f"LIMIT {SHOWN * 3}"):
        keys = {key: row[key] for key in source.keys if key in row}
        if "_other" in row and context.probes.matches(_pinned(source, {source.owner.name: row["_other"], **keys})):
            message = f"{source.what} counts the amount of {context.show(row['_whole'])} twice, in two units."
            fix = f"Leave {context.terms.short(measures.equivalents[0])} out, or the amount that it replaces."
            return Remark("amount-and-equivalent", message, fix, source.aggregate.place)
    return None


def _pinned(source: Source, values: dict[str, Term]) -> str:
    return joined((*source.body.elements, *(f"FILTER (?{name} = {term})" for name, term in values.items())))


def _twice(context: QueryContext, source: Source) -> Remark | None:
    """The same statement in several rows of one group."""
    name, owner = source.aggregate.variable, source.owner.name
    distinct = f"COUNT(DISTINCT CONCAT(STR(?{owner}), ' ', STR(?{name})))"
    rows = source.rows(context, f"(COUNT(?{name}) AS ?_rows) ({distinct} AS ?_n)", f"COUNT(?{name}) > {distinct}")
    if not rows or source.aggregate.distinct:
        return None
    causes = _multipliers(context, source)
    message = f"{source.what} counts {count(rows[0], '_rows')} rows{source.of_group(context, rows[0])},"
    message += f" but there are only {count(rows[0])} different amounts"
    message += f": some have several values of {' and of '.join(causes)}." if causes else "."
    fix = "Sum in a subquery with SELECT DISTINCT"
    return Remark(
        "counted-twice", message, f"{fix}, or leave {causes[0]} out." if causes else f"{fix}.", source.aggregate.place
    )


def _multipliers(context: QueryContext, source: Source) -> list[str]:
    """The variables that have several values for one owner."""
    own = {source.owner.name, source.aggregate.variable, *source.keys}
    found = []
    for name in sorted(source.body.variables() - own):
        if name.startswith("_"):
            continue
        by = f"GROUP BY {names(source.keys)} ?{source.owner.name} HAVING (COUNT(DISTINCT ?{name}) > 1) LIMIT 1"
        if context.probes.select(f"?{source.owner.name}", str(source.body), by):
            found.append(f"?{name}")
    return found


def _between_groups(context: QueryContext, source: Source) -> Remark | None:
    """The same amount in several groups: their sums have no sum."""
    if len(source.keys) != 1 or source.owner.name in source.keys:
        return None
    key = source.keys[0]
    by = f"GROUP BY ?{source.owner.name} HAVING (COUNT(DISTINCT ?{key}) > 1) LIMIT {SHOWN + 1}"
    rows = context.probes.select(f"?{source.owner.name} (COUNT(DISTINCT ?{key}) AS ?_n)", str(source.body), by)
    if not rows:
        return None
    owners = context.listed(row[source.owner.name] for row in rows if source.owner.name in row)
    message = f"{source.what} counts the same amount in several groups of ?{key} ({owners}), so the sums overlap."
    fix = "Do not add the groups up, or let those that share an amount share a row (GROUP_CONCAT in a subquery)."
    return Remark("shared-between-groups", message, fix, source.aggregate.place)


def _without_group(context: QueryContext, source: Source) -> Remark | None:
    """Amounts that are in no group, since the one pattern that gives the key does not match for them."""
    if len(source.keys) != 1:
        return None
    key = Variable(source.keys[0])
    patterns = [one for one in source.body.elements if isinstance(one, TriplePattern) and key.name in one.variables()]
    if len(patterns) != 1 or patterns[0].object != key or not isinstance(patterns[0].path, Path):
        return None
    rest = joined(one for one in source.body.elements if one is not patterns[0])
    each = f"COUNT(DISTINCT ?{source.owner.name})"
    everywhere, grouped = context.probes.number(each, rest), context.probes.number(each, str(source.body))
    if everywhere <= grouped:
        return None
    pattern = context.pattern(patterns[0])
    message = (
        f"{source.what} leaves out {everywhere - grouped} of {everywhere} amounts, for which {pattern} has no match."
    )
    fix = f"Write OPTIONAL {{ {pattern} }} to see them in a group of their own."
    return Remark("left-out-of-groups", message, fix, patterns[0].place)


def _equal_values(context: QueryContext, source: Source) -> Remark | None:
    """SUM(DISTINCT ?v) takes equal amounts of different things for one."""
    if not source.aggregate.distinct:
        return None
    name, owner = source.aggregate.variable, source.owner.name
    condition = f"COUNT(DISTINCT ?{owner}) > COUNT(DISTINCT ?{name})"
    rows = source.rows(context, f"(COUNT(DISTINCT ?{owner}) AS ?_n) (COUNT(DISTINCT ?{name}) AS ?_values)", condition)
    if not rows:
        return None
    message = f"{source.what} counts equal amounts only once: {count(rows[0])} amounts have "
    message += f"{count(rows[0], '_values')} values{source.of_group(context, rows[0])}."
    return Remark(
        "equal-values", message, "Sum in a subquery with SELECT DISTINCT ?thing ?value.", source.aggregate.place
    )


def _datatypes(context: QueryContext, source: Source) -> Remark | None:
    """MIN and MAX over values that have no common order."""
    name = source.aggregate.variable
    found = context.probes.values(name, str(source.body), _SAMPLE)
    families = {family(one): one for one in found if isinstance(one, Value)}
    if len(families) < 2:
        return None
    message = (
        f"{source.what} compares values of datatypes that have no common order: {context.listed(families.values())}."
    )
    return Remark(
        "mixed-datatypes", message, f"Filter by DATATYPE(?{name}), or compare STR(?{name}).", source.aggregate.place
    )


_CHECKS = {
    "SUM": (_numbers, _units, _sorts, _counted_in, _equivalent, _twice, _between_groups, _without_group, _equal_values),
    "AVG": (_numbers, _units, _sorts, _counted_in, _twice, _equal_values),
    "MIN": (_units, _sorts, _datatypes),
    "MAX": (_units, _sorts, _datatypes),
}


def counted(context: QueryContext) -> Iterator[Remark]:
    """COUNT(?x) of a thing, or of a value of one, that is in several rows of one group."""
    for aggregate in context.query.aggregates:
        if aggregate.function == "COUNT" and not aggregate.distinct and context.query.keys is not None:
            yield from _counted(context, aggregate, context.query.keys)


def _counted(context: QueryContext, aggregate: Aggregate, keys: tuple[str, ...]) -> Iterator[Remark]:
    """COUNT of a variable that has the same value in several rows."""
    name = aggregate.variable
    triples = list(context.query.where.triples())
    owners = [triple for triple in triples if triple.object == Variable(name)]
    if Variable(name) in {triple.subject for triple in triples}:
        distinct, what = f"DISTINCT ?{name}", f"different ?{name}"
    elif len(owners) == 1 and isinstance(subject := owners[0].subject, Variable):
        distinct, what = (
            f"DISTINCT CONCAT(STR({subject}), ' ', STR(?{name}))",
            f"matches of {context.pattern(owners[0])}",
        )
    else:
        return
    by = f"GROUP BY {names(keys)} " if keys else ""
    rows = context.probes.select(
        f"{names(keys)} (COUNT(?{name}) AS ?_rows) (COUNT({distinct}) AS ?_n)",
        str(context.query.where),
        f"{by}HAVING (COUNT(?{name}) > COUNT({distinct})) LIMIT 1",
    )
    if rows:
        message = f"COUNT(?{name}) counts {count(rows[0], '_rows')} rows, in which there are {count(rows[0])} {what}."
        yield Remark("counted-twice", message, f"Write COUNT(DISTINCT ?{name}).", aggregate.place)


_OF_ANY_VALUES = {"SUM": (_numbers,), "AVG": (_numbers,), "MIN": (_datatypes,), "MAX": (_datatypes,)}
"""Checks for values of which no property is known, such as those of ``?thing ?property ?value``."""
