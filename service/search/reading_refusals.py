"""Words that refuse, own or put off a thing, and words that only look so: cues for the span tagger. Also the object of a refusal.

Grammar of one clause: the refusing word stands before its object (不要MES, 请勿推荐X, -X) or behind it (MES不要, X除外,
X就不用了, X买过了). Three forms only look like a refusal. A double negation is a wish (等保不做不行). A complaint is a wish
(不想再用手抄). Some names have a negating character (不良率, 无人化, 免维护). These forms are blotted out before a refusal is looked for.
`spans/tagger.py` decides in the end what a need refuses.
"""

import re
from collections.abc import Callable, Iterator

_NAMES = re.compile(
    r"不良|不锈|不间断|不停机|不落地|不动产|不合格|不干胶|不粘|不齐|无人(?=化|机|车|叉|值|搬|仓|驾|小车|配|产|线|"
    r"工厂)|无纸|无线|无尘|无刷|无缝|无菌|无感|无损|无代码|非标|非接触|非金属|非织造|非遗|"
    r"免维护|免布线|免编程|免安装|免费|免提|不同|不仅|不只|不止|不光|不单|不但|不管|不论|不然|要不然|不过(?=来|去|"
    r"，)|不如|差不多|不一样|不少(?!了)|不错|不断|不知|不清楚|不懂|不会(?!换|买|上|考虑)|不能|不够|不准(?!再|推|提)|不对|不到|"
    r"不上(?=去|来|货|线|交期|传|网|数)|"
    r"不了(?!解)|不得(?!再|推)|不出|不完|不动|不住|不起|不清|不通|不及|不齐|不认|不放心|不稳|不全|不好|不足|不均|"
    r"不见|不行|不匹配|不一致|不透明|不统一|不及时"
)
_WISHES = re.compile(
    r"不是不[想要愿肯]|能不想|再也不想|不得不|不能不|不可不|少不了|离不开|缺不了|非[^，。；]{1,12}(?:不可|不行|不成)|"
    r"(?:不做|不上|不搞|不用|不装|不弄|不换|不买|不管|没有)[^，。；]{0,10}?(?:就)?(?:不行|不可|不得|会罚|要罚|"
    r"要被|过不了|没法|难|麻烦|死)|"
    r"要不要|用不用|需不需要|想不想|换不换|该不该|上不上|做不做|能不能|"
    r"(?:不想|不用|不要|不需要|不必|无需|别|唔想|不愿|再也不想|不希望|懒得)(?:再|又|老|总|一直|天天|每天|每次|"
    r"整天|月底|每月)(?:去|要|是)?(?!推|提|跟|给|介绍|买|卖|发|谈|讲|说|上|加|装|换|换系统|忽悠|找|来)|"
    r"(?:不想|不要|不用|别)(?:再)?(?:让|靠|被|人手|人工|手工|手抄|手写|手动|跑|人去|人来|一个个|一张张|天天|老是|"
    r"总是|每次|半夜|等|找人|打电话|求人|背锅|停机|停线|出错|漏|丢|错|乱|翻|猜|数|抄|吵|加班|熬夜|空等)|"
    r"不要(?:紧|命|脸|说|钱|求太高)|不用说|不想到|没想到|不是[^，。；]{1,8}(?:不好|不行|没用)|不等于|用不起|不上不下"
)
_TO = r"(?:再|给我|给我们|跟我|同我|向我)*(?:推荐|推送|推销|推|介绍|提|谈|讲|说|发|卖|忽悠|找|来|看|要|上|搞|做|买|加|换|装|弄|用|接|考虑)?"
_FORWARD = re.compile(
    rf"(?:不要|不需要|不需|不用|不打算|不考虑|不准备|不计划|无需|无须|毋须|不必|不接受|不采用|不选|拒绝|免谈|谢绝|"
    rf"暂不|暂时不|先不|请勿|切勿|勿|严禁|不准再|不许再|别|唔要|唔需要|唔好|唔搞|唔做|唔上|不想){_TO}"
    r"|(?<![我他你它都])不(?:换|买|搞|装|招标|采购|涉及|包括|包含|含|带|参加|参与|做(?!货|账|单|出|好|完)|上(?=云|"
    r"整|那|这|系统|新|[a-z]|ai|人工|机器|自动|大|智能))"
    r"|不再(?:加|买|上|换|要|采购|使用|需要)|不会(?:换|买|上|考虑)|不是(?:要|想要|想)(?!求)|没想(?:要|换|上|买|"
    r"做)|没打算|没有打算|没计划|没兴趣|暂无|并无|对[^，。；]{1,10}没(?:有)?兴趣"
    r"|(?:去掉|去除|排除|剔除|撇开|抛开|除掉|拿掉|跳过|略过|略去)(?!毛|油|锈|渣|杂|水|人工|重复)|"
    r"把(?=[^，。；]{1,14}(?:去掉|排除|剔除|拿掉|除掉|去除|撇开|删掉|删了|划掉))"
    r"|(?:^|\s)[-－–—](?=[a-z\u4e00-\u9fff])",
)
_NOT_FORWARD = re.compile(r"(?:别人|别家|别的|区别|个别|特别|级别|类别|识别|辨别|性别|分别|差别|判别|鉴别|别墅)")
_BEHIND = re.compile(
    r"^(?P<object>[^，。；]{1,22}?)(?:那种|之类)?(?:这|那)?(?:块|套|种|个|些|类|方面|部分|系统|模块|的话|的|嘛|么|就|也|都|还|"
    r"全|一概|一律|统统|暂时|目前|暂|我们|我|老板|倒是|先|真的|肯定|绝对){0,4}(?:就|也|都)?"
    r"(?:不要|不用|不需要|用不着|用不上|不做|不搞|不上|不装|不买|不换|不弄|不碰|不考虑|不谈|不聊|不评|不参加|"
    r"不参与|不接受|不含|不包括|不含在内|没兴趣|不感兴趣|没(?:有)?需求|没(?:有)?需要|没必要|没打算|免了|免谈|免|"
    r"除外|算了|去掉|排除|剔除|拿掉|跳过|无需|不必|拉倒|放弃|不在(?:这次|本次|此次)?(?:考虑)?范围(?:内|之内)?|"
    r"别(?:推|来|提|找我?|再推|再提|推荐|介绍|考虑)(?:了)?"
    r"|(?:跟|与|和)?(?:我司|我们|本厂|我厂)?(?:的)?(?:现状|实际|需求)?(?:不符|不符合|不适用|不合适|不适合)(?:我们|"
    r"我司)?|不适合我们)(?:再)?(?:了|啦|的|哈|吧|哦|谢谢|先|啊|呢|嘞|咯){0,4}$"
)
_COMPLAINING = re.compile(
    r"(?:[排跟赶追比接对配顾够]|客户|客人|客|工人|员工|师傅|他们|人家|老师傅|供应商|机器|设备|系统老|电脑|谁|哪|没人|都|人|料|货|钱|数|"
    r"图|单|质量|良率|效率|时间|账|样|谁都|从来|经常|总是|再|怎么|为什么)$"
)
_LATER = re.compile(
    r"(?:先不(?:急|动|上|搞|做|弄|要|管|考虑)|以后再(?:说|上|做|搞|看|讲|弄|考虑)|暂时不(?:要|急|上|动|搞|做)|"
    r"(?:先)?(?:放一放|放放|缓一缓|缓缓|搁一搁|搁置)|(?:明年|后年|下半年|下一?期|二期|三期|将来|往后)再(?:说|议|"
    r"看|谈)|改天再)"
)
"""Stands behind a thing that is not wanted yet: SPC那些先不急."""
_OWNED = re.compile(
    r"(?:已有|已经有|已经在用|现有|已经?上了?|已经?装了?|已经?买了?|已经?做了?|已经?用上|已部署|已覆盖|已建|"
    r"已采购|已实施|已通过|正在用|在用(?:着)?|一直用|用着|用的是|用的就是|早就(?:有|上|买)|本来就有|原有|"
    r"我们(?:都)?有(?:了|一套|一个)?(?=$|[，,])|(?<![没冇])有了(?=$|[，,。不])|我们只有|账套(?:现在)?是|(?:去年|"
    r"前年|今年|上个?月|刚|早|之前)(?:刚)?(?:就)?(?:装|上|买|做|换|过|评|搞|建|弄)(?:了|过|好|完)|"
    r"(?<![没不])(?:买过|装过|上过|做过|连好|装好|弄好|搞好|建好|上好|做好)(?:了)?(?=$|[，,])|(?:也|都|"
    r"就)有(?:了)?(?=$|[，,])|(?<![不没])够用(?:了)?(?=$|[，,])|(?<![没冇])[a-z\u4e00-\u9fff]{2}有(?=$|[，,])|"
    r"我们(?:都|也)?有(?![一二三四五六七八九十两几多\d])[a-z\u4e00-\u9fff]{2,8}(?=$|[，,])|^有[^没，,。]{2,10}(?=$|[，,]))"
)
_WORN_OUT = re.compile(
    r"(?:手工|纸质|人手|不能满足|满足不了|到期|过保|过期|淘汰|替代|替换|没人用|用不起来|[对将把](?:现有|原有)|"
    r"不好用|太旧|太慢|想换|要换|老旧|经常|老是|总是|坏了|死机|崩溃|卡死|难用|跟不上|不准|不通|打通|对接|接口|"
    r"升级|改造|问题|不够|数据|年了|年头|人有)"
)
"""Signs that they want a better one, or have it only on paper. Such a thing is not left out as owned: it may be wanted."""
_BARE = re.compile(
    r"^(?:我们|我|这个|那个|就|也|都|暂时|目前|真的|现在|先|谢谢|抱歉|对不起|不好意思)*(?:不需要|不用|不要|不必|"
    r"免了|免谈|算了|没兴趣|不考虑|不感兴趣|没需求|没有需要|没有需求|用不着|不搞|不做|不上|没必要|拒绝)(?:了|啦|"
    r"谢谢|的|哈|吧|再推|推)*$"
)
_NAME_REFUSED = (
    r"(?:不要|不想|唔想|唔要|唔好|别|勿|不找|不用|不考虑|不选|不跟|不和|排除|剔除|避开|绕开|拉黑|去掉|换掉|除了?|除开)[^，。；]{{0,8}}{name}|"
    r"{name}[^。；]{{0,14}}(?:闹翻|翻脸|拉黑|别推|别再|别找|不要|唔要|换一家|换别家|换家|除外|以外|之外|就不|不考虑|免谈|坑|跑路|烂尾|不合作|别给|不想)"
)
_ANOTHER = re.compile(
    r"别家|别的(?:公司|厂家|家|供应商|服务商)|其他(?:家|公司|厂家)|另(?:外)?(?:一)?(?:家|间)|另(?:找|请|搵|寻|择)|第二(?:家|间)|"
    r"换(?:一|过|别|另|第二|个)?(?:家|间)|换人|别再[^，。；]{0,8}(?:推|提|给|往)|唔好再|不要再|这家别提|有[冇没][^，。；]{0,3}(?:平|便宜)[啲点]"
)
"""Words that ask for another firm: then the firm that the text names is not wanted."""


