"""Docstrings and comments are read once by people whose first language is not English.

Reason: a sentence of more than twenty-five words is read twice. A semicolon or a colon ends a thought as a full stop does.
"""

import ast
import io
import re
import tokenize

import pytest

from tests.house.source import modules, text_of

MOST_WORDS = 25
_ENDS = re.compile(r"(?<=[.!?;:])\s+")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*")


def told(path: str, tree: ast.Module) -> list[str]:
    """Docstrings, and comments on neighbouring lines joined."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    texts = [text for node in ast.walk(tree) if isinstance(node, documented) and (text := ast.get_docstring(node))]
    last = -1
    for token in tokenize.generate_tokens(io.StringIO(text_of(path)).readline):
        if token.type == tokenize.COMMENT:
            comment = token.string.lstrip("# ")
            if last == token.start[0] - 1:
                texts[-1] += " " + comment
            else:
                texts.append(comment)
            last = token.start[0]
    return texts


def long_sentences(text: str) -> list[str]:
    """Sentences with too many words; what stands between backticks counts as one."""
    plain = re.sub(r"``?[^`]*``?", "code", text)
    plain = "\n\n".join(
        part for part in re.split(r"\n(?=[│├└ ]*[├└]──)|(?<=\n)(?=\w+\n[├└])", plain)
    )  # a drawn tree: each branch by itself
    paragraphs = (" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", plain))
    return [sentence for paragraph in paragraphs for sentence in _ENDS.split(paragraph) if len(_WORD.findall(sentence)) > MOST_WORDS]


def test_a_long_sentence_is_seen() -> None:
    words = " ".join(["word"] * 26)
    assert long_sentences(words) == [words]
    assert long_sentences(f"{' '.join(['word'] * 20)}; {' '.join(['word'] * 20)}") == []


@pytest.mark.parametrize("path", sorted(modules()))
def test_sentences_are_short(path: str) -> None:
    assert [sentence for text in told(path, modules()[path]) for sentence in long_sentences(text)] == []
