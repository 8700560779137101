"""What entries ask of the database; one class, inherited for SQLite and PostgreSQL."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.domain.confirmations import Confirmation
from service.domain.evidence import CaseLink, EvidenceProof, ProofKind
from service.domain.exposure import Exposure, ExposureKind, PlaceBand
from service.domain.profile_changes import ChangeState, ProfileChange, Remark, Review
from service.domain.profile_content import content_of
from service.errors import Conflict, RecordChanged
from service.flows.upkeep.fill_codes import fill_codes
from service.settings import ROOT
from service.store import migrate
from service.store.engine import open_database
from service.store.queries.confirmations import forget_confirmations, read_confirmations, save_confirmations
from service.store.queries.exposures import add_exposures, read_exposures
from service.store.queries.profile_changes import (
    add_profile_change,
    add_review,
    approved_changes,
    find_open_change,
    list_queued_changes,
    reviews_of,
    save_profile_change,
)
from service.store.queries.proofs import add_case_link, add_proof, answer_case_link, find_case_link, read_proofs, remove_proof
from service.store.queries.stored_firms import find_stored_firm, list_firms
from service.store.unit_of_work import reading, writing
from tests.factories import SMALL_POOL, add_firms

NOW = datetime(2026, 11, 29, 3, 0, tzinfo=UTC)
FIRM = SMALL_POOL[0].name


class ProfileContract:
    """Every test gets an address of an empty database (`url`)."""

    @pytest.fixture
    def database(self, url: str) -> Iterator[Engine]:
        database = open_database(url)
        migrate.upgrade(database)
        fill_codes(database, ROOT / "fixtures")
        yield database
        database.dispose()

    @pytest.fixture
    def firm(self, database: Engine) -> str:
        return add_firms(database, SMALL_POOL[:2])[FIRM]

    def made(self, database: Engine, firm: str, **changes: object) -> ProfileChange:
        with reading(database) as session:
            content = content_of(find_stored_firm(session, firm))
        change = ProfileChange("chg_1", firm, ChangeState.DRAFT, 1, content, 1, content, "per_1", NOW, "per_1", NOW)
        return replace(change, **changes)

    def test_a_change_comes_back_whole(self, database: Engine, firm: str) -> None:
        change = self.made(database, firm)
        with writing(database) as session:
            add_profile_change(session, change)
        with reading(database) as session:
            assert find_open_change(session, firm) == change

    def test_a_firm_has_one_open_change(self, database: Engine, firm: str) -> None:
        change = self.made(database, firm)
        with writing(database) as session:
            add_profile_change(session, change)
        with pytest.raises(Conflict), writing(database) as session:
            add_profile_change(session, replace(change, id="chg_2"))
        with writing(database) as session:
            save_profile_change(session, replace(change, version=2, state=ChangeState.APPROVED, decided_at=NOW))
            add_profile_change(session, replace(change, id="chg_2"))
        with reading(database) as session:
            assert [each.id for each in approved_changes(session, firm)] == ["chg_1"]

    def test_the_second_of_two_who_save_is_told(self, database: Engine, firm: str) -> None:
        change = self.made(database, firm)
        newer = replace(change, version=2, note="先到", state=ChangeState.SUBMITTED, waits_since=NOW)
        with writing(database) as session:
            add_profile_change(session, change)
            save_profile_change(session, newer)
        with pytest.raises(RecordChanged), writing(database) as session:
            save_profile_change(session, replace(change, version=2, note="后到"))
        with reading(database) as session:
            assert list_queued_changes(session, 1).items == [newer]

    def test_decisions_stand_newest_first_also_within_one_instant(self, database: Engine, firm: str) -> None:
        remarks = (Remark("summary", "advert", "删去"),)
        with writing(database) as session:
            add_profile_change(session, self.made(database, firm))
            for version in (2, 5):
                add_review(session, Review("chg_1", version, "per_2", "", approved=False, remarks=remarks, words="", appeal="", at=NOW))
        with reading(database) as session:
            assert [(each.change_version, each.remarks) for each in reviews_of(session, ["chg_1"])] == [(5, remarks), (2, remarks)]

    def test_a_newer_word_takes_the_place_of_an_older_one(self, database: Engine, firm: str) -> None:
        word = Confirmation("summary", "per_1", NOW, ("旧",))
        with writing(database) as session:
            save_confirmations(session, firm, [word, replace(word, part="town")])
            save_confirmations(session, firm, [replace(word, gone=True)])
            forget_confirmations(session, firm, ["town"])
        with reading(database) as session:
            assert read_confirmations(session, [firm, "prv_nothing"]) == {firm: {"summary": replace(word, gone=True)}}

    def test_proofs_and_links(self, database: Engine, firm: str) -> None:
        proof = EvidenceProof("prf_1", "cas_1", ProofKind.MANUFACTURER, "m", "某厂", "", NOW)
        link = CaseLink(firm, "cas_1", "m", "per_1", NOW, NOW + timedelta(days=1))
        with writing(database) as session:
            add_proof(session, firm, proof)
            add_case_link(session, link, "d1")
        with writing(database) as session:
            assert find_case_link(session, "d1", NOW) == link
            assert find_case_link(session, "d1", NOW + timedelta(days=1)) is None
            answer_case_link(session, "d1", "denied")
            assert find_case_link(session, "d1", NOW) is None
            assert read_proofs(session, [firm])["cas_1"] == [proof]
            assert not remove_proof(session, "prv_other", "prf_1")
            assert remove_proof(session, firm, "prf_1")

    def test_counts_add_up_and_a_firm_that_is_gone_is_left_out(self, database: Engine, firm: str) -> None:
        shown = Exposure("2026-11", firm, ExposureKind.SHOWN, PlaceBand.FIRST, "DEV02", "plastics")
        for _ in range(2):
            with writing(database) as session:
                add_exposures(session, {shown: 3, Exposure("2026-11", "prv_gone", ExposureKind.OPENED): 1})
        with reading(database) as session:
            assert read_exposures(session, ["2026-11"]) == Counter({shown: 6})
            assert read_exposures(session, ["2026-10"]) == Counter()

    def test_firms_are_looked_up_by_name_and_code_and_signs_mean_themselves(self, database: Engine, firm: str) -> None:
        with reading(database) as session:
            assert [each.id for each in list_firms(session, "屿栈", 1).items] == [firm]
            assert list_firms(session, "", 1).total == 2
            assert list_firms(session, "%", 1).total == 0


class TestSqlite(ProfileContract):
    @pytest.fixture
    def url(self, tmp_path: Path) -> str:
        return f"sqlite:///{tmp_path / 'pool.db'}"


@pytest.mark.postgres
class TestPostgres(ProfileContract):
    @pytest.fixture
    def url(self, postgres_url: str) -> str:
        return postgres_url
