"""What a provider's text says it does not do: `专注车间MES，不做ERP` excludes ERP. Pure.

Grammar: an excluding word before its object (不做X, 不含X, 区别于X), or behind it (X不接, X做不了, X不在业务范围内, X由伙伴交付,
X已停做). Each
reaches to the end of its clause. What the rest of the text offers is not excluded: 图纸加密，杀毒不做 still does 网络安全. Terms of trade
(不收返点), ways of working (不停产, 不换设备) and praise (不做一锤子买卖) exclude nothing.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from service.domain.matching import Exclusion
from service.domain.providers import Provider
from service.search.scenario_namer import ScenarioNamer
from service.search.segment import fold_text

_SENTENCES = re.compile(r"[。；;！!？?\n]+|(?<=[a-z])\.\s", re.IGNORECASE)
_CLAUSES = re.compile(r"[，,：:]+")
_FORWARD = re.compile(
    r"(?:^|(?<=[^不并从也还就都])|(?<=[也还均])|(?<=一律)|(?<=我们)|(?<=暂))(?:暂时?|目前|均|一律|概|从|并|也|都|"
    r"我司|我们|本司|本公司|唔){0,3}"
    r"(?:不做|不接|不含|不涉足|不撮合|不代办|不维护|不收|不包(?:含|括)?|不涉及|不提供|不承接|不承办|不承做|不负责|不支持|不卖|不销售|不出售|不开发|"
    r"不代理|不从事|不经营|不生产|不碰|不参与|不兼做|不揽|不办理|"
    r"不覆盖|不采集|不适合|不适用于|未涉及|未开展|尚未|没有?做过|没接过|没有开发|唔做|唔接|唔包|唔搞|拒接|谢绝)"
    r"|(?:没有|无|不具备|未取得|缺乏|不持有|暂无)(?=[^，。；]{0,14}(?:资质|许可|能力|团队|产品线|业务|牌照))|"
    r"区别于|有别于|不同于|不是(?=[^，。；]{0,10}(?:厂商|公司|系统|软件|产品))|并非|"
    r"(?:合作伙伴|生态伙伴|合作方|伙伴|集成商|第三方|友商|合作公司|外部团队|兄弟公司|总包方|运营商|原厂|"
    r"客户(?:自己|自行)?)(?:来)?(?:负责|承担|承接|提供|交付|施工|开发)|"
    r"(?:not include[ds]?|not included|exclud(?:es|ed|ing)|do(?:es)? not (?:do|provide|support|offer)|don't (?:do|"
    r"provide|support|offer)|no support for|without)"
)
_BEHIND = re.compile(
    r"(?:暂|也|都|均|还|就|这块|这类|此类|业务|项目|部分|方面|功能|一概|一律|概|我们|我司|本司|我方|目前|已经?|"
    r"早已|自[\d年月一二三四五六七八九十]{1,10}起|于[^，。；]{1,6}){0,3}"
    r"(?:不做|不接|不含|不包|没做|没有做|不参与|不涉足|不代办|不维护|不派|没有这个产品|没这个产品|没这块|没有这块|目前没有|计划[^，。；]{0,4}上线|不支持|不涉及|不提供|不承接|不承办|不会|不懂|不开发|不签|不卖|不碰|不揽|不管|"
    r"不在(?:内|此列|其列|(?:我们|我司|本司|公司)?(?:的)?(?:业务|服务|经营|承接|能力|报价|合同)?范围(?:之内|内)?|"
    r"服务之列)|"
    r"做不了|做不到|做不来|干不了|接不了|检不了|测不了|搞不定|弄不了|提供不了|支持不了|无能力|没能力|无资质|"
    r"没资质|不是我们(?:的)?(?:强项|长项|业务)|不擅长|非我(?:司|们)(?:业务|所长|强项)|"
    r"停做|停接|停售|停止(?:服务|承接|销售|接单)|下线|下架|剥离|转让|卖掉|出售给|砍掉|关停|停掉|放弃|"
    r"暂停(?:承接)?|不再(?:做|接|承接|提供|销售|更新)?|"
    r"(?:仍|还|尚|正)?(?:在|处于)(?:研发|开发|规划|内测|测试|筹备)(?:中|阶段)?|未商用|未上线|未发布|尚未(?:上线|"
    r"商用|成熟|推出|发布)|没有?上线|在研|规划中|"
    r"另(?:行|外|请|找|购|计|议|立项|配|买|签)|请(?:另|找|绕行|联系(?:其他|别|原厂)|用客户)|需(?:要)?(?:另|自|"
    r"单独|找|由|请)|须(?:另|自)|(?:由)?客户自(?:备|理|行|己)|自备|自理|别找我们|勿扰|绕行|转介绍?|转给|"
    r"由(?:合作|生态|伙伴|第三方|集成商|客户|他人|运营商|原厂|兄弟|总包|别的|其他|评定|认证|外部|专业|甲方|"
    r"业主)[^，。；]{0,12}|(?:第三方|伙伴|合作方)(?:来)?(?:做|负责|交付|出具)|代购(?:不[^，。；]{1,4})?|"
    r"请用[^，。；]{0,10}|不由(?:我方|我们|我司)[^，。；]{0,6}|"
    r"not included|not supported|excluded|sold separately|n/a)(?:了|的|哈|啦|。|\.|此类|此项|开发|交付|负责|出具|承担){0,3}$"
)
_SENT_AWAY = re.compile(
    r"(?:另请|另找|另有|请找|可找|建议找|不在(?:我们|我司|本司)?(?:的)?(?:服务|业务|经营)(?:内容|范围|项目)?之列)[^，。；]{0,16}$"
)
"""Somebody else does it: AGV请找物流设备商."""
_PRAISE = re.compile(
    r"一锤子|买卖|返点|回扣|佣金|关系|饼|忽悠|套路|承诺|包过|保过|不收|不另收|不加价|不涨价|不增项|不分包|不转包|"
    r"分包|转包|外包给|扯皮|推诿|甩手|烂尾|拖|停产|停机|停线|停工|停不得|影响生产|换设备|换机|设备不换|不换|不拆|"
    r"不改|不动|拆机|重启|"
    r"布线|编程|二次开发也|等(?:开发|排期)|不满意|不成功|没关系|不要紧|不怕|不限|不止|不只|不仅|不单|不光|不等于|"
    r"不输|不亚于|不逊|不断|不漏|不错|不丢|不卡|不会出现|不需要|无需|不用|免|零|无代码|低代码|非标|无人|不良|"
    r"不合格|不锈|不规则|不稳定|不一致|"
    r"懂|贵|收费|收钱|要钱|演示费|押金|预付|年费|捆绑|强制|绑定|锁定|超范围|出厂|上传|外传|泄露|保留|限制|设限|"
    r"门槛|最低消费|挑客户|嫌|看规模|区分大小|做假|虚假|夸大|空话|样子|ppt|大而全|花架子|表面|概念|样板工程|摆设|"
    r"只做不说"
)
_MONEY = re.compile(r"(?<!消)费|报价|尾款|付款|价格|另计|另议|单价|押金|改完|签试产|按吨")
"""Who pays and what costs extra is a term of trade."""
_KEEPS = re.compile(r"(?:不换|不停|不动|不拆|不改|不做改动|不影响)[^，。；]{0,6}(?:也|就|即可|都)?(?:能|可)")
_DECLINED = re.compile(
    r"(?:请绕行|勿扰|不派人|超出[^，。；]{0,6}(?:不|另)|非[^，。；]{1,8}不(?:做|接)|以下[^，。；]{0,8}不(?:做|接)|以内[^，。；]{0,4}不接)"
)
_CONNECTS = re.compile(r"对接|接口|打通|现有|配合|兼容")
"""What one only connects to is not offered: 可与主流ERP对接."""
_LONGEST_EXCLUSION = 40
_MOST_EXCLUSIONS = 6
_REMEMBERED_EXCLUSIONS = 8192


@lru_cache(maxsize=_REMEMBERED_EXCLUSIONS)
def exclusions_in(text: str, namer: ScenarioNamer) -> tuple[Exclusion, ...]:
    """The excluding clauses of a provider's text, in order, each with the scenarios it names and the text offers nowhere else."""
    excluded: list[tuple[str, str]] = []
    offered: list[str] = []
    for sentence in _SENTENCES.split(text):
        before = ""
        for clause in (part.strip() for part in _CLAUSES.split(sentence)):
            folded = fold_text(clause)
            offer, thing = _split(folded)
            if thing is None and excludes(folded) is False and before and _BARE.match(folded):
                thing = before  # 备份容灾项目，我们不接
                if offered and offered[-1] == before:
                    offered.pop()
            if thing is None:
                offered.append(folded)
            else:
                offered.append(offer)
                excluded.append((clause, thing))
            before = folded
    offers = namer.plain_names("。".join(offer for offer in offered if not _CONNECTS.search(offer)))
    found = (Exclusion(clause[:_LONGEST_EXCLUSION], tuple(sorted(set(namer.names(thing)) - offers))) for clause, thing in excluded)
    return tuple(dict.fromkeys(found))[:_MOST_EXCLUSIONS]


