"""Judge the verdicts: sentences with what the product should decide, each asked on the real path with the fixture pool.

The rules of judging stand in fixtures/verdicts/README.md. Half of each kind may be looked at while building, half is only for measuring;
the hash of the id decides which.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.domain.matching import Fit, MatchList
from service.domain.verdicts import QUESTIONS, Verdict
from service.errors import Invalid
from service.flows.matching.match_need import MatchRequest, match_need
from service.flows.matching.measure_matching import excluded_scenarios
from service.runtime import Runtime

VERDICT_AUTHORS = (
    "first_author", "second_author", "third_author", "fourth_author", "fifth_author", "sixth_author",
    "seventh_author", "eighth_author", "ninth_author",
)  # fmt: skip
_ANSWERS = {"policy": Verdict.POLICY, "pool": Verdict.POOLS, "desk": Verdict.DESK}
_ASIDE = frozenset({*QUESTIONS, Verdict.FOREIGN, Verdict.REFUSAL, Verdict.TOO_LITTLE})
"""Verdicts that send a person away from the list."""


@dataclass(frozen=True, slots=True)
class JudgedCase:
    """One sentence or provider text and whether it came out right. `why`: what was wrong, empty when right."""

    id: str
    kind: str
    text: str
    looking: bool
    doubt: bool
    why: str


def read_cases(path: Path) -> list[dict[str, Any]]:
    """All cases of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def for_looking(case: Mapping[str, Any]) -> bool:
    """Whether the case may be looked at while building. The two of a pair stay together."""
    key = min(case["id"], case["pair"]) if case.get("pair") else case["id"]
    return hashlib.sha256(key.encode()).digest()[0] % 2 == 0


def judge_verdicts(runtime: Runtime, cases: Iterable[Mapping[str, Any]]) -> list[JudgedCase]:
    """Ask every sentence and judge the answer by its kind."""
    return [_judged(case, _judge(runtime, case)) for case in cases]


def _judge(runtime: Runtime, case: Mapping[str, Any]) -> str:
    kind = case.get("as") or case["kind"]
    try:
        answer = match_need(runtime, MatchRequest(case["text"], include_weak=True))
    except Invalid:
        return "" if kind == "vague" else "said to be unreadable"
    return _JUDGES[kind](answer, case)


def judge_exclusions(runtime: Runtime, cases: Iterable[Mapping[str, Any]]) -> list[JudgedCase]:
    """Read every provider text and compare what it excludes."""
    return [_judged({"kind": "exclusion", **case}, _exclusion(runtime, case)) for case in cases]


def judge_author(runtime: Runtime, folder: Path, author: str) -> list[JudgedCase]:
    """Judge all cases of one author, sentences and provider texts, with the fixture pool."""
    sentences = judge_verdicts(runtime, read_cases(folder / f"{author}.jsonl"))
    return [*sentences, *judge_exclusions(runtime, read_cases(folder / f"{author}_exclusions.jsonl"))]


def told_verdicts(judged: Iterable[JudgedCase], *, title: str) -> list[str]:
    """The lines a person reads: right of all by kind, both halves, doubtful ones apart."""
    lines = [f"== {title}: right of all (looking half, measuring half)"]
    counted: dict[str, list[JudgedCase]] = defaultdict(list)
    for case in judged:
        counted["doubtful" if case.doubt else case.kind].append(case)
        if not case.doubt:
            counted["all"].append(case)
    for kind, cases in counted.items():
        looking, measuring = [c for c in cases if c.looking], [c for c in cases if not c.looking]
        lines.append(f"{kind:<12} {_share(cases)}   ({_share(looking)}; {_share(measuring)})")
    return lines


def _share(cases: list[JudgedCase]) -> str:
    right = sum(not case.why for case in cases)
    return f"{right}/{len(cases)} {right / max(len(cases), 1):.0%}"


def _judged(case: Mapping[str, Any], why: str) -> JudgedCase:
    return JudgedCase(case["id"], case["kind"], case["text"], for_looking(case), bool(case.get("doubt")), why)


def _first(answer: MatchList) -> str:
    return answer.reading.scenarios[0].code if answer.reading.scenarios else ""


