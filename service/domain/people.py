"""People with an account: who they are, which roles they hold, and for which firm."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What somebody does here. One person may hold several."""

    MANUFACTURER = "manufacturer"
    PROVIDER = "provider"
    BROKER = "broker"
    REVIEWER = "reviewer"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


STAFF = frozenset({Role.BROKER, Role.REVIEWER, Role.AUDITOR, Role.ADMINISTRATOR})
"""Roles of the bureau. They belong to no firm."""
ROLE_WORDS = {
    Role.MANUFACTURER: "制造企业",
    Role.PROVIDER: "服务商",
    Role.BROKER: "对接人员",
    Role.REVIEWER: "审核人员",
    Role.AUDITOR: "审计人员",
    Role.ADMINISTRATOR: "管理员",
}
NAME_MAX_CHARACTERS = 40
UNIT_MAX_CHARACTERS = 80
REASON_MAX_CHARACTERS = 500
EMAIL_MAX_CHARACTERS = 254
_EMAIL = re.compile(r"[a-z0-9._%+-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


class PersonState(StrEnum):
    """Whether the account may be used."""

    ACTIVE = "active"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class RoleGrant:
    """One role. `firm_id`: the firm it is held for, `prv_…` or `mfr_…`; empty for staff."""

    role: Role
    firm_id: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """One account. `email` in lower case; `has_password`: False until its owner has set one."""

    id: str
    email: str
    name: str
    state: PersonState
    grants: tuple[RoleGrant, ...]
    has_password: bool
    made_at: datetime

    @property
    def roles(self) -> frozenset[Role]:
        """Every role, whatever the firm."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def is_staff(self) -> bool:
        """Whether one of the roles is the bureau's."""
        return bool(self.roles & STAFF)


@dataclass(frozen=True, slots=True)
class PeopleQuery:
    """`text`: part of a name or address; `role`: one of `Role`, empty for all."""

    text: str = ""
    role: str = ""
    number: int = 1
    size: int = 20


def read_email(text: str) -> str | None:
    """The address as it is stored and compared; None for what is no address that a mail server would take."""
    address = unicodedata.normalize("NFKC", text).strip().lower()
    return address if len(address) <= EMAIL_MAX_CHARACTERS and ".." not in address and _EMAIL.fullmatch(address) else None


def read_line(text: str, most: int) -> str | None:
    """A name or unit as one clean line; None when it is empty, too long, or holds what cannot be shown."""
    line = " ".join(unicodedata.normalize("NFC", text).split())
    return line if line and len(line) <= most and line.isprintable() else None
