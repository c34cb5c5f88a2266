"""The pages for contributors.

Read ``forms`` and ``checks`` first: they need no account. ``access`` knows who asks, ``proposals`` takes changes and
decides on them, and ``changing`` has the pages on which a thing is added, changed, merged or withdrawn.
"""
