"""大赛 for staff: jury, ranking with reasons, shared places, and nothing moves once it is public."""

from datetime import UTC, datetime

from service.domain.contests import USUAL_CRITERIA, ContestEntry, EntryScore, JurorTie, ranking_of
from service.flows.events.judge_entries import declare_interests, score_entry
from service.flows.events.keep_contest import WishedEntry, enter_contest
from tests.events import planned
from tests.web.html import read_page

AT = datetime(2026, 1, 5, tzinfo=UTC)
POINTS = {each.name: 80 for each in USUAL_CRITERIA}


def entry(number, **changes):
    return ContestEntry(f"e{number}", "evt", number, f"第{number}厂", "", f"作品{number}", "做了", "", AT, **changes)


def score(juror, number, points):
    return EntryScore(juror, f"e{number}", {each.name: points for each in USUAL_CRITERIA}, f"{juror}说", AT)


def test_the_ranking_counts_only_who_is_not_tied():
    entries = [entry(1), entry(2), entry(3), entry(4), entry(5, withdrawn_at=AT)]
    scores = [score(juror, number, points) for juror, number, points in (
        ("a", 1, 70), ("b", 1, 90), ("c", 1, 0), ("a", 2, 80), ("b", 2, 80), ("a", 3, 100), ("a", 4, 60), ("b", 4, 61),
    )]  # fmt: skip
    ranked = ranking_of(USUAL_CRITERIA, entries, scores, [JurorTie("c", "e1", "亲戚")])
    assert [(each.entry.serial, each.place, round(each.mean, 1)) for each in ranked] == [
        (1, 1, 80.0), (2, 1, 80.0), (4, 3, 60.5), (3, None, 100.0),
    ]  # fmt: skip
    assert (ranked[0].scored, ranked[0].excused, ranked[0].words) == (2, 1, ("a说", "b说"))


def test_a_contest_from_jury_to_public_ranking(hall):
    runtime, broker = hall.runtime, hall.browsers["broker"]
    event = planned(runtime, hall.actors["broker"], kind="contest")
    path = f"/workbench/events/{event.id}/contest"
    plain = planned(runtime, hall.actors["broker"])
    assert broker.get(f"/workbench/events/{plain.id}/contest").status_code == 409
    assert broker.send(path, do="name", email="nobody@example.com").status_code == 422
    for name in ("reviewer", "broker"):
        assert broker.send(path, do="name", email=f"{name}x@example.com").status_code == 303
    assert broker.send(path, do="name", email="reviewerx@example.com").status_code == 409
    entries = [enter_contest(runtime, hall.actors["broker"], event.id, WishedEntry(f"作品{n}", "做了", firm=f"第{n}厂")) for n in (1, 2)]
    assert broker.send(path, do="tell").status_code == 409, "too few scores"
    for name in ("reviewer", "broker"):
        declare_interests(runtime, hall.actors[name], event.id, {})
        for number, one in enumerate(entries):
            points = {each: value - number * 10 for each, value in POINTS.items()}
            score_entry(runtime, hall.actors[name], event.id, one.id, (points, "数据扎实"))
    assert "名次" not in read_page(hall.browsers["nobody"].get(f"/events/{event.id}").text).words
    assert broker.send(path, do="tell").status_code == 303
    page = read_page(hall.browsers["nobody"].get(f"/events/{event.id}").text).words
    assert "数据扎实" in page
    assert "80.00" in page
    assert broker.send(path, page="/account", do="name", email="manufacturerx@example.com").status_code == 409
    assert hall.browsers["reviewer"].get(path).status_code == 403
