"""Rows that are no records: footers, sums, sections between rows, prefilled rows of an empty form, sample rows."""

import re
from collections.abc import Iterable, Mapping, Sequence

from indexer.columns import PREFILLED, RowKind
from indexer.records import Raw, SheetRow
from indexer.values.text import BLANKS
from service.domain.text import clean_line

_FOOTER = re.compile(
    r"[（(]?(?:合计|总计|小计|共计|累计)[\d\s:：（()）家个项条户]*$|"
    r"[（(]?(?:注|备注|说明|附注|附件|备查)\s*[:：\d.、（(]|[（(]?(?:填[报表写]|制表|审[核批查]|复核|校对|经办|报送|落款|打印|主管|分管|科室)"
    r"[^，。]{0,8}[:：（(]?|(?:负责人|联系人|联系电话|电话|日期|时间|单位|部门)\s*(?:[（(]?[盖公签]章?[）)]?)?\s*[:：]|[（(]?(?:盖章|公章|签[字名章])|"
    r"以[上下](?:空白|内容|企业|排名)?|此页|第\s*\d+\s*页|共\s*\d+|[-—_=*]{3,}"
)
_SECTION = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[、.）)]|第[一二三四五六七八九十\d]{1,3}(?:部分|类|批)")
_FIRM_ENDING = re.compile(
    r"(?:公司|厂|中心|研究?院|所|集团|(?:合伙|独资|联营)企业|学院|大学|协会|社|店|部|行|联盟|工作室|合伙)(?:[（(].{1,12}[）)])?$"
)
_SAMPLE_NUMBER = frozenset({"例", "示例", "样例", "范例", "例如", "示例行", "样表", "example", "sample", "eg", "e.g."})
_SAMPLE_NAME = re.compile(
    r"[（(【\[]?(?:填写|填报)?(?:示例|样例|范例|例如|例)[）)】\]：:、]|.{0,8}(?:[XxＸ×*]{2,}|某某|[○〇]{2,}).{0,12}(?:公司|企业|厂|中心|院)$|.*[（(](?:示例|样例|例)[）)]$"
)
_SAMPLE_HINT = re.compile(r"[例某XxＸ×*○〇]")
"""Without one of these no name is a sample's; most names are told apart by this quick look."""
EXAMPLE = "示例（请删除本行）"
"""How the example rows of our own template begin: known, and never worth a word."""


def is_note(row: SheetRow) -> bool:
    """Tell whether a row without a code is a footer, a sum, a section or a sentence."""
    texts = [text for _, raw in row.cells if (text := _text(raw))]
    if not texts:
        return False
    return is_footer(row) or (len(texts) == 1 and not texts[0].isdecimal() and not _FIRM_ENDING.search(texts[0]))


def is_footer(row: SheetRow) -> bool:
    """Tell whether a row begins as footers, sums and sections do, or holds nothing but dashes."""
    texts = [text for _, raw in row.cells if (text := _text(raw))]
    if all(text in BLANKS for text in texts):
        return True
    first = texts[0]
    return bool(_FOOTER.match(first) or _SECTION.match(first))


def begins_section(row: SheetRow) -> bool:
    """Tell whether a line between the rows is numbered as a section: 三、…, 第二部分."""
    return any(_SECTION.match(_text(raw)) for _, raw in row.cells[:1])


def names_a_firm(row: SheetRow) -> bool:
    """Tell whether a cell ends as the names of firms do. A row below the header that does not may explain the columns: 18位, 必填."""
    return any(_FIRM_ENDING.search(_text(raw)) for _, raw in row.cells)


def is_prefilled(kinds: Sequence[RowKind], fields: Mapping[RowKind, Iterable[str]]) -> bool:
    """Tell whether a row holds only what a bureau fills down an empty form."""
    return all(PREFILLED[kind].issuperset(fields.get(kind, ())) for kind in kinds)


def is_sample(number: Raw, names: Sequence[Raw]) -> bool:
    """Tell whether a row shows how to fill the form: by its number cell, or a name such as 示例：… and XX科技有限公司."""
    if isinstance(number, str) and not number[:1].isdecimal() and _text(number).lower() in _SAMPLE_NUMBER:
        return True
    return any(isinstance(name, str) and _SAMPLE_HINT.search(name) and _SAMPLE_NAME.match(_text(name)) for name in names)


def is_our_example(row: SheetRow) -> bool:
    """Tell whether it is the example row of our own template."""
    return any(isinstance(raw, str) and raw.startswith(EXAMPLE) for _, raw in row.cells)


def _text(raw: Raw) -> str:
    return clean_line(raw) if isinstance(raw, str) else "" if raw is None else str(raw)
