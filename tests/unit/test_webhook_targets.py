"""Where a webhook may lead, and how a message goes there: every way into the closed network is refused."""

import socket
import threading
import time
from contextlib import closing

import pytest

from service.domain.need_steps import Party
from service.domain.timeline import LineKind, TimelineLine
from service.domain.webhooks import MESSAGE_OF, MESSAGE_WORDS, MessageKind, message_of, read_topics
from service.errors import Invalid, Refused, Unavailable
from service.webhooks.posting import post_message
from service.webhooks.signing import signature, signed_headers
from service.webhooks.targets import HookPlace, HookTarget, read_networks, read_place, resolve_target
from tests.fakes import FixedClock
from tests.receiver import LOOPBACK, receiving

NOW = FixedClock().now()


def target(url: str, *addresses: str, closed: str = "") -> HookTarget:
    return resolve_target(url, read_networks(closed), lambda _host, _port: addresses)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.0.1", "255.255.255.255",
     "::1", "::", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::",
     "ff02::1"],
)  # fmt: skip
def test_no_closed_address_is_reached(address):
    with pytest.raises(Refused, match="POOL_WEBHOOK_NETWORKS"):
        target("https://portal.example.com/hooks", address)
    with pytest.raises(Refused):
        target("https://portal.example.com/hooks", "93.184.215.14", address)


def test_a_public_address_over_https_and_a_named_network():
    found = target("https://portal.example.com/hooks?a=1", "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c")
    assert found.place == HookPlace("portal.example.com", 443, "/hooks?a=1", is_secure=True)
    with pytest.raises(Refused, match="https"):
        target("http://portal.example.com/hooks", "93.184.215.14")
    assert target("http://portal.gov.internal:8080", "10.20.0.7", closed="10.20.0.0/16, fd00::/8").place.path == "/"
    with pytest.raises(Refused):
        target("http://portal.gov.internal", "10.21.0.7", closed="10.20.0.0/16")
    with pytest.raises(Invalid, match="POOL_WEBHOOK_NETWORKS"):
        read_networks("10.20.0.1/16")
    with pytest.raises(Unavailable):
        target("https://portal.example.com/")


@pytest.mark.parametrize(
    "url",
    ["", "portal.example.com", "ftp://portal.example.com/", "https://", "https://u:p@portal.example.com/", "https://portal.example.com/#x",
     "https://portal.example.com:0/", "https://portal.example.com:99999/", "https://portal.example.com/a b", "https://门户.example/路",
     "https://portal.example.com/\r\nHost: x", "file:///etc/passwd", "gopher://127.0.0.1:6379/_x"],
)  # fmt: skip
def test_what_is_no_address_is_refused(url):
    with pytest.raises(Invalid):
        read_place(url)


def test_numbers_that_are_addresses_in_disguise_are_judged_as_what_they_are():
    for host in ("2130706433", "0x7f000001", "127.1", "localhost"):
        with pytest.raises((Refused, Unavailable, Invalid)):
            resolve_target(f"https://{host}/", ())


def test_a_message_arrives_signed_and_redirects_are_not_followed():
    with receiving() as receiver, receiving() as elsewhere:
        place = resolve_target(receiver.url, read_networks(LOOPBACK))
        body = b'{"type":"trial"}'
        sent = post_message(place, signed_headers(["whsec_bmV3", "whsec_b2xk"], "msg_1", 1767578400, body), body)
        assert (sent.is_taken, sent.status, sent.failure) == (True, 204, "")
        headers, got = receiver.got[0]
        assert got == body
        assert headers["webhook-signature"].split(" ") == [f"v1,{signature(each, 'msg_1', 1767578400, body)}" for each in ("bmV3", "b2xk")]
        receiver.status, receiver.location = 302, elsewhere.url
        moved = post_message(place, {}, body)
        assert (moved.is_taken, moved.is_refusal, "跳转" in moved.failure) == (False, False, True)
        assert elsewhere.got == []
        receiver.status = 410
        assert post_message(place, {}, body).is_gone


