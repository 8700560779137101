"""Load files: each is read, judged and stored by itself, in one transaction; then its report is made."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta, timezone
from pathlib import Path

from indexer.assemble import Assembled, Assembler
from indexer.columns import RowKind
from indexer.problems import Problem, ProblemLog, SourceUnusable, problem
from indexer.records import Limits, Tally
from indexer.report import FileReport, ProviderCounts, RowCounts
from indexer.sources.opening import OpenedFile, csv_kind, open_file, read_items
from indexer.validate import Known, RowReader
from service.command_errors import ExitCode, exit_code_of
from service.errors import PlatformError
from service.flows.profiles.load_pool import LoadSummary, LoadTerms, PoolKnowledge, find_stored, load_pool, read_knowledge
from service.ports import Clock
from service.settings import Settings
from service.store.access import Database

_SHANGHAI = timezone(timedelta(hours=8))
_CSV_ORDER = {RowKind.PROVIDER: 0, RowKind.CAPABILITY: 1, RowKind.CASE: 2, None: 3}
_FIELD_LABELS = {
    "admitted_on": "入池日期", "valid_until": "有效期至", "price_min_fen": "价格下限(万元)", "price_max_fen": "价格上限(万元)",
}  # fmt: skip

Progress = Callable[[str, int, int | None], None]
"""(what is going on, done, of how many): called now and then."""


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """`demo`: mark every firm of these files as demonstration data."""

    dry_run: bool = False
    demo: bool = False


def limits_of(settings: Settings) -> Limits:
    """The limits files are held to."""
    return Limits(
        file_mb=settings.upload_max_mb,
        unpacked_mb=settings.upload_max_unpacked_mb,
        rows=settings.upload_max_rows,
        cells=settings.upload_max_cells,
        cell_characters=settings.upload_max_cell_characters,
        line_bytes=settings.upload_max_line_bytes,
    )


def load_files(
    paths: Sequence[Path], *, settings: Settings, database: Database, clock: Clock, options: LoadOptions, progress: Progress | None = None
) -> tuple[FileReport, ...]:
    """Load every file, whatever becomes of the others; CSV files in the order 服务商, 服务能力, 案例. Never raises for a bad file."""
    loader = _Loader(settings, database, clock, options, progress or (lambda _what, _done, _total: None))
    return tuple(loader.load(path) for path in in_order(paths, limits=limits_of(settings)))


def in_order(paths: Sequence[Path], *, limits: Limits) -> list[Path]:
    """The paths with their CSV files sorted by what they are about; other files keep their places."""
    places = [place for place, path in enumerate(paths) if path.suffix.lower() == ".csv" and not path.is_dir()]
    if len(places) < 2:
        return list(paths)
    kinds = {place: csv_kind(paths[place], limits=limits) for place in places}
    ordered = list(paths)
    for place, source in zip(places, sorted(places, key=lambda place: _CSV_ORDER[kinds[place]]), strict=True):
        ordered[place] = paths[source]
    return ordered


class _Loader:
    """Loads files one after another; a dry run remembers which firms the files before would have stored."""

    def __init__(self, settings: Settings, database: Database, clock: Clock, options: LoadOptions, progress: Progress) -> None:
        self._settings, self._database, self._clock = settings, database, clock
        self._options, self._progress = options, progress
        self._limits = limits_of(settings)
        self._promised: frozenset[str] = frozenset()

    def load(self, path: Path) -> FileReport:
        """One file."""
        log, tally = ProblemLog(), Tally()
        file: OpenedFile | None = None
        try:
            file = open_file(path, limits=self._limits)
            knowledge = read_knowledge(self._database)
            if knowledge is None:
                return self._unusable(path, file, log, problem("database_not_ready"))
            summary, assembled = self._load(file, knowledge, log, tally)
        except SourceUnusable as refused:
            return self._unusable(path, file, log, refused.problem)
        except PlatformError as error:
            return self._unusable(path, file, log, problem("database_refused", other=error.message), exit_code_of(error))
        _tell_outcomes(summary, assembled, knowledge, log)
        return FileReport(
            file=str(path),
            sha256=file.sha256,
            exit=ExitCode.PARTLY if log.has_error else ExitCode.TAKEN,
            providers=ProviderCounts(summary.count("added"), summary.count("changed"), summary.count("same"), tally.firms_refused),
            rows=RowCounts(tally.read, tally.taken, tally.refused, tally.ignored),
            problems=log.told(),
        )

    def _load(self, file: OpenedFile, knowledge: PoolKnowledge, log: ProblemLog, tally: Tally) -> tuple[LoadSummary, Assembled]:
        now = self._clock.now()
        known = Known(knowledge.pools, knowledge.taxonomy, now.astimezone(_SHANGHAI).date(), self._limits.cell_characters)
        assembler = Assembler(RowReader(known), log, tally)
        for item in read_items(file, limits=self._limits, log=log, tally=tally):
            assembler.add(item)
            if tally.read % 500 == 0:
                self._progress("读取", tally.read, None)
        assembled = assembler.finish(self._stored_or_promised)
        terms = LoadTerms(
            taxonomy=knowledge.taxonomy,
            now=now,
            demo_marker=self._settings.demo_uscc_marker,
            all_demo=self._options.demo,
            dry_run=self._options.dry_run,
            named=assembled.named,
            promised=self._promised,
        )
        summary = load_pool(self._database, assembled.records, terms, progress=lambda done, total: self._progress("写入", done, total))
        if self._options.dry_run:
            self._promised |= {record.uscc for record in assembled.records}
        return summary, assembled

    def _stored_or_promised(self, usccs: Collection[str]) -> frozenset[str]:
        return find_stored(self._database, usccs) | self._promised.intersection(usccs)

    @staticmethod
    def _unusable(path: Path, file: OpenedFile | None, log: ProblemLog, found: Problem, code: ExitCode = ExitCode.UNUSABLE) -> FileReport:
        problems = (found, *log.told())
        return FileReport(str(path), file.sha256 if file else None, code, ProviderCounts(), RowCounts(), problems)


def _tell_outcomes(summary: LoadSummary, assembled: Assembled, knowledge: PoolKnowledge, log: ProblemLog) -> None:
    """What only the database could tell becomes warnings at the firms' places."""
    names = {pool.code: pool.short_name for pool in knowledge.pools}
    for outcome in summary.outcomes:
        place = assembled.places[outcome.uscc]
        if not outcome.has_capability:
            log.add("no_capability", sheet=place.sheet, line=place.line, value=outcome.uscc)
        for name in outcome.cleared:
            log.add("stored_value_cleared", sheet=place.sheet, line=place.line, column=_FIELD_LABELS[name])
        for pool in outcome.kept_pools:
            log.add("membership_kept", sheet=place.sheet, line=place.line, value=names.get(pool, pool))
    for member in summary.missed:
        edition = f"{names.get(member.pool, member.pool)}{member.batch or '（未标批次）'}"
        log.add("member_missed", value=f"{member.name} {member.uscc}", other=edition)
