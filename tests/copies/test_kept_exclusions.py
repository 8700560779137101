"""Which words of a provider's text exclude something is kept on disk: read back the same, without the text, by the same rules only."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from service.copies.kept_exclusions import keep_exclusions, recall_exclusions
from service.search.rules_digest import rules_digest
from service.search.spans.exclusion_tagger import ExclusionTagger
from service.settings import ROOT

TEXT = "专注车间MES实施，不做ERP，不接两千公里以外的活"
ANOTHER_PROCESS = """
import sys
from pathlib import Path
from service.copies.kept_exclusions import recall_exclusions
from service.search.spans.exclusion_tagger import ExclusionTagger
tagger = ExclusionTagger(lambda folded: sys.exit("read again"))
recall_exclusions(Path(sys.argv[1]), tagger)
print(tagger.spans(sys.argv[2]))
"""


def kept_file(folder: Path) -> Path:
    (file,) = folder.glob("exclusions-*.json")
    return file


def test_another_process_finds_the_same_words_without_reading_the_text_again(tmp_path: Path, tagger: ExclusionTagger) -> None:
    spans = tagger.spans(TEXT)
    assert keep_exclusions(tmp_path, tagger)
    told = subprocess.run([sys.executable, "-c", ANOTHER_PROCESS, tmp_path, TEXT], cwd=ROOT, check=True, capture_output=True, text=True)
    assert len(spans) == 2
    assert told.stdout.strip() == f"{spans}"


def test_the_file_holds_no_text_and_names_the_rules(tmp_path: Path, tagger: ExclusionTagger) -> None:
    tagger.spans(TEXT)
    keep_exclusions(tmp_path, tagger)
    assert kept_file(tmp_path).name == f"exclusions-{rules_digest()}.json"
    assert kept_file(tmp_path).read_text("utf-8").isascii()


def test_nothing_new_writes_nothing(tmp_path: Path, tagger: ExclusionTagger) -> None:
    tagger.spans(TEXT)
    keep_exclusions(tmp_path, tagger)
    before = kept_file(tmp_path).stat().st_mtime_ns
    assert keep_exclusions(tmp_path, tagger)
    assert kept_file(tmp_path).stat().st_mtime_ns == before


def test_what_another_process_kept_stays(tmp_path: Path, tagger: ExclusionTagger) -> None:
    tagger.spans(TEXT)
    keep_exclusions(tmp_path, tagger)
    other = "ab" * 16
    kept_file(tmp_path).write_text(f'{{"{other}": [[0, 2]]}}', "ascii")
    keep_exclusions(tmp_path, tagger)
    assert json.loads(kept_file(tmp_path).read_text("ascii")).items() >= {other: [[0, 2]]}.items()
    assert len(json.loads(kept_file(tmp_path).read_text("ascii"))) > 1


@pytest.mark.parametrize("content", [b"", b"[]", b'{"00": 1}', b'{"no hex": []}', b'{"00": [["a", 1]]}', b"\xff\xfe"])
def test_a_damaged_file_is_as_none(tmp_path: Path, content: bytes, tagger: ExclusionTagger) -> None:
    tagger.spans(TEXT)
    keep_exclusions(tmp_path, tagger)
    kept_file(tmp_path).write_bytes(content)
    before = tagger.remembered()
    recall_exclusions(tmp_path, tagger)
    assert tagger.remembered() == before
    assert keep_exclusions(tmp_path, tagger)
    assert len(kept_file(tmp_path).read_bytes()) > len(content)


def test_a_place_that_takes_nothing_is_no_hindrance(tmp_path: Path, tagger: ExclusionTagger) -> None:
    tagger.spans(TEXT)
    (tmp_path / "cache").write_bytes(b"a file where the folder should be")
    assert not keep_exclusions(tmp_path / "cache", tagger)
