"""The pages of proposals: ``views`` submits, lists and decides; ``preview`` and ``differences`` show what changes."""
