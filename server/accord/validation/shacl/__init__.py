"""SHACL: shapes, targets and paths, and how pySHACL is run on what a change can affect."""
