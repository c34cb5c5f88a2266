"""SHACL: shapes and their targets, and how pySHACL is run on what a change can affect.

Read ``shapes`` and ``targets`` first, then ``run_pyshacl`` with its ``batches`` and ``components``, which correct it in
``order`` and ``patterns``. ``sparql`` checks constraints in SPARQL without pySHACL. ``neighbourhood`` finds what a
change can affect. ``shape_lint`` checks the shapes themselves, with ``parameters``.
"""
