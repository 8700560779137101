"""What the platform answers to a need, before and beside the list."""

from enum import StrEnum


class Verdict(StrEnum):
    """One answer has one verdict. The page has a state for each, the API says it in `verdict`.

    `FOUND`: somebody fits. `NAMED`: the need calls a provider by its name or credit code. `GAP`: a factory's digital matter, but nobody
    in the pools fits. `FOREIGN`: not a matter of these pools, such as recruiting. `POLICY`, `POOLS`, `DESK`: a question about money and
    levels, about the pools themselves, or one that a person must answer. `REFUSAL`: only says what is not wanted. `TOO_LITTLE`: says
    nothing to search for; ask back.
    """

    FOUND = "found"
    NAMED = "named"
    GAP = "gap"
    FOREIGN = "foreign"
    POLICY = "policy"
    POOLS = "pools"
    DESK = "desk"
    REFUSAL = "refusal"
    TOO_LITTLE = "too_little"


OFFERING = frozenset({Verdict.FOUND, Verdict.NAMED})
"""Verdicts whose answer has providers that fit."""
QUESTIONS = frozenset({Verdict.POLICY, Verdict.POOLS, Verdict.DESK})
"""Verdicts about questions that no provider answers."""
