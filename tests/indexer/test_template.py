"""The form for those who send lists: what it offers, and that it comes back as it was meant."""

from pathlib import Path

import pytest

from indexer.columns import RowKind
from indexer.fixtures import SHEETS, header_text
from indexer.tables.asides import EXAMPLE
from indexer.template import Choices, read_choices, write_template
from service.command_errors import ExitCode
from service.settings import Settings
from tests.factories import unified_code
from tests.indexer.conftest import Desk
from tests.indexer.grids import xlsx_of

CHOICES = Choices(("市级", "省级"), ("虎门镇", "长安镇"))
USCC = unified_code(76_001)


def filled(capabilities: list[list[str]]) -> bytes:
    headers = {kind: [header_text(column) for column in columns] for kind, columns in SHEETS.items()}
    firm = {"企业全称*": "东莞市填表科技有限公司", "统一社会信用代码*": USCC, "资源池*": "市级", "有效期至": "长期"}
    example = {"企业全称*": f"{EXAMPLE}东莞市××科技有限公司", "统一社会信用代码*": f"{EXAMPLE}91441900…", "资源池*": "市级"}
    rows = [[row.get(header, "") for header in headers[RowKind.PROVIDER]] for row in (example, firm)]
    sample = [f"{EXAMPLE}91441900…", "注塑机联网采集", "不停机加装采集盒。"]
    return xlsx_of({
        "服务商": [headers[RowKind.PROVIDER], *rows], "服务能力": [headers[RowKind.CAPABILITY], sample, *capabilities],
        "案例": [headers[RowKind.CASE]],
    })  # fmt: skip


def test_an_untouched_template_holds_no_row(desk: Desk) -> None:
    write_template(desk.write("a.xlsx", b""), CHOICES)
    report = desk.load(desk.folder / "a.xlsx")
    assert (report.exit, [found.code for found in report.problems]) == (ExitCode.UNUSABLE, ["rows_missing"])


def test_the_example_row_is_known_and_no_firm(desk: Desk) -> None:
    report = desk.load(desk.write("a.xlsx", filled([[USCC, "采集", "联网。"]])))
    assert (report.exit, report.problems, report.rows.ignored) == (ExitCode.TAKEN, (), 2)
    assert [row["title"] for row in desk.rows("capabilities")] == ["采集"]


def test_a_sheet_left_as_it_came_takes_nothing_away(desk: Desk) -> None:
    desk.load(desk.write("a.xlsx", filled([[USCC, "采集", "联网。"]])))
    desk.load(desk.write("b.xlsx", filled([])))
    assert [row["title"] for row in desk.rows("capabilities")] == ["采集"]


def test_the_same_choices_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_template(tmp_path / name, CHOICES)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize("migrated", [True, False])
def test_the_choices_are_those_of_the_database_or_the_shipped_ones(desk: Desk, tmp_path: Path, migrated: bool) -> None:
    choices = read_choices(desk.settings if migrated else Settings(data_dir=tmp_path / "none"))
    assert choices.pools == ("市级", "省级")
    assert "虎门镇" in choices.towns
    assert len(",".join(choices.towns)) <= 255