def exclusions_of(provider: Provider, namer: ScenarioNamer) -> tuple[Exclusion, ...]:
    """What all texts of a provider exclude. A scenario that another capability's title names is offered after all."""
    texts = [part for each in provider.capabilities for part in (each.content.description,)]
    texts += [provider.summary or "", *(case.content.summary for case in provider.cases)]
    named = _plain_names("。".join(each.content.title for each in provider.capabilities), namer)
    titles = named | {code for each in provider.capabilities for code in each.content.scenarios}
    found = dict.fromkeys(each for text in texts if text for each in exclusions_in(text, namer))
    kept = (Exclusion(each.text, tuple(code for code in each.codes if code not in titles)) for each in found)
    return tuple(dict.fromkeys(kept))


@lru_cache(maxsize=_REMEMBERED_EXCLUSIONS)
def _plain_names(text: str, namer: ScenarioNamer) -> frozenset[str]:
    return frozenset(namer.plain_names(fold_text(text)))


def excludes(folded: str) -> bool:
    """Tell whether a clause says what is not done."""
    return _split(folded)[1] is not None


@lru_cache(maxsize=_REMEMBERED_EXCLUSIONS)
def without_exclusions(text: str) -> str:
    """The text without its excluding clauses: their words would find the very firm that does not do it."""
    kept = []
    for sentence in re.split(r"(?<=[。！？；!?;\n])", text):
        clauses = re.split(r"(?<=[，,])", sentence)
        kept.append("".join(clause for clause in clauses if not excludes(fold_text(clause.strip("，,。；;！!？?\n ")))).rstrip("，,"))
    return "".join(kept).strip()


