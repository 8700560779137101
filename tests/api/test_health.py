"""Health, as a load balancer sees it, and the figures for monitoring."""

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from service.api.app import create_api
from service.bootstrap import build_runtime
from service.errors import Unavailable
from service.settings import Settings
from service.store import migrate
from tests.api.conftest import with_settings
from tests.fakes import FixedClock, HashEncoder

READY = "/api/v1/health/ready"


class _SilentEngine:
    """An engine whose server has gone."""

    name = "elasticsearch"
    in_process = False

    def position(self) -> int:
        raise Unavailable("检索引擎没有响应。")


class _EmptyEngine(_SilentEngine):
    def position(self) -> int:
        return -1


class _LateEngine(_SilentEngine):
    def position(self) -> int:
        return 3


class _BrokenEncoder(HashEncoder):
    def encode(self, texts):
        raise Unavailable("文本编码器没有就绪。")


def _ready(runtime) -> tuple[int, dict]:
    answer = TestClient(create_api(runtime)).get(READY)
    return answer.status_code, answer.json()


def test_a_whole_platform_is_ready(runtime):
    status, told = _ready(runtime)
    assert status == 200
    assert {part["name"]: part["ready"] for part in told["parts"]} == {"database": True, "engine": True, "encoder": True}
    assert told["engine_position"] == told["feed_position"] > 0


def test_a_database_that_is_missing_old_or_empty_is_not_ready_but_alive(tmp_path):
    settings = Settings(data_dir=tmp_path, database_url=f"sqlite:///{tmp_path / 'pool.db'}")
    runtime = build_runtime(settings, encoder=HashEncoder(), clock=FixedClock())
    status, told = _ready(runtime)
    assert (status, told["code"]) == (503, "unavailable")
    assert "migrate" in told["fields"]["database"]
    assert TestClient(create_api(runtime)).get("/api/v1/health/live").json() == {"live": True}
    migrate.upgrade(runtime.database)
    status, told = _ready(runtime)
    assert (status, "代码" in told["fields"]["database"]) == (503, True)
    runtime.database.dispose()


def test_a_database_that_does_not_answer_is_not_ready(runtime, tmp_path):
    closed = build_runtime(Settings(database_url=f"sqlite:///{tmp_path}"), encoder=HashEncoder())  # a folder, no file
    status, told = _ready(replace(runtime, database=closed.database))
    assert status == 503
    assert "类型不对" in told["fields"]["database"]  # the cause
    assert str(tmp_path) not in told["message"]  # but no path of the server


def test_an_engine_that_is_gone_or_empty_is_not_ready(runtime):
    status, told = _ready(replace(runtime, engine=_SilentEngine()))
    assert (status, told["fields"]) == (503, {"engine": "检索引擎没有响应。"})
    status, told = _ready(replace(runtime, engine=_EmptyEngine()))
    assert (status, "rebuild" in told["fields"]["engine"]) == (503, True)


def test_passages_of_another_model_are_not_served_in_silence(runtime):
    known = runtime.knowledge()
    other = replace(known, bank=replace(known.bank, fingerprint="another-model"))
    status, told = _ready(replace(runtime, knowledge=lambda: other))
    assert (status, "service migrate" in told["fields"]["engine"]) == (503, True)


def test_an_engine_behind_the_feed_serves_and_says_how_far(runtime):
    status, told = _ready(replace(runtime, engine=_LateEngine()))
    assert (status, told["engine_position"]) == (200, 3)
    assert f"还有 {told['feed_position'] - 3} 条" in next(part["sentence"] for part in told["parts"] if part["name"] == "engine")


def test_an_encoder_that_fails_is_not_ready(runtime):
    status, told = _ready(replace(runtime, encoder=_BrokenEncoder()))
    assert (status, told["fields"]) == (503, {"encoder": "文本编码器没有就绪。"})


def test_measures_are_not_public_unless_set_so(client):
    assert client.get("/metrics").status_code == 404


def test_measures_tell_requests_matches_and_positions_but_no_words(runtime):
    client = TestClient(create_api(with_settings(runtime, metrics_on_site=True)))
    client.post("/api/v1/matches", json={"text": "注塑机联网 13912345678"})
    client.get("/api/v1/providers?text=楠舟")
    answer = client.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain")
    for part in (
        'pool_request_seconds_count{method="POST",path="/api/v1/matches",status="200"}',
        "pool_matches_total",
        "pool_feed_position",
    ):
        assert part in answer.text
    assert "13912345678" not in answer.text
    assert "楠舟" not in answer.text


def test_measures_are_told_while_the_database_is_gone(runtime, tmp_path):
    closed = build_runtime(Settings(database_url=f"sqlite:///{tmp_path}"), encoder=HashEncoder())
    assert (
        TestClient(create_api(replace(with_settings(runtime, metrics_on_site=True), database=closed.database))).get("/metrics").status_code
        == 200
    )


@pytest.mark.parametrize("path", ["/api/v1/providers", "/api/v1/providers/prv_0000000000000000", "/api/v1/scenarios", "/api/v1/pools"])
def test_every_list_says_so_while_the_database_is_gone(runtime, tmp_path, path):
    closed = build_runtime(Settings(database_url=f"sqlite:///{tmp_path}"), encoder=HashEncoder())
    answer = TestClient(create_api(replace(runtime, database=closed.database))).get(path)
    assert (answer.status_code, answer.json()["code"]) == (503, "storage_broken")


def test_a_need_says_so_while_the_database_is_gone(runtime, tmp_path):
    closed = build_runtime(Settings(database_url=f"sqlite:///{tmp_path}"), encoder=HashEncoder())
    client = TestClient(create_api(replace(runtime, database=closed.database)))
    answer = client.post("/api/v1/matches", json={"text": "注塑机联网"})
    assert (answer.status_code, answer.json()["code"]) == (503, "storage_broken")
