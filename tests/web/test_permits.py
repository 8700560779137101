"""Every route of pages and API against the table of permissions: role by role, own record and foreign record.

A new route appears here by itself; one with a part to fill in must be told below which record that is.
"""

import re
from dataclasses import dataclass

import pytest
from fastapi import APIRouter
from sqlalchemy import select
from sqlalchemy.orm import Session

from service.api.app import create_api
from service.brokerage.introducing import IntroductionKey, Voice
from service.brokerage.standing import NeedKey
from service.domain.notices import NewNotice
from service.domain.people import Role, RoleGrant
from service.domain.permissions import ANONYMOUS, Action, Actor, Subject, could, is_open, may
from service.domain.profile_sections import section_mark, typed_section
from service.domain.tasks import NewTask, TaskKind
from service.domain.tokens import Scope
from service.edge.declared import action_of, require_declared, routes_of
from service.flows.brokering.answer_introduction import SaidAnswer, answer_introduction
from service.flows.brokering.introduce import introduce
from service.flows.brokering.keep_shortlist import keep_shortlist
from service.flows.people.claim_provider import claim_provider
from service.flows.people.create_token import create_token
from service.flows.profiles.edit_profile import SectionWish, edit_profile
from service.flows.profiles.see_profile import see_profile
from service.flows.profiles.send_attachment import SentPaper, send_attachment
from service.flows.profiles.step_change import StepWish, step_change
from service.flows.upkeep.keep_webhooks import WebhookWish, make_webhook
from service.gathering.event_wishes import WishedVenue
from service.identity.actors import actor_of
from service.identity.tokens import TokenWish
from service.store.queries.notices import post_notice
from service.store.queries.tasks import post_task
from service.store.rows import NoticeRow, ProviderRow, TaskRow
from service.store.unit_of_work import reading, writing
from tests.brokering import recommended, state
from tests.events import book, planned
from tests.factories import SMALL_POOL
from tests.papers import png
from tests.people import WebPerson, make_person, signed_in, with_mailbox
from web.registry import ROUTERS

NAMES = ("nobody", *Role)
WRONG = {"reason": "", "key": "-", "token": "-", "days": "0", "monthly_most": "9999"}
PAGES = [route for route in routes_of(ROUTERS) if not is_open(Action(action_of(route)))]


@pytest.fixture(scope="module")
def world(make_runtime):
    """A person of each role with a browser, and for each a claim of a firm: every record is somebody's own."""
    runtime, _ = with_mailbox(make_runtime(SMALL_POOL, sign_ins_per_minute=0))
    with Session(runtime.database) as session:
        firms = list(session.scalars(select(ProviderRow.uscc).order_by(ProviderRow.uscc)))
    firm_of = {Role.PROVIDER: firms[0], Role.MANUFACTURER: "禾澄电子厂"}
    people = {role: make_person(runtime, role, role, firm_of.get(role, "")) for role in Role}
    browsers = {"nobody": WebPerson(runtime), **{role: signed_in(runtime, role) for role in Role}}
    actors = {"nobody": ANONYMOUS, **{role: actor_of(person, staff=True) for role, person in people.items()}}
    claims = {role: claim_provider(runtime, actors[role], firms[1], "座机") for role in Role}
    with Session(runtime.database) as session:
        own, foreign = session.scalars(select(ProviderRow.id).order_by(ProviderRow.uscc)).all()[:2]
    somebody = Actor("per_somebody_else", "", (RoleGrant(Role.PROVIDER, foreign),))
    ids = {role: person.id for role, person in people.items()}
    notices, task = told(runtime, ids)
    event = planned(runtime, actors[Role.BROKER], venues=(WishedVenue("主会场", seats="60"),))
    bookings = {role: book(runtime, event, number, actor=booker(actors[role])).booking.id for number, role in enumerate(Role)}
    records = {
        "{booking_id}": bookings,
        "{person_id}": ids,
        "{claim_id}": claims,
        "{notice_id}": notices,
        "{task_id}": dict.fromkeys(ids, task),
    }
    wish = WebhookWish("企莞家", "https://portal.invalid/hooks", ("need.moved",))
    webhook, _ = make_webhook(runtime, actors[Role.ADMINISTRATOR], wish)
    records["{webhook_id}"] = dict.fromkeys(ids, webhook.id)
    change = submitted_change(runtime, somebody, foreign)
    held = brokered(runtime, actors) | {"{attachment_id}": [(paper(runtime, firm), firm) for firm in (own, foreign)]}
    return runtime, people, browsers, actors, Records(records, own, foreign, change, held)


def paper(runtime, firm):
    """Id of a paper that this firm handed in."""
    somebody = Actor("per_somebody_else", "", (RoleGrant(Role.PROVIDER, firm),))
    return send_attachment(runtime, somebody, firm, SentPaper("licence", "", png()))