def forward_refusal(text: str) -> int | None:
    """The place of the first refusing word that stands before its object, as in 不要MES; None when there is none."""
    masked = _masked(text)
    found = next(iter(_FORWARD.finditer(masked)), None)
    return None if found is None else found.start()


def refused_object(text: str) -> str:
    """The words of a refusing clause that name what is not wanted: `不要整厂MES了` and `整厂MES以后再说` → `整厂MES`."""
    if found := _BEHIND.match(text):
        return found["object"].strip("的把 ")
    start = forward_refusal(text)
    rest = text if start is None else text[start:]
    return _LATER.sub("", _FORWARD.sub("", rest, count=1)).strip("了啦的吧，, -")


def refuses_before(text: str) -> bool:
    """Tell whether the clause first names something and then refuses it: MES就不用了."""
    found = _BEHIND.match(_WISHES.sub(lambda wish: "■" * len(wish[0]), text))
    return found is not None and not _COMPLAINING.search(found["object"]) and "■" not in found["object"]


def bare_refusal(text: str) -> bool:
    """Tell whether the clause only refuses and the clause before it names what: 不需要 in 追溯系统？不需要."""
    return _BARE.match(text.strip()) is not None


def owns(text: str) -> bool:
    """Tell whether the clause says that they already have something, without a sign that they want a better one."""
    return _OWNED.search(text) is not None and _WORN_OUT.search(text) is None


