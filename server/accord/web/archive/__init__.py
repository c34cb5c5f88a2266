"""Answers of older versions, how to cite one, and what changed since."""
