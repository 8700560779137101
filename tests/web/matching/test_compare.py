"""对比: a few side by side."""

from urllib.parse import parse_qs, urlsplit

NEED = "注塑机停机了没人知道，想手机上看到"


def test_comparing_nobody_or_strangers_is_not_an_error(site):
    assert "还没有选要对比的服务商" in site.get("/compare").text
    gone = site.get("/compare", params={"p": "prv_gone", "q": NEED})
    assert gone.status_code == 200
    assert "有 1 家已不在池内" in gone.text


def test_personal_data_leaves_the_address_of_a_comparison(site):
    answer = site.get("/compare", params={"p": ["prv_a", "prv_b"], "q": "停机 13812345678"})
    assert answer.status_code == 303
    assert parse_qs(urlsplit(answer.headers["location"]).query) == {"p": ["prv_a", "prv_b"], "q": ["停机"]}
