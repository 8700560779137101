"""`POST /api/v1/matches` on the small pool."""

import dataclasses

import pytest

from tests.factories import SMALL_POOL

PATH = "/api/v1/matches"
NEED = "三十几台注塑机，晚班到底开没开我在家看不到"


def _ask(client, text: str = NEED, **more) -> dict:
    answer = client.post(PATH, json={"text": text, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


def _names(answer: dict) -> list[str]:
    return [match["provider"]["short_name"] for match in answer["matches"]]


def test_a_need_gives_a_ranked_list_whose_reasons_quote_the_provider(client):
    answer = _ask(client, include_weak=True)
    first = answer["matches"][0]
    assert first["provider"]["short_name"] == "屿栈数据"
    assert first["provider"]["pools"] == ["municipal", "provincial"]
    assert [match["rank"] for match in answer["matches"]] == list(range(1, len(answer["matches"]) + 1))
    own = SMALL_POOL[0].capabilities + SMALL_POOL[0].cases
    own_words = "。".join(str(value) for part in own for value in dataclasses.asdict(part).values())
    quoted = [reason["evidence"] for reason in first["reasons"] if reason["evidence"]]
    assert quoted
    assert all(evidence["text"].rstrip("。，") in own_words for evidence in quoted)
    for evidence in quoted:
        assert all(0 <= start < end <= len(evidence["text"]) for start, end in evidence["marks"])


def test_the_answer_has_the_members_of_the_contract(client):
    answer = _ask(client, include_weak=True)
    assert {"understood", "confident", "total", "matches", "scenarios", "took_ms"} <= answer.keys()
    match = answer["matches"][0]
    assert {"rank", "score", "fit", "provider", "reasons", "missing"} <= match.keys()
    assert set(match["provider"]) == {"id", "source_id", "uscc", "name", "short_name", "pools", "town"}
    assert match["fit"] in {"strong", "possible", "weak"}
    assert 0 <= match["score"] <= 100
    reason = match["reasons"][0]
    assert {"kind", "text", "evidence"} <= reason.keys()
    assert {"text", "from"} <= reason["evidence"].keys()
    assert {"code", "name", "share"} == answer["scenarios"][0].keys()
    assert answer["took_ms"] > 0


def test_weak_fits_come_only_when_asked_for_and_after_the_others(client):
    alone, more = _ask(client), _ask(client, include_weak=True)
    assert all(match["fit"] != "weak" for match in alone["matches"])
    assert more["matches"][: len(alone["matches"])] == alone["matches"]
    assert {match["fit"] for match in more["matches"][len(alone["matches"]) :]} == {"weak"}
    assert (more["confident"], more["total"]) == (alone["confident"], alone["total"])


def test_limit_cuts_the_list_and_weak_fits_never_go_beyond_it(client):
    assert len(_ask(client, include_weak=True, limit=2)["matches"]) == 2
    assert len(_ask(client, include_weak=True, limit=50)["matches"]) == 4  # the listed ones


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        ({"pool": "provincial"}, {"屿栈数据", "楠舟", "双池暂停"}),
        ({"pool": "市级"}, {"屿栈数据", "砺岑视觉"}),
        ({"town": "高埗镇"}, {"砺岑视觉"}),
        ({"town": "高埗"}, {"砺岑视觉"}),
        ({"delivery": "saas"}, {"楠舟"}),
        ({"group": "QUA"}, {"砺岑视觉"}),
        ({"pool": "provincial", "delivery": "现场"}, {"屿栈数据", "双池暂停"}),
        ({"pool": "", "town": None}, {"屿栈数据", "楠舟", "双池暂停", "砺岑视觉"}),
    ],
)
def test_filters_narrow_by_code_or_name(client, filters, left):
    assert set(_names(_ask(client, filters=filters, include_weak=True, limit=50))) == left


def test_price_ceiling_keeps_offers_under_it_and_those_without_a_price(client):
    # Offers begin at 6 万元; 砺岑视觉 names none.
    assert set(_names(_ask(client, filters={"price_max_wan": 5.9}, include_weak=True))) == {"砺岑视觉"}
    assert len(_names(_ask(client, filters={"price_max_wan": 6}, include_weak=True))) == 4


@pytest.mark.parametrize("name", ["pool", "group", "industry", "town", "delivery"])
def test_an_unknown_value_is_refused_with_the_accepted_ones(client, name):
    answer = client.post(PATH, json={"text": NEED, "filters": {name: "没有的值"}})
    assert answer.status_code == 422
    sentence = answer.json()["fields"][name]
    accepted = {"pool": "municipal、provincial", "group": "DEV", "industry": "plastics", "town": "441900003", "delivery": "现场"}
    assert "没有的值" in sentence
    assert accepted[name] in sentence


def test_a_misspelt_filter_is_refused_with_the_accepted_names(client):
    answer = client.post(PATH, json={"text": NEED, "filters": {"pol": "municipal"}})
    assert answer.status_code == 422
    assert answer.json()["fields"] == {"filters": "不认识“pol”；可用的名称：pool、group、industry、town、delivery、price_max_wan。"}


def test_telephone_numbers_do_not_come_back(client):
    answer = _ask(client, "注塑机联网，找我13912345678，邮箱 boss@example.com")
    assert answer["understood"]["personal_removed"] == 2
    assert "13912345678" not in str(answer)
    assert "boss@example.com" not in str(answer)


def test_limits_are_read_with_their_units(client):
    limits = {limit["kind"]: limit for limit in _ask(client, "预算20万以内，注塑机联网，两个月上线，我们在长安")["understood"]["limits"]}
    assert limits["budget"]["number"] == 20
    assert limits["weeks"]["number"] in {8, 9}
    assert limits["town"]["code"].startswith("4419")


def test_a_need_foreign_to_the_pools_says_where_to_turn(client):
    answer = _ask(client, "工厂食堂想换个承包商，饭菜难吃", include_weak=False)
    assert answer["confident"] is False
    assert answer["matches"] == []
