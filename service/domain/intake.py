"""接单: whether a provider takes new introductions, and how many in a month."""

from dataclasses import dataclass

MONTHLY_USUAL = 20
"""Introductions of one provider in a month, where it set no number of its own: a quota against who takes everything."""
MONTHLY_LARGEST = 60


@dataclass(frozen=True, slots=True)
class Intake:
    """`paused`: 暂不接新单, with why. `monthly_most`: None for the usual number. `this_month`: how many it has been asked for."""

    paused: bool = False
    paused_reason: str = ""
    monthly_most: int | None = None
    this_month: int = 0

    @property
    def refusal(self) -> str:
        """Why it cannot be introduced now; empty when it can."""
        if self.paused:
            return f"这家暂不接新单{'：' + self.paused_reason if self.paused_reason else ''}。"
        most = MONTHLY_USUAL if self.monthly_most is None else self.monthly_most
        return f"这家本月已对接 {self.this_month} 次，到了上限。" if self.this_month >= most else ""
