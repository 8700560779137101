"""Letters by SMTP: plain text in UTF-8, over an encrypted connection unless the settings say otherwise."""

import contextlib
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from service.domain.letters import Letter
from service.errors import Refused, Unavailable

PORTS = {"starttls": 587, "tls": 465, "none": 25}
"""Security of the connection → the usual port."""
_WHOLE_SECONDS = 80.0
_REFUSED_ADDRESS = "收信方的邮件服务器不收这个地址的信（{code}），多半是地址写错或邮箱已停用。"
_LATER = "邮件服务器让稍后再送（{code}），平台会再试。"
_REFUSED_LETTER = "邮件服务器拒收这封信（{code}）。请核对发件地址 POOL_MAIL_FROM 和邮件服务器的规则。"
_SIGN_IN = "邮件服务器不接受登录（{code}）。请核对 POOL_SMTP_USER 和 POOL_SMTP_PASSWORD。"
_TLS = "与邮件服务器的加密连接没有建立。请核对 POOL_SMTP_SECURITY 和 POOL_SMTP_CA_FILE。"
_GONE = "邮件服务器没有应答，或中途断开（{cause}）。请核对 POOL_SMTP_HOST、POOL_SMTP_PORT，以及服务器是否在运行。"


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where letters are handed over. `security`: a key of `PORTS`; `user` empty: no sign-in; `ca_file` empty: the system's authorities."""

    host: str
    port: int
    security: str
    user: str = ""
    password: str = ""
    ca_file: str = ""
    timeout_seconds: float = 15.0


class SmtpMailer:
    """Hands letters to one server, by a connection for each: letters are few and a follower may wait for hours.

    Args:
        sender: the address letters come from.
        name: the name beside it.
        now: the present instant.
    """

    def __init__(self, server: SmtpServer, sender: str, name: str, now: Callable[[], datetime]) -> None:
        self._server = server
        self._sender = sender
        self._name = name
        self._now = now

    def send(self, letter: Letter) -> None:
        """Hand one letter over.

        Raises:
            Unavailable: the server is away, slow, wants it later, or refuses the platform: settings may be wrong.
            Refused: the server will never take this letter to this address.
        """
        try:
            self._hand_over(letter)
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            raise _told(code, _REFUSED_ADDRESS) from None
        except smtplib.SMTPAuthenticationError as error:
            raise Unavailable(_SIGN_IN.format(code=error.smtp_code)) from None
        except smtplib.SMTPDataError as error:
            raise _told(error.smtp_code, _REFUSED_LETTER) from None
        except smtplib.SMTPResponseException as error:  # of the greeting, of HELO, of the sender: not this letter's fault
            raise Unavailable((_LATER if error.smtp_code < 500 else _REFUSED_LETTER).format(code=error.smtp_code)) from None
        except (ssl.SSLError, smtplib.SMTPNotSupportedError):
            raise Unavailable(_TLS) from None
        except (OSError, smtplib.SMTPException) as error:
            raise Unavailable(_GONE.format(cause=type(error).__name__)) from None

    def _hand_over(self, letter: Letter) -> None:
        connection = self._connected()
        # The time limit of the library is one for each answer; a server that sends a byte now and then would outlast the lease.
        end = threading.Timer(_WHOLE_SECONDS, lambda: _break_off(connection))
        end.start()
        try:
            connection.send_message(self._message(letter), self._sender, [letter.to])
            # The letter is taken: a farewell that goes wrong must not send it again.
            with contextlib.suppress(OSError, smtplib.SMTPException):
                connection.quit()
        finally:
            end.cancel()
            connection.close()

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        context = ssl.create_default_context(cafile=server.ca_file or None)
        connection: smtplib.SMTP
        if server.security == "tls":
            connection = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout_seconds, context=context)
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=server.timeout_seconds)
        try:
            if server.security == "starttls":
                connection.starttls(context=context)
            if server.user:
                connection.login(server.user, server.password)
        except BaseException:
            connection.close()
            raise
        return connection

    def _message(self, letter: Letter) -> EmailMessage:
        domain = self._sender.rpartition("@")[2]
        message = EmailMessage(policy=SMTP)
        message["From"] = Address(self._name, addr_spec=self._sender)
        message["To"] = letter.to
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(self._now())
        message["Message-ID"] = f"<{letter.id}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        if letter.unsubscribe:
            message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(letter.body, cte="base64")
        return message


def _break_off(connection: smtplib.SMTP) -> None:
    if connection.sock:
        with contextlib.suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)


def _told(code: int, never: str) -> Unavailable | Refused:
    """4xx: later, greylisting is of this kind. 5xx: never (RFC 5321, 4.2.1)."""
    return Unavailable(_LATER.format(code=code)) if code < 500 else Refused(never.format(code=code))
