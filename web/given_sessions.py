"""A new session is given to a browser, and the mark by which it is known next time."""

from fastapi import Request, Response

from service.domain.sessions import Proof
from service.identity.devices import with_mark
from service.identity.sessions import BegunSession
from service.runtime import Runtime
from web.permits import Visit, cookies_of


def give_session(request: Request, runtime: Runtime, visit: Visit, begun: BegunSession, response: Response) -> None:
    """Set the session's cookie; whoever has shown all that must be shown is known in this browser from now on."""
    cookies, session = cookies_of(request), begun.session
    cookies.set_session(response, begun.cookie, runtime.clock.now(), session.ends_at)
    if session.proof is Proof.FULL and (marks := with_mark(runtime, visit.came.marks, session.person_id)) != visit.came.marks:
        cookies.set_marks(response, marks)
