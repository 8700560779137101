"""Who may do what: one table, read by pages, API and flows. What it does not name is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from service.domain.people import Role, RoleGrant


class Action(StrEnum):
    """Everything that a route can ask for."""

    SEARCH = "search"
    BROWSE = "browse"
    WATCH_HEALTH = "watch_health"
    SIGN_IN = "sign_in"
    KEEP_OWN_ACCOUNT = "keep_own_account"
    SET_UP_SECOND_FACTOR = "set_up_second_factor"
    CLAIM_FIRM = "claim_firm"
    INVITE_COLLEAGUE = "invite_colleague"
    ENTER_MANUFACTURERS = "enter_manufacturers"
    DECIDE_CLAIMS = "decide_claims"
    READ_PEOPLE = "read_people"
    KEEP_PEOPLE = "keep_people"
    EDIT_PROFILE = "edit_profile"
    READ_ATTACHMENTS = "read_attachments"
    """Open the file of a paper that a firm handed in."""
    REVIEW_CHANGES = "review_changes"
    KEEP_ENTRIES = "keep_entries"
    IMPORT_POOLS = "import_pools"
    """Bring in lists of providers: a file is tried, then confirmed."""
    CONFIRM_CASE = "confirm_case"
    GIVE_CONSENT = "give_consent"
    """By the link that a contact person holds."""
    UNSUBSCRIBE = "unsubscribe"
    """By the link of a letter, which proves whose it is."""
    READ_TASKS = "read_tasks"
    KEEP_TASKS = "keep_tasks"
    KEEP_WEBHOOKS = "keep_webhooks"
    """Say which other systems are told of what happens to needs."""
    READ_AUDIT = "read_audit"
    ASK_DESK = "ask_desk"
    """State a need without an account, and follow it by its link."""
    KEEP_NEEDS = "keep_needs"
    """State needs of one's own firm, or of any firm for the desk; see them and move them on."""
    BROKER_NEEDS = "broker_needs"
    """What the desk does: check, recommend, follow."""
    INTRODUCE = "introduce"
    """Put a provider to a factory: nobody does it for a provider that he or his family is tied to."""
    ANSWER_INTRODUCTIONS = "answer_introductions"
    """Speak for one side of an introduction; a broker writes down what a side said by telephone."""
    KEEP_INTAKE = "keep_intake"
    """Say how many introductions one's firm takes."""
    SEE_OPEN_NEEDS = "see_open_needs"
    """Read what factories show to providers without saying who they are."""
    DECLARE_TIES = "declare_ties"
    READ_FIGURES = "read_figures"
    READ_FIGURE_ROWS = "read_figure_rows"
    """See which records a figure was counted from: for those who may open the records."""
    KEEP_PROGRAMMES = "keep_programmes"
    """Enter and change programmes of public support, and what the standard of levels says."""
    READ_FAIRNESS = "read_fairness"
    """Who was recommended how often, with every pin and removal and its reason."""
    ATTEND_EVENTS = "attend_events"
    """Sign up for an event, with or without an account, and keep that by its link."""
    KEEP_BOOKINGS = "keep_bookings"
    """One's own bookings, signed in; staff keep those of everybody."""
    KEEP_EVENTS = "keep_events"
    """Plan events, invite, telephone, arrange talks and run contests."""
    CHECK_IN = "check_in"
    """See who comes, and note who has come."""
    ENTER_CONTEST = "enter_contest"
    JUDGE_ENTRIES = "judge_entries"
    """Sit on the jury of a contest: whoever staff named."""


class Whose(StrEnum):
    """Which records the action reaches."""

    ANY = "any"
    OWN = "own"
    """The record is about the person who acts."""
    OTHERS = "others"
    """The record is about somebody else, and of no firm of one's own: nobody decides in his own matter."""
    OWN_FIRM = "own firm"
    """The record is of a firm for which that role is held."""
    UNTIED = "untied"
    """The record is of no firm that the person who acts, or the family, is tied to."""


