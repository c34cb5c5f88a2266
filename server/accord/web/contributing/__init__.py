"""The pages for contributors: checking a file, forms, proposals and their review."""
