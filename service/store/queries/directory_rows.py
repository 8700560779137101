"""The whole records behind lines of the directory."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from service.domain.directory import CaseOf, ListedCase
from service.store.queries.providers import read_providers


def read_cases(session: Session, lines: Sequence[ListedCase]) -> list[CaseOf]:
    """The cases of `lines` in their order, each with its provider; one that is gone meanwhile is left out."""
    providers = read_providers(session, list(dict.fromkeys(line.provider_id for line in lines)))
    stored = {case.id: CaseOf(provider, case) for provider in providers for case in provider.cases}
    return [stored[line.id] for line in lines if line.id in stored]