EVERYBODY: Final = "everybody"
"""Also who has not signed in."""
SIGNED_IN: Final = "signed in"
"""Whatever the roles."""

Who = Role | str

TABLE: Mapping[Action, Mapping[Who, Whose]] = {
    Action.SEARCH: {EVERYBODY: Whose.ANY},
    Action.BROWSE: {EVERYBODY: Whose.ANY},
    Action.WATCH_HEALTH: {EVERYBODY: Whose.ANY},
    Action.SIGN_IN: {EVERYBODY: Whose.ANY},
    Action.KEEP_OWN_ACCOUNT: {SIGNED_IN: Whose.OWN},
    Action.SET_UP_SECOND_FACTOR: {SIGNED_IN: Whose.OWN},
    Action.CLAIM_FIRM: {SIGNED_IN: Whose.OWN},
    Action.INVITE_COLLEAGUE: {Role.MANUFACTURER: Whose.OWN_FIRM, Role.PROVIDER: Whose.OWN_FIRM},
    Action.ENTER_MANUFACTURERS: {Role.BROKER: Whose.ANY, Role.REVIEWER: Whose.ANY, Role.ADMINISTRATOR: Whose.ANY},
    Action.DECIDE_CLAIMS: {Role.REVIEWER: Whose.OTHERS, Role.ADMINISTRATOR: Whose.OTHERS},
    Action.READ_PEOPLE: {Role.AUDITOR: Whose.ANY, Role.ADMINISTRATOR: Whose.ANY},
    Action.KEEP_PEOPLE: {Role.ADMINISTRATOR: Whose.OTHERS},
    Action.EDIT_PROFILE: {Role.PROVIDER: Whose.OWN_FIRM},
    Action.READ_ATTACHMENTS: {Role.PROVIDER: Whose.OWN_FIRM, Role.REVIEWER: Whose.OTHERS, Role.ADMINISTRATOR: Whose.OTHERS},
    Action.KEEP_ENTRIES: {Role.REVIEWER: Whose.OTHERS, Role.ADMINISTRATOR: Whose.OTHERS},
    Action.IMPORT_POOLS: {Role.REVIEWER: Whose.ANY, Role.ADMINISTRATOR: Whose.ANY},
    Action.CONFIRM_CASE: {EVERYBODY: Whose.ANY},
    Action.GIVE_CONSENT: {EVERYBODY: Whose.ANY},
    Action.REVIEW_CHANGES: {Role.REVIEWER: Whose.OTHERS, Role.ADMINISTRATOR: Whose.OTHERS},
    Action.UNSUBSCRIBE: {EVERYBODY: Whose.ANY},
    Action.READ_TASKS: {Role.AUDITOR: Whose.ANY, Role.ADMINISTRATOR: Whose.ANY},
    Action.KEEP_TASKS: {Role.ADMINISTRATOR: Whose.ANY},
    Action.KEEP_WEBHOOKS: {Role.ADMINISTRATOR: Whose.ANY},
    Action.READ_AUDIT: {Role.AUDITOR: Whose.ANY, Role.ADMINISTRATOR: Whose.ANY},
    Action.ASK_DESK: {EVERYBODY: Whose.ANY},
    Action.KEEP_NEEDS: {Role.MANUFACTURER: Whose.OWN_FIRM, Role.BROKER: Whose.ANY},
    Action.BROKER_NEEDS: {Role.BROKER: Whose.ANY},
    Action.INTRODUCE: {Role.BROKER: Whose.UNTIED},
    Action.ANSWER_INTRODUCTIONS: {Role.MANUFACTURER: Whose.OWN_FIRM, Role.PROVIDER: Whose.OWN_FIRM, Role.BROKER: Whose.UNTIED},
    Action.KEEP_INTAKE: {Role.PROVIDER: Whose.OWN_FIRM},
    Action.SEE_OPEN_NEEDS: {Role.PROVIDER: Whose.OWN_FIRM},
    Action.READ_FAIRNESS: {Role.BROKER: Whose.ANY, Role.AUDITOR: Whose.ANY, Role.ADMINISTRATOR: Whose.ANY},
    Action.DECLARE_TIES: {Role.BROKER: Whose.OWN, Role.REVIEWER: Whose.OWN, Role.ADMINISTRATOR: Whose.OWN},
    Action.READ_FIGURES: {
        Role.BROKER: Whose.ANY,
        Role.REVIEWER: Whose.ANY,
        Role.AUDITOR: Whose.ANY,
        Role.ADMINISTRATOR: Whose.ANY,
    },
    Action.READ_FIGURE_ROWS: {Role.BROKER: Whose.ANY},
    Action.KEEP_PROGRAMMES: {Role.REVIEWER: Whose.ANY, Role.ADMINISTRATOR: Whose.ANY},
    Action.ATTEND_EVENTS: {EVERYBODY: Whose.ANY},
    Action.KEEP_BOOKINGS: {SIGNED_IN: Whose.OWN, Role.BROKER: Whose.ANY, Role.ADMINISTRATOR: Whose.ANY},
    Action.KEEP_EVENTS: {Role.BROKER: Whose.ANY, Role.ADMINISTRATOR: Whose.ANY},
    Action.ENTER_CONTEST: {SIGNED_IN: Whose.ANY},
    Action.JUDGE_ENTRIES: {SIGNED_IN: Whose.OWN},
    Action.CHECK_IN: {Role.BROKER: Whose.ANY, Role.REVIEWER: Whose.ANY, Role.ADMINISTRATOR: Whose.ANY},
}
"""Action → who → whose records. Default deny: who or what does not stand here is refused."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `grants`: the roles in effect now; staff without their second factor have none. `address`: where the request came from."""

    person_id: str = ""
    name: str = ""
    grants: tuple[RoleGrant, ...] = ()
    address: str = ""

    @property
    def is_known(self) -> bool:
        """Whether somebody has signed in."""
        return bool(self.person_id)

    @property
    def roles(self) -> frozenset[Role]:
        """The roles in effect."""
        return frozenset(grant.role for grant in self.grants)


