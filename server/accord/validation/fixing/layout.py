"""The house style of Turtle, as edits: what is between the parts of a statement is written in the one way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from accord.publication.files.layout import CONFIGURATION_NAME
from accord.turtle import Document
from accord.validation.fixing.edits import Edit
from accord.validation.stages import style

_LINE = {"subject": "\n\n", "predicate": "\n    ", "directive": "\n"}
"""What comes before a part that begins a line; before all other parts comes one space."""


def edits(document: Document, order: Sequence[str], path: str) -> Iterator[Edit]:
    """The fixes of the layout of a file without faults: spaces, line breaks, and the prefixes."""
    if document.faults:
        return
    parts = list(style.parts(document.text))
    found = [*_gaps(document, parts), *_loose(document, parts)]
    yield from found
    if not found:
        yield from _prefixes(document, parts, order, may_idle=path.endswith(CONFIGURATION_NAME))


def _gaps(document: Document, parts: Sequence[style.Part]) -> Iterator[Edit]:
    """What is between two parts and not as it has to be."""
    last = ""
    for part in parts[:-1]:
        written = document.text[part.before : part.start]
        if part.name == "mark" and (comments := _comments(written)):
            text = f" {document.text[part.start : part.end]} {chr(10).join(comments)}\n"
            yield Edit(part.before, part.end, text, "layout")
        elif not style.fits(part, written) and (wanted := _wanted(part, written)) != written:
            yield Edit(part.before, part.start, wanted, "layout")
        elif written == " " and style.is_too_wide(document, part, last):
            yield Edit(part.before, part.start, "\n        ", "line too wide")
        last = part.kind


def _wanted(part: style.Part, written: str) -> str:
    """The right gap before a part, with the comments that are in it."""
    comments = _comments(written)
    if not part.before:
        return "".join(f"{line}\n" for line in comments) + ("\n" if comments and part.name == "subject" else "")
    is_after_a_term = written.split("\n")[0].strip().startswith("#")
    if not comments:
        return _LINE.get(part.name, " ")
    first = f" {comments.pop(0)}" if is_after_a_term else ""
    indent = "    " if part.name == "predicate" else "" if part.name in ("subject", "directive") else "        "
    rest = "".join(f"{indent}{line}\n" for line in comments)
    return f"{first}\n{chr(10) if part.name == 'subject' else ''}{rest}{indent}"


def _comments(written: str) -> list[str]:
    """The comments between two parts, one a line."""
    return [line.strip() for line in written.split("\n") if line.strip().startswith("#")]


def _loose(document: Document, parts: Sequence[style.Part]) -> Iterator[Edit]:
    """Tabs, spaces at the ends of lines, and the end of the file."""
    writes = {"TAB": "    ", "BLANKS": "", "FILE-END": None}
    for code, (start, end) in style.loose_places(document.text, parts):
        if code in writes:
            text = writes[code]
            yield Edit(start, end, document.text[start:end].rstrip("\n") + "\n" if text is None else text, "spaces")


def _prefixes(
    document: Document, parts: Sequence[style.Part], order: Sequence[str], *, may_idle: bool
) -> Iterator[Edit]:
    """The declarations of prefixes in their order, without those that nothing uses, where they are lines in a row."""
    declared = dict(style.declarations(document.text, parts))
    lines = {name: _line(document.text, start) for name, (start, _) in declared.items()}
    idle = set() if may_idle else set(style.idle_prefixes(document.text, declared))
    wanted = style.ordered([name for name in declared if name not in idle], order)
    if wanted == list(declared) or not lines:
        return
    spans = sorted(lines.values())
    if any(end != start for (_, end), (start, _) in zip(spans, spans[1:], strict=False)):
        return
    text = "".join(document.text[slice(*lines[name])] for name in wanted)
    yield Edit(spans[0][0], spans[-1][1], text, "prefixes")


def _line(text: str, at: int) -> tuple[int, int]:
    """The line of a place, with its end."""
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, end + 1 if end >= 0 else len(text)
