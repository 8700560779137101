"""What was said of a firm's rows when they were read, to be said again when the same rows are met and not read."""

import json
from collections.abc import Iterable, Sequence

from indexer.firms.collected import Place
from indexer.problems import Problem, ProblemLog

_OF_ONE_CELL = frozenset({
    "value_unusable", "text_too_long", "date_impossible", "number_unusable", "price_doubtful", "prices_reversed", "phone_restored",
    "phone_doubtful", "town_unknown", "scenario_unknown", "industry_unknown", "contact_in_text", "uscc_check_digit", "day_inferred",
    "founded_after_admission",
})  # fmt: skip
"""Problems that one row decides alone, and whose sentence names no other row."""


def remarks_of(problems: Iterable[Problem], places: Sequence[Place]) -> str | None:
    """The problems as text, each at the number of its place; None when one of them cannot be said again."""
    numbers = {place: number for number, place in reversed(list(enumerate(places)))}
    said: list[list[object]] = []
    for found in problems:
        number = numbers.get(Place(found.sheet, found.line or 0))
        if found.code not in _OF_ONE_CELL or number is None:
            return None
        said.append([number, found.code, found.column, found.value, found.other])
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")) if said else ""


def say_again(remarks: str, places: Sequence[Place], log: ProblemLog) -> None:
    """Log the problems of `remarks_of` at the places where the same rows stand now."""
    for number, code, column, value, other in json.loads(remarks or "[]"):
        place = places[number]
        log.add(code, sheet=place.sheet, line=place.line, column=column, value=value, other=other)
