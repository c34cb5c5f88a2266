"""Parses one file of any syntax into its quads and its faults.

Nothing here opens a file or a connection, and what is refused is refused before a parser sees it. A parser may still
end its process, so this is called in a confined child (``sandbox.run``), after ``prepare`` in its parent.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import islice

from pyoxigraph import NamedNode, Quad
from pyoxigraph import parse as parse_quickly

from accord.errors import InputError, Place, UsageError
from accord.parsing import contexts, jsonld, rdfxml
from accord.parsing.contents import Disagreement, disagreement, holds_rdf
from accord.parsing.decoding import plain
from accord.parsing.folder_contexts import FolderContexts
from accord.parsing.lenient import Reading
from accord.parsing.limits import ParsingLimits, exceeded
from accord.parsing.model import FileFault, Parsed, Unreadable, start_of
from accord.parsing.n3 import in_words
from accord.parsing.syntaxes import JSON_LD, N3, RDF_XML, SYNTAXES, Syntax, is_general, is_gzipped, syntax_of
from accord.parsing.terms import is_rdf_12, quads_of

_DEFAULT = ParsingLimits()
_NO_CONTEXTS = FolderContexts()
_SHOWN = 10
"""How many names a note lists."""


def prepare() -> None:
    """Load what ``parse`` needs: the reader with places, and the contexts. A confined child can open nothing."""
    from accord import turtle  # brings rdflib along, for which a process that parses nothing should not pay

    contexts.load()
    turtle.read("")


def parse(
    data: bytes,
    file: str,
    *,
    base: str,
    syntax: Syntax | str | None = None,
    places: bool = False,
    limits: ParsingLimits = _DEFAULT,
    folder: FolderContexts = _NO_CONTEXTS,
) -> Parsed:
    """Read the bytes of a file.

    ``file`` is its name: it gives the syntax, unless ``syntax`` or a media type does, and is in places. ``base`` is
    the absolute IRI that relative ones refer to. With ``places`` the result knows where every term is, where the
    syntax allows it; that takes about ten times as long. ``folder`` has the JSON-LD contexts of the files beside it.

    What is wrong with the file is a fault of the result. Raises LimitError for a file over a limit, UsageError for a
    name that says no syntax and for a base that is not an IRI.
    """
    _require_iri(base)
    found = syntax if isinstance(syntax, Syntax) else syntax_of(syntax or file)
    if found is None:
        endings = " ".join(ending for one in SYNTAXES for ending in one.endings)
        raise UsageError(
            f"The name {file} does not show an RDF syntax.", remedy=f"These are read, also with .gz: {endings}"
        )
    try:
        plainly = plain(data, file, is_gzipped(file), limits)
        general = is_general(syntax if isinstance(syntax, str) else file)
        read = partial(
            _parse, plainly, file=file, base=base, limits=limits, places=places, general=general, folder=folder
        )
        parsed = read(found)
        if parsed.instead is not None:
            parsed = _renamed(parsed, read(parsed.instead))
    except Unreadable as error:
        return Parsed(file, found, (), (error.fault(),))
    except InputError as error:
        return Parsed(file, found, (), (_encoding(error, file),))
    if len(parsed.quads) > limits.statements:
        raise _too_many(file, limits)
    return _shortened(parsed, limits)


def _renamed(named: Parsed, parsed: Parsed) -> Parsed:
    """A file as its content was read, with the fault of its name."""
    (fault,) = named.faults
    if not parsed.quads:
        return named
    message = f"{fault.message.removesuffix('.')}, and is read as that."
    return replace(parsed, faults=(replace(fault, message=message), *parsed.faults), instead=None)


def _require_iri(base: str) -> None:
    try:
        NamedNode(base)
    except ValueError as error:
        remedy = "Give an absolute IRI; write other characters as %20 and so on."
        raise UsageError(f"The base <{base}> is not an IRI: {error}.", remedy=remedy) from None


def _parse(
    data: bytes,
    syntax: Syntax,
    *,
    file: str,
    base: str,
    limits: ParsingLimits,
    places: bool,
    general: bool,
    folder: FolderContexts,
) -> Parsed:
    if syntax is JSON_LD:
        return _json_ld(data.decode(), file, base, limits, general, folder)
    if syntax is RDF_XML:
        return _rdf_xml(data.decode(), file, base, limits, general)
    quads = None if places else _quickly(data, syntax, base, limits)
    return Parsed(file, syntax, quads) if quads is not None else _with_places(data.decode(), syntax, file, base, limits)


def _other(found: Disagreement, syntax: Syntax, file: str) -> Parsed:
    return Parsed(file, syntax, (), (found.fault,), instead=found.syntax)


def _quickly(data: bytes, syntax: Syntax, base: str, limits: ParsingLimits) -> tuple[Quad, ...] | None:
    """The quads of a file without a mistake; None for any other."""
    relative = base if syntax.language in ("Turtle", "TriG") else None
    try:
        reading = parse_quickly(data, syntax.parser, base_iri=relative, rename_blank_nodes=True)
        quads = tuple(islice(reading, limits.statements + 1))
    except SyntaxError:
        return None
    except MemoryError as error:
        if "buffer" not in str(error):
            raise
        return None  # a term of more than 16 MiB, which the parser does not take: the other reader says where
    return None if any(map(is_rdf_12, quads)) else quads


def _with_places(text: str, syntax: Syntax, file: str, base: str, limits: ParsingLimits) -> Parsed:
    """The file as the reader with places reads it: every fault, and the statements that are good."""
    from accord import turtle  # see prepare

    assert syntax.language is not None
    most = turtle.Limits(triples=limits.statements)
    document = turtle.read(text, base=base, file=file, limits=most, language=syntax.language)
    if any(fault.code == "TTL-LIMIT" and "triples" in fault.message for fault in document.faults):
        raise _too_many(file, limits)
    faults = document.faults
    if faults and (other := disagreement(syntax, text, file)):
        return _other(other, syntax, file)
    if syntax is N3:
        faults = [in_words(fault, text) for fault in faults]
    found = [
        FileFault(fault.code, fault.message, document.place(fault.span), fault.remedy)
        for fault in faults[: limits.faults + 1]
    ]
    parsed = Parsed(file, syntax, tuple(quads_of(document)), tuple(found), document=document)
    return parsed if len(found) <= limits.faults else replace(parsed, notes=(f"{len(faults):,} faults in all.",))


def _rdf_xml(text: str, file: str, base: str, limits: ParsingLimits, general: bool) -> Parsed:
    if not holds_rdf(text):
        if general:
            return Parsed(file, None, (), notes=(f"{file} holds no RDF: it is XML without the namespace of RDF.",))
        if (other := disagreement(RDF_XML, text, file)) is not None:
            return _other(other, RDF_XML, file)
    try:
        guarded = rdfxml.guarded(text, file, limits)
    except Unreadable:
        if (other := disagreement(RDF_XML, text, file)) is not None:
            return _other(other, RDF_XML, file)
        raise
    return _leniently(guarded, RDF_XML, text, file, base, limits)


def _json_ld(text: str, file: str, base: str, limits: ParsingLimits, general: bool, folder: FolderContexts) -> Parsed:
    if (other := disagreement(JSON_LD, text, file)) is not None:
        return _other(other, JSON_LD, file)
    guarded = jsonld.guarded(text, file, limits, folder.find)
    if general and not guarded.keywords:
        return Parsed(file, None, (), notes=(f"{file} holds no RDF: it is JSON without @context, @id or @type.",))
    parsed = _leniently(guarded.text, JSON_LD, text, file, base, limits)
    own = [
        f"The context <{iri}> is that of {path}." if path else f"The context <{iri}> is Accord's own copy."
        for iri, path in guarded.replaced.items()
    ]
    return replace(parsed, notes=(*own, *parsed.notes))


def _leniently(guarded: str, syntax: Syntax, text: str, file: str, base: str, limits: ParsingLimits) -> Parsed:
    reading = Reading(guarded.encode(), syntax.parser, base, file, limits)
    reading.run()
    if not reading.quads and (other := disagreement(syntax, text, file)) is not None:
        return _other(other, syntax, file)
    notes = []
    if reading.unknown:
        names = sorted(reading.unknown)
        listed = ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else "")
        notes.append(f"No context says what these keys mean, so they are not read: {listed}.")
    if not reading.quads and not reading.faults:
        notes.append(f"{file} makes no statement.")
    return Parsed(file, syntax, tuple(reading.quads), tuple(reading.faults), tuple(notes))


def _shortened(parsed: Parsed, limits: ParsingLimits) -> Parsed:
    if len(parsed.faults) <= limits.faults:
        return parsed
    note = f"Only the first {limits.faults:,} faults are listed."
    return replace(parsed, faults=parsed.faults[: limits.faults], notes=(*parsed.notes, note))


def _encoding(error: InputError, file: str) -> FileFault:
    place: Place = error.place or start_of(file)
    return FileFault("RDF-ENCODING", error.message, place, error.remedy)


def _too_many(file: str, limits: ParsingLimits) -> Exception:
    message = f"The file holds more than {limits.statements:,} statements."
    remedy = "Split it into several files."
    return exceeded("statements", limits.statements, message, place=start_of(file), remedy=remedy)
