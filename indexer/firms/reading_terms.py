"""Everything beside its rows that decides what a firm's rows come to: when any of it changes, all rows are read anew."""

import hashlib
from functools import cache

from service.flows.profiles.load_pool import PoolKnowledge
from service.settings import ROOT

_PROGRAM = ("indexer", "service/domain", "service/flows/profiles", "service/store/queries")


def reading_terms(knowledge: PoolKnowledge, *others: object) -> bytes:
    """A digest of the program, of pools and code tables, and of `others`: the day, limits and options of a load."""
    digest = hashlib.blake2b(_program(), digest_size=16)
    digest.update(repr((knowledge, others)).encode())
    return digest.digest()


@cache
def _program() -> bytes:
    """A digest of the program text that reads and merges rows: surer than a version number, which a mended rule may not change."""
    digest = hashlib.blake2b(digest_size=16)
    for folder in _PROGRAM:
        for path in sorted((ROOT / folder).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.digest()
