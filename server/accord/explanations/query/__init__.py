"""A query as explanations read it.

``model`` has its terms, paths and groups; ``cursor`` goes over its tokens, and ``reading`` builds the model.
"""
