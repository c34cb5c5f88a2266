"""One model, many descriptions of a publication: DCAT-AP, VoID, SPARQL service, schema.org, dumps and sitemap.

:class:`Dataset` is the model, read from ``data/publication.ttl`` and counted in the statements; each other module is
one language in which it is described. IRIs are the canonical ones, addresses those of the host that is asked.
"""

from accord.descriptions.dataset import Access, Dataset
from accord.descriptions.dumps import DUMPS, Dump, Dumps
from accord.descriptions.schema import Schema

__all__ = ["DUMPS", "Access", "Dataset", "Dump", "Dumps", "Schema"]
