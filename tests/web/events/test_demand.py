"""按需求办活动: alike needs make a draft with venues and reasons; small groups are told to nobody but staff."""

from service.domain.invitations import AskedNeed, demand_groups
from service.store.rows import EventRow, EventVenueRow, InvitationRow
from tests.brokering import state
from tests.flows.stored import rows
from tests.web.html import read_page


def need(number, scenario="DEV02", industry="", town=""):
    return AskedNeed(f"ned_{number}", f"XQ-2026-{number:04d}", f"第{number}厂", "", scenario, industry, town)


def test_needs_that_are_alike_are_grouped_and_firms_counted_once():
    needs = [need(n, industry="plastics", town="heng") for n in range(6)] + [need(n, industry="toys", town="chang") for n in range(6, 12)]
    needs += [need(20, industry="furniture"), need(20, industry="furniture"), need(21), need(30, "PLN07"), need(31, "")]
    groups = {group.key: group for group in demand_groups(needs)}
    assert {key: group.firms for key, group in groups.items()} == {"DEV02:plastics": 6, "DEV02:toys": 6, "DEV02": 2, "PLN07": 1}
    assert len(groups["DEV02"].needs) == 3
    both = demand_groups([need(n, town="heng") for n in range(7)] + [need(n, town="chang") for n in range(7, 12)])[0]
    assert both.towns == (("heng", 7), ("chang", 5))
    assert both.branch_towns == ("chang",)


def test_a_draft_is_made_of_a_group_and_tells_no_small_number(hall):
    runtime, broker = hall.runtime, hall.browsers["broker"]
    stated = state(runtime, firm="石排某玩具厂").need
    page = read_page(broker.get("/workbench/demand").text)
    group = next(
        each.attributes["value"] for each in page.all("button", name="group") if each.attributes["value"].startswith(stated.facts.scenario)
    )
    answer = broker.send("/workbench/demand", group=group)
    event_id = answer.headers["location"].rpartition("/")[2]
    (row,) = rows(runtime.database, EventRow, id=event_id)
    assert row.state == "draft"
    assert "家企业提出" not in row.summary, "fewer than five"
    assert rows(runtime.database, EventVenueRow, event_id=event_id)[0].is_main
    invited = rows(runtime.database, InvitationRow, event_id=event_id)
    assert any(stated.number in each.reason for each in invited)
    assert all(each.reason for each in invited)
    assert broker.send("/workbench/demand", group="XXX").status_code == 404
    assert hall.browsers["reviewer"].get("/workbench/demand").status_code == 403
