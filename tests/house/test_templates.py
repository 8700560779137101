"""Templates are laid out alike and hold nothing that the security policy or a page without JavaScript could not bear.

djlint judges the HTML (`make check`). Its formatter is not used: it puts white space where Chinese characters touch, which shows on
the page, and loses the indentation around one-line macros.
"""

import re

import pytest

from service.settings import ROOT

TEMPLATES = sorted((ROOT / "web" / "templates").rglob("*.html"))
_BLOCK = re.compile(r"{%-?\s*(\w+)")
_OPENS = ("if", "for", "block", "macro", "call", "filter")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
class TestTemplate:
    def test_lines_are_tidy(self, path) -> None:
        lines = path.read_text("utf-8").split("\n")
        assert lines[-1] == ""
        assert lines[-2] != ""
        assert [line for line in lines if line != line.rstrip() or "\t" in line] == []
        assert [line for line in lines if (len(line) - len(line.lstrip())) % 2] == []

    def test_every_block_is_closed(self, path) -> None:
        opened = []
        for word in _BLOCK.findall(path.read_text("utf-8")):
            if word in _OPENS:
                opened.append(word)
            elif word.startswith("end"):
                assert opened.pop() == word.removeprefix("end")
        assert opened == []

    def test_nothing_is_inline_that_the_policy_forbids(self, path) -> None:
        text = path.read_text("utf-8")
        assert re.findall(r"<style|<script(?![^>]*\ssrc=)|\sstyle=|\son[a-z]+=|javascript:", text) == []

    def test_nothing_is_marked_safe_or_fetched_from_elsewhere(self, path) -> None:
        text = path.read_text("utf-8")
        assert re.findall(r"\|\s*safe\b|{%-?\s*autoescape|(?:src|href|action)=\"(?:https?:)?//", text) == []


def test_there_are_templates() -> None:
    assert len(TEMPLATES) > 20
