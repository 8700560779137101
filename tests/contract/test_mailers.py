"""Letters by a real SMTP server that is well, away, slow, or refuses; and as files, where there is none."""

import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from service.bootstrap import build_mailer
from service.domain.letters import Letter
from service.errors import Invalid, Refused, Unavailable
from service.mail.letter_folder import LetterFolder
from service.mail.smtp import SmtpMailer, SmtpServer
from service.settings import read_settings
from tests.fakes import FixedClock

LETTER = Letter("tsk_1", "lin@example.com", "请确认邮箱", "打开链接：/confirm?t=…", "https://example.com/unsubscribe?w=1")


class Answers:
    """A mail server's decisions: what it says to a recipient and to a letter, and the letters it took."""

    def __init__(self, recipient: str = "250 OK", letter: str = "250 OK") -> None:
        self.recipient, self.letter = recipient, letter
        self.taken: list[tuple[str, bytes]] = []

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802  the library's name
        if self.recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.recipient

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802  likewise
        if self.letter.startswith("250"):
            self.taken.append((envelope.rcpt_tos[0], envelope.content))
        return self.letter


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(answers: Answers, **options: object) -> Iterator[int]:
    """The server's port."""
    controller = Controller(answers, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def mailer(port: int, **options: object) -> SmtpMailer:
    server = SmtpServer("127.0.0.1", port, **({"security": "none", "timeout_seconds": 5.0} | options))
    return SmtpMailer(server, "no-reply@example.com", "供需对接平台", FixedClock().now)


def test_a_letter_arrives_as_it_was_written() -> None:
    answers = Answers()
    with served(answers) as port:
        mailer(port).send(LETTER)
    ((to, content),) = answers.taken
    message = message_from_bytes(content, policy=default)
    assert (to, message["To"], message["Subject"]) == ("lin@example.com", "lin@example.com", "请确认邮箱")
    assert message["From"].addresses[0].display_name == "供需对接平台"
    assert message.get_content().splitlines() == ["打开链接：/confirm?t=…"]
    assert message["Message-ID"] == "<tsk_1@example.com>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] == "<https://example.com/unsubscribe?w=1>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.get_content_type() == "text/plain"


@pytest.mark.parametrize(
    ("answers", "raised", "told"),
    [
        (Answers(recipient="451 4.7.1 greylisted, try again"), Unavailable, "稍后再送（451）"),
        (Answers(recipient="550 5.1.1 no such user lin@example.com"), Refused, "不收这个地址的信（550）"),
        (Answers(letter="452 4.3.1 disk full"), Unavailable, "稍后再送（452）"),
        (Answers(letter="554 5.7.1 spam"), Refused, "拒收这封信（554）"),
    ],
)
def test_what_the_server_refuses_is_told_and_sorted(answers: Answers, raised: type[Exception], told: str) -> None:
    with served(answers) as port, pytest.raises(raised) as caught:
        mailer(port).send(LETTER)
    assert told in caught.value.message
    assert "lin" not in caught.value.message, "an address stands in no list of failures"
    assert answers.taken == []


def test_a_server_that_is_away_or_silent_or_without_encryption_is_told() -> None:
    with pytest.raises(Unavailable, match="没有应答"):
        mailer(free_port()).send(LETTER)
    with closing(socket.create_server(("127.0.0.1", 0))) as silent, pytest.raises(Unavailable, match="没有应答"):
        mailer(silent.getsockname()[1], timeout_seconds=0.3).send(LETTER)
    with served(Answers()) as port, pytest.raises(Unavailable, match="POOL_SMTP_SECURITY"):
        mailer(port, security="starttls").send(LETTER)
    with served(Answers()) as port, pytest.raises(Unavailable, match="POOL_SMTP_SECURITY"):
        mailer(port, security="tls").send(LETTER)


def test_a_farewell_that_goes_wrong_sends_nothing_twice() -> None:
    class Rude(Answers):
        async def handle_QUIT(self, server, session, envelope) -> str:  # noqa: N802  the library's name
            return "421 gone already"

    answers = Rude()
    with served(answers) as port:
        mailer(port).send(LETTER)
    assert len(answers.taken) == 1


@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")  # the server's, about the test's plain connection
def test_it_signs_in() -> None:
    def authenticate(server, session, envelope, mechanism, given: LoginPassword) -> AuthResult:
        return AuthResult(success=(given.login, given.password) == (b"pool", b"right"), handled=False)

    answers = Answers()
    with served(answers, authenticator=authenticate, auth_required=True, auth_require_tls=False) as port:
        mailer(port, user="pool", password="right").send(LETTER)
        with pytest.raises(Unavailable, match="POOL_SMTP_PASSWORD"):
            mailer(port, user="pool", password="wrong").send(LETTER)
    assert len(answers.taken) == 1


def test_line_breaks_cannot_add_a_header() -> None:
    answers = Answers()
    with served(answers) as port, pytest.raises(ValueError, match=r"(?i)linefeed|newline|carriage"):
        mailer(port).send(Letter("tsk_1", "lin@example.com", "一\r\nBcc: x@example.com", "二"))
    assert answers.taken == []


def test_without_a_server_letters_lie_in_a_folder_of_the_platforms_own_user(tmp_path) -> None:
    folder = LetterFolder(tmp_path / "letters", FixedClock().now)
    folder.send(LETTER)
    folder.send(LETTER)
    (path,) = (tmp_path / "letters").iterdir()
    assert path.read_text("utf-8") == "To: lin@example.com\nSubject: 请确认邮箱\n\n打开链接：/confirm?t=…\n"
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_told(tmp_path) -> None:
    (tmp_path / "letters").write_text("a file stands in the way")
    with pytest.raises(Unavailable):
        LetterFolder(tmp_path / "letters", FixedClock().now).send(LETTER)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"POOL_SMTP_HOST": "mail.example.com"}, "POOL_MAIL_FROM"),
        ({"POOL_SMTP_SECURITY": "ssl3"}, "POOL_SMTP_SECURITY"),
        ({"POOL_SMTP_TIMEOUT_SECONDS": "600"}, "POOL_SMTP_TIMEOUT_SECONDS"),
        ({"POOL_BACKGROUND": "cron"}, "POOL_BACKGROUND"),
    ],
)
def test_settings_that_cannot_work_are_told_at_the_start(given: dict[str, str], named: str) -> None:
    with pytest.raises(Invalid, match=named):
        read_settings(given)


def test_the_settings_choose_the_mailer(tmp_path) -> None:
    answers = Answers()
    with served(answers) as port:
        server = {"POOL_SMTP_HOST": "127.0.0.1", "POOL_SMTP_PORT": str(port), "POOL_SMTP_SECURITY": "none"}
        build_mailer(read_settings(server | {"POOL_MAIL_FROM": "no-reply@example.com"}), FixedClock()).send(LETTER)
    assert len(answers.taken) == 1
    build_mailer(read_settings({"POOL_DATA_DIR": str(tmp_path)}), FixedClock()).send(LETTER)
    assert len(list((tmp_path / "letters").iterdir())) == 1
