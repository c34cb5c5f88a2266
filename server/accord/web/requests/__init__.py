"""What a request is, and what it may cost.

``hosts`` and ``networks`` say where it comes from, ``parameters``, ``bodies`` and ``strict_json`` what it holds,
``languages`` what its reader speaks; ``limits`` and ``rate_limit`` bound it, and ``threads`` says where it runs.
"""
