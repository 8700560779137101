"""Writes docs/privacy.md from `service.domain.personal_kinds` (`make docs`)."""

import sys

from service.domain.personal_kinds import AUDIT_KEPT, KEPT, PERSONAL
from service.settings import ROOT

PAGE = "docs/privacy.md"
_HEAD = """\
# Personal data

Generated from `service/domain/personal_kinds.py` by `make docs`; visitors read the same table on `/privacy`. A column of the schema
that can hold words is declared there, or in `service/domain/impersonal_columns.py`; a test fails for one that is not.

- One's own data: `/account/records`, to read, to take away as JSON, and to close the account.
- Erasure by staff: `python -m service erase-person --email E --reason …`. Rows go, values in the audit log go, its chain stays.
- Deletion by time: `python -m service delete-expired`, once a day. Backups keep what they hold until they are deleted.
- Masking: `service/domain/open_profile.py` for what firms write, `service/search/reading_privacy.py` for what visitors type.

"""


def page_text() -> str:
    """The page as it must stand."""
    lines = [_HEAD + "| 种类 | 谁的 | 为什么 | 依据 | 谁看得到 | 保存多久 | columns |", "| --- | --- | --- | --- | --- | --- | --- |"]
    for kind in PERSONAL:
        places = ", ".join(f"`{place}`" for place in kind.columns)
        lines.append(f"| {kind.name} | {kind.of_whom} | {kind.purpose} | {kind.basis} | {kind.seen_by} | {kind.kept} | {places} |")
    lines += ["", "## Deleted by time", "| rows | table | after |", "| --- | --- | --- |"]
    lines += [f"| {rule.words} | `{rule.table}.{rule.column}` | {rule.span.days} days |" for rule in KEPT]
    lines.append(f"| 审计日志 | `audit_entries.at` | {AUDIT_KEPT.days} days |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write it."""
    (ROOT / PAGE).write_text(page_text(), "utf-8")
    sys.stdout.write(f"{PAGE}\n")


if __name__ == "__main__":
    main()
