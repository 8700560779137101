"""曝光 of everybody in one month: whether the platform is fair is shown, not claimed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.copies.flush_exposure import flush_exposure
from service.copies.kept_directory import read_kept
from service.domain.exposure import Exposure, ExposureTotals, LackTold, median_shown, month_of, totals_by_month
from service.domain.freshness import months_later
from service.runtime import Runtime
from service.store.queries.exposures import read_exposures, read_lacks
from service.store.unit_of_work import reading

MONTHS_TOLD = 12


@dataclass(frozen=True, slots=True)
class ExposureReport:
    """`lines`: (id, name, totals) of every public provider by name. `median`: how often the one in the middle was shown."""

    month: str
    months: tuple[str, ...]
    lines: tuple[tuple[str, str, ExposureTotals], ...]
    median: float | None


@dataclass(frozen=True, slots=True)
class OwnExposure:
    """Of one provider: its counts, its months, the median of the pool by month, and what lists told to be missing."""

    counts: Mapping[Exposure, int]
    months: tuple[ExposureTotals, ...]
    medians: Mapping[str, float | None]
    lacks: Mapping[LackTold, int]


def latest_months(runtime: Runtime) -> tuple[str, ...]:
    """The present month and those before it, the newest first."""
    first = runtime.today.replace(day=1)
    return tuple(month_of(months_later(first, -back)) for back in range(MONTHS_TOLD))


def report_exposure(runtime: Runtime, month: str) -> ExposureReport:
    """Everybody in one of the latest months; another month is taken as the present one."""
    flush_exposure(runtime)
    months = latest_months(runtime)
    month = month if month in months else months[0]
    everybody = read_kept(runtime, runtime.clock.now()).directory.providers
    with reading(runtime.database) as session:
        counts = read_exposures(session, [month])
    by_provider: dict[str, dict[Exposure, int]] = {}
    for exposure, count in counts.items():
        by_provider.setdefault(exposure.provider_id, {})[exposure] = count
    named = sorted(everybody, key=lambda provider: provider.display_name.encode("gb18030", "replace"))
    nothing = ExposureTotals(month, 0, 0, 0)
    lines = tuple(
        (each.id, each.display_name, next(iter(totals_by_month(by_provider.get(each.id, {}), each.id)), nothing)) for each in named
    )  # fmt: skip
    return ExposureReport(month, months, lines, median_shown(counts, month, [each.id for each in everybody]))


def own_exposure(runtime: Runtime, provider_id: str) -> OwnExposure:
    """One provider in the latest months. Who may see that, the caller has asked."""
    flush_exposure(runtime)
    months: Sequence[str] = latest_months(runtime)
    ids = [each.id for each in read_kept(runtime, runtime.clock.now()).directory.providers]
    with reading(runtime.database) as session:
        counts = read_exposures(session, months)
        lacks = read_lacks(session, months, provider_id)
    own = {exposure: count for exposure, count in counts.items() if exposure.provider_id == provider_id}
    return OwnExposure(own, tuple(totals_by_month(own, provider_id)), {month: median_shown(counts, month, ids) for month in months}, lacks)
