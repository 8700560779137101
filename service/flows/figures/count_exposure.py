"""Count whom a list showed, who was opened, who was compared: anonymous, by month, without the words of the need."""

from collections.abc import Iterable

from service.copies.flush_exposure import count_in_memory
from service.domain.exposure import Exposure, ExposureKind, exposures_of, lacks_of, month_of
from service.domain.matching import MatchList
from service.runtime import Runtime


def count_shown(runtime: Runtime, answer: MatchList) -> None:
    """Count everybody that a list shows as fitting, and what it tells to be missing in them.

    Cost: some microseconds; storing happens behind the request.
    """
    month = month_of(runtime.today)
    count_in_memory(runtime, [*exposures_of(answer, month), *lacks_of(answer, month)])


def count_exposure(runtime: Runtime, kind: ExposureKind, provider_ids: Iterable[str]) -> None:
    """Count that a provider's page was opened, or that it was put into a comparison."""
    month = month_of(runtime.today)
    count_in_memory(runtime, [Exposure(month, provider_id, kind) for provider_id in provider_ids])
