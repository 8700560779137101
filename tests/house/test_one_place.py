"""Facts with one place: the zone of the platform's days, and what a 万元 is.

Reason: the zone stood in four files and today was computed in four ways; six constants said how many fen a 万元 has.
"""

import ast

import pytest

from tests.house.source import modules, text_of

ZONE_PLACE = "service/domain/calendar.py"
MONEY_PLACE = "service/domain/money.py"


def test_the_zone_is_named_once() -> None:
    naming = {path for path in modules() if any(word in text_of(path) for word in ("ZoneInfo(", "timedelta(hours=8)", 'Asia/Shanghai")'))}
    assert naming == {ZONE_PLACE}


@pytest.mark.parametrize("path", sorted(modules()))
def test_no_arithmetic_of_fen_outside_money(path: str) -> None:
    """Multiplying or dividing something named fen or wan by a number belongs into `service.domain.money`."""
    if path == MONEY_PLACE:
        return
    found = []
    for node in ast.walk(modules()[path]):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div | ast.FloorDiv):
            sides = (ast.unparse(node.left).lower(), ast.unparse(node.right).lower())
            amount = any(word in side for side in sides for word in ("fen", "_wan", "price"))
            factor = any(side in {"100", "10000", "10_000", "1000000", "1_000_000"} for side in sides)
            if amount and factor:
                found.append(ast.unparse(node))
    assert found == []
