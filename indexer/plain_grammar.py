"""Write plain sentences of a need by a small grammar: the network must read 要看板，不要软件 as surely as what authors write.

Authors who are asked for sentences avoid the plain ones. People type them most.
"""

import random
from collections.abc import Iterator, Sequence

from service.domain.taxonomy import Taxonomy

_WISHES = (
    "要{w}", "想上{w}", "想做{w}", "要做{w}", "只要{w}", "我们要{w}", "想搞{w}", "需要{w}", "{w}要做", "只做{w}",
    "想装{w}", "先上{w}", "要的是{w}",
    "主要是{w}", "想弄{w}", "缺的是{w}", "{w}", "想了解{w}",
)  # fmt: skip
_REFUSALS = (
    "不要{n}", "不上{n}", "不做{n}", "不搞{n}", "别推{n}", "不要推{n}", "别给我推{n}", "{n}不要", "{n}就不用了",
    "{n}以后再说", "{n}先不上", "{n}暂时不考虑",
    "{n}免谈", "{n}算了", "不需要{n}", "不考虑{n}", "{n}不做", "先不搞{n}", "不想换{n}", "{n}先放一放", "{n}不在这次范围",
    "不用{n}", "除了{n}", "{n}除外",
    "{n}明年再说", "不上整套{n}", "{n}没兴趣", "不是要{n}", "{n}砍掉了", "{n}不急",
)  # fmt: skip
_OWNED = (
    "{o}已经有了", "{o}去年上了", "已有{o}", "{o}在用", "{o}用得好好的", "{o}是总部统一上的", "{o}够用", "{o}有了",
    "{o}自己做了", "{o}装好了", "{o}不换",
    "我们有{o}", "{o}集团管", "{o}跑得顺",
)  # fmt: skip
_LOOK_ALIKE = (
    "要不要上{w}", "不做{w}不行", "没有{w}", "不想再用手工做{w}", "{w}不好用想换",
    "{w}做不好", "没{w}不行", "{w}用不起来，想换一套", "不知道怎么做{w}",
    "{w}跟不上", "现有{w}不能满足要求，想换", "{w}到期了，找新的",
)  # fmt: skip
_CONDITIONS = (
    "不要云",
    "要本地部署",
    "预算十万以内",
    "要东莞的",
    "不要外地公司",
    "三个月上线",
    "要能开专票",
    "先试用再付钱",
    "要有同行案例",
    "不要驻场",
    "按月付",
)
_ASKS = ("有没有做的", "求推荐", "找一家", "谁家能做", "麻烦介绍一下", "有人做吗", "哪家好")
_NO_TASTE = ("", "", "", "我们厂", "五金厂，", "老板说", "你好，", "电子厂")
_MANY = 1600


def plain_sentences(taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    """(marked sentence, kind of verdict case) of every form, with random names of scenarios. The same at each call."""
    chance = random.Random(0)  # noqa: S311  the same sentences at each call, nothing secret
    names = [name for scenario in taxonomy.scenarios for name in (scenario.name, *scenario.synonyms[:6]) if 2 <= len(name) <= 8]
    for _ in range(_MANY):
        yield _sentence(chance, names)


def _sentence(chance: random.Random, names: Sequence[str]) -> tuple[str, str]:
    first, second = chance.sample(names, 2)
    wish = "<w>" + chance.choice(_WISHES).format(w=first) + "</w>"
    refusal = "<n>" + chance.choice(_REFUSALS).format(n=second) + "</n>"
    owned = "<o>" + chance.choice(_OWNED).format(o=second) + "</o>"
    alike = "<w>" + chance.choice(_LOOK_ALIKE).format(w=first) + "</w>"
    condition = f"<c>{chance.choice(_CONDITIONS)}</c>"
    asking = f"<a>{chance.choice(_ASKS)}</a>"
    taste, mark = chance.choice(_NO_TASTE), chance.choice("，，，, ；。")
    return chance.choice(
        (
            (f"{taste}{wish}{mark}{refusal}", "refuse"),
            (f"{taste}{refusal}{mark}{wish}", "refuse"),
            (f"{owned}{mark}{wish}", "refuse"),
            (f"{wish}{mark}{owned}", "refuse"),
            (f"{taste}{alike}", "not_refusal"),
            (f"{alike}{mark}{condition}", "not_refusal"),
            (f"{wish}{mark}{condition}", "condition"),
            (f"{condition}{mark}{wish}", "condition"),
            (f"{taste}{wish}{mark}{asking}", "ask_firm"),
            (f"{taste}{wish}", "ask_firm"),
            (f"{taste}{refusal}", "only_refuse"),
            (f"{owned}{mark}{refusal.replace(second, first)}", "only_refuse"),
        )
    )
