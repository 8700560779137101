"""Parts of a running platform that fail: what readiness says, and that it never fails itself; a clock that goes back."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from service.bootstrap import DeferredEncoder
from service.domain.supply_gaps import SupplyGap
from service.errors import Unavailable
from service.flows.brokering.record_supply_gap import record_supply_gap
from service.flows.matching.match_need import MatchRequest, match_need
from service.flows.upkeep.check_readiness import check_readiness
from service.search.encoders.onnx import OnnxEncoder
from service.store import unit_of_work
from service.store.queries.feed import changed_after, latest_position, record_changes
from tests.factories import SMALL_POOL
from tests.fakes import FixedClock, HashEncoder
from tests.platforms import MakePlatform
from web.app import build_site


class CrashingEncoder(HashEncoder):
    """A library that fails in a way nobody foresaw."""

    def encode(self, texts):
        raise RuntimeError("session is invalid")


def damaged_graph(folder: Path) -> None:
    (folder / "onnx" / "model.onnx").write_bytes(b"\x08\x07" + bytes(2_000))
    (folder / "tokenizer.json").write_text("{}")


def damaged_tokenizer(folder: Path) -> None:
    (folder / "onnx" / "model.onnx").write_bytes(b"")
    (folder / "tokenizer.json").write_text('{"version": "1.0", "model": nothing')


def nothing_there(_folder: Path) -> None:
    """The folder was emptied."""


@pytest.mark.parametrize("damage", [damaged_graph, damaged_tokenizer, nothing_there])
def test_a_damaged_model_is_told_and_ready_says_so(make_platform: MakePlatform, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    (tmp_path / "onnx").mkdir()
    damage(tmp_path)
    with pytest.raises(Unavailable, match="模型目录"):
        OnnxEncoder(tmp_path)
    runtime = replace(make_platform(SMALL_POOL), encoder=DeferredEncoder(lambda: OnnxEncoder(tmp_path)))
    parts = {part.name: part for part in check_readiness(runtime).parts}
    assert not parts["encoder"].ready
    assert "模型目录" in parts["encoder"].sentence


def test_readiness_never_fails_whatever_a_part_does(make_platform: MakePlatform) -> None:
    runtime = replace(make_platform(SMALL_POOL), encoder=CrashingEncoder())
    client = TestClient(build_site(runtime), raise_server_exceptions=False)
    answer = client.get("/api/v1/health/ready")
    assert answer.status_code == 503
    assert answer.json()["fields"]["encoder"] == "检查时程序出错，请查看日志里的 readiness_part_failed。"
    assert "session is invalid" not in answer.text
    assert client.get("/providers").status_code == 200


def test_readiness_reads_no_whole_table(sqlite_only: None, make_platform: MakePlatform) -> None:
    """Every statement of it is answered from an index or stops at the first row, however many passages there are."""
    runtime = make_platform(SMALL_POOL)
    check_readiness(runtime)
    asked: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: object, _context: object, _many: bool) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, parameters))

    event.listen(runtime.database, "before_cursor_execute", note)
    assert check_readiness(runtime).ready
    assert any("passage_tags" in statement for statement, _ in asked)
    with closing(sqlite3.connect(str(runtime.database.url.database))) as connection:
        for statement, parameters in asked:
            plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
            scans = [step for step in plan if step.startswith("SCAN") and "CONSTANT" not in step and "alembic_version" not in step]
            assert scans == [] or re.search(r"LIMIT", statement), (statement, plan)
            assert [step for step in scans if "passage_tags" in step and "INDEX" not in step] == []


def test_a_clock_that_goes_back_changes_no_order_and_breaks_no_page(make_platform: MakePlatform) -> None:
    runtime = make_platform(SMALL_POOL)
    clock = runtime.clock
    assert isinstance(clock, FixedClock)
    client = TestClient(build_site(runtime), raise_server_exceptions=False)
    assert client.get("/providers").status_code == 200
    before = match_need(runtime, MatchRequest("注塑机联网采集")).total
    with unit_of_work.writing(runtime.database) as session:
        position = latest_position(session)
        record_changes(session, ["prv_before"])
    clock.advance(timedelta(days=-1, minutes=-7))
    with unit_of_work.writing(runtime.database) as session:
        record_changes(session, ["prv_after"])
    record_supply_gap(runtime, SupplyGap("nobody", scenario="DEV02"))
    with unit_of_work.reading(runtime.database) as session:
        assert changed_after(session, position, limit=10)[0] == ["prv_before", "prv_after"]
    for path in ("/", "/providers", "/pools", "/api/v1/providers", "/api/v1/health/ready"):
        assert client.get(path).status_code == 200, path
    assert match_need(runtime, MatchRequest("注塑机联网采集")).total == before


def test_a_write_to_a_file_that_went_in_the_middle_is_not_confirmed(sqlite_only: None, make_platform: MakePlatform) -> None:
    runtime = make_platform()
    path = Path(str(runtime.database.url.database))

    def write_while_it_goes() -> None:
        with unit_of_work.writing(runtime.database) as session:
            record_changes(session, ["prv_1"])
            path.unlink()

    with pytest.raises(Unavailable, match="被删除或替换"):
        write_while_it_goes()
