"""A letter to one address, in plain text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    """`id`: the same at each try, so that a mail server can drop what it got twice. `subject`: nothing personal.

    `unsubscribe`: full address of the page that ends letters of this kind; empty where they cannot be declined.
    """

    id: str
    to: str
    subject: str
    body: str
    unsubscribe: str = ""
