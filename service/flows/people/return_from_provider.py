"""Back from the identity provider: a session for staff who are known, and nothing for anybody else."""

from dataclasses import dataclass
from datetime import datetime

from service.domain.audit import AuditEntry
from service.domain.begun_proofs import BegunKind, BegunProof
from service.domain.identities import Identity, ProvedIdentity
from service.domain.notices import NewNotice
from service.domain.people import Person, PersonState, Role, RoleGrant
from service.domain.permissions import Action, Actor, Subject
from service.domain.sessions import CameFrom, Proof, Shown
from service.errors import Conflict, NotFound, Refused
from service.identity.actors import require
from service.identity.secret_text import digest_of
from service.identity.sessions import BegunSession, begin_session
from service.oidc.provider import Started
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.audit import record_audit
from service.store.queries.begun_proofs import take_begun_proof
from service.store.queries.identities import link_identity, see_identity, unlink_identity
from service.store.queries.notices import post_notice
from service.store.queries.people import active_with_role, add_grant, find_person, remove_grant
from service.store.queries.second_factors import has_second_factor
from service.store.queries.sessions import end_sessions
from service.store.unit_of_work import writing

_STALE = "这次统一身份认证已经用过、过期，或不是在这个浏览器里开始的，没有登录。请从登录页重新开始。"
_DENIED = "统一身份认证没有完成，没有登录。可以再试一次，或用邮箱和密码登录。"
_WAITS = "统一身份已核实，但您还没有登记为本平台的工作人员。已经记下，请告诉平台管理员在“统一身份”里登记您。"
_TAKEN = "这个统一身份已经绑定了别的账户，没有改动。"


@dataclass(frozen=True, slots=True)
class Returned:
    """What the browser brought back. `issuer` None: the provider did not say who it is. `browser`: the cookie of its forms."""

    browser: str
    state: str
    code: str
    issuer: str | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """`begun` None: no new session, an identity was bound to the account that is signed in."""

    target: str
    begun: BegunSession | None


def return_from_provider(runtime: Runtime, returned: Returned, came: CameFrom) -> Arrival:
    """Open a session, or bind the identity, for which this browser set out. An address of mail never decides who somebody is.

    Raises:
        Refused: it did not begin here, was used, is not proved, or the person is not known.
        Unavailable: the provider does not answer.
    """
    provider, now = runtime.identity_provider, runtime.clock.now()
    with writing(runtime.database) as session:
        key, browser = digest_of(returned.state), digest_of(returned.browser)
        begun = take_begun_proof(session, BegunKind.PROVIDER, key, browser, now)
    # Taken before anything is asked: whatever comes of it, state and code are used up.
    if begun is None or provider is None:
        raise Refused(_STALE)
    if not returned.code:
        raise Refused(_DENIED)
    started = Started(returned.state, begun.detail["nonce"], begun.detail["verifier"])
    proved = provider.identity(returned.code, returned.issuer, started, now)
    with writing(runtime.database) as session:
        identity = see_identity(session, proved, now)
        if begun.person_id:
            _bind(session, identity, begun, Actor(begun.person_id, address=came.address), now)
            return Arrival(begun.detail["target"], None)
        person = find_person(session, identity.person_id)
        if person is not None and person.state is PersonState.ACTIVE:
            person = _with_roles_of(session, person, proved, provider.mapped_roles, now)
            proves_two = runtime.settings.oidc_second_factor
            half = not proves_two and has_second_factor(session, person.id)
            shown = Shown(Proof.PASSWORD if half else Proof.FULL, "provider", two_factors=proves_two)
            return Arrival(begun.detail["target"], begin_session(runtime, session, person, came, shown))
    raise Refused(_WAITS if person is None else "这个账户已停用。需要恢复请联系平台管理员。")


def unbind_identity(runtime: Runtime, actor: Actor, identity_id: str) -> None:
    """Forget that this identity is one's own; it opens nothing any more.

    Raises:
        NotFound: it is gone already, or somebody else's.
    """
    require(actor, Action.KEEP_OWN_ACCOUNT, Subject(actor.person_id))
    with writing(runtime.database) as session:
        if not unlink_identity(session, identity_id, actor.person_id):
            raise NotFound("没有这个统一身份，或已经解除绑定。")
        now = runtime.clock.now()
        told = NewNotice("identity_unbound", actor.person_id, {}, f"identity:{identity_id}:unbound:{now.isoformat()}")
        post_notice(session, told, now)
        record_audit(session, [AuditEntry(now, actor, "identity_unbound", "person", actor.person_id)])


def _bind(session: Transaction, identity: Identity, begun: BegunProof, actor: Actor, now: datetime) -> None:
    if identity.person_id == begun.person_id:
        return
    if not link_identity(session, identity.id, begun.person_id):
        raise Conflict(_TAKEN)
    post_notice(session, NewNotice("identity_bound", begun.person_id, {}, f"identity:{identity.id}:bound:{now.isoformat()}"), now)
    record_audit(session, [AuditEntry(now, actor, "identity_bound", "person", begun.person_id)])


def _with_roles_of(session: Transaction, person: Person, proved: ProvedIdentity, mapped: frozenset[Role], now: datetime) -> Person:
    """The person with the staff roles that the provider's groups stand for: given and taken, where the settings map groups to roles."""
    held = {grant.role for grant in person.grants if grant.role in mapped}
    given, taken = proved.roles - held, held - proved.roles
    for role in given:
        add_grant(session, person.id, RoleGrant(role), now)
    for role in taken:
        remove_grant(session, person.id, RoleGrant(role))
    if Role.ADMINISTRATOR in taken and not active_with_role(session, Role.ADMINISTRATOR):
        add_grant(session, person.id, RoleGrant(Role.ADMINISTRATOR), now)  # never without one, whatever the provider says
    if given or taken:
        end_sessions(session, person.id)
        detail: dict[str, object] = {"given": sorted(given), "taken": sorted(taken)}
        record_audit(session, [AuditEntry(now, "provider", "roles_from_provider", "person", person.id, detail)])
    return find_person(session, person.id) or person
