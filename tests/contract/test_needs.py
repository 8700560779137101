"""What needs ask of the database; one class, inherited for SQLite and PostgreSQL."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from service.brokerage.standing import NeedKey
from service.domain.need_steps import NeedState, Party
from service.domain.needs import NeedSource, Visibility
from service.domain.people import Role
from service.domain.permissions import ANONYMOUS
from service.domain.timeline import LineKind
from service.errors import Conflict, Invalid, NotFound, RecordChanged, Refused
from service.flows.brokering.assign_needs import assign_needs
from service.flows.brokering.browse_needs import NeedsAsked, browse_needs
from service.flows.brokering.keep_shortlist import clear_shortlisted, keep_shortlist
from service.flows.brokering.move_need import WishedStep, move_need
from service.flows.brokering.note_need import NextPlan, note_need, plan_need
from service.flows.brokering.renew_follow_link import renew_follow_link
from service.flows.brokering.renew_need import renew_need
from service.flows.brokering.reveal_contact import reveal_contact
from service.flows.brokering.see_need import see_need
from service.identity.actors import actor_of
from service.runtime import Runtime
from service.store.rows import AuditRow, NeedContactRow, NeedRow, SnapshotRow, SupplyGapRow, TimelineRow
from tests.brokering import SENTENCE, platform_at, state, step
from tests.factories import SMALL_POOL
from tests.flows.stored import count, rows
from tests.people import make_person


class NeedsContract:
    """Every test gets an address of an empty database (`url`)."""

    @pytest.fixture
    def runtime(self, url: str, hash_platform: Runtime) -> Iterator[Runtime]:
        with platform_at(url, hash_platform) as platform:
            yield platform

    @pytest.fixture
    def broker(self, runtime: Runtime):
        return actor_of(make_person(runtime, Role.BROKER, "chen"), staff=True)

    @pytest.fixture
    def factory(self, runtime: Runtime):
        return actor_of(make_person(runtime, Role.MANUFACTURER, "he", "长安某五金厂"), staff=True)

    def test_a_need_is_kept_as_it_was_told_and_as_it_was_answered(self, runtime: Runtime, broker) -> None:
        told = state(runtime, text=f"{SENTENCE}，电话 13800138000", due_on="2026-12-31", industry="五金")
        seen = see_need(runtime, NeedKey(broker, told.need.id))
        need, facts = seen.need, seen.need.facts
        assert (need.state, need.number, need.firm.name) == (NeedState.REGISTERED, "XQ-2026-0001", "长安某五金厂")
        assert "13800138000" not in need.text
        assert (facts.staff_count, facts.budget_fen, facts.owned) == (80, 20_000_000, ("金蝶", "用友"))
        assert (facts.needed_by_on, facts.visibility) == (date(2026, 12, 31), Visibility.SHORTLISTED)
        assert seen.snapshot is not None
        assert seen.snapshot.lines
        assert seen.shortlist
        assert [line.provider_id for line in seen.shortlist] == [line.provider_id for line in seen.snapshot.lines[: len(seen.shortlist)]]
        assert seen.snapshot.origin.encoder == runtime.encoder.fingerprint
        assert seen.snapshot.origin.generation == runtime.engine.position()
        assert seen.snapshot.origin.weights["words"] > 0
        assert any(reason.quote for line in seen.snapshot.lines for reason in line.reasons)
        assert [line.kind for line in seen.timeline] == [LineKind.STATED]

    def test_personal_data_lies_in_its_own_table_and_is_masked(self, runtime: Runtime, broker) -> None:
        told = state(runtime)
        assert see_need(runtime, NeedKey(broker, told.need.id)).contact == "何** 076****5678 h***@example.com"
        others = [*rows(runtime.database, NeedRow), *rows(runtime.database, SnapshotRow), *rows(runtime.database, TimelineRow)]
        told_elsewhere = [vars(each) for each in (*others, *rows(runtime.database, AuditRow))]
        assert not any(secret in str(told_elsewhere) for secret in ("何先生", "0769-12345678", "he@example.com"))
        assert reveal_contact(runtime, NeedKey(broker, told.need.id)).phone == "0769-12345678"
        factory_sees = see_need(runtime, NeedKey(secret=told.secret)).timeline
        assert [line.kind for line in factory_sees] == [LineKind.CONTACT_SEEN, LineKind.STATED]
        with pytest.raises(Refused):
            reveal_contact(runtime, NeedKey(secret=told.secret))

    def test_numbers_count_up_within_their_year(self, runtime: Runtime) -> None:
        first, second = state(runtime).need, state(runtime).need
        runtime.clock.advance(timedelta(days=400))
        third = state(runtime).need
        assert [need.number for need in (first, second, third)] == ["XQ-2026-0001", "XQ-2026-0002", "XQ-2027-0001"]

    def test_a_repeat_makes_no_second_need(self, runtime: Runtime, factory) -> None:
        first = state(runtime, factory, NeedSource.API, "k1")
        again = state(runtime, factory, NeedSource.API, "k1")
        assert again.need.id == first.need.id
        assert count(runtime.database, NeedRow) == 1
        with pytest.raises(Conflict):
            state(runtime, factory, NeedSource.API, "k1", firm="另一家厂")
        assert state(runtime, factory, NeedSource.API, "k2").need.id != first.need.id

    def test_the_way_to_the_list(self, runtime: Runtime, broker) -> None:
        need = state(runtime).need
        assert need.promised_on == date(2026, 1, 8)
        runtime.clock.advance(timedelta(days=1))
        need = step(runtime, broker, need, "check")
        assert need.promised_on == date(2026, 1, 8), "checking does not prolong the promise of the first contact"
        need = step(runtime, broker, need, "clarify")
        assert need.contacted_at == runtime.clock.now()
        need = step(runtime, broker, need, "recommend")
        assert (need.state, need.next_action.waits_for) == (NeedState.RECOMMENDED, Party.MANUFACTURER)
        moves = [line.detail["step"] for line in see_need(runtime, NeedKey(broker, need.id)).timeline if line.kind is LineKind.STEP]
        assert moves == ["recommend", "clarify", "check"]

    def test_an_old_version_and_an_impossible_step_change_nothing(self, runtime: Runtime, broker) -> None:
        need = state(runtime).need
        moved = step(runtime, broker, need, "check")
        with pytest.raises(RecordChanged):
            move_need(runtime, NeedKey(broker, need.id), WishedStep("clarify", "", need.version))
        with pytest.raises(Conflict) as told:
            move_need(runtime, NeedKey(broker, need.id), WishedStep("sign"))
        assert told.value.fields["action"].split(",")[0] == "clarify"
        with pytest.raises(Invalid):
            move_need(runtime, NeedKey(broker, need.id), WishedStep("jump"))
        with pytest.raises(Invalid):
            move_need(runtime, NeedKey(broker, need.id), WishedStep("pause"))
        assert see_need(runtime, NeedKey(broker, need.id)).need == moved

    def test_nobody_suits_is_an_outcome_and_a_gap(self, runtime: Runtime, broker) -> None:
        need = step(runtime, broker, state(runtime).need, "check", "find_none", reason="三家都没做过这么老的冲床")
        assert not need.is_open
        assert need.promised_on is None
        (gap,) = rows(runtime.database, SupplyGapRow)
        assert (gap.scenario_code, gap.town_code) == (need.facts.scenario or None, need.facts.town)
        again = step(runtime, broker, need, "reopen", reason="来了一家新的")
        assert (again.state, again.closed_at) == (NeedState.CHECKED, None)

    def test_a_link_follows_ends_and_expires(self, runtime: Runtime, broker) -> None:
        told = state(runtime)
        need = move_need(runtime, NeedKey(secret=told.secret), WishedStep("pause", "老板出国"))
        assert need.state is NeedState.PAUSED
        with pytest.raises(Conflict):
            move_need(runtime, NeedKey(secret=told.secret), WishedStep("clarify"))
        fresh = renew_follow_link(runtime, NeedKey(broker, need.id), again=True)
        with pytest.raises(NotFound):
            see_need(runtime, NeedKey(secret=told.secret))
        with pytest.raises(Refused):
            renew_follow_link(runtime, NeedKey(secret=fresh), again=True)
        assert see_need(runtime, NeedKey(secret=fresh)).side is Party.MANUFACTURER
        runtime.clock.advance(timedelta(days=181))
        with pytest.raises(NotFound):
            see_need(runtime, NeedKey(secret=fresh))

    def test_own_and_foreign(self, runtime: Runtime, broker, factory) -> None:
        mine, foreign = state(runtime, factory).need, state(runtime, firm="另一家厂").need
        stranger = actor_of(make_person(runtime, Role.MANUFACTURER, "li", "别的厂"), staff=True)
        assert [need.id for need in browse_needs(runtime, factory, NeedsAsked()).items] == [mine.id]
        assert browse_needs(runtime, broker, NeedsAsked()).total == 2
        for actor, need in ((factory, foreign), (stranger, mine), (ANONYMOUS, mine)):
            with pytest.raises(NotFound):
                see_need(runtime, NeedKey(actor, need.id))
        with pytest.raises(Refused):
            keep_shortlist(runtime, NeedKey(factory, mine.id), SMALL_POOL[0].uscc, "想要这家")
        with pytest.raises(Refused):
            state(runtime, ANONYMOUS, NeedSource.API)

    def test_a_shortlist_keeps_every_reason(self, runtime: Runtime, broker) -> None:
        need = state(runtime).need
        key = NeedKey(broker, need.id)
        first = see_need(runtime, key).shortlist[0]
        with pytest.raises(Conflict):
            keep_shortlist(runtime, key, first.provider_id, "名单自己排出来的，不用再加")
        clear_shortlisted(runtime, key, first.provider_id, "最小一单 180 万元")
        with pytest.raises(NotFound):
            clear_shortlisted(runtime, key, first.provider_id, "再移一次")
        keep_shortlist(runtime, key, first.provider_id, "电话问过，可以接小单")
        runtime.clock.advance(timedelta(days=1))
        keep_shortlist(runtime, key, first.provider_id, "还是合适")
        lines = [line for line in see_need(runtime, key).shortlist if line.provider_id == first.provider_id]
        assert [(line.stands, line.removed_reason, line.added_by_name) for line in lines] == [
            (False, "最小一单 180 万元", ""),
            (False, "再确认：还是合适", "chen"),
            (True, "", "chen"),
        ]
        assert [line.added_reason for line in lines[1:]] == ["电话问过，可以接小单", "还是合适"]
        assert [line.pinned_until_on for line in lines] == [None, date(2026, 3, 6), date(2026, 3, 7)]
        with pytest.raises(Invalid):
            keep_shortlist(runtime, key, first.provider_id, " ")

    def test_few_on_the_list_need_a_word_and_none_is_no_list(self, runtime: Runtime, broker) -> None:
        need = step(runtime, broker, state(runtime).need, "check", "clarify")
        key = NeedKey(broker, need.id)
        lines = see_need(runtime, key).shortlist
        for line in lines[1:]:
            clear_shortlisted(runtime, key, line.provider_id, "不合适")
        with pytest.raises(Invalid):
            move_need(runtime, key, WishedStep("recommend"))
        clear_shortlisted(runtime, key, lines[0].provider_id, "不合适")
        with pytest.raises(Conflict):
            move_need(runtime, key, WishedStep("recommend", "没有"))

    def test_notes_plans_and_handing_over(self, runtime: Runtime, broker) -> None:
        told = state(runtime)
        other = actor_of(make_person(runtime, Role.BROKER, "lin"), staff=True)
        key = NeedKey(broker, told.need.id)
        note_need(runtime, key, "两次没人接")
        planned = plan_need(runtime, key, NextPlan("换座机再打", "2026-01-07", "manufacturer"))
        assert (planned.next_action.words, planned.next_action.on) == ("换座机再打", date(2026, 1, 7))
        with pytest.raises(Invalid) as wrong:
            plan_need(runtime, key, NextPlan("", "昨天", "nobody"))
        assert set(wrong.value.fields) == {"words", "on", "waits_for"}
        assert assign_needs(runtime, broker, [told.need.id], other.person_id, "老板下午才在") == 1
        assert assign_needs(runtime, broker, [told.need.id], other.person_id) == 0, "it is hers already"
        assert see_need(runtime, key).broker == "lin"
        note_need(runtime, NeedKey(secret=told.secret), "已经停了两台")
        kinds = [line.kind for line in see_need(runtime, NeedKey(secret=told.secret)).timeline]
        assert kinds == [LineKind.REPLIED, LineKind.STATED], "notes of the desk are the desk's"
        with pytest.raises(Invalid):
            assign_needs(runtime, broker, [told.need.id], "per_nobody")

    def test_a_need_is_renewed_near_its_end(self, runtime: Runtime) -> None:
        told = state(runtime)
        with pytest.raises(Conflict):
            renew_need(runtime, NeedKey(secret=told.secret))
        runtime.clock.advance(timedelta(days=170))
        renewed = renew_need(runtime, NeedKey(secret=told.secret))
        assert renewed.renew_by_on > told.need.renew_by_on
        (contact,) = rows(runtime.database, NeedContactRow)
        assert contact.delete_on > date(2026, 12, 1)
        runtime.clock.advance(timedelta(days=100))
        assert see_need(runtime, NeedKey(secret=told.secret)).need.version == renewed.version, "its link goes on too"

    def test_two_needs_become_one(self, runtime: Runtime, broker) -> None:
        first, second = state(runtime).need, state(runtime).need
        key = NeedKey(broker, second.id)
        with pytest.raises(Invalid):
            move_need(runtime, key, WishedStep("merge", "同一件事", into=second.id))
        merged = move_need(runtime, key, WishedStep("merge", "同一件事", into=first.id))
        assert (merged.state, see_need(runtime, key).merged_number) == (NeedState.MERGED, first.number)
        with pytest.raises(Invalid):
            move_need(runtime, NeedKey(broker, first.id), WishedStep("merge", "绕回去", into=second.id))
        assert step(runtime, broker, merged, "reopen").merged_into == ""

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("uscc", "123"), ("industry", "不存在的行业"), ("town", "某区"), ("staff_count", "很多"), ("budget_wan", "-5"),
            ("due_on", "2020-01-01"), ("owned", "、".join(map(str, range(30)))), ("visibility", "everybody"), ("level", "丁级"),
            ("contact_phone", "没有"), ("contact_email", "he"), ("agreed", False), ("firm", "厂" * 90),
        ],
    )  # fmt: skip
    def test_what_cannot_be_used_is_told_by_field(self, runtime: Runtime, field, value) -> None:
        with pytest.raises(Invalid) as wrong:
            state(runtime, **{field: value})
        assert set(wrong.value.fields) == {field}
        assert count(runtime.database, NeedRow) == 0


class TestSqlite(NeedsContract):
    @pytest.fixture
    def url(self, tmp_path: Path) -> str:
        return f"sqlite:///{tmp_path / 'needs.db'}"


@pytest.mark.postgres
class TestPostgres(NeedsContract):
    @pytest.fixture
    def url(self, postgres_url: str) -> str:
        return postgres_url
