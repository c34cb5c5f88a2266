"""Forms made from the shapes, as pages show them: their kinds, what was typed, and the file that it becomes.

Read ``kinds`` first (which things have a form), then ``answers`` (the values that a form sends), ``written`` (those
values as a file, and what the check says of it) and ``filled`` (the form with both, as a page shows it).
"""
