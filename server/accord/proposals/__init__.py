"""Contributions: checking what a visitor sends, proposals as branches of the git repository, and their review."""
