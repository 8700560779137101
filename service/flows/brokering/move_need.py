"""One step of a need: 初核, 问清, 推荐, or one of the ways out and back."""

from dataclasses import dataclass, replace

from service.brokerage.moves import Move, take_step
from service.brokerage.standing import NeedKey, open_need
from service.domain.need_steps import NeedStep, Party
from service.domain.needs import Need
from service.domain.shortlists import PROPOSED_LEAST
from service.errors import Conflict, Invalid
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.needs import find_need
from service.store.queries.shortlist import shortlist_of
from service.store.unit_of_work import writing


@dataclass(frozen=True, slots=True)
class WishedStep:
    """`action`: a value of `NeedStep`. `version`: of the need as it was seen; 0: whatever it is now. `into`: the need it is merged into."""

    action: str
    reason: str = ""
    version: int = 0
    into: str = ""


def move_need(runtime: Runtime, key: NeedKey, wished: WishedStep) -> Need:
    """Take the step; the need as it is then.

    Raises:
        NotFound: the key opens no need.
        Invalid: there is no such step, or it lacks its reason.
        RecordChanged: the need was changed since it was seen.
        Conflict: its state has no such step for this side.
    """
    if wished.action not in set(NeedStep):
        sentence = f"没有“{wished.action[:40]}”这一步。可用的：{'、'.join(NeedStep)}。"
        raise Invalid(sentence, fields={"action": sentence})
    step = NeedStep(wished.action)
    with writing(runtime.database) as session:
        need, standing = open_need(runtime, session, replace(key, version=wished.version or key.version))
        if step is NeedStep.RECOMMEND:
            _require_recommended(session, need, wished.reason)
        if step is NeedStep.MERGE and standing.side is Party.DESK:
            need = _merged(session, need, wished.into)
        return take_step(runtime, session, need, standing, Move(step, wished.reason))


def _require_recommended(session: Transaction, need: Need, reason: str) -> None:
    """With nobody there is nothing to send; with fewer than three the factory is told why."""
    standing = sum(line.stands for line in shortlist_of(session, need.id))
    if standing == 0:
        raise Conflict("名单上还没有服务商，不能发出。先加服务商；确实没有合适的，就选“没有合适的”。")
    if standing < PROPOSED_LEAST and not reason.strip():
        sentence = f"名单上只有 {standing} 家，不到 {PROPOSED_LEAST} 家，请写明为什么。"
        raise Invalid(sentence, fields={"reason": sentence})


def _merged(session: Transaction, need: Need, into: str) -> Need:
    other = find_need(session, into)
    if other is None or other.id == need.id or other.merged_into:
        sentence = "请选要并入哪一条需求，不能并入自己，也不能并入已经被并掉的。"
        raise Invalid(sentence, fields={"into": sentence})
    return replace(need, merged_into=other.id)