def excluded_codes(exclusions: Iterable[Exclusion]) -> frozenset[str]:
    """All scenarios that are excluded."""
    return frozenset(code for each in exclusions for code in each.codes)


_BARE = re.compile(
    r"^(?:这块|这类|此类|我们|我司|本司|目前|暂时|暂|都|也|均|一概|一律){0,4}(?:不做|不接|不承接|不提供|做不了|"
    r"不会|没做过|没有做|没做|没有这个产品|没有这块|不涉足|不碰|请另找[^，。；]{0,6}|不在[^，。；]{0,6}范围内?|不支持)(?:的|了)?$"
)


def _split(folded: str) -> tuple[str, str | None]:
    """(what the clause offers, what it excludes); None when it excludes nothing."""
    if _KEEPS.search(folded):
        return folded, None
    if _DECLINED.search(folded):
        return "", folded
    forward = _FORWARD.search(folded)
    if forward and not _PRAISE.search(folded[forward.start() : forward.end() + 10]):
        thing = folded[forward.end() :].strip()
        if thing:
            return folded[: forward.start()], thing
    if (sent := _SENT_AWAY.search(folded)) and sent.start() > 1 and not _MONEY.search(folded):
        return "", folded[: sent.start()]
    behind = _BEHIND.search(folded)
    if behind and behind.start() > 1 and not _MONEY.search(folded) and not _PRAISE.search(folded[max(0, behind.start() - 8) :]):
        return "", folded[: behind.start()]
    return folded, None
