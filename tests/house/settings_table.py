"""Writes what is generated from `service.settings`: the table of docs/settings.md and .env.example (`make docs`)."""

import sys
from dataclasses import fields
from pathlib import Path

from service.settings import ROOT, Settings, environment_name

SETTINGS_PAGE = ROOT / "docs" / "settings.md"
ENVIRONMENT_EXAMPLE = ROOT / ".env.example"
_BEGIN = "<!-- table: generated from service/settings.py by `make docs` -->\n"
_END = "<!-- end of table -->\n"
_EXAMPLE_HEAD = """\
# Settings of this machine. Copy to `.env`, take the `#` away where you want another value.
# `make run` and its neighbours read `.env`; a service manager or compose can be given the same file.
# What each means: docs/settings.md. Values with spaces stand in 'single quotes'.
"""


def settings_table() -> str:
    """The table as it must stand in docs/settings.md."""
    lines = ["| setting | default | meaning |", "| --- | --- | --- |"]
    for knob in fields(Settings):
        default = _shown(knob.default)
        meaning = knob.metadata["meaning"].replace("|", "\\|")
        lines.append(f"| `{environment_name(knob.name)}` | {f'`{default}`' if default else 'empty'} | {meaning} |")
    return "\n".join(lines) + "\n"


def page_table(page: str) -> str:
    """The table that stands in the page now.

    Raises:
        ValueError: the page has lost the marks around its table.
    """
    return page[page.index(_BEGIN) + len(_BEGIN) : page.index(_END)]


def environment_example() -> str:
    """The whole of .env.example: every setting with its default, commented out."""
    lines = [_EXAMPLE_HEAD]
    for knob in fields(Settings):
        default = _shown(knob.default)
        quoted = f"'{default}'" if any(character in default for character in " （）：#$") else default
        lines.append(f"# {knob.metadata['meaning']}\n#{environment_name(knob.name)}={quoted}\n")
    return "\n".join(lines)


def _shown(default: object) -> str:
    if isinstance(default, Path):
        return default.relative_to(ROOT).as_posix() if default.is_absolute() else default.as_posix()
    return {True: "true", False: "false"}[default] if isinstance(default, bool) else str(default)


def main() -> None:
    """Write both."""
    page = SETTINGS_PAGE.read_text("utf-8")
    SETTINGS_PAGE.write_text(page.replace(page_table(page), settings_table()), "utf-8")
    ENVIRONMENT_EXAMPLE.write_text(environment_example(), "utf-8")
    sys.stdout.write("docs/settings.md, .env.example\n")


if __name__ == "__main__":
    main()
