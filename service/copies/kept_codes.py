"""The code tables (scenarios, pools, layers, levels), kept in the memory of this process.

Pages, lists and matching share this one copy, so a renamed scenario changes everywhere at once.
Code tables have no change feed, so they are read again after a minute. When nothing changed, the old object stays.
Everything that was built from the old object then stays valid too.
"""

import time

from service.domain.codes import CodeTables
from service.domain.levels import Layer, Level
from service.runtime import KeptCodes
from service.store.access import Database, Transaction
from service.store.queries.codes import read_taxonomy, read_terms
from service.store.queries.pools import read_pools
from service.store.unit_of_work import reading

CODES_KEPT_SECONDS = 60.0
"""A change of the code tables is seen after at most so many seconds."""


def read_codes(database: Database, kept: KeptCodes) -> CodeTables:
    """The code tables, at most `CODES_KEPT_SECONDS` old.

    Cost: about 11 ms once a minute, otherwise nothing.
    """
    held = kept.held
    if held is not None and time.monotonic() - kept.read_at_seconds < CODES_KEPT_SECONDS:
        return held
    with kept.lock:
        held = kept.held
        if held is None or time.monotonic() - kept.read_at_seconds >= CODES_KEPT_SECONDS:
            with reading(database) as session:
                fresh = _read(session)
            held = held if held == fresh else fresh
            kept.held, kept.read_at_seconds = held, time.monotonic()
        return held


def _read(session: Transaction) -> CodeTables:
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
