"""Languages as data name them: by a tag, or by the IRI of a register."""

from __future__ import annotations

import re

_REGISTERED = re.compile(
    r"https?://(?:id\.loc\.gov/vocabulary/iso639-[123]|lexvo\.org/id/iso639-[123]|.*/(?:language|iso639-[123]))/(\w+)$"
)
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*")
_CODES = """
    ara:ar baq:eu eus:eu bel:be bos:bs bul:bg cat:ca chi:zh zho:zh cze:cs ces:cs dan:da dut:nl nld:nl eng:en est:et
    fin:fi fre:fr fra:fr geo:ka kat:ka ger:de deu:de gle:ga glg:gl gre:el ell:el heb:he hin:hi hrv:hr hun:hu arm:hy
    hye:hy ice:is isl:is ind:id ita:it jpn:ja kor:ko lat:la lav:lv lit:lt ltz:lb mac:mk mkd:mk mlt:mt nob:nb nno:nn
    nor:no per:fa fas:fa pol:pl por:pt rum:ro ron:ro rus:ru slo:sk slk:sk slv:sl spa:es alb:sq sqi:sq srp:sr swe:sv
    tur:tr ukr:uk urd:ur vie:vi wel:cy cym:cy
"""
_SHORT = dict(code.split(":") for code in _CODES.split())
"""Three letters (ISO 639-2 and 639-3) -> the two of ISO 639-1, which tags have where there are two (BCP 47)."""


def language_of(value: str) -> str:
    """The primary language of a tag or of an IRI of the usual registers; empty for anything else."""
    match = _REGISTERED.match(value)
    tag = match[1] if match else value
    primary = tag.partition("-")[0].lower() if _TAG.fullmatch(tag) else ""
    return _SHORT.get(primary, primary)
