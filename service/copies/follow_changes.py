"""Bring a search index up to date: read from the change feed which providers changed, build their documents, write them."""

from collections.abc import Sequence

from service.copies.open_providers import read_open_providers
from service.copies.renew_behind import WAITED_FOR_MOST, renew_behind
from service.domain.finding import ProviderDoc
from service.ports import SearchEngine
from service.runtime import Followed, Following, Runtime
from service.search.documents import build_doc
from service.search.passages import passages
from service.store import unit_of_work
from service.store.feed_position import newest_position
from service.store.queries.embeddings import read_embeddings, text_hash
from service.store.queries.feed import changed_after
from service.store.queries.providers import all_ids

_DOCUMENTS_AT_ONCE = 500


def feed_position(runtime: Runtime) -> int:
    """The newest sequence number of the change feed."""
    return newest_position(runtime.database)


def all_provider_ids(runtime: Runtime) -> list[str]:
    """Ids of all providers, listed or not."""
    with unit_of_work.reading(runtime.database) as session:
        return all_ids(session)


def read_docs(runtime: Runtime, provider_ids: Sequence[str]) -> list[ProviderDoc]:
    """The present documents of these providers. A provider that is no longer in the database is left out."""
    knowledge, day = runtime.knowledge(), runtime.today
    with unit_of_work.reading(runtime.database) as session:
        providers = read_open_providers(session, provider_ids)
        hashes = {passage.text: text_hash(passage.text) for provider in providers for passage in passages(provider, knowledge.exclusions)}
        vectors = read_embeddings(session, runtime.encoder.fingerprint, list(hashes.values()))
    return [build_doc(provider, knowledge, day, lambda text: vectors.get(hashes[text])) for provider in providers]


def catch_up(runtime: Runtime, engine: SearchEngine, *, limit: int = 1_000_000, everything: bool = False) -> int:
    """Bring `engine` to the end of the change feed. Returns how many providers were written.

    An empty engine is filled from all providers. The feed's position is noted before they are read.
    A provider that changes during the reading is therefore read again next time, which does no harm.

    Args:
        limit: read at most so many lines of the feed.
        everything: write all providers, even when the engine is not empty.
    """
    # Ask for the position only once. Between two questions a shared index may be replaced by a new one with another position.
    seen = engine.position()
    if everything or seen < 0:
        position, ids = feed_position(runtime), all_provider_ids(runtime)
    else:
        with unit_of_work.reading(runtime.database) as session:
            ids, position = changed_after(session, seen, limit=limit)
        if position <= seen:
            return 0
    for start in range(0, len(ids), _DOCUMENTS_AT_ONCE):
        last = start + _DOCUMENTS_AT_ONCE >= len(ids)
        engine.put(read_docs(runtime, ids[start : start + _DOCUMENTS_AT_ONCE]), position=position if last else seen)
    if not ids:
        engine.put([], position=position)
    return len(ids)


def refresh(runtime: Runtime, followed: Followed | None = None) -> int:
    """Called before a search: an engine inside this process takes in what other processes committed.

    A few changes are taken in at once. So the next search finds a provider that was approved just now.
    Many changes (for example thousands of firms were just loaded) are taken in by a thread, while the old index answers.
    A search always waits for an empty engine, because it has no old index.

    A membership ends on its date without any line in the change feed. So on a new day all documents are written again.
    Cards are always read for today. So a provider whose membership ended is not shown while the thread works.

    Returns the feed's position, so that the rest of the request need not ask for it again.

    Cost: one cheap query when nothing changed.
    """
    position = feed_position(runtime)
    engine, following = (followed.engine, followed.following) if followed else (runtime.engine, runtime.copies.following)
    if not engine.in_process:
        return position
    day, seen = runtime.today, engine.position()
    if following.day == day and position <= seen:
        return position
    waiting = position - seen if following.day == day else len(engine.versions())
    if seen >= 0 and waiting > WAITED_FOR_MOST:
        renew_behind(following.behind, lambda: _renew(runtime, engine, following))
    else:
        _renew(runtime, engine, following)
    return position


def _renew(runtime: Runtime, engine: SearchEngine, following: Following) -> None:
    day = runtime.today
    with following.lock:
        catch_up(runtime, engine, everything=following.day != day)
        following.day = day
