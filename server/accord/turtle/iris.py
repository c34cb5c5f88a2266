"""IRIs: which strings are one (RFC 3987), and what a relative one means (RFC 3986 §5).

Strict on purpose: what passes here is taken by every store and can be written again in every format.
"""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv6Address

_UNICODE = "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef" + "".join(
    f"{chr(plane << 16 | low)}-{chr(plane << 16 | 0xFFFD)}"
    for plane in range(1, 15)
    for low in [0x1000 if plane == 14 else 0]
)
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_NAME = f"A-Za-z0-9._~!$&'()*+,;=\\-{_UNICODE}"
_PERCENT = "%[0-9A-Fa-f]{2}"


def _run(characters: str) -> str:
    return f"[{_NAME}{characters}]*(?:{_PERCENT}[{_NAME}{characters}]*)*"


_HOST = f"(?:\\[(?P<ipv6>[0-9A-Fa-f:.]+)\\]|\\[[vV][0-9A-Fa-f]+\\.[A-Za-z0-9._~!$&'()*+,;=:\\-]+\\]|{_run('')})"
_AUTHORITY = f"(?:{_run(':')}@)?{_HOST}(?::[0-9]*)?(?![^/?#])"
_TAIL = f"(?:\\?{_run(':@/?' + _PRIVATE)})?(?:\\#{_run(':@/?')})?"
_ABSOLUTE = re.compile(f"[A-Za-z][A-Za-z0-9+.\\-]*:(?://{_AUTHORITY}(?:/{_run(':@/')})?|(?!//){_run(':@/')}){_TAIL}")
_WRONG = re.compile(f"[^{_NAME}:@/?#%\\[\\]{_PRIVATE}]|%(?![0-9A-Fa-f]{{2}})")
_PARTS = re.compile(r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_RELATIVE = re.compile(r"[^:/?#]*(?![^/?#])")


def absolute(iri: str) -> bool:
    """Whether ``iri`` is a whole, valid IRI, with a scheme."""
    match = _ABSOLUTE.fullmatch(iri)
    return match is not None and (match["ipv6"] is None or _is_ipv6(match["ipv6"]))


def relative(reference: str) -> bool:
    """Whether ``reference`` is valid but needs a base: no colon in its first step, so not even a wrong scheme."""
    return _RELATIVE.match(reference) is not None and absolute(f"x:{reference}")


def wrong_character(reference: str) -> int | None:
    """The place of the first character that no IRI may hold (or a ``%`` that starts no escape), if there is one."""
    match = _WRONG.search(reference)
    return match.start() if match else None


def resolve(base: str, reference: str) -> str:
    """The IRI that the relative ``reference`` stands for in a file with the IRI ``base`` (RFC 3986 §5.2.2)."""
    scheme, base_authority, base_path, base_query, _ = _parts(base)
    _, authority, path, query, fragment = _parts(reference)
    if authority is not None:
        path = _without_dots(path)
    elif path:
        authority, path = base_authority, _without_dots(_merge(base_authority, base_path, path))
    else:
        authority, path, query = base_authority, base_path, base_query if query is None else query
    start = f"{scheme}:" + ("" if authority is None else f"//{authority}")
    return start + path + ("" if query is None else f"?{query}") + ("" if fragment is None else f"#{fragment}")


def _is_ipv6(host: str) -> bool:
    try:
        IPv6Address(host)
    except AddressValueError:
        return False
    return True


def _parts(iri: str) -> tuple[str, str | None, str, str | None, str | None]:
    """Scheme, authority, path, query and fragment (RFC 3986, appendix B); the pattern fits every string."""
    scheme, authority, path, query, fragment = _PARTS.split(iri, maxsplit=1)[1:6]
    return scheme or "", authority, path or "", query, fragment


def _merge(base_authority: str | None, base_path: str, path: str) -> str:
    """RFC 3986 §5.2.3: put the path in the place of the last step of the base's path."""
    if path.startswith("/"):
        return path
    if base_authority is not None and not base_path:
        return f"/{path}"
    return base_path[: base_path.rfind("/") + 1] + path


def _without_dots(path: str) -> str:
    """RFC 3986 §5.2.4: take ``.`` and ``..`` steps out of a path."""
    kept: list[str] = []
    steps = path.split("/")
    for step in steps:
        if step == "..":
            if len(kept) > 1 or (kept and kept[0]):
                kept.pop()
        elif step != ".":
            kept.append(step)
    if steps[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)