def refuses_name(folded: str, name: str) -> bool:
    """Tell whether a folded text refuses the firm that it names: 别推抟臂, 跟抟臂闹翻了, 除了抟臂还有谁, 抟臂太贵，有没有别家."""
    return _ANOTHER.search(folded) is not None or re.search(_NAME_REFUSED.format(name=re.escape(name)), folded) is not None


def _masked(text: str) -> str:
    """The text with ■ for each character of what only looks like a refusal. Its length stays the same."""
    for pattern in (_WISHES, _NAMES, _NOT_FORWARD):
        text = pattern.sub(lambda found: "■" * len(found[0]), text)
    return text


def _found(pattern: re.Pattern[str]) -> Callable[[str], Iterator[tuple[int, int]]]:
    return lambda text: (match.span() for match in pattern.finditer(text))


CUES: dict[str, Callable[[str], Iterator[tuple[int, int]]]] = {
    "rF": lambda text: (match.span() for match in _FORWARD.finditer(_masked(text))),
    "rO": _found(_OWNED),
    "rW": _found(_WISHES),
    "rN": _found(_NAMES),
    "rL": _found(_LATER),
}
"""Cues of the span tagger: name → the places where its words stand.

`rF`: a refusing word before its object. `rO`: something is owned. `rW`: a wish in the form of a refusal.
`rN`: a name that looks like a refusal. `rL`: something is put off.
"""


def clause_cues(clause: str) -> Iterator[str]:
    """Cues that hold for a whole clause.

    `rB`: the refusing word stands behind its object. `rX`: the clause only refuses. `rOw`: something is owned.
    `rFc`: a refusing word stands somewhere before its object.
    """
    if not clause:
        return
    if refuses_before(clause):
        yield "rB"
    if bare_refusal(clause):
        yield "rX"
    if owns(clause):
        yield "rOw"
    if forward_refusal(clause) is not None:
        yield "rFc"
