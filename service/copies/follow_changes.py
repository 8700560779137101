"""From the change feed to an index: read what changed, build its documents, put them."""

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
    """The newest sequence of the change feed."""
    return newest_position(runtime.database)


def all_provider_ids(runtime: Runtime) -> list[str]:
    """Ids of all providers, listed or not."""
    with unit_of_work.reading(runtime.database) as session:
        return all_ids(session)


def read_docs(runtime: Runtime, provider_ids: Sequence[str]) -> list[ProviderDoc]:
    """Documents of these providers as of now; one that is gone from the database is left out."""
    knowledge, day = runtime.knowledge(), runtime.today
    with unit_of_work.reading(runtime.database) as session:
        providers = read_open_providers(session, provider_ids)
        hashes = {passage.text: text_hash(passage.text) for provider in providers for passage in passages(provider)}
        vectors = read_embeddings(session, runtime.encoder.fingerprint, list(hashes.values()))
    return [build_doc(provider, knowledge, day, lambda text: vectors.get(hashes[text])) for provider in providers]


def catch_up(runtime: Runtime, engine: SearchEngine, *, limit: int = 1_000_000, everything: bool = False) -> int:
    """Bring `engine` to the end of the feed, at most `limit` feed lines; returns how many providers were put.

    An empty engine (or `everything`) is filled from all providers, the feed's position noted before they are read: what changes
    meanwhile is read again afterwards, which is harmless.
    """
    # Asked once: a shared index may be swapped for another generation, whose position is its own, between two questions.
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
    """Before a search: an engine inside this process takes in what other processes committed. One cheap query when nothing moved.

    Small changes are taken in at once, so that what was approved is found by the next search. A large backlog (thousands of
    firms were just loaded) is taken in by a thread, while the old index goes on answering. Only an empty engine is waited for.

    Returns the feed's position, so that what follows in the same request need not ask again. Memberships lapse by date without any
    change, so on a new day all documents are put anew; cards are read by the day of now, so nobody who lapsed is shown meanwhile.
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
