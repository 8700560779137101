"""当时的名单: the list as it was shown, with what made it."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from service.domain.snapshots import ShownLine
from service.flows.brokering.see_need import SeenNeed
from web.parts.match_card import FIT_WORDS


@dataclass(frozen=True, slots=True)
class SnapshotPage:
    """The list as it was shown. `origin`: what made it, as (word, value)."""

    template: ClassVar[str] = "pages/brokering/snapshot.html"
    title: str
    number: str
    need_href: str
    text: str
    made_at: datetime | None
    total: int
    confident: bool
    understood: tuple[tuple[str, str], ...]
    lines: tuple[ShownLine, ...]
    fits: dict[str, str]
    origin: tuple[tuple[str, str], ...]


def snapshot_page(seen: SeenNeed) -> SnapshotPage:
    """The list that this need was answered with."""
    kept = seen.snapshot
    origin = () if kept is None else (
        ("检索引擎", kept.origin.engine),
        ("索引位置", str(kept.origin.generation)),
        ("文本模型", kept.origin.encoder),
        *((f"权重 {name}", f"{value:g}") for name, value in kept.origin.weights.items()),
    )  # fmt: skip
    return SnapshotPage(
        title="当时的名单",
        number=seen.need.number,
        need_href=f"/workbench/needs/{seen.need.id}",
        text=kept.text if kept else seen.need.text,
        made_at=kept.made_at if kept else None,
        total=kept.total if kept else 0,
        confident=bool(kept and kept.confident),
        understood=kept.understood if kept else (),
        lines=kept.lines if kept else (),
        fits={fit.value: words for fit, words in FIT_WORDS.items()},
        origin=origin,
    )
