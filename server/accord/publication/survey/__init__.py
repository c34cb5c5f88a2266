"""A folder is read once to know what it holds: the roles of each file, what is left out, and the guessed settings.

What strangers wrote is parsed here, so it has to happen in a confined child: ``start`` of :func:`survey` is what calls
a function in one (``sandbox.start`` with its limits), after ``parsing.prepare``. Large folders are divided among as
many children as there are cores. A file whose parser ends the child or goes over a limit is found by halves, and left
out.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from os import SEEK_END
from tempfile import TemporaryFile
from typing import IO, Any

from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from accord import parsing, progress
from accord.errors import EngineError, LimitError, Place
from accord.names import OWL
from accord.parsing import FileFault, FolderContexts, Parsed, ParsingLimits
from accord.parsing.syntaxes import JSON_LD, N3, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE
from accord.publication.files import Folder
from accord.publication.files.addresses import UNKNOWN_BASE, file_address
from accord.publication.files.batches import Read, batches, cores, shares
from accord.publication.files.contexts import contexts_of
from accord.publication.files.layout import CONTEXTS, NO_RDF, SAME, Layout, LeftOut, NamedFile, Role, is_example
from accord.publication.files.sources import is_plain
from accord.publication.survey import prefixes
from accord.publication.survey.guesses import Guesses, guess
from accord.publication.survey.readme import heading
from accord.publication.survey.result_cache import PARSER_DIED, TOO_MUCH, Surveyed, remembered
from accord.publication.survey.roles import roles
from accord.publication.survey.sameness import signature
from accord.publication.survey.tally import Tally

UNREADABLE = "no statement of them can be read (`accord check` says why)"

_PREFERENCE = [syntax.name for syntax in (TURTLE, TRIG, N_TRIPLES, N_QUADS, N3, RDF_XML, JSON_LD)]
"""Of files with the same statements, which is loaded: the ones that people read and that have places first."""
_MOST_WRITTEN = ParsingLimits().bytes
"""Bytes of the statements of one file as N-Quads: as many as may be read of one."""
_MOST_FAULTS = 100
"""Mistakes of a file that is left out which are kept: as many as a report holds of one kind."""
_MAX_GRAPHS = 10_000
"""Graphs of one file that are remembered, for hints and the description of the endpoint."""

Start = Callable[..., Callable[[], Any]]


@dataclass(frozen=True, slots=True)
class SurveyedFile:
    """A file that is read: its roles, its statements, and the first of its faults in words, if there are any.

    ``graphs`` are the first graphs that it names itself. ``as_n_quads`` are its statements where a store cannot read
    the bytes of the file as they are; ``data`` are these bytes.
    """

    path: str
    roles: tuple[Role, ...]
    statements: int
    faults: int = 0
    fault: str = ""
    notes: tuple[str, ...] = ()
    graphs: tuple[str, ...] = ()
    as_n_quads: bytes | None = None
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Survey:
    """What a folder holds: the files that are read, what is left out of the layout and after parsing, and guesses.

    ``imports`` are the ontologies that are imported and that no file describes, ``contexts`` the contexts that files of
    the folder hold, ``schema_org`` is how many statements use schema.org with http and with https.
    """

    layout: Layout
    files: tuple[SurveyedFile, ...]
    left_out: tuple[LeftOut, ...]
    guesses: Guesses
    imports: tuple[str, ...] = ()
    contexts: FolderContexts = FolderContexts()
    schema_org: tuple[int, int] = (0, 0)

    @property
    def statements(self) -> int:
        """How many statements all files make."""
        return sum(file.statements for file in self.files)


def survey(layout: Layout, start: Start, *, base: str = UNKNOWN_BASE, site: str = "") -> Survey:
    """Read all files of a layout once.

    ``start`` begins to call a function with arguments, and returns a function that waits for what it returned, which
    JSON can say. ``base`` is the one that the configuration states; ``site`` is the public address of the site, where
    one is known.
    """
    files: list[SurveyedFile] = []
    left_out = list(layout.left_out)
    tally, declared = Tally(), Counter[tuple[str, str]]()
    relative: list[str] = []
    task = Task(base, contexts_of(layout, start))
    held = {path for path, _ in task.contexts.held}
    left_out += [LeftOut(path, CONTEXTS) for path in held]
    rest = replace(layout, files=tuple(file for file in layout.files if file.path not in held))
    with ExitStack() as stack:
        written = [stack.enter_context(TemporaryFile(buffering=0)) for _ in range(cores())]
        for batch in batches(rest, left_out):
            contents = {candidate.path: data for group in batch for candidate, data in group}
            for answer, n_quads in remembered(batch, repr(task), partial(_divided, batch, task, start, written)):
                files += [_file(values, n_quads, contents) for values in answer["files"]]
                left_out += [_left_out(*values) for values in answer["left_out"]]
                relative += answer["relative"]
                tally.update(Tally.from_json(answer["tally"]))
                declared.update({(prefix, iri): count for prefix, iri, count in answer["declared"]})
    name = layout.root.resolve().name
    guesses = guess(
        tally, name, declared=declared, relative=sorted(relative), site=site, heading=heading(Folder(layout.root))
    )
    files.sort(key=lambda file: file.path.split("/"))
    left_out.sort(key=lambda one: one.path.split("/"))
    ontologies = tally.heads.get(OWL + "Ontology", {})
    missing = tuple(iri.removeprefix(UNKNOWN_BASE) for iri in tally.imports if iri not in ontologies)
    return Survey(layout, tuple(files), tuple(left_out), guesses, missing, task.contexts, tally.schema_org())


@dataclass(frozen=True, slots=True)
class Task:
    """How files are read: the base of their relative IRIs, and the contexts that files of the folder hold."""

    base: str
    contexts: FolderContexts = FolderContexts()


def look(groups: list[list[Read]], task: Task, written: IO[bytes], shown: bool = False) -> dict[str, Any]:
    """Parse the files of some groups, for ``survey``: what JSON can say of them. The child's part of the work.

    A group has the files of one stem. A file over a limit of parsing is left out. The statements of files that no store
    reads as they are go to the file ``written``. The progress is ``shown`` of one child only.
    """
    if not shown:
        progress.stop()
    found = _Look(task, written)
    for group in progress.shown(groups, "Reading"):
        found.group(group)
    return {
        "files": found.files,
        "left_out": found.left_out,
        "relative": found.relative,
        "tally": found.tally.as_json(),
        "declared": [[prefix, iri, count] for (prefix, iri), count in found.declared.items()],
    }


class _Look:
    """One reading of some groups of files."""

    def __init__(self, task: Task, written: IO[bytes]) -> None:
        self.task = task
        self.written = written
        self.files: list[list[object]] = []
        self.left_out: list[list[Any]] = []
        self.relative: list[str] = []
        self.tally = Tally()
        self.declared = Counter[tuple[str, str]]()

    def group(self, group: list[Read]) -> None:
        """Read the files of a stem, and only one of those that make the same statements."""
        known: dict[bytes, str] = {}
        for _, data in group:
            self.declared.update(set(prefixes.declared(data)))
        for candidate, data in sorted(group, key=lambda one: (_PREFERENCE.index(one[0].syntax.name), one[0].path)):
            try:
                address = file_address(self.task.base, candidate.path)
                parsed = parsing.parse(data, candidate.path, base=address, folder=self.task.contexts)
            except LimitError as error:
                self.left_out.append([candidate.path, TOO_MUCH, error.message])
                continue
            if len(group) > 1 and parsed.quads and not parsed.faults:
                same = known.setdefault(signature(parsed.quads), candidate.path)
                if same != candidate.path:
                    self.left_out.append([candidate.path, SAME, same])
                    continue
            self._file(candidate, parsed)

    def _file(self, candidate: NamedFile, parsed: Parsed) -> None:
        first = parsed.faults[0].error() if parsed.faults else None
        if first is not None and not parsed.quads:
            faults = [_as_json(one) for one in parsed.faults[:_MOST_FAULTS]]
            self.left_out.append([candidate.path, UNREADABLE, str(first).partition("\n")[0], faults])
            return
        if not parsed.quads and (parsed.syntax is None or parsed.syntax is JSON_LD):
            self.left_out.append([candidate.path, NO_RDF, ""])
            return
        # The parsers of these give a statement as often as the file makes it.
        quads = dict.fromkeys(parsed.quads) if parsed.syntax in (RDF_XML, JSON_LD) else parsed.quads
        place = self._keep(candidate, quads, faulty=bool(parsed.faults))
        if place is None:
            return
        tally = Tally()
        tally.add(quads)
        if is_example(candidate.path):
            tally.heads = {kind: heads for kind, heads in tally.heads.items() if kind == OWL + "Ontology"}
        fault = str(first).partition("\n")[0] if first else ""
        kinds = sorted(roles(candidate.named, tally))
        counts = len(quads), len(parsed.faults)
        self.files.append([candidate.path, kinds, *counts, fault, list(parsed.notes), _graphs(quads), place])
        if any(name.startswith(UNKNOWN_BASE) for name in tally.described):
            self.relative.append(candidate.path)
        self.tally.update(tally)

    def _keep(self, candidate: NamedFile, quads: Iterable[Quad], faulty: bool) -> list[int] | None:
        """Where the statements of a file are written to, as a place and a length; None if they are too long.

        Nowhere (empty) for a file that a store reads, and where relative IRIs wait for a base.
        """
        if is_plain(candidate.path, candidate.syntax) and not faulty:
            return []
        data = serialize(quads, format=RdfFormat.N_QUADS) or b""
        if len(data) > _MOST_WRITTEN:
            message = f"Its statements take more than {_MOST_WRITTEN >> 20:,} MiB as N-Quads."
            self.left_out.append([candidate.path, TOO_MUCH, message])
            return None
        if UNKNOWN_BASE.encode() in data:
            return []
        place = self.written.seek(0, SEEK_END)
        rest = memoryview(data)
        while rest:
            rest = rest[self.written.write(rest) :]
        return [place, len(data)]


def _as_json(fault: FileFault) -> list[Any]:
    place = fault.place
    return [fault.code, fault.message, fault.remedy, place.line, place.column, place.end_line, place.end_column]


def _left_out(path: str, reason: str, detail: str, faults: Iterable[list[Any]] = ()) -> LeftOut:
    found = tuple(FileFault(code, message, Place(path, *numbers), remedy) for code, message, remedy, *numbers in faults)
    return LeftOut(path, reason, detail, found)


def _graphs(quads: Iterable[Quad]) -> list[str]:
    """The first graphs that statements name."""
    found: dict[str, None] = {}
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode) and len(found) < _MAX_GRAPHS:
            found[quad.graph_name.value] = None
    return list(found)


def _divided(groups: list[list[Read]], task: Task, start: Start, written: Sequence[IO[bytes]]) -> Iterator[Surveyed]:
    """The results of ``look``; several child processes handle a share each."""
    begun = [
        (share, file, start(look, share, task, file, number == 0))
        for number, (share, file) in enumerate(zip(shares(groups, len(written)), written, strict=False))
    ]
    for share, file, wait in begun:
        for answer in _answers(share, wait, task, start, file):
            yield answer, partial(_read, file)


def _read(file: IO[bytes], place: int, length: int) -> bytes:
    return os.pread(file.fileno(), length, place)


def _answers(
    groups: list[list[Read]], wait: Callable[[], Any], task: Task, start: Start, written: IO[bytes]
) -> Iterator[dict[str, Any]]:
    """The results of ``look``. If it stops early, the halves are read separately, down to the file at fault."""
    try:
        yield wait()
        return
    except (EngineError, LimitError) as error:
        if len(groups) == 1 == len(groups[0]):
            path, reason = groups[0][0][0].path, PARSER_DIED if isinstance(error, EngineError) else TOO_MUCH
            yield {**look([], task, written, shown=True), "left_out": [[path, reason, error.message]]}
            return
    whole = groups if len(groups) > 1 else [[one] for one in groups[0]]
    middle = len(whole) // 2
    for half in (whole[:middle], whole[middle:]):
        yield from _answers(half, start(look, half, task, written), task, start, written)


def _file(values: list[Any], n_quads: Callable[[int, int], bytes], contents: Mapping[str, bytes]) -> SurveyedFile:
    path, kinds, statements, faults, fault, notes, graphs, place = values
    data = n_quads(*place) if place else None
    found = tuple(kinds), statements, faults, fault, tuple(notes), tuple(graphs), data, contents[path]
    return SurveyedFile(path, *found)
