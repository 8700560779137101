"""Many believable firms, made from the fixture pool's: for timings, where what they say does not matter."""

import copy
import json
from pathlib import Path

from service.domain.uscc import check_character
from service.settings import ROOT

_CAPABILITIES, _CASES = 4, 3
_DIGITS = "0123456789"


def write_generated(path: Path, number: int) -> None:
    """Write `number` firms as JSON Lines, each with four capabilities and three cases; the same number gives the same file."""
    lines = (ROOT / "fixtures" / "pools" / "providers.jsonl").read_text("utf-8").splitlines()
    firms = [json.loads(line) for line in lines]
    capabilities = [capability for firm in firms for capability in firm["capabilities"]]
    cases = [case for firm in firms for case in firm["cases"]]
    with path.open("w", encoding="utf-8") as file:
        for place in range(number):
            firm = copy.deepcopy(firms[place % len(firms)])
            first_seventeen = f"91441900DEM9{place:05d}"
            firm.update(
                id=f"g{place:05d}",
                uscc=first_seventeen + check_character(first_seventeen),
                name=f"东莞市演示{place:05d}科技有限公司",
                short_name=f"演示{place:05d}",
                former_names=[],
                capabilities=[_own(capabilities, place * _CAPABILITIES + shift, "title", place) for shift in range(_CAPABILITIES)],
                cases=[_own(cases, place * _CASES + shift, "summary", place) for shift in range(_CASES)],
            )
            file.write(json.dumps(firm, ensure_ascii=False) + "\n")


def _own(items: list[dict[str, object]], place: int, key: str, firm: int) -> dict[str, object]:
    """A copy with a text of its own: equal texts would share work that different firms do not."""
    return {**items[place % len(items)], key: f"{items[place % len(items)][key]}（{firm}）"}


def write_list(path: Path, number: int) -> None:
    """Write a list as bureaus publish them, one row a firm, as CSV."""
    rows = ["序号,企业名称,统一社会信用代码,资源池,所属镇街,入池日期,有效期至"]
    for place in range(number):
        first_seventeen = f"91441900DEM8{place:05d}"
        code = first_seventeen + check_character(first_seventeen)
        rows.append(f"{place + 1},东莞市名单{place:05d}科技有限公司,{code},市级,虎门镇,2023-11-15,2028-11-15")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
