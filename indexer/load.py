"""Load files: each is read, judged and stored by itself, in one transaction; then its report is made."""

from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from indexer.columns import RowKind
from indexer.firms.assemble import Assembler, Stored
from indexer.firms.collected import Assembled
from indexer.firms.outcomes import imported_firms, tell_outcomes
from indexer.firms.reading_terms import reading_terms
from indexer.firms.row_reader import Known, RowReader
from indexer.problems import Problem, ProblemLog, SourceUnusable, problem, unusable
from indexer.records import Limits, Tally
from indexer.report import FileReport, ProviderCounts, RowCounts
from indexer.sources.opening import OpenedFile, csv_kind, open_file, read_items
from indexer.tables.titles import Surroundings
from indexer.values.pool_names import PoolNames
from service.command_errors import ExitCode, exit_code_of
from service.domain.calendar import day_in_shanghai
from service.domain.permissions import Actor
from service.domain.providers import ProviderRecord
from service.errors import PlatformError
from service.flows.profiles.load_pool import (
    LoadSummary,
    LoadTerms,
    NamedFirms,
    PoolKnowledge,
    find_named,
    load_pool,
    read_knowledge,
    stored_readings,
)
from service.ports import Clock
from service.settings import Settings
from service.store.access import Database, Transaction

_CSV_ORDER = {RowKind.PROVIDER: 0, RowKind.CAPABILITY: 1, RowKind.CASE: 2, None: 3}

Progress = Callable[[str, int, int | None], None]
"""(what is going on, done, of how many): called now and then."""


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """`demo`: mark every firm of these files as demonstration data. `pool`: a name, for lists that say nowhere which pool they are of.

    `actor`: who loads, for the audit log. `settle`: called with a file's report inside the transaction that stores the file.
    """

    dry_run: bool = False
    demo: bool = False
    pool: str | None = None
    actor: Actor | str = "indexer"
    settle: Callable[[Transaction, FileReport], None] | None = None


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
        self._promised: dict[str, tuple[str, ...]] = {}

    def load(self, path: Path) -> FileReport:
        """One file."""
        log, tally = ProblemLog(), Tally()
        file: OpenedFile | None = None
        try:
            file = open_file(path, limits=self._limits)
            knowledge = read_knowledge(self._database)
            if knowledge is None:
                return self._unusable(path, file, log, problem("database_not_ready"))
            return self._load(path, file, knowledge, log, tally)
        except SourceUnusable as refused:
            return self._unusable(path, file, log, refused.problem)
        except PlatformError as error:
            return self._unusable(path, file, log, problem("database_refused", other=error.message), exit_code_of(error))

    def _load(self, path: Path, file: OpenedFile, knowledge: PoolKnowledge, log: ProblemLog, tally: Tally) -> FileReport:
        now = self._clock.now()
        names = PoolNames(knowledge.pools)
        known = Known(names, knowledge.taxonomy, day_in_shanghai(now), self._limits.cell_characters)
        around = Surroundings(names, self._ordered_pool(names))
        with closing(Assembler(RowReader(known), log, tally)) as assembler:
            with closing(read_items(file, surroundings=around, limits=self._limits, log=log, tally=tally)) as items:
                for item in items:
                    assembler.add(item)
                    if tally.read % 500 == 0:
                        self._progress("读取", tally.read, None)
            terms = reading_terms(knowledge, known.today, self._limits.cell_characters, self._settings.demo_uscc_marker, self._options.demo)
            assembled = assembler.finish(Stored(self._stored_or_promised, partial(stored_readings, self._database), terms))
            reports: list[FileReport] = []

            def settle(session: Transaction, summary: LoadSummary) -> None:
                tell_outcomes(summary, assembled, knowledge.pools, log)
                reports.append(_report(path, file.sha256, summary, log, tally))
                if self._options.settle:
                    self._options.settle(session, reports[0])

            self._store(assembled, knowledge, now, settle)
        return reports[0]

    def _store(
        self, assembled: Assembled, knowledge: PoolKnowledge, now: datetime, settle: Callable[[Transaction, LoadSummary], None]
    ) -> None:
        terms = LoadTerms(
            taxonomy=knowledge.taxonomy,
            now=now,
            demo_marker=self._settings.demo_uscc_marker,
            all_demo=self._options.demo,
            dry_run=self._options.dry_run,
            named=assembled.refused,
            promised=frozenset(self._promised),
            read_rows=assembled.read_rows,
            actor=self._options.actor,
            settle=settle,
        )
        load_pool(self._database, assembled.records, terms, progress=lambda done, total: self._progress("写入", done, total))
        if self._options.dry_run:
            self._promised |= {each.uscc: (each.name,) for each in assembled.records if isinstance(each, ProviderRecord) and each.name}

    def _ordered_pool(self, names: PoolNames) -> str | None:
        name = self._options.pool
        code = names.code(name) if name else None
        if name and code is None:
            raise unusable("pool_option_unknown", value=name, other=names.told)
        return code

    def _stored_or_promised(self, usccs: Collection[str], names: Collection[str]) -> NamedFirms:
        stored = find_named(self._database, usccs, names)
        return NamedFirms({**{uscc: self._promised[uscc] for uscc in self._promised.keys() & usccs}, **stored.names}, stored.codes)

    @staticmethod
    def _unusable(path: Path, file: OpenedFile | None, log: ProblemLog, found: Problem, code: ExitCode = ExitCode.UNUSABLE) -> FileReport:
        problems = (found, *log.told())
        return FileReport(str(path), file.sha256 if file else None, code, ProviderCounts(), RowCounts(), problems)


def _report(path: Path, sha256: str, summary: LoadSummary, log: ProblemLog, tally: Tally) -> FileReport:
    return FileReport(
        file=str(path),
        sha256=sha256,
        exit=ExitCode.PARTLY if log.has_error else ExitCode.TAKEN,
        providers=ProviderCounts(summary.count("added"), summary.count("changed"), summary.count("same"), tally.firms_refused),
        rows=RowCounts(tally.read, tally.taken, tally.refused, tally.ignored),
        problems=log.told(),
        firms=imported_firms(summary),
    )
