"""Constraints in SPARQL (``sh:sparql``), which the engine checks in place of pySHACL.

Read ``constraints`` first, then ``prebinding`` (a query with its variables bound) and ``nested_paths``. ``selects``
refuses unsafe queries, and ``affected`` finds the nodes that new statements bear on.
"""
