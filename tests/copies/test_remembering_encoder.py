"""Recent texts are encoded once; many at a time are not remembered."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.copies.remembering_encoder import RememberingEncoder
from tests.fakes import HashEncoder


class CountingEncoder(HashEncoder):
    """Notes what it was asked to encode."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked.extend(texts)
        return super().encode(texts)


def test_a_text_is_encoded_once_beside_whatever_it_stands():
    behind = CountingEncoder()
    encoder = RememberingEncoder(behind)
    first = encoder.encode(["注塑机联网", "扫码报工"])
    again = encoder.encode(["扫码报工", "刀具寿命", "注塑机联网", "刀具寿命"])
    assert behind.asked == ["注塑机联网", "扫码报工", "刀具寿命"]
    assert np.array_equal(again[[2, 0]], first)
    assert np.array_equal(again[1], again[3])
    assert np.array_equal(again, HashEncoder().encode(["扫码报工", "刀具寿命", "注塑机联网", "刀具寿命"]))


def test_the_oldest_is_forgotten():
    behind = CountingEncoder()
    encoder = RememberingEncoder(behind, remembered_texts=2)
    for text in ("甲", "乙", "甲", "丙", "甲", "乙"):
        encoder.encode([text])
    assert behind.asked == ["甲", "乙", "丙", "乙"]


def test_many_at_once_and_none_pass_through():
    behind = CountingEncoder()
    encoder = RememberingEncoder(behind)
    passages = [f"第{number}段" for number in range(40)]
    encoder.encode(passages)
    encoder.encode(passages)
    assert len(behind.asked) == 80
    assert encoder.encode([]).shape == (0, behind.dimensions)
