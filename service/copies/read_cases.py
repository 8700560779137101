"""The whole cases behind lines of the directory."""

from collections.abc import Sequence

from service.copies.read_cards import read_cards
from service.domain.directory import CaseOf, ListedCase
from service.runtime import Runtime


def read_cases(runtime: Runtime, lines: Sequence[ListedCase], *, position: int) -> list[CaseOf]:
    """The cases of `lines` in their order, each with its provider; one that is gone meanwhile is left out.

    Args:
        position: of the change feed, as for `read_cards`.
    """
    providers = read_cards(runtime, list(dict.fromkeys(line.provider_id for line in lines)), position=position)
    stored = {case.id: CaseOf(provider, case) for provider in providers for case in provider.cases}
    return [stored[line.id] for line in lines if line.id in stored]
