"""The page of the endpoint: its ``form``, ``completion`` in it, ``snippets`` of code, and ``short`` addresses."""
