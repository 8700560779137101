"""资料审核: one change, and what a reviewer can and cannot do."""

from service.domain.people import Role
from service.flows.people.create_person import NewPerson, create_person
from tests.factories import SMALL_POOL
from tests.people import make_person, signed_in
from tests.web.html import assert_clean, read_page
from tests.web.profiles.filling import decide, edit, fields_of, open_review, step


def submitted(platform, wang):
    _, firm = platform
    edit(wang, firm, "basics", staff="41", summary="十二年只做注塑车间。")
    step(wang, firm, "submit")
    return firm


def test_it_must_be_taken_before_it_is_decided_and_one_takes_it(platform, wang, zhao):
    runtime, _ = platform
    submitted(platform, wang)
    make_person(runtime, Role.REVIEWER, "qian")
    qian = signed_in(runtime, "qian")
    path = open_review(zhao)
    page = zhao.get(path)
    assert_clean(page.text)
    assert "通过并公布" in page.text
    assert "通过并公布" not in qian.get(path).text
    assert qian.send(f"{path}/take", page=path).status_code == 409
    assert qian.send(path, page="/account", do="approve", version="3", published="1").status_code == 409
    zhao.send(f"{path}/take", page=path, do="put-back")
    assert qian.send(f"{path}/take", page=path).status_code == 303


def test_a_return_without_a_reason_is_refused_and_keeps_the_words(platform, wang, zhao):
    submitted(platform, wang)
    path = open_review(zhao)
    drawn = fields_of(zhao.get(path).text, path)
    answer = zhao.client.post(path, data=drawn | {"do": "return", "words": "请看说明"})
    assert answer.status_code == 422
    assert "至少给一处选上原因" in read_page(answer.text).words
    assert 'value="请看说明"' in answer.text
    foreign = zhao.client.post(path, data=drawn | {"do": "return", "reason~town": "advert"})
    assert foreign.status_code == 422, "a part that the change does not touch cannot be returned"


def test_words_alone_are_a_reason(platform, wang, zhao):
    firm = submitted(platform, wang)
    assert decide(zhao, "return", **{"words~summary": "写具体些"}).status_code == 303
    assert "其他：写具体些" in read_page(wang.get(f"/profile/{firm}").text).words


def test_somebody_who_speaks_for_the_firm_does_not_review_it(platform, wang):
    runtime, _ = platform
    submitted(platform, wang)
    both = make_person(runtime, Role.ADMINISTRATOR, "boss")
    create_person(runtime, NewPerson(both.email, "boss", Role.PROVIDER, SMALL_POOL[0].uscc))
    boss = signed_in(runtime, "boss")
    path = next(href for href in read_page(boss.get("/reviews").text).links() if href.startswith("/reviews/"))
    assert boss.get(path).status_code == 403
    assert boss.send(f"{path}/take", page="/account").status_code == 403
