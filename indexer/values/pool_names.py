"""Which pools a cell or a title names: 市级, 省级和市级, 省、市级, 市级资源池（第三批）, 东莞市…资源池.

A cell is understood whole or not at all: 非市级, 市级（已退出） and 原市级 name no pool.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.columns import header_key
from service.domain.pools import Pool

_MARKS = re.compile(r"[、，,；;/\\\n+&＋|]+")
_WORDS = re.compile(r"[和及与跟暨\s]+")
_NOT = re.compile(r"[非原拟不未曾退已前无暂待撤]|取消|移出|申[报请]|推荐|候选|争取")
_HERE = re.compile(r"^(?:东莞|广东|本)(?=[市省]级$)")
_BATCH = re.compile(r"\(?(第[一二三四五六七八九十\d]{1,3}批次?|\d{4}年度?(?:入[选池库])?(?:第[一二三四五六七八九十\d]{1,3}批次?)?)\)?$")
_TITLE_BATCH = re.compile(r"第[一二三四五六七八九十\d]{1,3}批")
_AROUND = re.compile(r"^(?:入选|已入|所属)?(.*?)(?:供应商|服务商)?(?:资源池|池)?$")
_SEEN_MOST = 1_000
_DENIED = ("非", "原", "除", "不含", "不属", "不属于", "不在", "未入", "未入选", "未进入")
_PROPOSED = re.compile(r"拟[入选认纳推]|公示|候选|申报|推荐名单|初审|征集|意向")
_LEAVING = re.compile(
    r"退出|退库|出库|离库|剔除|淘汰|清退|移出|移除|撤销|取消|注销|除名|出池|暂停|整改|到期|过期|失效"
    r"|不合格|未通过|黑名单|往期|历史|作废"
)


@dataclass(frozen=True, slots=True)
class TitleWords:
    """What the lines above a table, or a sheet's name, say: the one pool, the batch, and words that forbid to grant anything by it."""

    pool: str | None = None
    batch: str | None = None
    proposed: str | None = None
    leaving: str | None = None


class PoolNames:
    """Every way to name the registered pools."""

    def __init__(self, pools: Sequence[Pool]) -> None:
        self._pools = pools
        self._stems = {pool.short_name[0]: pool.code for pool in pools if re.fullmatch("[市省县区国]级", pool.short_name)}
        named: dict[str, str | None] = {}
        for pool in pools:
            stem = pool.short_name.removesuffix("级")
            for key in {_key(word) for word in (pool.code, pool.name, pool.short_name, *([stem] if stem in self._stems else []))}:
                named[key] = None if key in named else pool.code
        self._codes = {key: code for key, code in named.items() if code}
        self._seen: dict[str, str | None] = {}

    @property
    def told(self) -> str:
        """The names to choose from, for a message."""
        return "、".join(pool.short_name for pool in self._pools)

    def short(self, code: str) -> str:
        """The short name of a pool."""
        return next((pool.short_name for pool in self._pools if pool.code == code), code)

    def parts(self, text: str) -> list[str]:
        """The names in a cell, each to be looked up with `code`; a name such as 省市两级 is taken apart."""
        text = text.strip("、，,；;/\\\n+& ") or text
        whole = _key(text)
        if whole in self._codes:
            return [text]
        if _MARKS.search(text):
            return [part for part in _MARKS.split(text) if part.strip("-— ")]
        if self.code(text):
            return [text]
        both = re.fullmatch(rf"([{''.join(self._stems)}]{{2,}})(?:两|双|三)?级(?:资源)?池?", whole) if self._stems else None
        if both:
            return [self._stems[each] for each in dict.fromkeys(both[1])]
        return [part for part in _WORDS.split(text) if part] or [text]

    def code(self, text: str) -> str | None:
        """The pool that a name means, None when it means none or several."""
        if text not in self._seen:
            if len(self._seen) > _SEEN_MOST:
                self._seen.clear()
            self._seen[text] = self._code(text)
        return self._seen[text]

    def _code(self, text: str) -> str | None:
        key = _key(_BATCH.sub("", _brackets(text)))
        if key in self._codes:
            return self._codes[key]
        short = _AROUND.sub(r"\1", key)
        return self._codes.get(short) or self._codes.get(_HERE.sub("", short)) or self._spelled_out(key)

    def batch(self, text: str) -> str | None:
        """The batch that a cell names beside its pool: 市级（第三批）."""
        found = _TITLE_BATCH.search(text)
        return found[0] if found and self.code(text) else None

    def in_title(self, text: str) -> TitleWords:
        """What a title, a sheet's name or a line between the rows says."""
        plain = _brackets(re.sub(r"\s", "", text))
        batch, proposed, leaving = _TITLE_BATCH.search(plain), _PROPOSED.search(plain), _LEAVING.search(plain)
        return TitleWords(
            self._pool_in(plain), batch[0] if batch else None, proposed[0] if proposed else None, leaving[0] if leaving else None
        )

    def _pool_in(self, text: str) -> str | None:
        mentions = [(pool, name) for pool in self._pools for name in (pool.name, pool.short_name) if name in text]
        if any(text.partition(name)[0].endswith(_DENIED) for _, name in mentions):
            return None
        named = {pool.code for pool, _ in mentions}
        if named:
            return named.pop() if len(named) == 1 else None
        before, found, _ = text.partition("资源池")
        stems = [each for each in before if each in self._stems]
        return self._stems[stems[-1]] if found and stems else None

    def _spelled_out(self, key: str) -> str | None:
        """The one pool that a full name such as 东莞市…资源池（市级） or 广东省…资源池 means."""
        if "资源池" not in key or _NOT.search(key):
            return None
        found = {
            pool.code for pool in self._pools if key.endswith(("资源池" + _key(pool.short_name), _key(pool.name).replace("级", "", 1)))
        }
        return found.pop() if len(found) == 1 else None


def _brackets(text: str) -> str:
    return text.replace("（", "(").replace("）", ")")


def _key(text: str) -> str:
    return header_key(text).replace("(", "").replace(")", "")
