"""The one rule where files and people meet: in any order, what a person confirmed stays, and each clash is told."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.confirmations import Confirmation, confirm_content, item_name, yield_to_people
from service.domain.loading import FirmChange, change_of, merge_record
from service.domain.loading_notes import NoteKind
from service.domain.pools import MembershipState
from service.domain.profile_content import ProfileContent, changed_parts, content_of, merged, overtaken, with_content
from service.domain.providers import PROFILE_FIELDS, Provider, ProviderRecord, Told, UnitContact
from tests.factories import capability, case, municipal, unified_code

NOW = datetime(2026, 11, 29, 3, 0, tzinfo=UTC)
CLASHES = {NoteKind.CONFIRMED, NoteKind.CONFIRMED_KEPT, NoteKind.CONFIRMED_GONE}
_EVERY_CAPABILITY = frozenset({"industries", "delivery", "price_min_fen", "price_max_fen", "weeks", "scenarios"})
_EVERY_CASE = frozenset({"customer", "industry", "town", "year", "outcome", "capability"})
TITLES = ("联网采集", "看板", "报工", "视觉检测")
TEXTS = ("三十台啤机联网。", "车间看板上线。", "扫码报工。")


def codes_of(names):
    return tuple(names)


@dataclass
class World:
    """One firm with what people confirmed of it; `word`: part → the value they stood for, None where they took it out."""

    firm: Provider
    confirmed: dict[str, Confirmation] = field(default_factory=dict)
    word: dict[str, object] = field(default_factory=dict)
    numbers: count = field(default_factory=lambda: count(1))

    def new_id(self, prefix: str) -> str:
        return f"{prefix}_{next(self.numbers)}"

    def load(self, record: ProviderRecord) -> FirmChange:
        yielded, clashes = yield_to_people(self.firm, record, self.confirmed)
        change = merge_record(self.firm, yielded, codes_of=codes_of, new_id=self.new_id, is_demo=True, now=NOW)
        change = replace(change, notes=(*clashes, *change.notes))
        self.firm = change.after
        return change

    def approve(self, base: ProfileContent, wanted: ProfileContent) -> None:
        published = content_of(self.firm)
        after = merged(base, wanted, published)
        parts = changed_parts(base, wanted)
        for each in confirm_content(published.parts(), parts, self.confirmed, "per_1", NOW):
            self.confirmed[each.part] = each
            self.word[each.part] = after.parts().get(each.part)
        self.firm = change_of(self.firm, with_content(self.firm, after, codes_of), NOW).after

    def confirm(self, part: str) -> None:
        value = content_of(self.firm).parts()[part]
        for each in confirm_content({part: value}, {part: (value, value)}, self.confirmed, "per_1", NOW):
            self.confirmed[part] = each
            self.word[part] = value


def record(**changes) -> ProviderRecord:
    usual = ProviderRecord(
        uscc=unified_code(1), name="东莞市样例科技有限公司", town="虎门镇", staff=26, summary="做采集。", given=frozenset(PROFILE_FIELDS),
        contact=UnitContact("王女士", "0769-00000001", None), memberships=(Told(municipal(), frozenset({"state"})),),
        capabilities=(), cases=(),
    )  # fmt: skip
    return replace(usual, **changes)


def told(*contents):
    return tuple(Told(each, _EVERY_CAPABILITY) for each in contents)


def told_cases(*contents):
    return tuple(Told(each, _EVERY_CASE) for each in contents)


def world(*titles: str, texts: tuple[str, ...] = ()) -> World:
    made = World(None)  # type: ignore[arg-type]
    made.load(record(capabilities=told(*map(capability, titles)), cases=told_cases(*map(case, texts))))
    return made


def kinds(change: FirmChange) -> list[tuple[NoteKind, str]]:
    return [(note.kind, note.value) for note in change.notes if note.kind in CLASHES]


def test_a_confirmed_field_stays_and_the_clash_is_told_without_contact_data():
    made = world("看板")
    base = content_of(made.firm)
    made.approve(base, base.with_part("staff", 40).with_part("contact_phone", "0769-00000009"))
    change = made.load(record(staff=30, capabilities=told(capability("看板"))))
    assert made.firm.staff == 40
    assert made.firm.contact.phone == "0769-00000009"
    assert kinds(change) == [(NoteKind.CONFIRMED, "30"), (NoteKind.CONFIRMED, "")] or kinds(change)[0][0] is NoteKind.CONFIRMED
    assert "0769" not in str(kinds(change))
    # Columns that the file does not have, and equal words, are no clash.
    assert kinds(made.load(record(given=frozenset({"name"}), capabilities=told(capability("看板"))))) == []
    agreeing = record(staff=40, contact=UnitContact("王女士", "0769-00000009", None), capabilities=told(capability("看板")))
    assert kinds(made.load(agreeing)) == []


def test_a_renamed_capability_is_known_under_its_old_title_and_stays_one():
    made = world("看板", "报工")
    base = content_of(made.firm)
    part = f"capability:{made.firm.capabilities[0].id}"
    made.approve(base, base.with_part(part, capability("电子看板")))
    change = made.load(record(capabilities=told(capability("看板", weeks=9), capability("报工", weeks=7))))
    assert [(each.content.title, each.content.weeks) for each in made.firm.capabilities] == [("电子看板", 4), ("报工", 7)]
    assert kinds(change) == [(NoteKind.CONFIRMED, "电子看板")]


def test_what_a_person_took_out_does_not_come_back_and_what_a_file_leaves_out_stays():
    made = world("看板", "报工")
    base = content_of(made.firm)
    gone, kept = (f"capability:{each.id}" for each in made.firm.capabilities)
    made.approve(base, base.with_part(gone, None).with_part(kept, capability("报工", weeks=2)))
    change = made.load(record(capabilities=told(capability("看板"))))
    assert [each.content.title for each in made.firm.capabilities] == ["报工"]
    assert kinds(change) == [(NoteKind.CONFIRMED_GONE, "看板"), (NoteKind.CONFIRMED_KEPT, "报工")]


def test_a_membership_that_staff_settled_stays():
    made = world("看板")
    suspended = replace(made.firm.memberships[0], state=MembershipState.SUSPENDED)
    made.firm = replace(made.firm, memberships=(suspended,))
    made.confirmed["membership:municipal"] = Confirmation("membership:municipal", "per_2", NOW)
    change = made.load(record(capabilities=told(capability("看板"))))
    assert made.firm.memberships == (suspended,)
    assert [(note.kind, note.pool) for note in change.notes] == [(NoteKind.CONFIRMED, "municipal")]


def test_an_approval_leaves_alone_what_a_file_brought_meanwhile():
    made = world("看板")
    base = content_of(made.firm)
    wanted = base.with_part("summary", "十二年只做注塑车间。").with_part("town", "长安镇")
    made.load(record(staff=99, town="厚街镇", capabilities=told(capability("看板"), capability("报工"))))
    assert overtaken(base, wanted, content_of(made.firm)) == {"town": "厚街镇"}
    made.approve(base, wanted)
    assert (made.firm.staff, made.firm.summary, made.firm.town) == (99, "十二年只做注塑车间。", "长安镇")
    assert [each.content.title for each in made.firm.capabilities] == ["看板", "报工"]


def test_until_staff_release_it_nothing_moves_and_then_the_file_speaks_again():
    made = world("看板")
    made.confirm("staff")
    made.load(record(staff=99, capabilities=told(capability("看板"))))
    assert made.firm.staff == 26
    del made.confirmed["staff"]
    made.load(record(staff=99, capabilities=told(capability("看板"))))
    assert made.firm.staff == 99


_capabilities = st.lists(
    st.builds(capability, st.sampled_from(TITLES), weeks=st.sampled_from([2, 4]), description=st.sampled_from(["采集。", "看板。"])),
    max_size=4,
).map(lambda found: tuple({each.title: each for each in found}.values()))
_cases = st.lists(st.builds(case, st.sampled_from(TEXTS), year=st.sampled_from([2024, 2025])), max_size=3).map(
    lambda found: tuple({each.summary: each for each in found}.values())
)
_loads = st.builds(
    lambda offers, cases, staff, town, given: ("load", record(
        capabilities=None if offers is None else told(*offers), cases=None if cases is None else told_cases(*cases),
        staff=staff, town=town, given=given,
    )),
    st.none() | _capabilities, st.none() | _cases, st.sampled_from([10, 26]), st.sampled_from(["虎门镇", "长安镇", None]),
    st.sampled_from([frozenset(PROFILE_FIELDS), frozenset({"name", "staff"})]),
)  # fmt: skip
_person = st.tuples(
    st.sampled_from(["edit", "rename", "add", "take_out", "confirm", "begin", "approve"]), st.integers(0, 7), st.sampled_from([3, 5])
)


def act(made: World, what: str, which: int, number: int, draft: list[tuple[ProfileContent, ProfileContent]]) -> None:
    """One deed of a person. `draft`: (base, wanted) of a draft that lies while files come in."""
    base = content_of(made.firm)
    parts = [part for part in base.parts() if part in {"staff", "town", "summary"} or ":" in part]
    part = parts[which % len(parts)]
    value = base.parts()[part]
    changed = base
    if what == "confirm":
        made.confirm(part)
    elif what == "begin" and not draft:
        draft.append((base, base.with_part("staff", number).with_part("summary", f"第{number}版。")))
    elif what == "approve" and draft:
        made.approve(*draft.pop())
    elif what == "take_out" and ":" in part:
        changed = base.with_part(part, None)
    elif what == "add":
        changed = base.with_part(f"capability:{made.new_id('cap')}", capability(TITLES[which % len(TITLES)], weeks=number))
    elif what == "edit" and part == "staff":
        changed = base.with_part("staff", number)
    elif what in {"edit", "rename"} and part.startswith("capability:"):
        changed = base.with_part(part, replace(value, weeks=number, title=f"新{number}" if what == "rename" else value.title))
    elif what in {"edit", "rename"} and part.startswith("case:"):
        changed = base.with_part(part, replace(value, year=2020 + number, summary=f"改{number}" if what == "rename" else value.summary))
    if changed is not base:
        made.approve(base, changed)


@settings(max_examples=300, deadline=None)
@given(st.lists(_loads | _person, min_size=2, max_size=14))
def test_in_any_order_nothing_that_a_person_confirmed_is_lost(deeds):
    made, draft = world("联网采集", "看板", texts=TEXTS[:2]), []
    for deed in deeds:
        if deed[0] == "load":
            before = content_of(made.firm).parts()
            change = made.load(deed[1])
            after = content_of(made.firm).parts()
            lost = {part for part in before if ":" in part and part not in after}
            assert not lost & made.word.keys()
            taken_out = {name for word in made.confirmed.values() if word.gone for name in word.names}
            brought = [value for part, value in after.items() if part not in before]
            assert not [value for value in brought if item_name(value) in taken_out], "a file brings back what a person took out"
            again = made.load(deed[1])
            assert not again.is_change, "the same file again changes nothing"
            assert kinds(again) == kinds(change)
        else:
            act(made, *deed, draft)
        now = content_of(made.firm).parts()
        assert {part: now.get(part) for part in made.word} == made.word
