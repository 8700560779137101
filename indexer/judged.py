"""Read judged needs: `{"id","text","filters":{"pool":…}}` and `{"need","provider","grade":0-3}`, JSON Lines."""

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.errors import FileUnusable


@dataclass(frozen=True, slots=True)
class JudgedNeed:
    """A need with its grades by provider (1..3). Without any grade nobody serves it. `kind` says why not, when known."""

    id: str
    text: str
    pool: str | None
    style: str
    fold: int
    kind: str
    grades: dict[str, int]

    @property
    def served(self) -> bool:
        """Somebody really serves it: a grade of 2 or 3."""
        return max(self.grades.values(), default=0) >= 2


def read_judged(needs: Path, judgements: Path | None) -> tuple[JudgedNeed, ...]:
    """Read needs and their grades; grades of 0 are dropped.

    Raises:
        FileUnusable: a line is no JSON object or lacks a required key, named by file and line.
    """
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for entry in _lines(judgements, ("need", "provider", "grade")) if judgements else ():
        if int(entry["grade"]) > 0:
            grades[str(entry["need"])][str(entry["provider"])] = int(entry["grade"])
    return tuple(
        JudgedNeed(
            id=str(entry["id"]),
            text=str(entry["text"]),
            pool=(entry.get("filters") or {}).get("pool"),
            style=str(entry.get("style") or "all"),
            fold=int(entry.get("fold") or 0),
            kind=str(entry.get("kind") or "judged"),
            grades=grades.get(str(entry["id"]), {}),
        )
        for entry in _lines(needs, ("id", "text"))
    )


def _lines(path: Path, required: tuple[str, ...]) -> list[dict[str, Any]]:
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise FileUnusable(f"读不了文件“{path.name}”，请检查路径，并存为 UTF-8 编码。") from None
    entries = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except ValueError:
            entry = None
        if not isinstance(entry, dict) or any(key not in entry for key in required):
            raise FileUnusable(f"“{path.name}”第 {number} 行应是含有 {'、'.join(required)} 的 JSON 对象，请改正后重试。")
        entries.append(entry)
    return entries
