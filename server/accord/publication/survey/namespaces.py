"""The namespaces of the things in a folder: the few IRIs that most described ones begin with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable
from os.path import commonprefix
from urllib.parse import urlsplit

from accord.publication.files.addresses import encoded, without_ending
from accord.publication.survey.tally import KNOWN, namespace

MAX_BASES = 5
"""More places than that are not places of one publication, but of what it collects."""
_MIN_SHARE = 0.1
"""Of the described IRIs: what fewer have is mostly about other people's things."""
_MIN_PART = 0.01
"""Of the described IRIs of a site: a few odd ones do not make the base shorter."""
_SHARED_HOSTS = frozenset(
    {
        *("w3id.org", "purl.org", "purl.obolibrary.org", "doi.org", "id.loc.gov", "data.europa.eu", "www.w3.org"),
        *("raw.githubusercontent.com", "github.com", "gitlab.com", "linked.data.gov.au", "vocab.getty.edu"),
    }
)
"""Hosts where many publishers have a folder of their own each."""


def published(heads: Iterable[str], terms: Counter[str]) -> frozenset[str]:
    """The namespaces of everybody that a folder publishes itself: its ontologies are those of most of its terms.

    ``heads`` are the IRIs of its ontologies, ``terms`` the namespaces of its terms with numbers. The same namespace
    with http and with https is one.
    """
    names = {_bare(iri) for iri in heads}
    found = frozenset(name for name in KNOWN if _bare(name) in names and terms[name])
    return found if 2 * sum(terms[name] for name in found) > terms.total() else frozenset()


def _bare(iri: str) -> str:
    return iri.rstrip("/#").partition("://")[2]


def bases(described: Counter[str], published: Container[str] = ()) -> list[tuple[str, int]]:
    """The bases, each with the number of described IRIs below it, the most used first. Takes namespaces with numbers.

    A base ends with ``/`` or ``#``. Of the namespaces of everybody only those that are ``published`` here count.
    """
    own = {
        name: count for name, count in described.items() if _is_web(name) and (name not in KNOWN or name in published)
    }
    sites: dict[str, dict[str, int]] = {}
    for name, count in (own or {name: count for name, count in described.items() if _is_web(name)}).items():
        sites.setdefault(_site(name), {})[name] = count
    total = sum(count for site in sites.values() for count in site.values())
    found = [(_common(site), sum(site.values())) for site in sites.values()]
    found.sort(key=lambda item: (-item[1], item[0]))
    return [item for item in found if item[1] >= _MIN_SHARE * total][:MAX_BASES]


def folder_of(base: str) -> str:
    """The part of a base up to its last ``/``: where a site has its own addresses, also for a base with ``#``."""
    return base[: base.rfind("/") + 1] if base.rfind("/") > base.find("://") + 2 else base.rstrip("#") + "/"


def base_of_files(base: str, paths: list[str]) -> str:
    """The base below which files with relative IRIs lie at their own paths.

    Where the absolute IRIs already lie at the path of one of the files (``http://localhost/data/person/`` and
    ``data/person/penny.ttl``), that path is not taken twice.
    """
    document = base.removesuffix("#")
    for path in paths:
        address = encoded(without_ending(path))
        ends = (address, address.rpartition("/")[0] + "/") if "/" in address else (address,)
        for end in ends:
            if document.endswith("/" + end):
                return document[: -len(end)]
    return folder_of(base)


def _is_web(name: str) -> bool:
    return name.startswith(("http://", "https://"))


def _site(name: str) -> str:
    """The scheme and the host, and the first step of the path where the host is shared."""
    parts = urlsplit(name)
    step = parts.path.split("/")[1:2] if parts.hostname in _SHARED_HOSTS else []
    return "/".join([f"{parts.scheme}://{parts.netloc}", *step])


def _common(names: dict[str, int]) -> str:
    """The longest beginning, up to a ``/`` or a ``#``, of all namespaces that count."""
    least = _MIN_PART * sum(names.values())
    counted = [name for name, count in names.items() if count >= least] or list(names)
    shared = commonprefix(counted)
    if shared.endswith(("/", "#")):
        return shared
    return namespace(shared) if shared.count("/") > 2 else shared + "/"
