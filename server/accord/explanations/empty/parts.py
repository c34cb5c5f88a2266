"""Parts of a pattern that match nothing though the whole does: OPTIONAL, and the groups of UNION.

Only what is surely a mistake is reported, such as a property on the wrong class. What the data happen not to state is
what OPTIONAL is for.
"""

from __future__ import annotations

from collections.abc import Iterator

from accord.explanations import empty
from accord.explanations.context import QueryContext
from accord.explanations.empty import unknown
from accord.explanations.findings import Remark
from accord.explanations.query.model import Block, Element, GroupPattern

_NO_MISTAKE = frozenset({"unused-property", "empty-class", "never-together", "no-match", "not-stated", "other-value",
                         "no-such-value", "filter-removes-all", "out-of-range", "filters-together"})  # fmt: skip
"""Kinds of findings that say only what the data do not have, as ``not-on-class`` does where it knows nothing better."""
_MOST = 12
"""Parts that are looked at: each takes one probe where it matches."""


def reasons(context: QueryContext) -> Iterator[Remark]:
    """Every OPTIONAL and every group of UNION that matches no row and why, where that is a mistake.

    A term that does not exist is left out: it is said of the whole query.
    """
    reported = {finding.message for finding in unknown.unknown_terms(context)}
    for number, (kind, before, group) in enumerate(_parts(context.query.where)):
        if number == _MOST:
            return
        whole = GroupPattern((*before, *group.elements))
        if context.probes.matches(str(whole)):
            continue
        for finding in empty.group_reasons(context, whole):
            if (
                finding.message not in reported
                and finding.kind not in _NO_MISTAKE
                and (finding.kind != "not-on-class" or finding.fix)
            ):
                what = "OPTIONAL" if kind == "OPTIONAL" else "A part of UNION"
                message = f"{what} matches no row. {finding.message}"
                yield Remark(finding.kind, message, finding.fix, finding.place, finding.patterns)


def _parts(group: GroupPattern) -> Iterator[tuple[str, tuple[Element, ...], GroupPattern]]:
    """The parts of a group, each with its kind and what comes before it that every row must match."""
    before: list[Element] = []
    for element in group.elements:
        if isinstance(element, Block) and element.kind in ("OPTIONAL", "UNION"):
            yield from ((element.kind, tuple(before), inner) for inner in element.groups)
        if not isinstance(element, Block) or element.kind not in ("OPTIONAL", "MINUS"):
            before.append(element)
