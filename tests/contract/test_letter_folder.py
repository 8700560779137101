"""Letters go out when their transaction commits, and only then."""

import pytest

from service.domain.letters import Letter, LetterKind
from service.store.letter_folder import LetterFolder
from service.store.unit_of_work import writing
from tests.fakes import FixedClock

LETTER = Letter(LetterKind.ACCOUNT, "lin@example.com", "请确认邮箱", "打开链接：/confirm?t=…")


def test_a_committed_letter_lies_in_the_folder(make_platform, tmp_path) -> None:
    runtime = make_platform()
    post = LetterFolder(tmp_path / "letters", FixedClock().now)
    with writing(runtime.database) as session:
        post(session, LETTER)
        post(session, LETTER)
        assert not (tmp_path / "letters").exists()
    first, second = sorted((tmp_path / "letters").iterdir())
    assert first.read_text("utf-8") == second.read_text("utf-8") == "To: lin@example.com\nSubject: 请确认邮箱\n\n打开链接：/confirm?t=…\n"
    assert first.stat().st_mode & 0o077 == 0
    assert first.parent.stat().st_mode & 0o077 == 0


def test_what_is_rolled_back_sends_nothing(make_platform, tmp_path) -> None:
    runtime = make_platform()
    post = LetterFolder(tmp_path / "letters", FixedClock().now)

    def fail_after_posting() -> None:
        with writing(runtime.database) as session:
            post(session, LETTER)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_posting()
    assert not (tmp_path / "letters").exists()
