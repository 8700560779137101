"""An outcome as it was typed or sent, read into what is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from service.domain.needs import NOTE_MOST_CHARACTERS, WORD_MOST_CHARACTERS
from service.domain.outcomes import BANDS, EFFECTS_MOST, RATING_MOST, Effect, OutcomeFacts, OutcomeKind
from service.domain.people import read_line
from service.domain.taxonomy import Taxonomy
from service.errors import Invalid


@dataclass(frozen=True, slots=True)
class ToldOutcome:
    """`kind`: a value of `OutcomeKind`; `happened_on`: 2026-12-01, empty for today; `band`: a key of `BANDS`; `rating`: 1 to 5.

    `effects`: (subject, before, after); lines of which nothing is filled in are left out.
    """

    kind: str
    happened_on: str = ""
    words: str = ""
    band: str = ""
    scenarios: Sequence[str] = ()
    effects: Sequence[tuple[str, str, str]] = ()
    rating: str = ""
    publish: bool = False


def read_outcome(told: ToldOutcome, today: date, taxonomy: Taxonomy) -> OutcomeFacts:
    """Read it.

    Raises:
        Invalid: `fields` says what is to be mended.
    """
    problems: dict[str, str] = {}
    if told.kind not in set(OutcomeKind):
        problems["kind"] = f"请选是什么进展：{'、'.join(OutcomeKind)}。"
    happened = _read_day(told.happened_on, today)
    if happened is None or happened > today:
        problems["happened_on"] = "日期请写成 2026-12-01 的样子，不晚于今天。"
    words = read_line(told.words, NOTE_MOST_CHARACTERS) if told.words.strip() else ""
    if words is None:
        problems["words"] = f"说明最多 {NOTE_MOST_CHARACTERS} 个字。"
    if told.band and told.band not in BANDS:
        problems["band"] = f"合同额请选一个区间：{'、'.join(BANDS)}。"
    if told.kind == OutcomeKind.SIGNED and not told.band:
        problems["band"] = "签约请选合同额区间，不用写准确数。"
    if unknown := [code for code in told.scenarios if code not in taxonomy.scenario_by_code]:
        problems["scenarios"] = f"没有这个场景：{unknown[0][:WORD_MOST_CHARACTERS]}。"
    rating = int(told.rating) if told.rating.isascii() and told.rating.isdigit() and len(told.rating) == 1 else None
    if told.kind == OutcomeKind.RATED and not (rating and 1 <= rating <= RATING_MOST and words):
        problems["rating"] = f"请打 1 到 {RATING_MOST} 分，并写一句为什么。"
    if told.kind == OutcomeKind.NONE_SUITABLE and not words:
        problems["words"] = "请写一句为什么没谈成，下次好换。"
    effects = tuple(Effect(*(part.strip() for part in each)) for each in told.effects if any(part.strip() for part in each))
    if len(effects) > EFFECTS_MOST or any(not _is_whole(effect) for effect in effects):
        problems["effects"] = f"成效最多 {EFFECTS_MOST} 条，每条写全：什么、之前、之后，各不超过 {WORD_MOST_CHARACTERS} 个字。"
    if problems or happened is None or words is None:
        raise Invalid("有内容没填对。", fields=problems)
    return OutcomeFacts(OutcomeKind(told.kind), happened, words, told.band, tuple(told.scenarios), effects, rating, told.publish)


def _is_whole(effect: Effect) -> bool:
    return all(0 < len(part) <= WORD_MOST_CHARACTERS for part in (effect.subject, effect.before, effect.after))


def _read_day(text: str, today: date) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else today
    except ValueError:
        return None
