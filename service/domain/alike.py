"""How much two sentences have in common, by their pairs of characters: cheap enough for every row of a spreadsheet."""

SAID_AGAIN = 0.45
"""Share of pairs from which two needs of one firm count as said again."""


def shared_pairs(one: str, other: str) -> float:
    """The share of pairs of characters that two texts have in common, 0..1."""
    first, second = ({text[at : at + 2] for at in range(len(text) - 1)} for text in (one, other))
    return len(first & second) / len(first | second) if first | second else 1.0
