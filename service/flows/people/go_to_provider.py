"""统一身份认证: send somebody to the bureau's identity provider, to sign in or to say that an account there is his."""

from dataclasses import dataclass

from service.domain.begun_proofs import PROOF_LASTS, BegunKind, BegunProof
from service.domain.identities import Identity
from service.domain.permissions import Action, Actor, Subject
from service.domain.sessions import OpenSession
from service.errors import NotFound
from service.identity.actors import require
from service.identity.secret_text import digest_of, fresh_secret
from service.identity.sessions import require_fresh
from service.oidc.provider import OidcProvider, Started
from service.runtime import Runtime
from service.store.queries.begun_proofs import add_begun_proof
from service.store.queries.identities import identities_of
from service.store.unit_of_work import reading, writing


@dataclass(frozen=True, slots=True)
class WayThere:
    """`browser`: the cookie its forms are bound to. `target`: where one wants to be afterwards."""

    browser: str
    target: str


def go_to_provider(runtime: Runtime, way: WayThere, *, again: bool = False) -> str:
    """The address to which the browser goes, to sign in.

    Raises:
        NotFound: the site has no identity provider.
        Unavailable: it does not answer.
    """
    return _start(runtime, way, "", again=again)


def link_at_provider(runtime: Runtime, actor: Actor, session: OpenSession, way: WayThere) -> str:
    """The address to which the browser goes, to bind the identity proved there to this account.

    Raises:
        Refused: one has signed in too long ago.
        NotFound: the site has no identity provider.
        Unavailable: it does not answer.
    """
    require(actor, Action.SET_UP_SECOND_FACTOR, Subject(session.person_id))
    require_fresh(session, runtime.clock.now())
    return _start(runtime, way, actor.person_id, again=True)


def own_identities(runtime: Runtime, actor: Actor) -> list[Identity]:
    """Those that are bound to this account."""
    require(actor, Action.KEEP_OWN_ACCOUNT, Subject(actor.person_id))
    with reading(runtime.database) as session:
        return identities_of(session, actor.person_id)


def get_identity_provider(runtime: Runtime) -> OidcProvider:
    """The bureau's identity provider.

    Raises:
        NotFound: the settings name none.
    """
    if runtime.identity_provider is None:
        raise NotFound("本站没有接入统一身份认证，请用邮箱和密码登录。")
    return runtime.identity_provider


def _start(runtime: Runtime, way: WayThere, person_id: str, *, again: bool) -> str:
    started = Started(fresh_secret(), fresh_secret(), fresh_secret())
    address = get_identity_provider(runtime).address(started, again=again)
    now = runtime.clock.now()
    detail = {"nonce": started.nonce, "verifier": started.verifier, "target": way.target}
    begun = BegunProof(BegunKind.PROVIDER, digest_of(started.state), digest_of(way.browser), now + PROOF_LASTS, person_id, detail)
    with writing(runtime.database) as session:
        add_begun_proof(session, begun, now)
    return address
