"""Find the words of a provider's text that say what it does not do. A chain (a CRF) and the network learned them from marked texts."""

import hashlib
import re
import threading
from collections.abc import Mapping
from functools import cache
from itertools import islice

from service.search.segment import Segmenter, fold_text
from service.search.spans.chain import Chain, shipped
from service.search.spans.exclusion_spans import Spans, network_chances, spans_of_chances
from service.search.spans.features import character_features
from service.search.spans.network import WordReader

_CUES = re.compile(
    "[不无未非没拒勿别停另请由需须转售剥唔冇除免恕谢绝砍撤退弃归属缺暂让错靠找仅否空×✗✘✕❌]|"
    "外包|外购|外采|合作|伙伴|第三方|自备|自理|自行|客户|甲方|业主|以外|之外|对接|研发|规划|内测|原型|留待|"
    "留给|交给|回避|清盘|外行|don't|解散|下架|下线|下市|建议|法定|推辞|回绝|他司|他人|置身|空白|卖掉|"
    "关停|移交|版本|下半年|明年|只做|同行|一概|超出|not|excl|without|sold|no |n/a"
)
"""A text with none of these excludes nothing, and is not tagged."""
_PLAIN = re.compile(
    r"[^，,。；;！!？?\n]+不在[^，。；]{0,8}(?:范围(?:之?内)?|之列)"
    r"|[^，,。；;！!？?\n]{2,}(?:[要得]等(?:下半年|明年|下一?个?版本?)|下一?个?版本才|[尚还]在开发|已[^，,。；;]{0,6}移交)[^，,。；;！!？?\n]*"
    r"|(?:^|(?<=[，,。；;！!？?\n])|(?<=本mes)|(?<=本系统)|(?<=本平台)|(?<=本产品)|(?<=本方案))(?:不含|不包含|不涉及|不承接)(?![^，,。；;]{0,6}(?:税|费|押金|佣金))[^，,。；;！!？?\n]{2,}"
)
"""Exclusions that everybody writes in the same few words. They always count, whatever the chain says."""
_NOT_EXCLUDED = re.compile(
    r"除了?[^，,。；;不没未]{1,12}[，,](?!其[他它余]|别的)[^。；;！!？?]*?(?:也|还)|非[^，,。；;不没未]{1,8}也"
    r"|(?:已|均|都)?包?含[^，,。；;不没未无]+(?=[，,。；;]|$)"
    r"|[^，,。；;不没未无]{2,}(?:也(?:顺手)?(?:接|做|行|能|可)|同步提供)"
    r"|(?:也|且|均)?(?:我们|我司)?(?:绝|概)?不(?:另外?)?(?:收[^，,。；;]{0,6}(?:费|返点|佣金|押金)|承诺|抽成)"
)
"""What looks like an exclusion and is an offer (除了ERP，我们还做MES; 压铸机也接) or a term of trade (不收介绍费)."""
_EXCLUSION = "x"
REMEMBERED = 65_536
"""Texts whose spans are remembered, about 200 bytes each. The spans of one more text push out those of the text remembered longest."""


class ExclusionTagger:
    """Finds the excluding words of providers' texts, and remembers them. One for a process.

    The chain knows the forms of an exclusion, the network knows what a sentence means: together they find more than each alone.

    Args:
        words: the network.
    """

    def __init__(self, words: WordReader) -> None:
        self._words = words
        self._remembered: dict[bytes, Spans] = {}  # hash of a text with a cue → its spans
        self._changing = threading.Lock()

    def spans(self, text: str) -> Spans:
        """(start, end) of each excluding phrase.

        Cost: about 0.6 ms and the network's 6 ms for 40 characters; 10 µs for a text without a cue or with remembered spans.
        """
        folded = fold_text(text)
        if len(folded) != len(text):  # places must be those of the text
            folded = lowered if len(lowered := text.lower()) == len(text) else text
        if not _CUES.search(folded):
            return ()
        key = hashlib.sha256(text.encode()).digest()[:16]
        spans = self._remembered.get(key)
        if spans is None:
            spans = self._find(folded)
            self.recall({key: spans})
        return spans

    def remembered(self) -> dict[bytes, Spans]:
        """Hash of a text → its spans, for all texts tagged so far. It holds no text."""
        with self._changing:
            return dict(self._remembered)

    def recall(self, spans: Mapping[bytes, Spans]) -> None:
        """Take in spans that an earlier process found by the same rules (`rules_digest`)."""
        with self._changing:
            self._remembered.update(spans)
            for key in list(islice(self._remembered, max(0, len(self._remembered) - REMEMBERED))):
                del self._remembered[key]

    def _find(self, folded: str) -> Spans:
        chain = _chain().chances(provider_features(folded), _EXCLUSION)
        found = spans_of_chances(folded, chain, network_chances(folded, self._words, chain))
        plain = [match.span() for match in _PLAIN.finditer(folded)]
        found = tuple(span for span in found if not any(start <= span[0] and span[1] <= end for start, end in plain))
        more = (each for each in plain if not any(start < each[1] and each[0] < end for start, end in found))
        return tuple(sorted(span for span in (*found, *more) if not _NOT_EXCLUDED.match(folded, span[0])))


def provider_features(folded: str) -> list[list[str]]:
    """What the chain sees of each character of a provider's text. Shape: one list of names for each character."""
    return character_features(folded, _segmenter().cut(folded), {})


@cache
def _chain() -> Chain:
    return Chain(shipped("provider_spans.crfsuite"))


@cache
def _segmenter() -> Segmenter:
    return Segmenter()
