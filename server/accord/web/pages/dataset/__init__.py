"""Pages and files about the dataset as a whole.

``catalog``, ``graphs`` and ``packages`` describe it and offer it whole; ``profile`` and ``context`` are for other
publishers, ``feed`` and ``recent`` say what changed, and ``crawlers`` helps search engines.
"""
