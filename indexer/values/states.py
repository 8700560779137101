"""What the keeper of a pool decided about a membership, in the words of lists."""

from indexer.records import Raw
from indexer.values.text import BLANKS, Unusable, as_text
from service.domain.pools import MembershipState
from service.domain.text import clean_line

EXPIRED = frozenset({
    "已到期", "到期", "已过期", "过期", "已失效", "失效", "期满", "已期满", "已届满", "届满", "有效期满", "有效期已过", "expired",
})  # fmt: skip
_STATES = {
    **dict.fromkeys(
        ("有效", "正常", "在池", "在库", "在册", "入池", "已入池", "入库", "已入库", "有效期内", "在有效期内", "active"),
        MembershipState.ACTIVE
    ),
    **dict.fromkeys(
        ("暂停", "已暂停", "暂停资格", "中止", "已中止", "整改", "整改中", "限期整改", "停用", "冻结", "suspended"),
        MembershipState.SUSPENDED
    ),
    **dict.fromkeys(
        ("退出", "已退出", "清退", "已清退", "移出", "已移出", "移除", "撤销", "已撤销", "撤销资格", "取消", "已取消", "取消资格",
        "注销", "已注销",
         "吊销", "除名", "出池", "已出池", "出库", "已出库", "淘汰", "主动退出", "withdrawn"),
        MembershipState.WITHDRAWN,
    ),
    **dict.fromkeys(("待核实", "待补日期", "待审核", "待定", "拟入池", "拟入选", "公示", "公示中", "waiting", "备注写着已退出或暂停"),
    MembershipState.WAITING),
}  # fmt: skip


def read_state(raw: Raw) -> MembershipState | None:
    """What the pool's keeper decided; None when empty. 已到期 is active, its dates say the rest.

    Raises:
        Unusable: no known state.
    """
    text = clean_line(as_text(raw, 200)).lower()
    if text in BLANKS:
        return None
    if text in EXPIRED:
        return MembershipState.ACTIVE
    state = read_state_word(text)
    if state is None:
        raise Unusable("", code="state_unknown")
    return state


def read_state_word(text: str) -> MembershipState | None:
    """The state that a word names; None when it names none."""
    return _STATES.get(text.lower())
