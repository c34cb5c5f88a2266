"""Which addresses are one client: a household or a machine, whose requests have limits together."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv6Address, ip_address

_SHARES_PER_48 = 4
"""Allowances of a /64 that a /48 gets: a customer may have several networks, but not 65,536 times the allowance."""


@lru_cache(1024)  # an address is at most 64 characters here, so this is 300 KB
def shares(address: str) -> tuple[tuple[str, int], ...]:
    """The accounts that a request from an address counts on, each with its share (1 for one client).

    An IPv4 address written as IPv6 (``::ffff:192.0.2.1``) counts as that address. A string that is not an address is a
    client too.
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return ((address[:64], 1),)
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if not isinstance(found, IPv6Address):
        return ((str(found), 1),)
    whole = found.packed.hex()
    return ((f"{whole[:16]}/64", 1), (f"{whole[:12]}/48", _SHARES_PER_48))
