"""SHACL: shapes, targets and paths, and how pySHACL is run on what a change can affect.

Read ``shapes`` and ``targets`` first, then ``run_pyshacl`` with its ``batches`` and ``components``. ``affected`` and
``neighbourhood`` find what a change can affect; ``constraints`` and ``sparql_constraints`` are checked without pySHACL;
``shape_lint`` checks the shapes themselves.
"""
