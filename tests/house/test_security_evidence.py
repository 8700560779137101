"""What docs/security.md claims is shown by tests that exist: each attack names one, and so does the table of ASVS wherever it names any."""

import re

from service.settings import ROOT

TEXT = (ROOT / "docs" / "security.md").read_text("utf-8")
TESTS = {path.name for path in (ROOT / "tests").rglob("test_*.py")}


def attacks():
    lines = TEXT.partition("| attack | result | test |")[2].partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def test_each_attack_names_tests_that_exist():
    assert len(attacks()) >= 30
    for attack, _, shown in attacks():
        named = re.findall(r"`(tests/[\w/.]+)`", shown)
        assert named, attack
        assert [path for path in named if not (ROOT / path).is_file()] == [], attack


def test_every_test_that_is_named_exists():
    assert set(re.findall(r"(test_\w+\.py)", TEXT)) <= TESTS


def test_every_chapter_of_asvs_stands_in_the_table():
    chapters = {int(number) for number in re.findall(r"^\| V(\d+)", TEXT, re.MULTILINE)}
    assert chapters == set(range(1, 18))
