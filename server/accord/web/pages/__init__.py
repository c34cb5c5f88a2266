"""The pages and documents of the site.

``home`` is the front page, ``things`` the page of a thing, ``lists`` the things of a class, ``terms`` the ontology and
the shapes, ``search`` finds things, and ``dataset`` is about all data together. Each view is marked with where it runs
(:mod:`accord.web.requests.threads`).
"""