ANONYMOUS = Actor()


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose record it is. `person_id`: whom it is about. `firm_id`: the firm it belongs to. `tied`: ids of the people tied to that firm."""

    person_id: str = ""
    firm_id: str = ""
    tied: frozenset[str] = frozenset()


def may(actor: Actor, action: Action, subject: Subject) -> bool:
    """Tell whether the table allows this action on this record."""
    for who, whose in TABLE.get(action, {}).items():
        firms = _held_for(actor, who)
        if firms is not None and _reaches(actor, whose, subject, firms):
            return True
    return False


def could(actor: Actor, action: Action) -> bool:
    """Tell whether there can be any record on which the table allows this action: what a route asks before it reads one."""
    return any(_held_for(actor, who) is not None for who in TABLE.get(action, {}))


def is_open(action: Action) -> bool:
    """Tell whether everybody may do it to any record, so that nobody needs to be asked who he is."""
    return TABLE.get(action, {}).get(EVERYBODY) is Whose.ANY


def _held_for(actor: Actor, who: Who) -> frozenset[str] | None:
    """The firms for which the actor is that `who`; None when he is not."""
    if who == EVERYBODY or (who == SIGNED_IN and actor.is_known):
        return frozenset()
    held = [grant.firm_id for grant in actor.grants if grant.role == who]
    return frozenset(firm for firm in held if firm) if held else None


def _reaches(actor: Actor, whose: Whose, subject: Subject, firms: frozenset[str]) -> bool:
    match whose:
        case Whose.ANY:
            return True
        case Whose.OWN:
            return actor.is_known and subject.person_id == actor.person_id
        case Whose.OTHERS:
            own_firms = {grant.firm_id for grant in actor.grants if grant.firm_id}
            return actor.is_known and subject.person_id != actor.person_id and subject.firm_id not in own_firms
        case Whose.OWN_FIRM:
            return subject.firm_id in firms
        case Whose.UNTIED:
            return actor.is_known and actor.person_id not in subject.tied
