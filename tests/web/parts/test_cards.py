"""What came of a case, in figures."""

import pytest

from web.parts.cards import OutcomeLine, outcome_lines


@pytest.mark.parametrize(
    ("outcome", "lines"),
    [
        ("终检人数26人→11人；外观投诉一年7次→1次", [("终检人数26人", "11人"), ("外观投诉一年7次", "1次")]),
        ("审核主要不符合3项→0项，记录按时率62%→98%", [("审核主要不符合3项", "0项"), ("记录按时率62%", "98%")]),
        ("目检22人→7人，下午班漏检与上午持平", [("目检22人", "7人，下午班漏检与上午持平")]),
        ("月结由32天回到6天，系统问题当天解决率95%", [("月结由32天回到6天，系统问题当天解决率95%", "")]),
        ("报价 3 天 -> 半天。", [("报价 3 天", "半天")]),
        ("1天→2天→3天", [("1天", "2天→3天")]),
        ("；；。", []),
        ("", []),
    ],
)
def test_outcomes_as_figures(outcome, lines):
    assert outcome_lines(outcome) == tuple(OutcomeLine(*line) for line in lines)
