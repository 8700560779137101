"""Introductions: proposed for a need, answered by both sides, and what came of them."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from service.api.deps import RuntimeDep
from service.api.permits import BearerDep, allow
from service.api.problems_told import problems
from service.api.schemas.base import Word
from service.api.schemas.introductions import (
    AnswerIn,
    ContactedOut,
    IntroductionIn,
    IntroductionOut,
    IntroductionsOut,
    OutcomeIn,
    SettledIn,
    WithdrawnIn,
    contacted_out,
    introduction_out,
)
from service.api.versions import KeyDep, VersionDep, tell_version
from service.brokerage.introducing import IntroductionKey, Voice
from service.brokerage.repeats import Repeat
from service.brokerage.standing import NeedKey
from service.domain.introductions import IntroductionState
from service.domain.need_steps import Party
from service.domain.permissions import Action
from service.domain.tokens import Scope
from service.errors import NotFound
from service.flows.brokering.answer_introduction import answer_introduction
from service.flows.brokering.introduce import introduce, withdraw_introduction
from service.flows.brokering.record_outcome import record_outcome, settle_told_outcome
from service.flows.brokering.reveal_counterpart import reveal_counterpart
from service.flows.brokering.see_introductions import see_introduction, see_provider_introductions
from service.runtime import Runtime

_PROPOSES = allow(Action.INTRODUCE, Scope.INTRODUCTIONS_WRITE)
_ANSWERS = allow(Action.ANSWER_INTRODUCTIONS, Scope.INTRODUCTIONS_WRITE)
_OWN = allow(Action.KEEP_INTAKE, Scope.NEEDS_READ)
_READS = allow(Action.ANSWER_INTRODUCTIONS, Scope.NEEDS_READ)
_FAILURES = problems(401, 403, 404, 409, 422, 503)
router = APIRouter(prefix="/api/v1", tags=["needs"])
IntroductionId = Annotated[Word, Path(description="The opaque id of an introduction.")]


@router.post(
    "/needs/{need_id}/introductions", status_code=201, summary="Introduce a provider", responses=_FAILURES, dependencies=[_PROPOSES]
)
def propose(
    *,
    runtime: RuntimeDep,
    bearer: BearerDep,
    response: Response,
    seen: VersionDep,
    need_id: Annotated[Word, Path(description="The opaque id of a need.")],
    wanted: IntroductionIn,
    key: KeyDep = "",
) -> IntroductionOut:
    """Ask the factory whether it wants to be put to this provider. 409: three are open, or the provider takes nobody now."""
    repeat = Repeat(bearer.actor.person_id, key, {"need": need_id, "provider": wanted.provider_id})
    made = introduce(runtime, NeedKey(bearer.actor, need_id, version=seen), wanted.provider_id, repeat)
    return _told(runtime, bearer, response, made.id)


@router.get("/introductions", summary="List a provider's introductions", responses=problems(401, 403, 422, 503), dependencies=[_OWN])
def show_introductions(
    runtime: RuntimeDep, bearer: BearerDep, page: Annotated[int, Query(ge=1, le=10_000, description="Twenty a page.")] = 1
) -> IntroductionsOut:
    """List those that one's own firms were asked for, newest first. A need's own stand with the need."""
    found = see_provider_introductions(runtime, bearer.actor, page)
    return IntroductionsOut(introductions=[introduction_out(each) for each in found.items], total=found.total)


@router.get("/introductions/{introduction_id}", summary="Read one introduction", responses=_FAILURES, dependencies=[_READS])
def show_introduction(runtime: RuntimeDep, bearer: BearerDep, response: Response, introduction_id: IntroductionId) -> ContactedOut:
    """Read it with its outcomes. A side gets the other's contact after both accepted; each such reading is kept."""
    key = IntroductionKey(introduction_id, bearer.actor)
    seen = see_introduction(runtime, key)
    tell_version(response, seen.introduction.version)
    if seen.side is Party.DESK or seen.introduction.state is not IntroductionState.AGREED:
        return contacted_out(seen, None)
    try:
        return contacted_out(seen, reveal_counterpart(runtime, key))
    except NotFound:
        return contacted_out(seen, None)


@router.post("/introductions/{introduction_id}/answers", summary="Answer", responses=_FAILURES, dependencies=[_ANSWERS])
def answer_one(
    *, runtime: RuntimeDep, bearer: BearerDep, response: Response, seen: VersionDep, introduction_id: IntroductionId, answer: AnswerIn
) -> IntroductionOut:
    """Accept or decline for one side, in its turn and within its time. A broker writes down what a side said, with how it was heard."""
    voice, said = answer.said()
    answer_introduction(runtime, IntroductionKey(introduction_id, bearer.actor, version=seen), voice, said)
    return _told(runtime, bearer, response, introduction_id)


@router.post("/introductions/{introduction_id}/withdrawals", summary="Take it back", responses=_FAILURES, dependencies=[_PROPOSES])
def withdraw_one(
    *, runtime: RuntimeDep, bearer: BearerDep, response: Response, seen: VersionDep, introduction_id: IntroductionId, why: WithdrawnIn
) -> IntroductionOut:
    """Take it back while an answer is waited for, or end one that both had agreed to. Its place is free at once."""
    withdraw_introduction(runtime, IntroductionKey(introduction_id, bearer.actor, version=seen), why.reason)
    return _told(runtime, bearer, response, introduction_id)


@router.post(
    "/introductions/{introduction_id}/outcomes", status_code=201, summary="Tell an outcome", responses=_FAILURES, dependencies=[_ANSWERS]
)
def tell_outcome(
    *, runtime: RuntimeDep, bearer: BearerDep, response: Response, introduction_id: IntroductionId, outcome: OutcomeIn, key: KeyDep = ""
) -> IntroductionOut:
    """Tell what came of it. A rating and 没谈成 stand at once; everything else moves the need when the other side confirms it."""
    voice, told = outcome.told()
    repeat = Repeat(bearer.actor.person_id, key, {"introduction": introduction_id, **outcome.model_dump(mode="json")})
    record_outcome(runtime, IntroductionKey(introduction_id, bearer.actor), voice, told, repeat)
    return _told(runtime, bearer, response, introduction_id)


@router.post(
    "/introductions/{introduction_id}/outcomes/{outcome_id}", summary="Confirm an outcome", responses=_FAILURES, dependencies=[_ANSWERS]
)
def settle_one(
    *,
    runtime: RuntimeDep,
    bearer: BearerDep,
    response: Response,
    introduction_id: IntroductionId,
    outcome_id: Annotated[Word, Path(description="The opaque id of an outcome.")],
    settled: SettledIn,
) -> IntroductionOut:
    """Confirm what the other side told, or deny it with a reason."""
    key = IntroductionKey(introduction_id, bearer.actor)
    settle_told_outcome(runtime, key, Voice(settled.side, settled.heard), outcome_id, settled.denied)
    return _told(runtime, bearer, response, introduction_id)


def _told(runtime: Runtime, bearer: BearerDep, response: Response, introduction_id: str) -> IntroductionOut:
    seen = see_introduction(runtime, IntroductionKey(introduction_id, bearer.actor))
    tell_version(response, seen.introduction.version)
    return introduction_out(seen)
