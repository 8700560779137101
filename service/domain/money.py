"""Money: whole fen inside, 万元 at the edges."""

FEN_PER_YUAN = 100
FEN_PER_WAN = 1_000_000
"""One 万元 is 10,000 yuan, so 1,000,000 fen."""


def fen_of_wan(wan: float) -> int:
    """Whole fen of an amount in 万元: 0.8 → 800,000."""
    return round(wan * FEN_PER_WAN)


def wan_of_fen(fen: int) -> float:
    """The amount in 万元: 800,000 → 0.8."""
    return fen / FEN_PER_WAN


def write_wan(fen: int) -> str:
    """Write an amount of fen in 万元 without its unit: 25, 0.8, 3.25, 1,200."""
    return f"{wan_of_fen(fen):,.2f}".rstrip("0").rstrip(".")
