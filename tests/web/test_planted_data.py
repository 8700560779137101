"""A number, a mailbox and an identity number in every text field of a provider come out nowhere."""

import io
import json
import re
import zipfile
from urllib.parse import urlsplit

import pytest
import structlog
from sqlalchemy import text
from starlette.testclient import TestClient

from service.copies.follow_changes import all_provider_ids, read_docs
from service.domain.providers import UnitContact
from service.edge.log_lines import write_json_logs
from service.store.unit_of_work import reading
from tests.factories import capability, case, firm, municipal
from tests.web.html import read_page
from web.app import build_site

NUMBER, SPACED, MAILBOX, IDENTITY = "13912345678", "137 6543 2109", "zhang.san@mail.example", "441900198501011234"
PLANTED = f"请打{NUMBER}或{SPACED}、{MAILBOX}、{IDENTITY}"
_OPEN = re.compile(r"13912345678|137\D{0,2}6543\D{0,2}2109|zhang\.san@|441900198501011234")
_NEED = "注塑机停机采集，想联系请打"


@pytest.fixture(scope="module")
def planted(make_runtime):
    def short(length: int) -> str:
        return PLANTED[:length]

    said = f"注塑机停机采集，{PLANTED}"
    bad = firm(
        1,
        name=f"禾澄{PLANTED}",
        short_name=f"禾澄{NUMBER}",
        former_names=(PLANTED,),
        city=short(20),
        town=short(20),
        summary=f"注塑机采集。{PLANTED}",
        qualifications=(PLANTED,),
        memberships=(municipal(category=PLANTED, batch=PLANTED, document_no=PLANTED),),
        capabilities=(capability(said, description=f"{said}。", industries=("注塑", NUMBER), delivery=short(20)),),
        cases=(case(said, customer=PLANTED, industry=NUMBER, town=short(20), outcome=PLANTED, capability=PLANTED),),
        contact=UnitContact(PLANTED, PLANTED, None),
    )
    return make_runtime((bad, firm(2)), metrics_on_site=True)


@pytest.fixture(scope="module")
def seen(planted):
    """Address → body of everything that can be reached, and the log under ``log``."""
    stream = io.StringIO()
    write_json_logs(stream)
    try:
        client = TestClient(build_site(planted))
        bodies = _crawl(client)
        for path in ("/api/v1/providers", "/api/v1/pools", "/api/v1/scenarios", "/metrics", "/pools/members.xlsx"):
            bodies[path] = client.get(path).content
        for line in json.loads(bodies["/api/v1/providers"])["items"]:
            bodies[f"api {line['id']}"] = client.get(f"/api/v1/providers/{line['id']}").content
        bodies["api match"] = client.post("/api/v1/matches", json={"text": _NEED, "include_weak": True}).content
        bodies["suggestions"] = client.post("/suggestions", data={"q": _NEED}).content
        bodies["log"] = stream.getvalue().encode()
    finally:
        structlog.reset_defaults()
    return bodies


def _crawl(client: TestClient) -> dict[str, bytes]:
    """Every page within three steps of the first page and of the list for a need, with and without a comparison."""
    bodies: dict[str, bytes] = {}
    waiting = ["/", f"/search?q={_NEED}", "/providers", "/sitemap"]
    for _ in range(3):
        found: list[str] = []
        for address in waiting:
            if address in bodies or len(bodies) > 300:
                continue
            answer = client.get(address)
            bodies[address] = answer.content
            if "html" in answer.headers.get("content-type", ""):
                links = (urlsplit(link) for link in read_page(answer.text).links())
                found += [f"{link.path}?{link.query}" for link in links if not link.netloc and link.path.startswith("/")]
        waiting = list(dict.fromkeys(found))
    return bodies


def test_the_crawl_saw_what_it_should(seen):
    addresses = [urlsplit(address).path for address in seen]
    for path in (
        "/",
        "/search",
        "/providers",
        "/cases",
        "/pools",
        "/pools/members.xlsx",
        "/compare",
        "/coverage",
        "/desk",
        "/api/v1/pools",
    ):
        assert path in addresses
    assert any(path.startswith("/providers/prv_") for path in addresses)
    assert b"139****5678" in b"".join(seen.values())  # the firm is there, and masked
    assert any("<mark>" in body.decode(errors="replace") for address, body in seen.items() if address.startswith("/search"))


def test_nothing_planted_comes_out(seen):
    shown = {address: match.group() for address, body in seen.items() if (match := _OPEN.search(_text(body)))}
    assert shown == {}


def test_nothing_planted_is_in_the_index_or_the_feed(planted):
    docs = read_docs(planted, all_provider_ids(planted))
    assert len(docs) == 2
    assert not _OPEN.search(repr(docs))
    with reading(planted.database) as session:
        feed = session.execute(text("SELECT * FROM change_feed")).all()
    assert feed
    assert not _OPEN.search(repr(feed))


def _text(body: bytes) -> str:
    if not body.startswith(b"PK"):
        return body.decode()
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())
