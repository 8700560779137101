"""The directory of providers, kept in memory between requests and brought up to date from the change feed.

Reading all providers of a large pool takes seconds, so every process keeps one copy. Before each use one cheap query asks whether the
change feed has new lines. If so, only the providers in these lines are read again.
A membership ends on its date without any line in the feed. So on a new day all providers are read again.
"""

from datetime import date, datetime

from service.copies.kept_codes import read_codes
from service.copies.open_providers import read_open_providers
from service.copies.renew_behind import WAITED_FOR_MOST, renew_behind
from service.domain.calendar import day_in_shanghai
from service.domain.codes import CodeTables
from service.domain.directory import Directory, ListedProvider, Member
from service.domain.listing import memberships_of, provider_line
from service.runtime import DirectoryState, KeptDirectory, Runtime
from service.store.access import Transaction
from service.store.feed_position import newest_position
from service.store.queries.feed import changed_after, latest_position
from service.store.queries.providers import all_ids
from service.store.unit_of_work import reading

_PROVIDERS_READ_AT_ONCE = 500
_FEED_LINES_MOST = 1_000_000


def read_kept(runtime: Runtime, now: datetime) -> DirectoryState:
    """The directory as of `now`, for that day in Asia/Shanghai.

    While a thread takes in many changes (more than `WAITED_FOR_MOST`), it is an older directory of the same day.

    Cost: one small query when nothing changed; a query batch for each 500 changed providers.
    """
    day, holder = day_in_shanghai(now), runtime.copies.directory
    codes = read_codes(runtime.database, runtime.copies.codes)
    if (kept := holder.held) is None or kept.codes is not codes or kept.directory.day != day:
        return _renew_now(runtime, codes, day)  # no older state may be shown, so the request waits
    waiting = newest_position(runtime.database) - kept.position
    if waiting <= 0:
        return kept
    if waiting <= WAITED_FOR_MOST:
        return _renew_now(runtime, codes, day)
    renew_behind(holder.behind, lambda: _renew_now(runtime, codes, day))
    return kept


def _renew_now(runtime: Runtime, codes: CodeTables, day: date) -> DirectoryState:
    with reading(runtime.database) as session:
        return _renew(session, runtime.copies.directory, codes, day)


def _renew(session: Transaction, holder: KeptDirectory, codes: CodeTables, day: date) -> DirectoryState:
    with holder.lock:
        # Another thread may have done the work while this one waited for the lock. This session began earlier and sees nothing newer.
        if (kept := holder.held) is None or not _holds(session, kept, codes, day):
            kept = _renewed(session, kept, codes, day)
            holder.held = kept
        return kept


def _holds(session: Transaction, kept: DirectoryState, codes: CodeTables, day: date) -> bool:
    return kept.codes is codes and kept.directory.day == day and latest_position(session) <= kept.position


def _renewed(session: Transaction, kept: DirectoryState | None, codes: CodeTables, day: date) -> DirectoryState:
    lines: dict[str, tuple[ListedProvider | None, tuple[Member, ...]]] = {}
    if kept is None or kept.directory.day != day or kept.codes is not codes:
        position, changed = latest_position(session), all_ids(session)
    else:
        changed, position = changed_after(session, kept.position, limit=_FEED_LINES_MOST)
        moved = set(changed)
        lines = {key: line for key, line in kept.lines.items() if key not in moved}
    for start in range(0, len(changed), _PROVIDERS_READ_AT_ONCE):
        for provider in read_open_providers(session, changed[start : start + _PROVIDERS_READ_AT_ONCE]):
            listed = provider_line(provider, day, codes.taxonomy) if provider.is_listed(day) else None
            lines[provider.id] = (listed, memberships_of(provider, day, codes.taxonomy))
    ordered = [lines[key] for key in sorted(lines)]
    directory = Directory(
        day=day,
        providers=tuple(listed for listed, _ in ordered if listed is not None),
        members=tuple(member for _, members in ordered for member in members),
    )
    return DirectoryState(directory, codes, position, lines)
