"""The main entries of the frame, in order. An entry is added here with its page, never before."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NavEntry:
    """One entry: its words, its address, and the path prefixes on which it is the current one."""

    label: str
    href: str
    prefixes: tuple[str, ...]


_ACCOUNT = (
    "/account",
    "/sign-in",
    "/sign-up",
    "/recover",
    "/people",
    "/claims",
    "/audit",
    "/inbox",
    "/tasks",
    "/webhooks",
)
_STAFF = ("/identities", "/manufacturers")
_PROGRAMMES = ("/programme-entries", "/standard-entries", "/figures")
_PROFILES = ("/profile", "/reviews", "/entries", "/imports", "/duplicates", "/attachments", "/contacts")
_BROKERING = ("/my-needs", "/introductions", "/open-needs", "/workbench", "/bookings", "/check-in", "/judging")
ENTRIES = (
    NavEntry("找服务商", "/", ("/search", "/compare")),
    NavEntry("场景", "/scenarios", ("/scenarios", "/industries", "/coverage", "/clusters")),
    NavEntry("案例", "/cases", ("/cases",)),
    NavEntry("名录", "/providers", ("/providers",)),
    NavEntry("活动", "/events", ("/events",)),
    NavEntry("资源池", "/pools", ("/pools",)),
    NavEntry("政策", "/programmes", ("/programmes", "/levels")),
    NavEntry("帮助", "/help", ("/help",)),
    NavEntry("我的", "/account", (*_ACCOUNT, *_STAFF, *_PROFILES, *_BROKERING, *_PROGRAMMES)),
)


def is_current_entry(entry: NavEntry, path: str) -> bool:
    """Tell whether `path` belongs to the entry."""
    return path == entry.href or any(path == prefix or path.startswith(prefix + "/") for prefix in entry.prefixes)
