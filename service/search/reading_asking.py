"""Take asking words out of a need: `想找一家做能耗监测的公司，求推荐` asks for 做能耗监测; the rest names no topic.

Grammar: an opening (请问, 各位大佬), an asking verb with a count (找一家, 求购, 征集), a maker (供应商, 哪家公司), a courtesy (谢谢, 私我).
A match counts only when it begins and ends between two words: 能 in 能耗 and 问 in 问题 stay. A maker is a topic when its business
follows: 供应商对账 keeps 供应商.
"""

import re
from collections.abc import Callable

_BUSINESS = (
    r"(?!管理|对账|协同|送货|门户|绩效|评估|资料|准入|开发|质量|来料|交期|交货|平台对接|系统|微信|资质|信息|标签|"
    r"的?数据|之间|内部|里|账|网)"
)
_MAKER = (
    r"(?:(?:软件|技术|科技|平台|专业|本地|外面|实施|服务|建设|承建|设备|系统)?(?:供应商|供货商|服务商|软件商|"
    r"开发商|集成商|承包商|承建商|方案商|厂商|商家|"
    r"公司|单位|团队|机构|工作室|专家团队|队伍)|厂家|大厂|高手|大神)"
)
_COUNT = r"(?:[一二两三四五几多]{1,2}\s?(?:家|个|间|款|套|位|支|名|批)|些|家|个|间|下)"
_PLEASE = (
    r"(?:请|帮我|帮忙|麻烦|劳烦|烦请|急|诚|跪|公开|现|拟|特|兹|我们?|我司|我厂|想|要|需要|希望|有意|打算|准备|"
    r"同我|帮手|想要|能否|可否){0,4}"
)
_VERB = (
    r"(?:推荐|推介|介绍|引荐|引见|牵线|寻找|寻求|找找|找到|求购|征集|征询|比选|遴选|物色|询价|打听|请教|联系|对接|采购|购买|购置|招标|外包|"
    r"了解|咨询|搵|求|找(?!不|到|料|货|原因|出|了|遍|半|东西|茬|零|补|平))"
)
_GOOD = (
    r"(?:比较|最|更|做得|做的|用得|用着)*(?:好用|好|靠谱|可靠|专业|便宜|实惠|实在|合适|强|精|稳|成熟|有经验|"
    r"有实力|口碑好|服务好|性价比高|正规|本地|优质)(?:一点|点|些|d|啲)?"
)
_TAIL = r"(?:啊|呀|呢|吗|嘛|呐|咧|噶|嘅|的|了|没有|吧|呗|哦|喔)*"
_EDGE = r"(?=$|[，。；,;：:？?！!、\s])"
_START = r"(?:^|(?<=[，。；,;：:！!？?、\s】\]]))"

