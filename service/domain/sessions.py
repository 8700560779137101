"""A signed-in browser: how long it stays so, and how its owner recognises it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

IDLE_LIMIT = timedelta(hours=12)
STAFF_IDLE_LIMIT = timedelta(hours=2)
"""A session that nobody used so long ends by itself."""
ABSOLUTE_LIMIT = timedelta(days=14)
STAFF_ABSOLUTE_LIMIT = timedelta(hours=12)
"""After so long one signs in again, however busy."""
SEEN_EVERY = timedelta(minutes=5)
"""How exactly a session remembers when it was last used: more often would make every page a write."""
FRESH_FOR = timedelta(minutes=15)
"""So long after signing in one may change how one signs in; later one signs in again. Source: ASVS 5.0, 7.5.1."""
_BROWSERS = (("MicroMessenger", "微信"), ("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (("Android", "安卓"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"))


class Proof(StrEnum):
    """How far a session has shown who it is."""

    PASSWORD = "password"  # noqa: S105  a kind of proof, no password
    """The password; a second factor is still asked for."""
    FULL = "full"
    """Everything that this person must show."""


@dataclass(frozen=True, slots=True)
class Shown:
    """How far somebody has shown who he is, and `by` what: `password`, `passkey` or `provider`."""

    proof: Proof
    by: str
    two_factors: bool = False


@dataclass(frozen=True, slots=True)
class CameFrom:
    """Where a request came from. `address`: as limits count it; `agent`: browser and system, for people.

    `marks`: what the browser keeps of those who have signed in with it.
    """

    address: str = ""
    agent: str = ""
    marks: str = ""


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One session as its owner sees it. `key`: names it in forms; the cookie cannot be found from it."""

    key: str
    person_id: str
    agent: str
    address: str
    proof: Proof
    two_factors: bool
    made_at: datetime
    seen_at: datetime
    idle_until: datetime
    ends_at: datetime

    def is_fresh(self, now: datetime) -> bool:
        """Whether its owner has shown a moment ago who he is."""
        return self.proof is Proof.FULL and now - self.made_at < FRESH_FOR


def limits_of(*, staff: bool) -> tuple[timedelta, timedelta]:
    """Idle and absolute limit of a new session."""
    return (STAFF_IDLE_LIMIT, STAFF_ABSOLUTE_LIMIT) if staff else (IDLE_LIMIT, ABSOLUTE_LIMIT)


def read_agent(header: str) -> str:
    """`Windows 上的 Chrome`: kept instead of the header, which would tell more than its owner needs."""
    browser = next((word for sign, word in _BROWSERS if sign in header), "浏览器")
    system = next((word for sign, word in _SYSTEMS if sign in header), "")
    return f"{system} 上的 {browser}" if system else browser
