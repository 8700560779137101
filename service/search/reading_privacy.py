"""Take personal data out of a need before anything is stored, searched, shown or logged.

Source: 个人信息保护法 art. 6: keep only what is necessary. With what is left, nobody can reach a person.
"""

import re

from service.domain.text import clean_text

_GAP = r"(?:[-\s.·•—–_]{0,2}|\.{3}|…{1,2})"  # people write 138-0013-8000, 138 0013 8000, 138.0013.8000, 138...0013...8000
_LIST = r"\s?[/,，、*]\s?"
_CALLS = r"(?:电话|手机|号码?|打|联系|致电|微信|[Tt][Ee][Ll])[^\d\n]{0,6}"
_NUMBERED = ("单号", "编号", "料号", "编码", "批号", "条码", "型号", "图号", "同号", "列号")
_NO_NUMBERED = "".join(f"(?<!{word})(?<!{word}[:： 是为])" for word in _NUMBERED)
"""Order, part, batch and contract numbers are long and belong to nobody."""
_ROUNDS = 20
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温庄詹区麦伍欧阮"
)
_NO_NAMES = (
    "江西|江苏|江门|黄江|石龙|石碣|石排|石材|石油|谢岗|谢谢|高埗|高管|高层|高工|高低|高端|高温|高新|高效|高手|万江|万能|万一|方式|方便|方案|方法|方面|"
    "金蝶|金属|金工|金额|白领|白班|白天|白电|温州|马达|马上|毛利|毛坯|毛巾|毛绒|毛织|毛衫|陶瓷|雷达|龙头|龙华|龙岗|龙门|龙川|苏州|徐州|郑州|贺州|陆丰|"
    "沈阳|唐山|韩国|严格|严重|余料|余额|顾客|顾问|钟表|范围|叶片|任务|任何|许可|许多|周期|周边|周转|黄金|黄铜|程序|何时|于是|向来|武汉|易拉|史上|覃|"
    "林业|林场|田间|丁苯|温控|汤料|彭州|孟州|邹城|戴尔|莫非|麦克|伍家|常"
)
"""Towns, provinces and ordinary words that begin like a surname."""
SURNAMES, NO_NAMES = _SURNAMES, _NO_NAMES
_TITLES = "先生|女士|小姐|太太|经理|总监|主任|厂长|总|生|姐|哥"
_END = r"(?=$|[\s，,。；;、（(：:！!？?\d〇零一二三])"

