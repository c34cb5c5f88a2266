"""The stages of a check, and what they find together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from time import perf_counter

from accord.publication import Publication, SourceFile
from accord.validation import literals, rules, shacl, shapes, soundness, terms
from accord.validation.causes import first_causes
from accord.validation.corpus import Corpus
from accord.validation.findings import Finding, Report, report
from accord.validation.gathering import gather
from accord.validation.lexicon import Lexicon
from accord.validation.places import Locator
from accord.validation.remedies import Adviser
from accord.validation.sentences import Speaker

Stage = Callable[[Publication, Sequence[SourceFile]], Iterable[Finding]]
"""More to look for: finds what is wrong with some files of a publication."""


def check(publication: Publication, contributions: Sequence[SourceFile] = (), *, also: Sequence[Stage] = ()) -> Report:
    """Check the whole publication; or only these files, as a part of it, and report only what is wrong in them.

    Later stages judge the good statements of faulty files; what ``also`` finds is reported besides. Raises UsageError
    when the shapes are broken.
    """
    start = perf_counter()
    corpus = gather(publication, contributions)
    known = shapes.load(corpus.shapes)
    soundness.insist(known)
    lexicon = Lexicon(corpus)
    locator = Locator(corpus.statements, shacl.graph(corpus, known), known)
    speaker = Speaker(known, lexicon)
    findings = [
        *_syntax(corpus),
        *literals.check(corpus),
        *terms.check(corpus, lexicon),
        *shacl.check(corpus, locator, speaker, Adviser(known, lexicon)),
        *rules.check(corpus, locator, speaker),
    ]
    judged = contributions or publication.files
    return report(
        chain(first_causes(findings, corpus, lexicon), *(stage(publication, judged) for stage in also)),
        files=len(corpus.judged) + len(corpus.unread),
        triples=sum(len(document.triples) for document in corpus.documents),
        seconds=perf_counter() - start,
    )


def _syntax(corpus: Corpus) -> Iterator[Finding]:
    """What cannot be read, and files that say nothing."""
    yield from corpus.unread
    for document in corpus.documents:
        for fault in document.faults:
            written = document.text[slice(*fault.span)]
            place = document.place(fault.span)
            yield Finding(fault.code, "violation", fault.message, place, value=written, hint=fault.hint)
        if not document.triples and not document.faults:
            message = "The file says nothing: it holds no statement."
            yield Finding("TTL-EMPTY", "warning", message, document.place((0, 0)), hint="Add statements, or delete it.")
