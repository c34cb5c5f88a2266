"""A few lines for people: what was read of a folder, what was guessed, what was left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from pathlib import Path

from accord.errors import InputError
from accord.names import local_names
from accord.publication.files.layout import ARCHIVES, NOT_RDF, LeftOut
from accord.publication.survey import Survey
from accord.publication.survey.guesses import Guess

_NAMED = 3
"""How many files of a group are named; `accord init` and `accord check` are for those who want all."""
_WIDTH = 100
"""Characters of a value that are shown."""
_MAX_GROUPS = 12
"""Reasons that are shown; a folder has a handful."""


def lines(survey: Survey, stated: Container[str] = (), *, written: bool = False) -> list[str]:
    """What was read, guessed and left out; ``stated`` are the settings that need no guess, by their names here.

    ``written`` says that the guesses are being written to a file, so that nobody needs to hear how.
    """
    guessed = _guessed(survey, stated, written) if survey.files else ()
    rest = (*_imports(survey.imports), *_schema_org(*survey.schema_org), *_left_out(survey.left_out))
    return [*_read(survey), *guessed, *rest]


def nothing_read(root: Path, left_out: Sequence[LeftOut]) -> InputError:
    """The error of a folder of which nothing can be read: the first that looks like RDF, or what there is instead."""
    message = f"{root} is not a publication: it holds no RDF that can be read."
    remedy = "Name the folder that holds it. `accord init` says what is in a folder."
    if lost := [one for one in left_out if one.is_loss]:
        first = lost[0].faults[0].error() if lost[0].faults else None
        message += f" Of {len(lost):,} left out the first is {lost[0].path}: "
        message += first.message if first else f"{lost[0].reason}."
        return InputError(message, remedy=(first.remedy if first else "") or remedy)
    if others := [one for one in left_out if one.reason in (ARCHIVES, NOT_RDF)]:
        message += f" It holds {_names(others)}."
        packed = next((one.path for one in others if one.reason == ARCHIVES), "")
        remedy = f"Unpack {_shown(packed)}." if packed else f"{remedy} Tables and documents have to be converted first."
    return InputError(message, remedy=remedy)


def _read(survey: Survey) -> list[str]:
    by_role = Counter(" and ".join(file.roles) for file in survey.files)
    roles = ", ".join(f"{count:,} {role}" for role, count in sorted(by_role.items(), key=lambda item: -item[1]))
    queries = len(survey.layout.queries)
    total = f"Read {_count(len(survey.files), 'file')} with {_count(survey.statements, 'statement')}"
    parts = [f"{total}: {roles}" if roles else total, f"{_count(queries, 'query', 'queries')}" if queries else ""]
    found = ["; ".join(filter(None, parts)) + "."]
    faulty = [file for file in survey.files if file.faults]
    if faulty:
        number = _count(sum(file.faults for file in faulty), "fault")
        found.append(f"  {_count(len(faulty), 'file')} with {number}, the rest is read; the first: {faulty[0].fault}")
    return found


def _guessed(survey: Survey, known: Container[str], written: bool) -> list[str]:
    guesses = survey.guesses
    shown: tuple[tuple[str, Guess[str] | Guess[tuple[str, ...]]], ...] = (
        ("title", guesses.title),
        ("licence", guesses.license),
        ("publisher", guesses.publisher),
        ("base", guesses.base if survey.guesses.base.value not in guesses.bases.value else guesses.bases),
        ("languages", guesses.languages),
        ("vocabulary", guesses.vocabulary),
        ("kinds", Guess(local_names(guesses.featured.value), guesses.featured.why)),
        ("coordinates", guesses.coordinates),
        ("images", guesses.images),
    )
    stated = survey.layout.configuration
    how = f" where {stated} says nothing" if stated else " (`accord init` writes them to a file to edit)"
    head = f"Guessed{'' if written else how}:"
    found = [f"  {name}: {_value(guess)}" for name, guess in shown if guess.value and name not in known]
    return [head, *found] if found else []


def _value(guess: Guess[str] | Guess[tuple[str, ...]]) -> str:
    values = (guess.value,) if isinstance(guess.value, str) else guess.value
    return f"{_cut(', '.join(values))} ({guess.why.rstrip('.')})"


def _imports(imports: Sequence[str]) -> list[str]:
    """The ontologies that the files import: nothing is fetched."""
    if not imports:
        return []
    named = ", ".join(map(_shown, imports[:_NAMED])) + (
        f" and {len(imports) - _NAMED:,} more" * (len(imports) > _NAMED)
    )
    return [f"Not fetched: {_count(len(imports), 'ontology', 'ontologies')} of owl:imports that no file holds: {named}"]


def _schema_org(plain: int, secure: int) -> list[str]:
    """That schema.org is used in two spellings, which are two vocabularies in RDF."""
    if not (plain and secure):
        return []
    counts = f"{_count(plain, 'statement')} with http and {_count(secure, 'statement')} with https"
    return [
        f"Used in two spellings: schema.org ({counts}). A list or a query of one misses the other; use one of them."
    ]


def _left_out(left_out: Iterable[LeftOut]) -> list[str]:
    groups: dict[str, list[LeftOut]] = {}
    for one in left_out:
        groups.setdefault(one.reason, []).append(one)
    if not groups:
        return []
    ranked = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    total = sum(map(len, groups.values()))
    found = [f"Left out {_count(total, 'file or folder', 'files and folders')}:"]
    found += [f"  {len(group):,} {_cut(reason)}: {_names(group)}" for reason, group in ranked[:_MAX_GROUPS]]
    more = sum(len(group) for _, group in ranked[_MAX_GROUPS:])
    return [*found, f"  {more:,} for {len(ranked) - _MAX_GROUPS} other reasons"] if more else found


def _names(group: Sequence[LeftOut]) -> str:
    named = [f"{_shown(one.path)} ({_cut(one.detail)})" if one.detail else _shown(one.path) for one in group[:_NAMED]]
    return ", ".join(named) + (f" and {len(group) - _NAMED:,} more" if len(group) > _NAMED else "")


def _shown(path: str) -> str:
    return _cut(path if path.isprintable() else ascii(path))


def _cut(text: str) -> str:
    """Text in one line, and not too long for it."""
    text = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH // 2]}…{text[-_WIDTH // 2 :]}"


def _count(number: int, what: str, many: str = "") -> str:
    return f"{number:,} {what if number == 1 else many or what + 's'}"
