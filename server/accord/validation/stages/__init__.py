"""The stages of a check, each one module: literals and tags, terms, shapes, rules of the whole publication, style."""
