"""签到 by code: opaque, for staff alone, noted once, put right and taken back."""

from service.gathering.guests import door_code
from service.store.rows import BookingRow
from tests.events import book, planned
from tests.flows.stored import rows
from tests.web.html import read_page


def test_a_code_is_scanned_and_says_nothing_to_others(hall):
    runtime = hall.runtime
    event = planned(runtime, hall.actors["broker"])
    one = book(runtime, event, 1, seats="2").booking
    code = door_code(runtime, one.id)
    assert one.id not in code
    path = f"/check-in?c={code}"
    for name in ("manufacturer", "provider"):
        assert hall.browsers[name].get(path).status_code == 403
    assert hall.browsers["nobody"].get(path).status_code == 303
    reviewer = hall.browsers["reviewer"]
    assert reviewer.get("/check-in?c=wrong").status_code == 404
    assert "手机相机" in reviewer.get("/check-in").text
    page = read_page(reviewer.get(path).text).words
    assert "第1五金厂" in page
    assert "何先生" not in page
    assert reviewer.send("/check-in", page=path, c=code, seats="2", do="arrive").status_code == 303
    assert "已签到" in reviewer.get(path).text
    reviewer.send("/check-in", page=path, c=code, seats="1", do="arrive")
    (row,) = rows(runtime.database, BookingRow, id=one.id)
    assert (row.arrived_seats, row.arrived_how) == (1, "code")
    assert reviewer.send("/check-in", page=path, c=code, seats="9", do="arrive").status_code == 422
    reviewer.send("/check-in", page=path, c=code, do="undo")
    (row,) = rows(runtime.database, BookingRow, id=one.id)
    assert row.arrived_at is None
