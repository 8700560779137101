"""The words of a card: what a firm is, what it does not do, why it only touches a need."""

from dataclasses import replace

import pytest

from service.domain.matching import Exclusion, Fit
from tests.web.made_answers import match, provider
from web.parts.match_card import excluded_words, short_of, what_of

WHAT = {
    "十年只做注塑和压铸车间。接得住海天。": "十年只做注塑和压铸车间",
    "高埗聚焦制造业数据治理与系统集成，主要提供主数据治理和企业服务总线。": "聚焦制造业数据治理与系统集成",
    "道滘高埗智能是一家供应链协同平台公司，左手帮采购部。": "供应链协同平台公司，左手帮采购部",
    "以振动、电流、声学信号为基础的设备健康管理公司。": "以振动、电流、声学信号为基础的设备健康管理公司",
    "我们是几个做了十几年三坐标的计量员出来开的软件公司，只解决一件事": "我们是几个做了十几年三坐标的计量员出来开的软件…",
    "": "",
}


@pytest.mark.parametrize(("summary", "said"), WHAT.items())
def test_what_a_firm_is_stands_in_one_whole_clause_without_its_name(summary, said):
    assert what_of(replace(provider(1, "高埗数据" if summary.startswith("高埗") else "道滘高埗智能"), summary=summary)) == said


NOT_DONE = {
    "不做ERP": "ERP",
    "也不做PCBA功能测试": "PCBA功能测试",
    "我们不做检测也不代办证书": "检测也不代办证书",
    "后段机台联网和计件工资不做": "后段机台联网和计件工资",
    "太大的项目我们不做": "太大的项目",
    "也不卖治理设备": "不卖治理设备",
    "不含CAM软件": "不含CAM软件",
    "不做": "不做",
}


@pytest.mark.parametrize(("told", "said"), NOT_DONE.items())
def test_the_two_words_of_the_line_are_not_said_twice(told, said):
    assert excluded_words([Exclusion(told)]) == (said,)


def test_a_firm_falls_short_by_what_it_excludes_of_this_need_else_by_what_it_does():
    weak = match(1, Fit.WEAK)
    about, other = Exclusion("不做注塑机联网", ("DEV02",)), Exclusion("不做ERP", ("BIZ01",))
    assert short_of(replace(weak, excludes=(other, about))) == "写明不做：注塑机联网"
    assert short_of(replace(weak, excludes=(other,))) == "能力「停机采集」；未写明断网补传"
    assert short_of(replace(weak, offer=None, missing=())) == "只做注塑车间联网，十年"
