"""Taking records in, without files: one transaction, its feed and audit, on both databases."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from service.domain.loading_notes import NoteKind
from service.domain.pools import Membership, MembershipState
from service.domain.providers import PROFILE_FIELDS, Capability, ProviderRecord, SuccessCase, Told, UnitContact
from service.errors import Conflict
from service.flows.profiles.load_pool import LoadTerms, find_named, load_pool, read_knowledge
from service.flows.upkeep.fill_codes import fill_codes
from service.settings import ROOT
from service.store import migrate, unit_of_work
from service.store.engine import open_database
from service.store.queries.feed import changed_after
from service.store.queries.providers import all_ids, read_contact, read_providers
from service.store.rows import AuditRow, ChangeRow, PoolEditionRow, ProviderRow
from tests.factories import capability, case, municipal, provincial, unified_code

NOW = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
GIVEN = frozenset(PROFILE_FIELDS)
_EVERY = frozenset({"category", "batch", "document_no", "admitted_on", "valid_until", "state"})
_EVERY_CAPABILITY = frozenset({"industries", "delivery", "price_min_fen", "price_max_fen", "weeks", "scenarios"})
_EVERY_CASE = frozenset({"customer", "industry", "town", "year", "outcome", "capability"})


def record(
    number: int, *, pools: tuple[Membership, ...] | None = None, capabilities: tuple[Capability, ...] | None = (capability(),),
    cases: tuple[SuccessCase, ...] | None = (case(),), **changes: object,
) -> ProviderRecord:  # fmt: skip
    memberships = (municipal(),) if pools is None else pools
    usual = ProviderRecord(
        uscc=unified_code(number), name=f"东莞市样例第{number}科技有限公司", city="东莞", town="虎门镇", staff=26,
        qualifications=("软件企业证书",), contact=UnitContact("王女士", "0769-00000001", None), given=GIVEN,
        memberships=tuple(Told(each, _EVERY) for each in memberships),
        capabilities=None if capabilities is None else tuple(Told(each, _EVERY_CAPABILITY) for each in capabilities),
        cases=None if cases is None else tuple(Told(each, _EVERY_CASE) for each in cases),
    )  # fmt: skip
    return replace(usual, **changes)  # type: ignore[arg-type]


def loose(number: int, *capabilities: Capability) -> ProviderRecord:
    return ProviderRecord(unified_code(number), capabilities=tuple(Told(each, _EVERY_CAPABILITY) for each in capabilities))


class LoadContract:
    """Every test gets a migrated and filled database."""

    @pytest.fixture
    def database(self, url: str) -> Iterator[Engine]:
        engine = open_database(url)
        migrate.upgrade(engine)
        fill_codes(engine, ROOT / "fixtures")
        yield engine
        engine.dispose()

    @pytest.fixture
    def terms(self, database: Engine) -> LoadTerms:
        knowledge = read_knowledge(database)
        assert knowledge is not None
        assert [pool.code for pool in knowledge.pools] == ["municipal", "provincial"]
        return LoadTerms(knowledge.taxonomy, NOW, "DEM")

    def test_a_firm_comes_back_whole(self, database: Engine, terms: LoadTerms) -> None:
        told = record(1, pools=(provincial(), municipal()), former_names=("旧名",), founded=2017, summary="做采集。", source_id="s1")
        summary = load_pool(database, [told], terms)
        assert [(outcome.change, outcome.has_capability) for outcome in summary.outcomes] == [("added", True)]
        with unit_of_work.reading(database) as session:
            firm = read_providers(session, all_ids(session))[0]
            contact = read_contact(session, firm.id)
        assert [getattr(firm, name) for name in ("uscc", "name", "source_id", "former_names", "city", "town", "founded", "staff")] == [
            told.uscc, told.name, "s1", ("旧名",), "东莞", "虎门镇", 2017, 26,
        ]  # fmt: skip
        assert firm.memberships == (municipal(), provincial())
        assert [each.content for each in firm.capabilities] == [capability()]
        assert [each.content for each in firm.cases] == [case()]
        assert firm.capabilities[0].industry_codes == firm.cases[0].industry_codes == ("plastics",)
        assert (firm.qualifications, contact, firm.version, firm.is_demo) == (("软件企业证书",), told.contact, 1, True)
        assert firm.updated_at == NOW

    def test_the_same_records_again_write_nothing(self, database: Engine, terms: LoadTerms) -> None:
        records = [record(number) for number in range(3)]
        load_pool(database, records, terms)
        summary = load_pool(database, records, replace(terms, now=datetime(2026, 2, 1, tzinfo=UTC)))
        assert summary.count("same") == 3
        with unit_of_work.reading(database) as session:
            assert session.scalar(select(func.count()).select_from(ChangeRow)) == 3
            assert session.scalar(select(func.count()).select_from(AuditRow)) == 3
            assert set(session.scalars(select(ProviderRow.updated_at))) == {NOW}

    def test_a_firm_of_an_edition_with_a_document_keeps_having_none_of_its_own(self, database: Engine, terms: LoadTerms) -> None:
        records = [record(1), record(2, pools=(municipal(document_no=None),))]
        load_pool(database, records, terms)
        assert load_pool(database, records, terms).count("same") == 2

    def test_many_batches_are_one_transaction(self, database: Engine, terms: LoadTerms) -> None:
        records = [record(number, cases=()) for number in range(1_100)]
        steps: list[tuple[int, int]] = []
        with pytest.raises(Conflict):
            load_pool(database, [*records, loose(9_999, capability())], terms, progress=lambda done, total: steps.append((done, total)))
        assert steps == [(500, 1_101), (1_000, 1_101)]
        with unit_of_work.reading(database) as session:
            assert all_ids(session) == []
            assert changed_after(session, 0, limit=10) == ([], 0)
        load_pool(database, records, terms)
        with unit_of_work.reading(database) as session:
            assert len(all_ids(session)) == 1_100
            assert session.scalar(select(func.count()).select_from(PoolEditionRow)) == 1

    def test_a_change_names_its_fields_and_nothing_personal(self, database: Engine, terms: LoadTerms) -> None:
        load_pool(database, [record(1)], terms)
        changed = record(1, staff=30, contact=UnitContact("李先生", "13800001234", None), capabilities=(capability(weeks=9),))
        summary = load_pool(database, [changed], replace(terms, actor="staff:7"))
        assert summary.outcomes[0].fields == ("staff", "contact", "capabilities")
        with unit_of_work.reading(database) as session:
            columns = (AuditRow.actor, AuditRow.action, AuditRow.subject_kind, AuditRow.detail)
            entry = session.execute(select(*columns).order_by(AuditRow.seq.desc()).limit(1)).one()
            version = session.scalars(select(ProviderRow.version)).one()
        assert (entry.actor, entry.action, entry.subject_kind, version) == ("staff:7", "load", "provider", 2)
        assert entry.detail["fields"] == ["staff", "contact", "capabilities"]
        assert "13800001234" not in str(entry.detail)

    def test_a_dry_run_tells_and_writes_nothing(self, database: Engine, terms: LoadTerms) -> None:
        load_pool(database, [record(1)], terms)
        dry = replace(terms, dry_run=True)
        summary = load_pool(database, [record(1, staff=99), record(2)], dry)
        assert [outcome.change for outcome in summary.outcomes] == ["changed", "added"]
        with unit_of_work.reading(database) as session:
            assert list(session.scalars(select(ProviderRow.staff))) == [26]
        promised = replace(dry, promised=frozenset({unified_code(3)}))
        assert [outcome.change for outcome in load_pool(database, [loose(3, capability())], promised).outcomes] == ["changed"]

    def test_a_record_without_a_profile_changes_only_what_it_speaks_of(self, database: Engine, terms: LoadTerms) -> None:
        load_pool(database, [record(1)], terms)
        load_pool(database, [loose(1, capability("看板"))], terms)
        with unit_of_work.reading(database) as session:
            firm = read_providers(session, all_ids(session))[0]
        assert [each.content.title for each in firm.capabilities] == ["看板"]
        assert (firm.name, firm.is_demo, len(firm.cases), len(firm.memberships)) == ("东莞市样例第1科技有限公司", True, 1, 1)

    def test_members_that_a_file_misses_are_those_of_its_editions(self, database: Engine, terms: LoadTerms) -> None:
        gone = municipal(state=MembershipState.WITHDRAWN)
        records = [
            record(1),
            record(2),
            record(3, pools=(municipal(batch="第二批"),)),
            record(4, pools=(gone,)),
            record(5, pools=(provincial(),)),
        ]
        load_pool(database, records, terms)
        summary = load_pool(database, [record(1)], terms)
        assert [(member.pool, member.batch, member.uscc) for member in summary.missed] == [("municipal", "第一批", unified_code(2))]
        assert load_pool(database, [record(1)], replace(terms, named=frozenset({unified_code(2)}))).missed == ()

    def test_a_pool_that_does_not_exist_refuses_all(self, database: Engine, terms: LoadTerms) -> None:
        with pytest.raises(Conflict):
            load_pool(database, [record(1), record(2, pools=(Membership("lunar"),))], terms)
        assert find_named(database, [unified_code(1), unified_code(2)], []).names == {}

    def test_stored_firms_are_found_by_code_and_by_name(self, database: Engine, terms: LoadTerms) -> None:
        told = record(1, short_name="样例一", former_names=("旧样例",))
        load_pool(database, [told], terms)
        found = find_named(database, [unified_code(number) for number in range(2_000)], [told.name, "无此企业", *map(str, range(2_000))])
        assert found.names == {unified_code(1): (told.name, "样例一", "旧样例")}
        assert found.codes == {told.name: (unified_code(1),)}

    def test_validity_and_state_change_only_by_a_word_that_was_understood(self, database: Engine, terms: LoadTerms) -> None:
        lapsed = municipal(valid_until=date(2024, 6, 30), state=MembershipState.SUSPENDED)
        load_pool(database, [record(1, pools=(lapsed,))], terms)
        unread = Told(municipal(valid_until=None, state=MembershipState.WAITING), frozenset({"batch"}), frozenset({"valid_until"}))
        for told in (unread, replace(unread, content=municipal(valid_until=None)), Told(municipal(valid_until=None))):
            summary = load_pool(database, [record(1, memberships=(told,)), record(2, memberships=(unread,))], terms)
            with unit_of_work.reading(database) as session:
                stored = {firm.uscc: firm.memberships[0] for firm in read_providers(session, all_ids(session))}
            assert stored[unified_code(1)] == lapsed
            assert stored[unified_code(2)].state is MembershipState.WAITING
            assert not stored[unified_code(2)].counts_on(NOW.date())
            assert {note.kind for note in summary.outcomes[0].notes} & {NoteKind.KEPT_STATE, NoteKind.KEPT_END}

    def test_a_day_that_can_be_read_ends_the_waiting(self, database: Engine, terms: LoadTerms) -> None:
        unread = Told(municipal(valid_until=None, state=MembershipState.WAITING), doubtful=frozenset({"valid_until"}))
        load_pool(database, [record(1, memberships=(unread,))], terms)
        load_pool(database, [record(1, memberships=(Told(municipal(valid_until=date(2028, 1, 1)), frozenset({"valid_until"})),))], terms)
        with unit_of_work.reading(database) as session:
            stored = read_providers(session, all_ids(session))[0].memberships[0]
        assert (stored.state, stored.valid_until) == (MembershipState.ACTIVE, date(2028, 1, 1))

    def test_a_list_with_a_refused_row_loses_nothing(self, database: Engine, terms: LoadTerms) -> None:
        load_pool(database, [record(1, capabilities=(capability("看板"), capability("采集")))], terms)
        kept = loose(1, capability("看板", weeks=9), capability("安灯"))
        summary = load_pool(database, [replace(kept, keeps_lists=frozenset({"capabilities"}))], terms)
        assert [(note.kind, note.value) for note in summary.outcomes[0].notes] == [(NoteKind.KEPT_LIST, "采集")]
        summary = load_pool(database, [kept], terms)
        assert [(note.kind, note.value) for note in summary.outcomes[0].notes] == [(NoteKind.REMOVED, "采集")]
        with unit_of_work.reading(database) as session:
            assert [each.content.title for each in read_providers(session, all_ids(session))[0].capabilities] == ["看板", "安灯"]

    def test_large_amounts_and_long_ago_days_are_stored(self, database: Engine, terms: LoadTerms) -> None:
        dear = capability(price_min_fen=100_000_000_000, price_max_fen=100_000_000_000)
        load_pool(database, [record(1, capabilities=(dear,), pools=(municipal(admitted_on=date(1900, 1, 1)),))], terms)
        assert (
            load_pool(database, [record(1, capabilities=(dear,), pools=(municipal(admitted_on=date(1900, 1, 1)),))], terms).count("same")
            == 1
        )


class TestSqlite(LoadContract):
    @pytest.fixture
    def url(self, tmp_path: Path) -> str:
        return f"sqlite:///{tmp_path / 'pool.db'}"

    def test_a_database_without_tables_is_not_ready(self, url: str) -> None:
        engine = open_database(url)
        assert read_knowledge(engine) is None
        engine.dispose()


@pytest.mark.postgres
class TestPostgres(LoadContract):
    @pytest.fixture
    def url(self, postgres_url: str) -> str:
        return postgres_url
