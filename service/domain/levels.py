"""The pyramid's layers and the levels of an enterprise, as data: what they are called and which paper they come from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of the pyramid 基础上云 → 核心上云 → 创新示范. `plain` in a factory's words; `source`: the paper."""

    code: str
    name: str
    plain: str
    meaning: str
    source: str | None


@dataclass(frozen=True, slots=True)
class Level:
    """应用水平: 乙级, 甲级, 创新示范. `source`: the paper; its wording binds, ours does not."""

    code: str
    name: str
    meaning: str
    source: str | None
