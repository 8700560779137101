"""Read complete cases. The directory holds only one short line for each case."""

from collections.abc import Sequence

from service.copies.read_cards import read_cards
from service.domain.directory import CaseOf, ListedCase
from service.runtime import Runtime


def read_cases(runtime: Runtime, lines: Sequence[ListedCase], *, position: int) -> list[CaseOf]:
    """The cases of `lines`, in the same order, each with its provider. A case that was removed since then is left out.

    Args:
        position: the position of the change feed that this request found.
    """
    providers = read_cards(runtime, list(dict.fromkeys(line.provider_id for line in lines)), position=position)
    stored = {case.id: CaseOf(provider, case) for provider in providers for case in provider.cases}
    return [stored[line.id] for line in lines if line.id in stored]