ASKING_PHRASES = tuple(
    re.compile(phrase, re.IGNORECASE)
    for phrase in (
        r"【[^】]{0,4}】|\[[^\]]{1,4}\]",
        r"(?:各位|大佬们?|群友们?|朋友们|老板们|老师们|同行们|亲们?|家人们|兄弟们?|师傅们|友友们)(?:群友|朋友|老板|"
        r"大佬|老师|同行|大神|领导)?(?:好|们)?(?=[，,！!、\s有谁求请帮]|$)",
        r"(?:请问|想问一?下?|问一下|问下|帮忙问下|帮忙问一下|咨询一下|咨询下|想咨询|打听一下|打听下|请教一下|请教|"
        r"您好|你好|有谁知道|有人知道|谁知道|有冇人知)[，,]?",
        r"(?:贵平台|你们平台|平台上|平台里|你们池子里面?|池子里面?|池里面?|资源池里?|池内|这边|本地|咱们?这|我们这边?|"
        r"东莞市?)(?=有|边|哪|谁|做|找|推|能|几家|多少家)",
        r"(?:公开)?(?:招标|比选|遴选|征集|询价|磋商)(?:公告|邀请|启事|函|文件)|关于(?=征询|征集|采购|招标|遴选|询价|寻找|公开)",
        rf"{_PLEASE}{_VERB}(?:一下|下|过|看看)?{_COUNT}?(?:{_GOOD})?(?:的|地)?(?=\S)(?!管理|单|部|员|商|对账|订单|计划|"
        rf"系统|软件|流程|协同|数据|成本|申请|审批|合同)",
        rf"{_START}(?:推荐|介绍|引荐)(?:一下|下|{_COUNT})?|(?:求|跪求|诚求)?(?:推荐|介绍|引荐|安利|支招|解答)(?:一下|"
        rf"下|{_COUNT}|看看)?{_TAIL}{_EDGE}",
        rf"(?:有没有|有无|有冇人?|有木有|是否有|有人|有谁|可有)(?:哪家|{_COUNT}|本地|{_MAKER})?(?:可以|能够|能|会|识|"
        rf"專門|专门)?(?=做|搞|弄|接|提供|承接|开发|供应|卖|懂|装|实施)",
        rf"有(?:{_MAKER})?(?:专门)?(?:做|干|搞|弄)(?:这个|呢个|这块|这行|这样)?{_TAIL}{_EDGE}",
        rf"(?:这块|这方面|这类)?有(?:没有|无|冇)?(?:{_GOOD})(?:的|嘅)?{_MAKER}?{_TAIL}{_EDGE}",
        rf"(?:上|是|找|用|选|请|叫|有|由|都用)?(?:的是|的)?(?:谁家|哪家|哪间|哪个|哪些|哪类|哪几家|什么|边家|边间|边个|"
        rf"几家|多少家|谁|几多间)(?:比较)?{_MAKER}?(?:的|嘅)?(?:有|在|能|会|可以)?(?:做|搞|办|弄|接|干|卖|提供|承接|"
        rf"用过|在用|用)?(?:得|的)?(?:{_GOOD})?{_TAIL}{_EDGE}",
        rf"(?:谁|哪家|哪间|哪个|哪位|边个|边间|几家|多少家)(?:朋友)?(?:公司)?(?:可以|能够|能|会|有|在|识)(?=做|搞|弄|"
        rf"接|提供|承接|开发|供应|卖|懂|装|用)|{_START}(?:谁家|哪家|哪间|边间|边家|几家|多少家)(?=做|有|能|会|卖)",
        rf"(?:谁|哪家|哪间|哪位|哪个)(?:朋友)?{_MAKER}?(?:家)?(?:有)?(?:名片|用过|在用|接小单|接单|联系方式|电话|资源|熟|认识){_TAIL}",
        rf"(?:的|之|嘅|地)?(?:{_GOOD})?(?:的|嘅)?{_MAKER}{_BUSINESS}(?:推荐|介绍|名录|名单|名片|联系方式|联系我?|电话|"
        rf"报名|有吗|有哪些|有没有|都有谁|都有哪些|有谁|是谁|在哪|怎么找|排名|排行|的函|一览|大全|一起投标|合作|过来|"
        rf"来谈)*{_TAIL}(?={_EDGE[3:-1]}|谁|哪|求|怎|有|都|是|我|來|来)",
        r"(?:欢迎|敬请|望)[^，。；]{0,16}?(?:报名|参与|投标|应标|报价|联系|来电|洽谈|私信|私聊|留言)",
        r"(?:滴滴我|私我|私信我?|私聊|加我|联系我|留个?电话|留个?联系方式|发个名片|有名片)",
        r"(?:谢谢|多谢|感谢|唔该|拜托|麻烦了|辛苦了?|在线等|急急急?|急求|急)(?:了|啦|各位|大家)?(?=$|[，。！!,\s])",
        rf"(?:要)?(?:{_GOOD})(?:的|嘅)?(?:优先|来|就行)?{_EDGE}",
    )
)
_LEFT_OVER = re.compile(
    r"^(?:的|之|吗|呢|呀|啊|吧|嘛|噶|嘅|那个|这个|就是|兹|现|拟|[，,。；;：:、？?！!\s~～…“”\"'（）()\[\]])+"
    r"|(?:的|之|吗|呢|呀|啊|吧|嘛|噶|嘅|有|这块|这方面|方面|[，,；;：:、？?\s~～“”\"'（(\[])+$"
)
_SHORTEST = 2


def without_asking(text: str, cuts_at: Callable[[str, int], bool]) -> str:
    """The folded text without its asking words. A text that only asks comes back empty.

    Args:
        cuts_at: tells whether a word may end at a place of a text (`Segmenter.cuts_at`).
    """
    for phrase in ASKING_PHRASES:
        text = _taken_out(phrase, text, cuts_at)
    parts = [_LEFT_OVER.sub("", part) for part in re.split(r"[，。；,;！!\n？?]", text)]
    return re.sub(r"\s+", " ", "，".join(part for part in parts if len(part) >= _SHORTEST)).strip()


def _taken_out(phrase: re.Pattern[str], text: str, cuts_at: Callable[[str, int], bool]) -> str:
    kept, last = [], 0
    for found in phrase.finditer(text):
        start, end = found.span()
        if end > start and cuts_at(text, start) and cuts_at(text, end):
            kept.append(text[last:start])
            last = end
    return " ".join((*kept, text[last:])) if kept else text


_ASKED = re.compile(
    rf"{_MAKER}{_BUSINESS}|(?:谁家|哪家|哪间|边间|边家|谁)(?:能|会|可以|有|在)?(?:做|好|强|靠谱|接|用|有)|(?:推荐|"
    rf"介绍|引荐)|{_START}(?:想|要|帮我)?(?:找|求|搵|寻)"
)


def asks_for_maker(text: str) -> bool:
    """Tell whether the text asks for a firm: somebody to do a thing, not the thing itself."""
    return _ASKED.search(text) is not None


_WISH = re.compile(
    r"(?<![不别唔没勿未])(?:想[要上做搞装买换找]|来[一两]套|急需|没着落|[搞算管理]不动|[缺差][个一少些]|先[上做搞把]|就要|只要|拟(?:建设|采购|上|补充)|"
    r"需要|求|帮我|请(?:推荐|介绍)|就治|倒要|有谁做)"
)


def says_wish(folded: str) -> bool:
    """Tell whether words of wishing stand in a folded text: then one of its parts is wanted, whatever the others refuse."""
    return _WISH.search(folded) is not None