_PATTERNS = (
    # Mailboxes come before numbers. Many contain a telephone number; taking out only the number would leave @163.com as the need.
    re.compile(r"[A-Za-z0-9._%+-]{1,64}\s?@\s?[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"),
    # Longer numbers come before shorter runs of digits that they contain.
    re.compile(r"(?<![0-9A-Za-z])[1-8][0-9]{5}[- ]?(?:19|20)[0-9]{2}[01][0-9][0-3][0-9][- ]?[0-9]{3}[0-9Xx](?![0-9A-Za-z])"),
    # The code of a self-employed person (92…); that of a firm (91…) is public and stays.
    re.compile(r"(?<![0-9A-Za-z])92[0-9]{6}[0-9A-Za-z]{10}(?![0-9A-Za-z])"),
    # Passports and passes count only after such a word: E12345678 alone may be a model number.
    re.compile(r"(?:护照|通行证|回乡证|台胞证|证件)(?:号码?)?\s*(?:是|为|[:：])?\s*[A-Za-z]{1,2}[ -]?\d{7,10}(?![0-9A-Za-z])"),
    # Number plates: province, letter, five signs (six for an electric car). 新 is an ordinary word too: it counts only after 车牌.
    re.compile(
        r"(?:车牌(?:号|是|为|[:：])?\s?新|[京津沪渝冀豫云辽黑湘皖鲁苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼])[A-HJ-NP-Z][·• ]?"
        r"(?=[A-HJ-NP-Z0-9]*\d)[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳](?![A-Za-z0-9])"
    ),
    re.compile(r"(?<!\d)62\d{2}(?:[- ]\d{4}){3}(?:[- ]?\d{1,3})?(?!\d)"),
    re.compile(rf"{_NO_NUMBERED}(?<!\d)(?!9[13]\d{{16}}(?!\d))\d{{15,19}}(?!\d)"),
    # Mobile numbers: together, 3-4-4, 4-4-3, 5-6, 3-3-5, or every digit by itself.
    re.compile(
        rf"(?<!\d)(?:[(（]?(?:\+|00)?86[)）]?{_GAP}|0)?"
        rf"(?:1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}|1[3-9]\d{{2}}{_GAP}\d{{4}}{_GAP}\d{{3}}|1[3-9]\d{{3}}{_GAP}\d{{6}}"
        rf"|1[3-9]\d{_GAP}\d{{3}}{_GAP}\d{{5}}|1[-\s.·•/,，*][3-9](?:[-\s.·•/,，*]\d){{9}})(?!\d)"
    ),
    # Mobile numbers with / , or * between. Sizes are written so too: they end in 0 or 5, parts of a mobile number seldom do.
    re.compile(
        rf"(?<![\d*/])1[3-9]\d{_LIST}(?!\d{{3}}[05]{_LIST}\d{{3}}[05](?!\d))\d{{4}}{_LIST}\d{{4}}(?!\d|\s?[/,，、*]\s?\d|\s?(?:mm|毫米|厘米|的板))"
    ),
    re.compile(rf"{_CALLS}1[3-9]\d{_LIST}\d{{4}}{_LIST}\d{{4}}(?!\d)"),
    re.compile(
        r"(?<!\d)[一幺壹1][三四五六七八九叁肆伍陆柒捌玖3-9](?:\s?[零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖\d]){9}(?![零〇一二三四五六七八九十百千万亿\d])"
    ),
    # Landlines by area code: 010, 02x, and 03xx to 09xx; component sizes such as 0402 and 0603 are none.
    re.compile(
        rf"(?<![\d.])(?:(?:\+|00)?86{_GAP})?[(（]?0(?:10|2\d|[3-8][1-9]\d|9\d{{2}})[)）]?{_GAP}[2-9]\d{{2,3}}{_GAP}\d{{4}}"
        r"(?:\s*(?:转|-|ext\.?)\s*\d{1,5})?(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(r"(?<!\d)[48]00[- ]?(?:\d{3}[- ]?\d{4}|\d{4}[- ]?\d{3})(?!\s?[\d元块台件个套张米吨平万千])"),
    re.compile(
        r"(?:电话|手机|座机|热线|宅电|家里|办公室|[Tt][Ee][Ll]|致电|打)(?:号码?)?\s*(?:是|为|[.:：])?\s*"
        r"[2-8]\d{2,3}[- ]?\d{4}(?!\s?[\d元块台件个套米吨平万千])"
    ),
    # An account after a word that asks for one; after a bare 微信 only what has a digit in it: 微信 whatsapp is no account.
    re.compile(
        r"(?:加(?:我|一下|下)?(?:个)?(?:微信|[Vv][Xx]?|[Ww][Xx]|[Ww]e[Cc]hat|[Qq]{2}|扣扣)号?|(?:微信|[Vv]信|薇信|[Qq]{2}|扣扣)号)"
        r"\s*(?:是|为|[:：])?\s*[A-Za-z0-9][A-Za-z0-9_-]{4,19}"
    ),
    re.compile(r"(?:微信|[Vv]信|薇信|[Vv][Xx]|[Ww][Xx]|[Ww]e[Cc]hat|[Qq]{2}|扣扣)\s*(?:[:：]|是)\s*[A-Za-z0-9][A-Za-z0-9_-]{4,19}"),
    re.compile(
        r"(?:微信|[Vv]信|薇信|(?<![A-Za-z])(?:[Vv][Xx]|[Ww][Xx]|[Ww]e[Cc]hat|[Qq]{2})|扣扣)\s*(?:为)?\s*"
        r"(?=[A-Za-z0-9_-]*\d)[A-Za-z0-9][A-Za-z0-9_-]{4,19}(?![A-Za-z0-9_-])"
    ),
    re.compile(rf"(?:联系人|经办人|负责人|我叫|本人|鄙人)\s*(?:是|为|叫|[:：])?\s*[{_SURNAMES}][\u4e00-\u9fff]{{0,2}}(?:{_TITLES})?{_END}"),
    re.compile(
        rf"(?:我是|联系|老板叫|老板是|我老板|厂长叫|经理叫)\s*(?!{_NO_NAMES})[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}(?:{_TITLES})?{_END}"
        rf"|(?:我是|老板叫|老板是)\s*(?!{_NO_NAMES})[{_SURNAMES}](?:{_TITLES}){_END}|(?:我|免贵|老板|厂长)姓[{_SURNAMES}]{_END}"
    ),
    # Hong Kong and Macao, with the code.
    re.compile(r"(?<![\d+])(?:\+|00)85[23][-\s]?[2-9]\d{3}[-\s]?\d{4}(?!\d)"),
    re.compile(rf"(?:找|联系|致电|问)\s*[{_SURNAMES}][\u4e00-\u9fff]?(?:{_TITLES}){_END}"),
)


def strip_personal(text: str) -> tuple[str, int]:
    """Return the text without telephone numbers, mailboxes, accounts, identity numbers and named contacts, and how many were taken out.

    A text without personal data comes back unchanged. Taking a part out may bring digits together that form a new number. So the
    patterns run again until they find nothing (at most 20 rounds). Calling the function on its own result changes nothing.
    """
    total = 0
    for _ in range(_ROUNDS):
        found = 0
        for pattern in _PATTERNS:
            text, count = pattern.subn(" ", text)
            found += count
        if not found:
            break
        total += found
        text = clean_text(text)
    return text, total
