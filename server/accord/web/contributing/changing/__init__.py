"""The pages that propose something about a thing: add it, change it, merge it with another, or withdraw it.

``contribute`` adds a thing. ``change`` changes one, which ``described`` finds in its file. ``succession`` merges
and withdraws.
"""
