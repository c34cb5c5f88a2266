"""Contributions: checking what a visitor sends, proposals as branches of the git repository, and their review.

``repository`` writes git, and ``checking`` checks in a confined process. Read ``proposal`` and ``store`` first (what a
proposal is, and all of them), then ``decisions``; ``paths``, ``quotas`` and ``tokens`` say who may propose what.
"""
