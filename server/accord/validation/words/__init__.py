"""Findings in plain words: sentences, remedies, the names of terms, and the place of each fault."""
