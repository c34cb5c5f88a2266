"""What is known about one IRI, or about many.

Read ``statements`` first, then ``names`` (what to call things) and ``ontology`` (terms, and which things there are).
``documents`` has the statements about a thing, ``facts`` what its page says, ``lists`` the things of a class, and
``places`` and ``shapes`` what their names say. ``models`` opens all of them for a publication.
"""
