"""Trade words to codes."""

from service.domain.industries import resolve_industries
from service.domain.taxonomy import Industry, Taxonomy

TAXONOMY = Taxonomy(
    industries=(
        Industry("electronics", "电子信息", ("39",), ("电子厂", "手机厂"), (), None),
        Industry("packaging", "纸箱包装", ("2231",), ("彩盒", "板厂"), (), None),
        Industry("hardware", "五金制品", ("33",), ("五金", "彩盒"), (), None),
    )
)


def test_a_trade_is_known_by_code_name_and_slang_with_or_without_a_tail() -> None:
    for word in ("electronics", "电子信息", "电子厂", "电子行业", "电子"):
        assert resolve_industries(TAXONOMY, [word]) == (("electronics",), ()), word


def test_both_halves_of_a_double_name_are_known() -> None:
    assert resolve_industries(TAXONOMY, ["包装", "纸箱"]) == (("packaging",), ())


def test_a_word_of_two_trades_belongs_to_the_first() -> None:
    assert resolve_industries(TAXONOMY, ["彩盒"]) == (("packaging",), ())


def test_a_single_character_that_is_left_over_means_nothing() -> None:
    assert resolve_industries(TAXONOMY, ["板"]) == ((), ("板",))


def test_unknown_words_are_told() -> None:
    assert resolve_industries(TAXONOMY, ["五金", "航天"]) == (("hardware",), ("航天",))
