"""The three development pools: loaded into scratch databases of their own, measured side by side (`make eval`, `make tune`)."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.evaluate import answer_needs, evaluate, figures, told
from indexer.judged import JudgedNeed, read_judged
from indexer.load import LoadOptions, load_files
from indexer.verdict_cases import VERDICT_AUTHORS, judge_author, told_verdicts
from service.bootstrap import build_runtime, prepare_database
from service.flows.matching.measure_matching import listed_names
from service.flows.profiles.prepare_passages import prepare_passages
from service.runtime import Runtime
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class DevelopmentPool:
    """One judged pool: its database's runtime and its needs, the unserved ones included."""

    name: str
    runtime: Runtime
    needs: tuple[JudgedNeed, ...]


def open_development_pools(settings: Settings, *, tell: Callable[[str], None]) -> tuple[DevelopmentPool, ...]:
    """Load all pools (a repeat changes nothing and embeds nothing again) and read their judged needs."""
    fixtures = settings.fixtures_dir
    needs, unserved = fixtures / "needs" / "development.jsonl", fixtures / "needs" / "unserved.jsonl"
    second, third = fixtures / "judgements" / "second_pool", fixtures / "judgements" / "third_pool"
    parts = (
        ("first", fixtures / "pools" / "providers.jsonl", needs, fixtures / "judgements" / "development.jsonl"),
        ("second", second / "providers.jsonl", needs, second / "judgements.jsonl"),
        ("third", third / "providers.jsonl", third / "needs.jsonl", third / "judgements.jsonl"),
    )
    pools = []
    for name, providers, asked, judgements in parts:
        runtime = _open(settings, name, providers, tell)
        listed = listed_names(runtime)
        judged = [replace(need, grades=_kept(need.grades, listed)) for need in read_judged(asked, judgements)]
        more = read_judged(unserved, None) if asked == needs else ()
        pools.append(DevelopmentPool(name, runtime, (*judged, *more)))
    return tuple(pools)


def open_development_pool(settings: Settings, name: str, *, tell: Callable[[str], None]) -> Runtime:
    """The runtime of one pool by its name: `first`, `second` or `third`."""
    return next(pool.runtime for pool in open_development_pools(settings, tell=tell) if pool.name == name)


def measure_development(settings: Settings, *, tell: Callable[[str], None]) -> None:
    """Measure all pools, tell everything beside the last recorded run, and record this one."""
    record = settings.data_dir / "evaluation" / "last.json"
    last: dict[str, dict[str, float]] = json.loads(record.read_text("utf-8")) if record.is_file() else {}
    now = {}
    pools = open_development_pools(settings, tell=tell)
    for pool in pools:
        evaluation = evaluate(answer_needs(pool.runtime, pool.needs))
        for line in told(evaluation, title=f"{pool.name} development pool", last=last.get(pool.name)):
            tell(line)
        now[pool.name] = figures(evaluation)
    for author in VERDICT_AUTHORS:
        for line in told_verdicts(judge_author(pools[0].runtime, settings.fixtures_dir / "verdicts", author), title=f"verdicts, {author}"):
            tell(line)
    record.write_text(json.dumps(now, indent=2), "utf-8")


def _kept(grades: dict[str, int], listed: frozenset[str]) -> dict[str, int]:
    """A firm whose membership lapsed or is suspended was judged by its abilities, but must not be shown."""
    return {name: grade for name, grade in grades.items() if name in listed}


def _open(settings: Settings, name: str, providers: Path, tell: Callable[[str], None]) -> Runtime:
    folder = settings.data_dir / "evaluation"
    folder.mkdir(parents=True, exist_ok=True)
    own = replace(settings, database_url=f"sqlite:///{folder / name}.db", engine="embedded")
    prepare_database(own)
    runtime = build_runtime(own)
    tell(f"loading the {name} development pool …")
    load_files([providers], settings=own, database=runtime.database, clock=runtime.clock, options=LoadOptions(demo=True))
    prepare_passages(runtime)
    return runtime
