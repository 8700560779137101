"""Every column that could hold personal data is declared personal, or declared not; and what is declared is there."""

from sqlalchemy import JSON, Boolean, LargeBinary, String, Text

from service.domain.impersonal_columns import IMPERSONAL
from service.domain.personal_kinds import KEPT, MAILED, OWNED, PERSONAL
from service.settings import ROOT
from service.store.rows import PersonRow
from tests.house.privacy_table import PAGE, page_text

TABLES = PersonRow.metadata.tables
PERSONAL_PLACES = [place for kind in PERSONAL for place in kind.columns]
IMPERSONAL_PLACES = [f"{table}.{column}" for table, columns in IMPERSONAL.items() for column in columns.split()]


def columns_that_can_hold_words() -> set[str]:
    kinds = (String, Text, JSON, LargeBinary)
    return {
        f"{table.name}.{column.name}"
        for table in TABLES.values()
        for column in table.columns
        if isinstance(column.type, kinds) and not isinstance(column.type, Boolean)
    }


def test_every_column_is_declared() -> None:
    declared = {*PERSONAL_PLACES, *IMPERSONAL_PLACES}
    assert columns_that_can_hold_words() - declared == set(), (
        "declare it in personal_kinds.py, or say in impersonal_columns.py that it is none"
    )


def test_what_is_declared_is_there_and_once() -> None:
    places = [*PERSONAL_PLACES, *IMPERSONAL_PLACES]
    assert sorted(places) == sorted(set(places))
    assert {place for place in places if place.split(".")[1] not in TABLES[place.split(".")[0]].columns} == set()


def test_a_table_with_a_person_in_it_is_told_and_erased() -> None:
    """Reason: an export or an erasure that forgets a table is worse than none."""
    with_person = {table.name for table in TABLES.values() if "person_id" in table.columns}
    assert with_person - OWNED.keys() == set(ANSWERS_FOR_ITSELF)


ANSWERS_FOR_ITSELF: dict[str, str] = {}
"""Table → why its rows stay when a person goes."""


def test_an_account_can_always_go() -> None:
    """Reason: a row that refers to a person and neither goes nor lets go would keep the account for ever."""
    for table in TABLES.values():
        for key in table.foreign_keys:
            if key.column.table.name == "people":
                assert key.ondelete in {"CASCADE", "SET NULL"} or table.name in OWNED, f"{table.name}.{key.parent.name}"


def test_rules_name_columns_that_are_there() -> None:
    for table, column in [*OWNED.items(), *MAILED.items(), *((rule.table, rule.column) for rule in KEPT)]:
        assert column in TABLES[table].columns, (table, column)


def test_the_page_is_the_table() -> None:
    assert (ROOT / PAGE).read_text("utf-8") == page_text(), "run `make docs`"
