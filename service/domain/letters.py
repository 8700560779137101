"""A letter to one person, in plain text. It is handed over inside the transaction of what it tells, and sent later."""

from dataclasses import dataclass
from enum import StrEnum


class LetterKind(StrEnum):
    """What a letter is about. Nobody can decline those of his own account's safety."""

    ACCOUNT = "account"


@dataclass(frozen=True, slots=True)
class Letter:
    """`to`: one mail address. `subject`: nothing personal. `person_id`: empty for somebody who has no account yet."""

    kind: LetterKind
    to: str
    subject: str
    body: str
    person_id: str = ""
