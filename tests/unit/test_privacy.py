"""Personal data must not survive in a need; ordinary numbers must."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from service.domain.text import clean_text
from service.search.reading_privacy import strip_personal

PERSONAL = [
    "13800138000", "138-0013-8000", "138 0013 8000", "138.0013.8000", "1380 0138 000", "13800-138000", "138·0013·8000",
    "+8613800138000", "+86 138 0013 8000", "86-13800138000", "0086 13800138000", "(+86)13800138000", "（+86）138 0013 8000",
    "013800138000", "1 3 8 0 0 1 3 8 0 0 0", "1-3-8-0-0-1-3-8-0-0-0", "１３８００１３８０００", "一三八零零一三八零零零",
    "幺三八零零幺三八零零零", "0769-22223333", "0769 22223333", "076922223333", "(0769)22223333", "（0769）22223333",
    "（０７６９）２２２２３３３３", "0769-2222 3333", "0769 2222 3333", "0769-2222-3333", "+86 0769-22223333", "020-88889999",
    "0755-8888999", "0769-22223333转801", "0769-22223333-801", "400-830-1234", "4008301234", "电话：22223333", "电话 8222-3333",
    "zhang.san@qq.com", "zhang_san+erp@mail.foshan.com.cn", "ZHANG@163.COM", "zhang＠163.com", "zhang @ 163.com", "微信zhangsan123",
    "微信是zhangsan", "微信号：zhangsan", "微信号 zhang_san-01", "加微信zhangsan", "加我微信：zhangsan88", "加V zhangsan8",
    "vx:zs_1988", "VX zs19880101", "wechat: zhangsan", "WeChat zs1988", "QQ123456789", "QQ号是 123456789", "qq：123456",
    "扣扣号1234567", "薇信zs8888888", "441900198501011234", "44190019850101123X", "44190019850101123x", "441900 19850101 1234",
    "441900850101123", "6222021234567890123", "6222 0212 3456 7890 123", "6222021234567890", "92441900ma4wxyza1b",
    "联系人：张三", "联系人王小明", "经办人 李女士", "我叫陈大文", "本人黄", "负责人：欧生", "找王先生", "联系陈小姐", "找黄总",
    "问李经理", "138/0013/8001", "138,0013,8001", "138，0013，8001", "138*0013*8001", "138 / 0013 / 8001", "138...0013...8000",
    "138…0013…8000", "1/3/8/0/0/1/3/8/0/0/0", "1*3*8*0*0*1*3*8*0*0*0", "电话138*1500*8000", "+852 2345 6789", "+85223456789",
    "00852-9123-4567", "+853 6612 3456", "座机22801234", "家里2280 1234", "办公室22801234", "粤S12345", "粤S·A1234", "粤SD12345",
    "粤B·D12345", "湘A8K888", "车牌新A12345", "护照E12345678", "护照号：EA1234567", "通行证C12345678", "回乡证 H1234567890",
    "我是王强", "我是李大明", "我是陈经理", "联系王强", "联系李大明", "老板叫陈大文", "我姓王", "老板姓欧",
]  # fmt: skip
ORDINARY = [
    "38 台", "38台啤机", "2023 年", "2023年11月15日", "型号 6061", "6061 6063 7075 5052 都有做", "15 万", "预算150000元", "1500元一台",
    "一天 130000 件", "1688 网店", "1300 吨、1600 吨的机", "0.05 毫米", "公差±0.02", "M8x1.25", "ISO9001 2015 版", "IATF16949",
    "GB/T 4754-2017", "贴片 0402 0603 0805", "0201 0402 0603", "2021 2022 2023 2024 年都亏", "3000 4000 5000 6000 件", "24小时 7天",
    "编码 20240115001", "一百三十八个人", "一三五排产，二四六保养", "十三四台", "从8:30到17:30", "192.168.1.100", "400 台机",
    "400 元一台", "800 台", "400 500 600 吨的都有", "4001500台", "电话打到手软", "打电话催货", "订单 微信 whatsapp 散", "企业微信审批",
    "微信小程序报工", "WeChat notification 通知班长", "用微信 order 太乱", "我微信order太多", "QQ 群里喊", "vx 系列电机",
    "用VX-9控制器", "erp@车间", "价格@数量", "联系人太多，记不住", "经办人要签字，", "负责人不在，就停", "我叫工人填，他们不填",
    "我叫师傅改，不肯", "本人是老板，想看报表", "找师傅，修机", "找厂长，签字", "联系客户，催款", "问经理，他说", "找方案，比价格",
    "60 70 80 90 克纸", "12345678 件", "PLC 编号 1500-1214C", "S7-1200 和 S7-1500", "料号 8013800138", "1250吨压铸机",
    "91441900DEM000014R", "911101081234567890", "营业执照 91441900DEM000014R", "订单号 202401151234567", "料号：123456789012345678",
    "合同编号20240115123456789", "板子1220*2440*180", "180*1200*2400 的板", "150/1225/2440", "135,1200,1500 三种", "150、1200、2400",
    "型号 E12345678", "E1234567 电机", "S12345 系列", "新M12000 机型", "全新A12345", "粤S开头的车", "办公室20000000件", "家里没人",
    "我是老板", "我是做五金的", "我是黄江的", "我是黄江，做塑胶", "我是江西人", "我是高管，想看报表", "我是方案商", "联系方式，都乱",
    "联系方便，就行", "联系客户，催款", "联系金蝶，", "老板叫我改", "老板叫停，", "老板叫人，装", "我是石碣，", "我姓什么",
    "东莞市禾澄智能科技有限公司", "联系东莞市禾澄智能科技有限公司", "我是东莞市黄江王氏五金厂", "联系高伟电子", "我是温州，做鞋",
]  # fmt: skip


@pytest.mark.parametrize("personal", PERSONAL)
@pytest.mark.parametrize(("before", "after"), [("", ""), ("想上MES，", "，谢谢"), ("想上MES ", "\n急")])
def test_personal_data_is_taken_out_however_it_is_spelt(personal: str, before: str, after: str) -> None:
    stripped, removed = strip_personal(clean_text(before + personal + after))
    assert removed >= 1
    left = stripped.replace("想上MES", "").replace("谢谢", "").replace("急", "")
    assert not any(character.isalnum() for character in left), stripped


@pytest.mark.parametrize("ordinary", ORDINARY)
def test_ordinary_numbers_and_words_are_left_alone(ordinary: str) -> None:
    text = clean_text(ordinary)
    assert strip_personal(text) == (text, 0)


def test_what_surrounds_it_stays() -> None:
    text = "38台啤机，2023年买的，预算15万，找王先生 13800138000 或 wang@163.com，微信同号。长安镇"
    stripped, removed = strip_personal(text)
    assert removed == 3
    for kept in ("38台啤机", "2023年买的", "预算15万", "微信同号。长安镇"):
        assert kept in stripped


@given(st.from_regex(r"1[3-9]\d{9}", fullmatch=True), st.sampled_from(["", "-", " ", ".", "·"]), st.sampled_from([(3, 7), (4, 8), (3, 6)]))
def test_every_mobile_number_in_every_grouping(number: str, gap: str, cuts: tuple[int, int]) -> None:
    spelt = gap.join((number[: cuts[0]], number[cuts[0] : cuts[1]], number[cuts[1] :]))
    assert strip_personal(f"请打{spelt}找我") == ("请打 找我", 1)


@given(st.integers(0, 9_999_999), st.sampled_from(["台", "件", "元", "万", "吨", "人", "米", "年", "号机", "MPa", "转/分"]))
def test_a_count_with_its_unit_is_never_personal(number: int, unit: str) -> None:
    text = f"我们有{number}{unit}，想管起来"
    assert strip_personal(text) == (text, 0)


MIXED = st.lists(
    st.sampled_from([*PERSONAL, *ORDINARY, "，", " ", "\n", "电话", "微信", "138", "0013", "8000", "a", "找"]), max_size=8
).map("".join)


@given(MIXED | st.text(max_size=80))
@example("138001a@bb.com38000")
@example("甲\n13800138000\n乙")
@example("1380013wang@163.com8000")
def test_nothing_personal_appears_by_taking_something_out(text: str) -> None:
    stripped, removed = strip_personal(clean_text(text))
    assert strip_personal(stripped) == (stripped, 0)
    assert clean_text(stripped) == stripped
    if not removed:
        assert stripped == clean_text(text)


@given(st.text(st.sampled_from("1380-. +@a微信:：电话x\n"), max_size=400))
def test_a_tangle_of_digits_takes_no_long_time(text: str) -> None:
    assume(text)
    stripped, _ = strip_personal(clean_text(text * 10))
    assert len(stripped) <= len(text) * 10
