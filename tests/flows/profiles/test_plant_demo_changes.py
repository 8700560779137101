"""The demonstration has something on every page of entries, planted once."""

from service.demo_papers import build_demo_papers
from service.domain.exposure import told_lacks
from service.domain.people import Role, RoleGrant
from service.domain.permissions import Actor
from service.domain.profile_changes import ChangeState
from service.flows.figures.report_exposure import own_exposure
from service.flows.people.renew_demo_people import renew_demo_people
from service.flows.profiles.merge_firms import see_duplicates
from service.flows.profiles.plant_demo_changes import plant_demo_changes
from service.flows.profiles.review_change import list_reviews
from service.flows.profiles.see_imports import see_imports
from service.flows.profiles.see_profile import see_profile
from service.store.rows import AttachmentRow, ClaimRow, ConsentRow, ExposureRow, PersonRow, RoleGrantRow
from tests.factories import SMALL_POOL
from tests.flows.stored import count, rows


def test_a_demonstration_is_planted_once(make_platform):
    runtime = make_platform(SMALL_POOL)
    renew_demo_people(runtime)
    assert plant_demo_changes(runtime)
    assert not plant_demo_changes(runtime)
    (person,) = rows(runtime.database, PersonRow, email="provider@demo.example")
    firm = rows(runtime.database, RoleGrantRow, person_id=person.id)[0].firm_id
    state = see_profile(runtime, Actor(person.id, "", (RoleGrant(Role.PROVIDER, firm),)), firm)
    assert state.change.state is ChangeState.RETURNED
    assert state.reviews[0].remarks[0].part == "summary"
    assert list_reviews(runtime, Actor("per_z", "", (RoleGrant(Role.REVIEWER),)), 1).total == 2
    assert count(runtime.database, ClaimRow) == 1
    assert count(runtime.database, ExposureRow) > 30
    clerk = Actor("per_z", "", (RoleGrant(Role.REVIEWER),))
    assert [each.report.outcome for each in see_imports(runtime, clerk, 1).imports.items] == ["partly"]
    assert [str(each.certainty) for each in see_duplicates(runtime, clerk)] == ["likely"]
    assert told_lacks(own_exposure(runtime, firm).lacks)


def test_a_demonstration_has_consents_and_papers_in_every_state_once(make_platform, tmp_path):
    runtime = make_platform(SMALL_POOL, data_dir=tmp_path / "data")
    renew_demo_people(runtime)
    assert build_demo_papers(runtime) >= 5
    assert build_demo_papers(runtime) == 0
    assert {row.state for row in rows(runtime.database, ConsentRow)} == {"asked", "given", "withdrawn"}
    assert {row.state for row in rows(runtime.database, AttachmentRow)} >= {"refused"}
