"""The directory and the code tables, kept in memory between requests and brought up to date from the change feed.

Reading the code tables takes 11 ms and all providers of a large pool far longer, so every process keeps one copy. Before each use one
cheap query asks whether the feed moved; then only the providers it names are read again. Memberships lapse by date, so a new day reads all.
"""

import threading
import time
import weakref
from dataclasses import dataclass, field
from datetime import date

from service.domain.codes import CodeTables
from service.domain.directory import Directory, ListedProvider, Member
from service.domain.levels import Layer, Level
from service.domain.listing import list_members, list_provider
from service.store.access import Database, Transaction
from service.store.queries.codes import read_taxonomy, read_terms
from service.store.queries.feed import changed_after, latest_position
from service.store.queries.pools import read_pools
from service.store.queries.providers import all_ids, read_providers
from service.store.unit_of_work import reading

_CODES_KEPT_SECONDS = 60.0
"""Code tables have no feed: a change of theirs is seen after this."""
_PROVIDERS_AT_ONCE = 500
_FEED_LINES_MOST = 1_000_000


@dataclass(frozen=True)
class Kept:
    """One consistent state: the directory as of a feed position, and the code tables it was made with."""

    directory: Directory
    codes: CodeTables
    position: int
    codes_read_at: float
    lines: dict[str, tuple[ListedProvider | None, tuple[Member, ...]]] = field(repr=False)


class _Holder:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.kept: Kept | None = None


_holders: "weakref.WeakKeyDictionary[Database, _Holder]" = weakref.WeakKeyDictionary()
_holders_lock = threading.Lock()


def read_kept(database: Database, day: date) -> Kept:
    """The state of now, of `day` in Asia/Shanghai.

    Cost: one small query when nothing changed; a query batch for each 500 changed providers.
    """
    with _holders_lock:
        holder = _holders.setdefault(database, _Holder())
    with reading(database) as session:
        if (kept := holder.kept) is not None and _holds(session, kept, day):
            return kept
        with holder.lock:
            # Another thread may have done the work while this one waited; the session still sees its own state, which is no newer.
            if (kept := holder.kept) is None or not _holds(session, kept, day):
                kept = _renewed(session, kept, day)
                holder.kept = kept
            return kept


def _holds(session: Transaction, kept: Kept, day: date) -> bool:
    fresh = time.monotonic() - kept.codes_read_at < _CODES_KEPT_SECONDS
    return fresh and kept.directory.day == day and latest_position(session) <= kept.position


def _renewed(session: Transaction, kept: Kept | None, day: date) -> Kept:
    stale_codes = kept is None or time.monotonic() - kept.codes_read_at >= _CODES_KEPT_SECONDS
    codes = _read_codes(session) if kept is None or stale_codes else kept.codes
    if kept is None or kept.directory.day != day or codes != kept.codes:
        position, changed, lines = latest_position(session), all_ids(session), {}
    else:
        changed, position = changed_after(session, kept.position, limit=_FEED_LINES_MOST)
        moved = set(changed)
        lines = {key: line for key, line in kept.lines.items() if key not in moved}
    for start in range(0, len(changed), _PROVIDERS_AT_ONCE):
        for provider in read_providers(session, changed[start : start + _PROVIDERS_AT_ONCE]):
            listed = list_provider(provider, day, codes.taxonomy) if provider.is_listed(day) else None
            lines[provider.id] = (listed, list_members(provider, day, codes.taxonomy))
    ordered = [lines[key] for key in sorted(lines)]
    directory = Directory(
        day=day,
        providers=tuple(listed for listed, _ in ordered if listed is not None),
        members=tuple(member for _, members in ordered for member in members),
    )
    return Kept(directory, codes, position, time.monotonic() if stale_codes or kept is None else kept.codes_read_at, lines)


def _read_codes(session: Transaction) -> CodeTables:
    layers = (
        Layer(entry["code"], entry["name"], entry.get("plain", ""), entry.get("meaning", ""), entry.get("source"))
        for entry in read_terms(session, "layer")
    )
    levels = (Level(entry["code"], entry["name"], entry.get("meaning", ""), entry.get("source")) for entry in read_terms(session, "level"))
    return CodeTables(
        taxonomy=read_taxonomy(session),
        pools=read_pools(session),
        layers={layer.code: layer for layer in layers},
        levels={level.name: level for level in levels},
    )
