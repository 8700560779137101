"""Take personal data out of a need before anything is stored, searched, shown or logged.

Source: 个人信息保护法 art. 6, the least that is necessary: nobody can be reached by what is left.
"""

import re

from service.domain.text import clean_text

_GAP = r"[-\s.·—–_]{0,2}"  # people write 138-0013-8000, 138 0013 8000, 138.0013.8000
_ROUNDS = 20
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温庄詹区麦伍欧阮"
)
_TITLES = "先生|女士|小姐|太太|经理|总监|主任|厂长|总|生|姐|哥"
_END = r"(?=$|[\s，,。；;、（(：:！!？?\d〇零一二三])"

_PATTERNS = (
    # Mailboxes before numbers: many are somebody's number, and taking that out alone would leave @163.com as a need.
    re.compile(r"[A-Za-z0-9._%+-]{1,64}\s?@\s?[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"),
    # Longer numbers come before shorter runs of digits that they contain.
    re.compile(r"(?<![0-9A-Za-z])[0-9]{6}[- ]?(?:19|20)[0-9]{2}[01][0-9][0-3][0-9][- ]?[0-9]{3}[0-9Xx](?![0-9A-Za-z])"),
    re.compile(r"(?<![0-9A-Za-z])9[1-3][0-9]{6}[0-9A-Za-z]{10}(?![0-9A-Za-z])"),
    re.compile(r"(?<!\d)62\d{2}(?:[- ]\d{4}){3}(?:[- ]?\d{1,3})?(?!\d)"),
    re.compile(r"(?<!\d)\d{15,19}(?!\d)"),
    # Mobile numbers: together, 3-4-4, 4-4-3, 5-6, 3-3-5, or every digit by itself.
    re.compile(
        rf"(?<!\d)(?:[(（]?(?:\+|00)?86[)）]?{_GAP}|0)?"
        rf"(?:1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}|1[3-9]\d{{2}}{_GAP}\d{{4}}{_GAP}\d{{3}}|1[3-9]\d{{3}}{_GAP}\d{{6}}"
        rf"|1[3-9]\d{_GAP}\d{{3}}{_GAP}\d{{5}}|1[-\s.·][3-9](?:[-\s.·]\d){{9}})(?!\d)"
    ),
    re.compile(
        r"[一幺壹1][三四五六七八九叁肆伍陆柒捌玖3-9](?:\s?[零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖\d]){9}(?![零〇一二三四五六七八九十百千万亿\d])"
    ),
    # Landlines by area code: 010, 02x, and 03xx to 09xx; component sizes such as 0402 and 0603 are none.
    re.compile(
        rf"(?<![\d.])(?:(?:\+|00)?86{_GAP})?[(（]?0(?:10|2\d|[3-8][1-9]\d|9\d{{2}})[)）]?{_GAP}[2-9]\d{{2,3}}{_GAP}\d{{4}}"
        r"(?:\s*(?:转|-|ext\.?)\s*\d{1,5})?(?!\d)",
        re.IGNORECASE,
    ),
    re.compile(r"(?<!\d)[48]00[- ]?(?:\d{3}[- ]?\d{4}|\d{4}[- ]?\d{3})(?!\s?[\d元块台件个套张米吨平万千])"),
    re.compile(r"(?:电话|手机|座机|热线|[Tt][Ee][Ll]|致电|打)(?:号码?)?\s*(?:是|为|[.:：])?\s*[2-8]\d{2,3}[- ]?\d{4}(?!\d)"),
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
    re.compile(rf"(?:找|联系|致电|问)\s*[{_SURNAMES}][\u4e00-\u9fff]?(?:{_TITLES}){_END}"),
)


def strip_personal(text: str) -> tuple[str, int]:
    """Return the text without telephone numbers, mailboxes, accounts, identity numbers and named contacts, and how many were taken out.

    A text without any comes back as it is. Doing it twice is doing it once: what is taken out may bring digits together that are a
    number then, so it is repeated until nothing is found.
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
