"""Take personal data out of a need before anything is stored, searched, shown or logged."""

import re

_PATTERNS = (
    # 18-character identity numbers and unified codes come before shorter runs of digits that they contain.
    re.compile(r"(?<![0-9A-Za-z])[0-9]{6}(?:19|20)[0-9]{2}[01][0-9][0-3][0-9][0-9]{3}[0-9Xx](?![0-9A-Za-z])"),
    re.compile(r"(?<![0-9A-Za-z])9[1-3][0-9]{6}[0-9A-Z]{10}(?![0-9A-Za-z])"),
    re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}(?!\d)"),
    re.compile(r"(?<!\d)\(?0\d{2,3}\)?[- ]?\d{7,8}(?!\d)"),
    re.compile(r"(?<!\d)\d{16,19}(?!\d)"),
    re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"),
    re.compile(r"(?:加?微信号?|加?[Vv][Xx]|[Ww]e[Cc]hat|QQ号?|qq号?)\s*(?:是|为|[:：])?\s*[A-Za-z0-9][A-Za-z0-9_-]{4,19}"),
    re.compile(
        r"(?:联系人|经办人|负责人|我叫|本人)\s*(?:是|为|[:：])?\s*[\u4e00-\u9fff]{2,3}(?:先生|女士|小姐|经理|总|生)?(?=$|[\s，,。；;、（(])"
    ),
    re.compile(r"(?:找|联系|致电)\s*[\u4e00-\u9fff]{1,2}(?:先生|女士|小姐)(?=$|[\s，,。；;、（(])"),
)


def strip_personal(text: str) -> tuple[str, int]:
    """Return the text without telephone numbers, addresses, identity numbers and named contacts, and how many were taken out."""
    total = 0
    for pattern in _PATTERNS:
        text, count = pattern.subn(" ", text)
        total += count
    return (re.sub(r"[ \t]{2,}", " ", text).strip() if total else text), total