def test_the_example_of_the_standard():
    """Source: standard-webhooks, libraries/python/tests/test_webhooks.py."""
    made = signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert made == "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def speaking(answer: bytes, pause: float) -> tuple[socket.socket, HookTarget]:
    """A server that says this byte by byte."""
    listener = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        connection, _ = listener.accept()
        with closing(connection):
            connection.recv(4_096)
            try:
                for byte in answer:
                    connection.sendall(bytes([byte]))
                    time.sleep(pause)
            except OSError:
                return

    threading.Thread(target=drip, daemon=True).start()
    return listener, HookTarget(HookPlace("receiver", listener.getsockname()[1], "/", is_secure=False), ("127.0.0.1",))


@pytest.mark.parametrize(
    ("answer", "pause", "told"),
    [(b"HTTP/1.1 200 OK\r\n\r\n" * 9, 0.05, "秒内没有答完"), (b"SSH-2.0-OpenSSH_9\r\n\r\n", 0, "不是 HTTP"), (b"", 0, "中途断开"),
     (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", 0, ""), (b"HTTP/1.1 100 Continue\r\n\r\n" * 9, 0, "不是 HTTP")],
)  # fmt: skip
def test_a_receiver_that_drips_floods_or_talks_nonsense_costs_a_bounded_time(answer, pause, told):
    listener, place = speaking(answer, pause)
    with closing(listener):
        began = time.monotonic()
        sent = post_message(place, {}, b"{}", seconds=0.6)
        assert time.monotonic() - began < 2
    assert (told in sent.failure) if told else sent.is_taken


def test_nobody_there_and_no_certificate():
    free = socket.create_server(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()
    assert "断开" in post_message(HookTarget(HookPlace("nobody", port, "/", is_secure=False), ("127.0.0.1",)), {}, b"{}").failure
    listener, place = speaking(b"hello", 0)
    with closing(listener):
        secure = HookTarget(HookPlace("receiver", place.place.port, "/", is_secure=True), ("127.0.0.1",))
        assert "加密连接" in post_message(secure, {}, b"{}", seconds=2).failure


def test_only_codes_and_ids_are_told():
    detail = {"step": "check", "to": "checked", "what": "面谈，打 13812345678", "by": "provider", "reason": "x", "introduction": "itr_1"}
    line = TimelineLine(NOW, LineKind.STEP, Party.DESK, "per_1", "何先生 13812345678", detail)
    message = message_of("ned_1", line)
    assert message
    data = {"need": "ned_1", "side": "desk", "step": "check", "to": "checked", "by": "provider", "introduction": "itr_1"}
    assert message.body == {
        "type": "need.moved", "timestamp": NOW.isoformat(), "data": {**data, "href": "/api/v1/needs/ned_1"},
    }  # fmt: skip
    hidden = TimelineLine(NOW, LineKind.STEP, Party.DESK, "", "", {"provider": "赵工 13812345678", "step": ["a"]})
    assert message_of("ned_1", hidden).body["data"].keys() == {"need", "side", "href"}


def test_what_the_desk_writes_for_itself_is_told_to_nobody():
    kept = {LineKind.NOTE, LineKind.PLANNED, LineKind.HANDED_OVER, LineKind.REMOVED, LineKind.CONTACT_SEEN, LineKind.TOLD}
    assert set(LineKind) - MESSAGE_OF.keys() == kept
    assert set(MESSAGE_OF.values()) == set(MESSAGE_WORDS) == set(MessageKind) - {MessageKind.TRIAL}
    assert read_topics(["outcome.told", "need.moved"]) == (MessageKind.NEED_MOVED, MessageKind.OUTCOME_TOLD)
    assert read_topics([]) is read_topics(["need.sold"]) is read_topics(["trial"]) is None
