"""`watch-quality`: judged needs and verdict sentences asked of the fixture pool, counted by kind, kept in the platform's own database."""

from collections import Counter
from collections.abc import Callable, Iterable

from indexer.development import open_development_pools
from indexer.evaluate import answer_needs, evaluate
from indexer.verdict_cases import VERDICT_AUTHORS, JudgedCase, judge_author
from service.domain.search_quality import QualityMark
from service.settings import Settings


def measure_quality(settings: Settings, *, tell: Callable[[str], None]) -> list[QualityMark]:
    """Marks of all kinds. Cost: some minutes on two cores, so it is for the night."""
    pools = open_development_pools(settings, tell=tell)
    marks = []
    for pool in pools:
        served = [need for need in pool.needs if need.served]
        share = evaluate(answer_needs(pool.runtime, pool.needs)).success
        marks.append(QualityMark(f"judged:{pool.name}", round(share * len(served)), len(served)))
    folder = settings.fixtures_dir / "verdicts"
    cases = [case for author in VERDICT_AUTHORS for case in judge_author(pools[0].runtime, folder, author)]
    return [*marks, *marks_of(cases)]


def marks_of(cases: Iterable[JudgedCase]) -> list[QualityMark]:
    """One mark for each kind of case; doubtful ones are left out."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for case in cases:
        if not case.doubt:
            total[case.kind] += 1
            right[case.kind] += not case.why
    return [QualityMark(f"verdict:{kind}", right[kind], total[kind]) for kind in sorted(total)]
