"""Measure matching on judged needs: order, first answers, refusals, by style and fold, beside the plain baselines."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from indexer.judged import JudgedNeed
from indexer.metrics import ndcg, recall, success
from service.domain.matching import Fit
from service.flows.matching.measure_matching import BASELINES, MeasuredNeed, Weights, measure_need, provider_names
from service.runtime import Runtime

_WORST = 10
_RUN_DEPTH = 10


@dataclass(frozen=True, slots=True)
class MeasuredAnswer:
    """One need's answer: names in order (as the judgements call them), whether it was confident, and the baselines' orders."""

    need: JudgedNeed
    order: tuple[str, ...]
    scores: tuple[float, ...]
    confident: bool
    baselines: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures over all needs. `refused`: kind → (refused, of). Kinds: served, only_weak, unserved, and those of the file."""

    needs: int
    ndcg: float
    success: float
    recall: float
    by_style: dict[str, float]
    by_fold: dict[int, float]
    baselines: dict[str, float]
    refused: dict[str, tuple[int, int]]
    worst: tuple[tuple[float, JudgedNeed, tuple[str, ...]], ...]


def answer_needs(runtime: Runtime, needs: Sequence[JudgedNeed], *, weights: Weights | None = None) -> list[MeasuredAnswer]:
    """Answer every need, weak fits included, as the API does with `include_weak`."""
    names = provider_names(runtime)
    return [_answer(measure_need(runtime, need.text, pool=need.pool), need, names, weights) for need in needs]


def evaluate(answers: Iterable[MeasuredAnswer]) -> Evaluation:
    """Compute all figures. Needs without a grade count only for refusals."""
    answers = list(answers)
    judged = [answer for answer in answers if answer.need.grades]
    values = {answer.need.id: ndcg(answer.order, answer.need.grades) for answer in judged}
    styles, folds = defaultdict(list), defaultdict(list)
    for answer in judged:
        styles[answer.need.style].append(values[answer.need.id])
        folds[answer.need.fold].append(values[answer.need.id])
    refused: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for answer in answers:
        kinds[_kind(answer.need)] += 1
        refused[_kind(answer.need)] += not answer.confident
    recalls = [value for answer in judged if (value := recall(answer.order, answer.need.grades)) is not None]
    worst = sorted(judged, key=lambda answer: (values[answer.need.id], answer.need.id))[:_WORST]
    return Evaluation(
        needs=len(judged),
        ndcg=_mean(values.values()),
        success=_mean(success(answer.order, answer.need.grades) for answer in judged),
        recall=_mean(recalls),
        by_style={style: _mean(found) for style, found in sorted(styles.items())},
        by_fold={fold: _mean(found) for fold, found in sorted(folds.items())},
        baselines={name: _mean(ndcg(answer.baselines[name], answer.need.grades) for answer in judged) for name in BASELINES},
        refused={kind: (refused[kind], kinds[kind]) for kind in sorted(kinds)},
        worst=tuple((values[answer.need.id], answer.need, answer.order[:3]) for answer in worst),
    )


def write_run(path: Path, answers: Iterable[MeasuredAnswer]) -> None:
    """Write the run as JSON Lines: need, confident, and the first ten providers with their scores."""
    with path.open("w", encoding="utf-8") as file:
        for answer in answers:
            matches = [
                {"rank": rank, "provider": name, "score": score}
                for rank, (name, score) in enumerate(zip(answer.order[:_RUN_DEPTH], answer.scores, strict=False), 1)
            ]
            line = {"need": answer.need.id, "confident": answer.confident, "matches": matches}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def told(evaluation: Evaluation, *, title: str, last: dict[str, float] | None = None) -> list[str]:
    """The lines a person reads. `last`: figures of the last recorded run, shown as differences."""

    def change(name: str, value: float) -> str:
        return f" ({value - last[name]:+.4f})" if last and name in last else ""

    lines = [
        f"== {title}: {evaluation.needs} judged needs",
        f"nDCG@10 {evaluation.ndcg:.4f}{change('ndcg', evaluation.ndcg)}"
        f"   success@1 {evaluation.success:.3f}{change('success', evaluation.success)}"
        f"   recall@5 {evaluation.recall:.3f}{change('recall', evaluation.recall)}",
        "baselines  " + "   ".join(f"{name} {value:.4f}" for name, value in evaluation.baselines.items()),
        "by style   " + "   ".join(f"{style} {value:.3f}" for style, value in evaluation.by_style.items()),
        "by fold    " + "   ".join(f"{fold}: {value:.3f}" for fold, value in evaluation.by_fold.items()),
        "refused    " + "   ".join(f"{kind} {count}/{of}" for kind, (count, of) in evaluation.refused.items()),
        "worst needs",
    ]
    lines.extend(
        f"  {value:.2f} {need.id} [{need.style}] {need.text[:48]} → {', '.join(order)} (wanted {_wanted(need)})"
        for value, need, order in evaluation.worst
    )
    return lines


def figures(evaluation: Evaluation) -> dict[str, float]:
    """The figures that are recorded and compared with the next run."""
    return {"ndcg": evaluation.ndcg, "success": evaluation.success, "recall": evaluation.recall}


def _answer(measured: MeasuredNeed, need: JudgedNeed, names: dict[str, tuple[str, ...]], weights: Weights | None) -> MeasuredAnswer:
    ranked = measured.ranked(weights)

    def named(provider_id: str) -> str:
        known = names.get(provider_id, ())
        return next((name for name in known if name in need.grades), known[0] if known else provider_id)

    return MeasuredAnswer(
        need=need,
        order=tuple(named(line.provider_id) for line in ranked),
        scores=tuple(line.score for line in ranked),
        confident=not measured.out_of_scope and any(line.fit is not Fit.WEAK for line in ranked),
        baselines={name: tuple(named(provider_id) for provider_id in measured.baseline(name)) for name in BASELINES},
    )


def _kind(need: JudgedNeed) -> str:
    if need.kind != "judged":
        return need.kind
    return "served" if need.served else "only_weak" if need.grades else "unserved"


def _wanted(need: JudgedNeed) -> str:
    return ", ".join(f"{name}={grade}" for name, grade in sorted(need.grades.items(), key=lambda pair: -pair[1])[:3])


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return fmean(found) if found else 0.0
