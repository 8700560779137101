"""Problems of one file: made from the table of kinds, at their places, without contact data."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.problem_kinds import KINDS, Severity
from service.errors import FileUnusable

VALUE_CHARACTERS = 80
"""Longest excerpt of a value in a report."""

_CONTACT = re.compile(
    r"[^\s@,;，；、（）()<>]+@[^\s@,;，；、（）()<>]+"  # e-mail
    r"|(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"  # mobile
    r"|(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)"  # landline
)
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_MAIL = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}\.[A-Za-z]")
_WINDOW = 320
_LINES_SHOWN = 10
_CUT_WORD = re.compile(r"[0-9A-Za-z@.+_-]{1,64}$")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong, at its place. `line` counts from 1; `value` is an excerpt without contact data; `other` completes the sentence."""

    severity: Severity
    sheet: str | None
    line: int | None
    column: str | None
    code: str
    value: str | None
    message: str
    other: str = ""


def problem(
    code: str, *, sheet: str | None = None, line: int | None = None, column: str | None = None, value: object = None, other: object = ""
) -> Problem:
    """Make the problem of `code`; the sentence is filled in, contact data is masked, long values are cut.

    Raises:
        KeyError: `code` is not in the table.
    """
    kind = KINDS[code]
    shown = None if value is None else excerpt(str(value))
    named = None if column is None else excerpt(column)
    message = kind.sentence.format(column=named or "", value=shown or "", other=other)
    return Problem(kind.severity, sheet, line, named, code, shown, message, str(other))


def excerpt(text: str) -> str:
    """At most 80 characters of `text` on one line, with mobile numbers, telephone numbers and e-mails masked."""
    # Masked before it is cut: half a number would not be recognised.
    window = text if len(text) <= _WINDOW else _CUT_WORD.sub("", text[:_WINDOW])
    masked = _CONTACT.sub("***", window)
    line = " ".join(masked.split())
    storable = line.encode("utf-8", "backslashreplace").decode("utf-8")
    return storable if len(storable) <= VALUE_CHARACTERS else storable[: VALUE_CHARACTERS - 1] + "…"


def lines_told(lines: Sequence[int]) -> str:
    """Line numbers for people: the first ten, and how many there are: 5、8、9 等 30."""
    shown = "、".join(map(str, lines[:_LINES_SHOWN]))
    return shown if len(lines) <= _LINES_SHOWN else f"{shown} 等 {len(lines)}"


def has_contact(text: str) -> bool:
    """Tell whether a public text seems to hold a mobile number or an e-mail address."""
    return _MOBILE.search(text) is not None or ("@" in text and _MAIL.search(text) is not None)


class SourceUnusable(FileUnusable):
    """A file is unusable for the reason of `problem`, one of `FILE_KINDS`."""

    def __init__(self, found: Problem) -> None:
        super().__init__(found.message)
        self.problem = found


def unusable(
    code: str, *, sheet: str | None = None, line: int | None = None, column: str | None = None, value: object = None, other: object = ""
) -> SourceUnusable:
    """The error to raise for a file that is unusable as a whole."""
    return SourceUnusable(problem(code, sheet=sheet, line=line, column=column, value=value, other=other))


class ProblemLog:
    """Collects the problems of one file in the order found."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(
        self, code: str, *, sheet: str | None = None, line: int | None = None, column: str | None = None, value: object = None,
        other: object = "",
    ) -> None:  # fmt: skip
        """Add the problem of `code` at a place."""
        self._found.append(problem(code, sheet=sheet, line=line, column=column, value=value, other=other))

    def take(self, found: "ProblemLog") -> None:
        """Add all of another log."""
        self._found.extend(found)

    def told(self) -> tuple[Problem, ...]:
        """The problems as a report tells them: a trade name that is not known once, where it stands first."""
        once = {found.value: found for found in reversed(self._found) if found.code == "industry_unknown"}
        return tuple(found for found in self._found if found.code != "industry_unknown" or once[found.value] is found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    @property
    def has_error(self) -> bool:
        """Tell whether anything was refused."""
        return any(found.severity is Severity.ERROR for found in self._found)
