"""What the words of a source mean: the numbers in them, their currencies, and the words that qualify a number."""
