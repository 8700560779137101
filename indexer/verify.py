"""Compare the database with the index: what is missing, what should not be there, what is older or newer."""

from dataclasses import dataclass

from service.copies.follow_changes import all_provider_ids, catch_up, feed_position, read_docs
from service.runtime import Runtime

_PROVIDERS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class VerifySummary:
    """Provider ids in the order of the ids.

    `newer`: the index holds a version the database never had, as after a backup was restored. `lag`: feed lines that the index had not
    taken in when it was looked at; below zero when it is ahead of the database.
    """

    providers: int
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    older: tuple[str, ...]
    newer: tuple[str, ...]
    lag: int

    @property
    def agrees(self) -> bool:
        """True when the index holds what the database says, and nothing else."""
        return not (self.missing or self.extra or self.older or self.newer)


def verify(runtime: Runtime) -> VerifySummary:
    """Compare versions of all listed providers. An index inside the process is filled first, which tries the same way.

    While changes go on, a provider may differ only because it changed in between: run it again.

    Raises:
        Unavailable: the index does not answer.
    """
    engine = runtime.engine
    if engine.in_process:
        catch_up(runtime, engine)
    expected = _expected_versions(runtime)
    position = engine.position()
    held = engine.versions()
    return VerifySummary(
        providers=len(expected),
        missing=tuple(sorted(expected.keys() - held.keys())),
        extra=tuple(sorted(held.keys() - expected.keys())),
        older=tuple(sorted(one for one, version in expected.items() if held.get(one, version) < version)),
        newer=tuple(sorted(one for one, version in expected.items() if held.get(one, version) > version)),
        lag=feed_position(runtime) - max(position, 0),
    )


def _expected_versions(runtime: Runtime) -> dict[str, int]:
    ids = all_provider_ids(runtime)
    expected: dict[str, int] = {}
    for start in range(0, len(ids), _PROVIDERS_AT_ONCE):
        docs = read_docs(runtime, ids[start : start + _PROVIDERS_AT_ONCE])
        expected.update({doc.id: doc.version for doc in docs if doc.listed and doc.passages})
    return expected
