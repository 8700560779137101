"""docs/settings.md and .env.example say what service/settings.py does; none can be changed without the other."""

import re

from service.settings import environment_name, read_settings
from tests.house.settings_table import ENVIRONMENT_EXAMPLE, SETTINGS_PAGE, environment_example, page_table, settings_table

_SAMPLE = re.compile(r"^#(POOL_[A-Z_]+)=(.*)$", re.MULTILINE)


def test_the_page_has_name_default_and_meaning_of_every_setting() -> None:
    assert page_table(SETTINGS_PAGE.read_text("utf-8")) == settings_table(), "run `make docs`"


def test_the_example_has_every_setting() -> None:
    assert ENVIRONMENT_EXAMPLE.read_text("utf-8") == environment_example(), "run `make docs`"


def test_the_example_s_values_are_the_defaults_when_they_are_read() -> None:
    given = {name: value.strip("'") for name, value in _SAMPLE.findall(ENVIRONMENT_EXAMPLE.read_text("utf-8"))}
    read, defaults = read_settings(given), read_settings({})
    differing = {name for name in vars(defaults) if getattr(read, name) != getattr(defaults, name)}
    # The folder of fixtures is told relative to the checkout there, and absolute in the program.
    assert differing <= {"fixtures_dir"}
    assert len(given) == len(vars(defaults))


def test_every_name_in_prose_is_a_setting() -> None:
    known = {environment_name(name) for name in vars(read_settings({}))}
    prose = SETTINGS_PAGE.read_text("utf-8").replace(page_table(SETTINGS_PAGE.read_text("utf-8")), "")
    assert {name for name in re.findall(r"POOL_[A-Z][A-Z_]+[A-Z]", prose) if name not in known} == set()