def booker(actor):
    """The same person without the bureau's roles: whoever keeps events books for others."""
    return Actor(actor.person_id, actor.name)


def told(runtime, ids):
    """Role → a notice of that person; and a task."""
    with writing(runtime.database) as session:
        for person_id in ids.values():
            post_notice(session, NewNotice("password_changed", person_id, {}, "password_changed"), runtime.clock.now())
        post_task(session, NewTask(TaskKind.SEND_LETTER, "letter:1"), runtime.clock.now())
    with reading(runtime.database) as session:
        owner = select(NoticeRow.id).where(NoticeRow.key == "password_changed")
        notices = {role: session.scalar(owner.where(NoticeRow.person_id == person_id)) for role, person_id in ids.items()}
        return notices, session.scalar(select(TaskRow.id).where(TaskRow.key == "letter:1"))


@dataclass(frozen=True)
class Records:
    """`own`: part of a path → role → id of its record; `firm`: the provider's, `foreign`: another; `change`: one of the foreign firm.

    `brokered`: part of a path → (id, firm) of records that belong to a firm.
    """

    own: dict[str, dict[str, str]]
    firm: str
    foreign: str
    change: str
    brokered: dict[str, list[tuple[str, str]]]


def brokered(runtime, actors):
    """A need and an introduction of the factory and of the provider of this world, and one of each of somebody else's: (id, firm)."""
    broker, factory, provider = (actors[role] for role in (Role.BROKER, Role.MANUFACTURER, Role.PROVIDER))
    mine, (first, second) = recommended(runtime, broker, state(runtime, factory).need)
    own_firm = provider.grants[0].firm_id
    introductions = []
    for provider_id in (own_firm, second if first == own_firm else first):
        if provider_id == own_firm and own_firm not in (first, second):
            keep_shortlist(runtime, NeedKey(broker, mine.id), own_firm, "也做过")
        one = introduce(runtime, NeedKey(broker, mine.id), provider_id)
        answer_introduction(runtime, IntroductionKey(one.id, factory), Voice(), SaidAnswer("accept"))
        introductions.append((one.id, provider_id))
    needs = [(mine.id, factory.grants[0].firm_id), (state(runtime).need.id, "")]
    event = planned(runtime, broker)
    return {"{need_id}": needs, "{introduction_id}": introductions, "{event_id}": [(event.id, "")]}


def submitted_change(runtime, actor, firm) -> str:
    wanted = see_profile(runtime, actor, firm).wanted
    typed = typed_section(wanted, "basics") | {"staff": "7"}
    edit_profile(runtime, actor, firm, SectionWish("basics", typed, section_mark(wanted, "basics")))
    step_change(runtime, actor, firm, StepWish("submit", 1))
    return see_profile(runtime, actor, firm).change.id


def of_entries(path, known):
    """Entries as reviewers see them; and needs as a provider does: one that its firm was asked about, and one that is not shown."""
    if path.startswith("/open-needs"):
        (mine, _), (other, _) = known.brokered["{need_id}"]
        return [(path.replace("{need_id}", mine), Subject(firm_id=known.firm)), (path.replace("{need_id}", other), Subject("per_other"))]
    return [(path.replace("{provider_id}", firm), Subject(firm_id=firm)) for firm in (known.firm, known.foreign)]


def subjects(path, name, people, known):
    """(path filled in, subject) of the own record and of somebody else's."""
    other = next(role for role in (Role.MANUFACTURER, Role.BROKER) if role != name)
    owners = [owner for owner in (name, other) if owner in people]
    path = (
        path.replace("{section}", "basics").replace("{kind}", "csv").replace("{programme_id}", "prg_nobody").replace("{figure_id}", "gaps")
    )
    path = path.replace("{import_id}", "imp_nothing").replace("{other_id}", "prv_nothing")
    path = path.replace("{sheet_id}", "nsh_nothing")
    if "{" not in path:
        return [(path, Subject(people[name].id, people[name].grants[0].firm_id))] if name in people else [(path, Subject())]
    if path.startswith(("/entries/{provider_id}", "/open-needs/{need_id}")):
        return of_entries(path, known)
    if "{provider_id}" in path:
        mine = Subject(people[name].id if name in people else "", known.firm)
        return [
            (path.replace("{provider_id}", firm), who)
            for firm, who in ((known.firm, mine), (known.foreign, Subject("per_somebody_else", known.foreign)))
        ]
    if "{identity_id}" in path or "{change_id}" in path:
        filled = path.replace("{identity_id}", "idn_waiting").replace("{change_id}", known.change)
        return [(filled, Subject("per_somebody_else", known.foreign))]
    records = known.own
    part, *rest = re.findall(r"{\w+}", path)
    for each in rest:
        path = path.replace(each, "mtg_nobody")
    if part in known.brokered:
        held = {grant.firm_id for grant in people[name].grants} if name in people else set()
        found = known.brokered[part]
        return [(path.replace(part, each), Subject("" if firm in held and firm else "per_other", firm)) for each, firm in found]
    return [(path.replace(part, records[part][owner]), Subject(people[owner].id)) for owner in owners]


