"""Checks of what visitors send, each in a confined process that opens no file.

``checker`` is the process, ``contributions`` what it is sent, ``checks`` the check of RDF files, ``workbooks`` and
``sheets`` that of filled tables; ``preview`` (with ``words``) says what a change would do, ``forms`` makes forms.
"""