def _refused(answer: MatchList) -> set[str]:
    text = answer.reading.text
    return {mention.code for mention in (*text.refused, *text.owned)} | {code for each in text.refusals for code in each.codes}


def _wants(answer: MatchList, codes: list[str]) -> str:
    if answer.verdict in _ASIDE:
        return f"set aside as {answer.verdict.value}"
    return "" if not codes or _first(answer) in codes else f"read as {_first(answer)}"


def _ask_firm(answer: MatchList, case: Mapping[str, Any]) -> str:
    return _wants(answer, case["scenarios"])


def _refuse(answer: MatchList, case: Mapping[str, Any]) -> str:
    if why := _wants(answer, case["want"]):
        return why
    if lacking := set(case["not_want"]) - _refused(answer):
        return f"no chip for {','.join(sorted(lacking))}"
    if case.get("not_want_text") and not (answer.reading.text.refusals or answer.reading.text.owned):
        return "no chip"
    return ""


def _only_refuse(answer: MatchList, _: Mapping[str, Any]) -> str:
    return "confident" if answer.confident else "" if answer.verdict in _ASIDE - {Verdict.FOREIGN} else answer.verdict.value


def _not_refusal(answer: MatchList, case: Mapping[str, Any]) -> str:
    if why := _wants(answer, case["want"]):
        return why
    return "chip for what is wanted" if set(case["want"]) & _refused(answer) else ""


def _condition(answer: MatchList, case: Mapping[str, Any]) -> str:
    if why := _wants(answer, case["want"]):
        return why
    text = answer.reading.text
    return "" if len(text.conditions) + len(text.limits) + len(text.refusals) >= 1 else "no chip"


def _vague(answer: MatchList, _: Mapping[str, Any]) -> str:
    return "confident" if answer.confident else "" if answer.verdict is not Verdict.FOREIGN else "foreign"


def _foreign(answer: MatchList, _: Mapping[str, Any]) -> str:
    return "" if answer.verdict is Verdict.FOREIGN and not answer.confident else answer.verdict.value


def _gap(answer: MatchList, _: Mapping[str, Any]) -> str:
    return "" if answer.verdict is Verdict.GAP and not answer.confident else answer.verdict.value


def _policy(answer: MatchList, case: Mapping[str, Any]) -> str:
    return "" if answer.verdict is _ANSWERS[case["answer"]] else answer.verdict.value


def _name(answer: MatchList, case: Mapping[str, Any]) -> str:
    first = answer.matches[0] if answer.matches else None
    if case["wanted"]:
        hidden = case["provider"] in {"d013", "d045"}
        return "" if hidden or (first and first.provider.source_id == case["provider"]) else "not first"
    praised = any(match.provider.source_id == case["provider"] and match.fit is not Fit.WEAK for match in answer.matches)
    return "offered" if praised else _wants(answer, case.get("want") or [])


def _several(answer: MatchList, case: Mapping[str, Any]) -> str:
    if answer.verdict in _ASIDE:
        return f"set aside as {answer.verdict.value}"
    read = [{share.code for share in job.scenarios[:1]} for job in answer.reading.jobs] or [{_first(answer)}]
    places = [next((place for place, codes in enumerate(read) if codes & set(job)), -1) for job in case["jobs"]]
    if -1 in places:
        return f"read as {read}"
    return "" if places == sorted(places) else f"order {places}"


def _exclusion(runtime: Runtime, case: Mapping[str, Any]) -> str:
    clauses, codes = excluded_scenarios(runtime, case["text"])
    if wrong := set(case["does"]) & codes:
        return f"excludes {','.join(sorted(wrong))}"
    if lacking := set(case["does_not"]) - codes:
        return f"does not exclude {','.join(sorted(lacking))}"
    if case.get("not_text") and not clauses:
        return "nothing excluded"
    return "" if case["does_not"] or case.get("not_text") or not clauses else f"excludes {clauses[0]}"


_JUDGES: dict[str, Callable[[MatchList, Mapping[str, Any]], str]] = {
    "ask_firm": _ask_firm,
    "refuse": _refuse,
    "only_refuse": _only_refuse,
    "not_refusal": _not_refusal,
    "condition": _condition,
    "vague": _vague,
    "foreign": _foreign,
    "gap": _gap,
    "policy": _policy,
    "name": _name,
    "several": _several,
}