def is_allowed(actor: Actor, action: Action, subject: Subject, path: str) -> bool:
    """What the table says; the lists of other people's records are asked for as a whole."""
    whole = {
        "/people",
        "/identities",
        "/claims",
        "/reviews",
        "/entries",
        "/duplicates",
        "/attachments",
        "/tasks",
        "/webhooks",
        "/audit",
        "/audit/lines.csv",
    }
    # At /attachments staff see what waits, and a firm hands in its own.
    of_others = path in whole and action is not Action.EDIT_PROFILE
    return may(actor, action, Subject("per_somebody_else") if of_others else subject)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("route", PAGES, ids=lambda route: f"{'-'.join(sorted(route.methods))} {route.path}")
def test_a_page_lets_in_whom_the_table_lets_in(world, route, name):
    _, people, browsers, actors, known = world
    action, browser = Action(action_of(route)), browsers[name]
    firm = people[name].grants[0].firm_id if name in people else ""
    for path, subject in subjects(route.path, name, people, known):
        if "GET" in route.methods:
            answer = browser.get(path)
        else:
            # The fields are wrong on purpose: nothing changes, and whoever may is told what is missing.
            answer = browser.send(path, page="/account" if name in people else "/recover", **WRONG, provider=firm)
        refused = answer.status_code in {401, 403} or answer.headers.get("location", "").startswith("/sign-in")
        hidden = answer.status_code == 404 and subject.person_id not in {"", actors[name].person_id}
        allowed = is_allowed(actors[name], action, subject, path)
        assert allowed != (refused or hidden), (name, path, answer.status_code)


def test_the_walk_walks():
    assert len(PAGES) >= 14
    assert {Action(action_of(route)) for route in PAGES} >= {Action.KEEP_OWN_ACCOUNT, Action.KEEP_PEOPLE, Action.DECIDE_CLAIMS}


@pytest.mark.parametrize("name", list(Role))
def test_the_api_knows_whose_token_it_is(world, name):
    runtime, people, browsers, _, _ = world
    token = create_token(runtime, f"{name}@example.com", TokenWish("测试", tuple(Scope), 1))
    told = browsers["nobody"].get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}).json()
    assert (told["id"], [role["role"] for role in told["roles"]]) == (people[name].id, [name])


def api_routes(runtime):
    """Every route of the API that is not open to everybody."""
    included = [router for each in create_api(runtime).routes if (router := getattr(each, "original_router", None))]
    served = [route for route in routes_of(included) if route.include_in_schema]
    return [route for route in served if not is_open(Action(action_of(route)))]


@pytest.mark.parametrize("name", NAMES)
def test_the_api_lets_in_whom_the_table_lets_in_and_never_by_a_cookie(world, name):
    runtime, people, browsers, actors, _ = world
    routes = api_routes(runtime)
    assert routes
    tokens = [
        create_token(runtime, f"{name}@example.com", TokenWish("测试", scopes, 1)) if name in people else "pmt_nobody"
        for scopes in (tuple(Scope), ())
    ]
    for route in routes:
        path, (method, *_) = re.sub(r"{\w+}", "xxx_nothing", route.path), route.methods

        def ask(headers, path=path, method=method):
            sent = {} if method in {"GET", "DELETE"} else {"json": {}}
            return browsers[name].client.request(method, path, headers=headers, **sent).status_code

        assert ask({}) == 401, (path, "a session's cookie opened the API")
        full, bare = (ask({"Authorization": f"Bearer {token}"}) for token in tokens)
        if name not in people:
            assert (full, bare) == (401, 401), path
        elif could(actors[name], Action(action_of(route))):
            assert full not in {401, 403}, (path, full)
        else:
            assert (full, bare) == (403, 403), (path, full, bare)


def test_nothing_is_served_with_a_route_that_names_no_action():
    router = APIRouter()
    router.add_api_route("/new", lambda: None)
    with pytest.raises(RuntimeError, match="/new"):
        require_declared([*ROUTERS, router])


def test_shared_pages_are_the_same_for_everybody_and_give_no_cookie_of_an_account(world):
    _, _, browsers, _, _ = world
    for path in ("/", "/providers", "/scenarios", "/help"):
        pages = [browsers[name].get(path) for name in ("nobody", Role.BROKER)]
        assert pages[0].text == pages[1].text
        assert "form_token" not in pages[0].text
        assert not [
            page for page in pages if "session=" in page.headers.get("set-cookie", "") or "before=" in page.headers.get("set-cookie", "")
        ]
