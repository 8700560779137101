"""No sentence of the product promises money: programmes are compared, never granted.

Reason: a factory that counted on a subsidy which it did not get never comes back, and the bureau answers for the words.
"""

import ast
import re

import pytest

from service.settings import ROOT

PROMISES = re.compile(
    r"(?:您|你|企业|贵司|厂)(?:就|将|会|一定|肯定)?(?:能|可以|可)?(?:拿到|领到|获得|得到|领取|享受)[^。；，、]{0,8}(?:补贴|奖补|奖励|补助|资金|服务券|[0-9]+\s*万)"
    r"|(?:保证|一定|肯定|必定|确保)[^。；，、]{0,10}(?:补贴|奖补|补助|奖励|服务券|获批|到账)"
    r"|(?:补贴|奖补|补助|奖励)(?:您|你|给您|给你)"
    r"|符合(?:申报)?条件，?可(?:以)?(?:享受|领取|获得)"
    r"|(?:免费|白)拿"
)
ALLOWED = re.compile(r"不能替您保证|不保证|不承诺|能不能享受|能不能|是否")
"""Sentences that say the contrary."""
PLACES = ("service", "web", "indexer")


def sentences() -> list[tuple[str, str]]:
    """(place, sentence) of all texts that a person may read: strings of the code, templates, shipped demonstration programmes."""
    found = []
    for folder in PLACES:
        for path in sorted((ROOT / folder).rglob("*.py")):
            tree = ast.parse(path.read_text("utf-8"))
            found += [
                (str(path.relative_to(ROOT)), node.value)
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            ]
    texts = [*(ROOT / "web" / "templates").rglob("*.html"), *(ROOT / "fixtures" / "programmes").glob("*.jsonl")]
    found += [(str(path.relative_to(ROOT)), path.read_text("utf-8")) for path in sorted(texts)]
    return [(place, sentence) for place, text in found for sentence in re.split(r"[。！？\n]", text) if sentence.strip()]


def is_promise(sentence: str) -> bool:
    return bool(PROMISES.search(sentence)) and not ALLOWED.search(sentence)


def test_no_sentence_promises_money() -> None:
    told = sentences()
    assert len(told) > 3_000
    assert [(place, sentence.strip()[:80]) for place, sentence in told if is_promise(sentence)] == []


@pytest.mark.parametrize(
    "sentence",
    ["您可以拿到 20 万元补贴", "企业将获得奖补资金", "保证拿到服务券", "符合条件，可享受", "做完就补贴您 20%", "一定能获批"],
)
def test_a_promise_would_be_seen(sentence) -> None:
    assert is_promise(sentence)


def test_the_contrary_may_be_said() -> None:
    assert not is_promise("能不能享受、有多少，以发文单位审核为准")
