"""The Content-Security-Policy of pages: what a browser may load for them, and from where."""

from __future__ import annotations

from functools import lru_cache

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "script-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


@lru_cache(8)
def policy_of(hosts: tuple[str, ...]) -> str:
    """The Content-Security-Policy of pages, which show images of these hosts."""
    return _POLICY.replace(
        "img-src 'self' data:", " ".join(("img-src 'self' data:", *(f"https://{host}" for host in hosts)))
    )
