"""附件, for a firm: a file is sent by a form without JavaScript, refused with a sentence, kept, handed out with safe headers."""

import re

from service.domain.people import Role
from tests.papers import pdf, png, script
from tests.people import WebPerson, make_person, signed_in
from tests.web.html import assert_clean, read_page
from tests.web.profiles.filling import fields_of


def upload(person: WebPerson, firm: str, content: bytes, **changes):
    page = person.get(f"/profile/{firm}/attachments").text
    about = re.search(r'value="(certificate~[^"]+)"', page)[1]
    drawn = fields_of(page, "/attachments")
    drawn.pop("file", None)
    files = {"file": ("身份证 13800138000.exe", content, "text/html")}
    return person.client.post("/attachments", data=drawn | {"about": about} | changes, files=files)


def test_a_paper_is_refused_kept_opened_and_taken_back(platform, wang, zhao):
    runtime, firm = platform
    path = f"/profile/{firm}/attachments"
    empty = wang.get(path)
    assert_clean(empty.text)
    assert "还没有附件" in read_page(empty.text).words
    refused = upload(wang, firm, pdf(doing=script))
    assert refused.status_code == 422
    assert "PDF 里有脚本" in read_page(refused.text).words
    large = upload(wang, firm, bytes(11_000_000))
    assert large.status_code == 413
    assert "最多" in read_page(large.text).words
    assert upload(wang, firm, png(text="kept"), valid_until="2027-05-31").status_code == 303
    page = wang.get(f"{path}?done=sent").text
    assert_clean(page)
    assert "有效至 2027年5月31日" in read_page(page).words
    assert "13800138000" not in page
    href = re.search(r"/attachments/att_\w+", page)[0]
    opened = wang.get(href)
    assert (opened.status_code, opened.headers["content-type"]) == (200, "image/png")
    assert opened.headers["content-disposition"] == f'attachment; filename="{href.rpartition("/")[2]}.png"'
    assert opened.headers["x-content-type-options"] == "nosniff"
    assert opened.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert opened.headers["cache-control"] == "no-store, private"
    assert b"kept" not in opened.content
    assert zhao.get(href).status_code == 200
    make_person(runtime, Role.BROKER, "chen")
    assert signed_in(runtime, "chen").get(href).status_code == 403
    assert WebPerson(runtime).get(href).headers["location"].startswith("/sign-in")
    attachment = href.rpartition("/")[2]
    assert wang.send(path, attachment=attachment).status_code == 303
    assert wang.send(path, attachment=attachment).status_code == 409
    assert wang.get(href).status_code == 404


def test_a_form_of_another_site_brings_no_file(platform, wang):
    _, firm = platform
    sent = wang.client.post("/attachments", data={"provider": firm, "about": "licence~"}, files={"file": ("a.png", png(), "image/png")})
    assert sent.status_code == 403
