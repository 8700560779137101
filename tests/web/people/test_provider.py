"""统一身份认证: staff come in by the bureau's provider, and nothing that is not proved by it opens anything."""

import re
import warnings
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape

import httpx2
import pytest
from joserfc.jwk import OctKey, RSAKey

from service.bootstrap import build_provider
from service.domain.people import Role
from tests.fakes import FixedClock
from tests.identity_provider import CLIENT, SECRET, running, signed_with_public_key, unsigned
from tests.people import WebPerson, make_person, set_up_app, signed_in, with_mailbox
from tests.web.html import read_page

BACK = "/sign-in/provider/back"


@pytest.fixture
def provider():
    with running() as one:
        yield one


def platform_of(make_runtime, issuer, **changes):
    own = {"oidc_issuer": issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET, "public_url": "https://pool.example"}
    runtime, _ = with_mailbox(make_runtime((), sign_ins_per_minute=0, **own, **changes))
    make_person(runtime, Role.ADMINISTRATOR, "zhou")
    return runtime


@pytest.fixture
def runtime(make_runtime, provider):
    return platform_of(make_runtime, provider.address)


def set_out(browser, path="/sign-in/provider", page="/sign-in", **fields):
    """The address to which the browser is sent."""
    found = re.search(r'content="0;url=([^"]+)"', browser.send(path, page=page, **fields).text)
    assert found
    return unescape(found.group(1))


def come_back(runtime, provider, browser, **claims):
    brought = provider.grant(set_out(browser), int(runtime.clock.now().timestamp()), **claims)
    return browser.get(BACK, params=brought)


def is_in(browser):
    return browser.get("/account").status_code == 200


@pytest.fixture
def known(runtime, provider):
    """The provider's person 42 was seen once and entered as broker."""
    assert come_back(runtime, provider, WebPerson(runtime)).status_code == 403
    zhou = signed_in(runtime, "zhou")
    (path,) = re.findall(r'action="(/identities/[^"]+)"', zhou.get("/identities").text)
    assert zhou.send(path, page="/identities", role="broker").status_code == 303
    return runtime


def test_who_is_not_known_gets_nothing_and_waits_to_be_entered(runtime, provider):
    browser = WebPerson(runtime)
    answer = come_back(runtime, provider, browser)
    assert "还没有登记" in read_page(answer.text).words
    assert not is_in(browser)
    page = read_page(signed_in(runtime, "zhou").get("/identities").text).words
    assert "林一" in page
    assert "lin@bureau.example" in page


def test_who_was_entered_comes_in_and_goes_on_to_where_he_wanted(known, provider):
    browser = WebPerson(known)
    brought = provider.grant(set_out(browser, next="/account/tokens"), int(known.clock.now().timestamp()))
    answer = browser.get(BACK, params=brought)
    assert (answer.status_code, answer.headers["location"]) == (303, "/account/tokens")
    assert "对接人员" in read_page(browser.get("/account").text).words


def test_the_way_there_carries_pkce_state_and_nonce_and_no_secret(runtime, provider):
    address = set_out(WebPerson(runtime))
    assert address.startswith(f"{provider.address}/authorize?")
    for part in ("response_type=code", "code_challenge_method=S256", "state=", "nonce=", "scope=openid"):
        assert part in address
    assert "secret" not in address
    assert address != set_out(WebPerson(runtime))


WRONG = {
    "issuer": {"iss": "https://evil.example"},
    "audience": {"aud": "another"},
    "several audiences, issued to another": {"aud": [CLIENT, "another"], "azp": "another"},
    "several audiences, issued to nobody named": {"aud": [CLIENT, "another"]},
    "nonce of another start": {"nonce": "another"},
    "no nonce": {"nonce": None},
    "expired": {"exp": 1},
    "never ends": {"exp": None},
    "of tomorrow": {"iat": 4_000_000_000},
    "long ago": {"iat": 1_000_000_000},
    "valid later": {"nbf": 4_000_000_000},
    "nobody": {"sub": ""},
    "a number for a name": {"sub": 42},
}


@pytest.mark.parametrize("claims", WRONG.values(), ids=WRONG)
def test_a_token_that_says_something_wrong_opens_nothing(known, provider, claims):
    browser = WebPerson(known)
    assert come_back(known, provider, browser, **claims).status_code == 403
    assert not is_in(browser)


def test_a_token_that_nobody_signed_or_somebody_else_opens_nothing(known, provider):
    stranger = RSAKey.generate_key(2048, {"kid": "first"})
    makers = {
        "none": lambda: unsigned(provider.claims),
        "no signature": lambda: provider.signed().rpartition(".")[0] + ".",
        "public key as secret": lambda: signed_with_public_key(provider),
        "stranger": lambda: replace(provider, key=stranger).signed(),
        "unknown key": lambda: replace(provider, key=stranger).signed(kid="another"),
        "key in the header": lambda: replace(provider, key=stranger).signed(jwk=stranger.as_dict(private=False)),
        "no token": lambda: "",
        "no token at all": lambda: "é.é.é",
    }
    for name, make in makers.items():
        browser = WebPerson(known)
        brought = provider.grant(set_out(browser), int(known.clock.now().timestamp()))
        good, provider.token = provider.signed(), make()
        assert browser.get(BACK, params=brought).status_code == 403, name
        assert not is_in(browser), name
        assert good != provider.token
        provider.token = None


def test_a_secret_among_the_published_keys_signs_nothing(make_runtime, provider):
    runtime = platform_of(make_runtime, provider.address)
    secret = OctKey.import_key("everybody can read this key, it is published", {"kid": "first"})
    provider.published = [provider.key, secret]
    browser = WebPerson(runtime)
    brought = provider.grant(set_out(browser), int(runtime.clock.now().timestamp()))
    provider.token = replace(provider, key=secret).signed(alg="HS256")
    assert "没有通过" in read_page(browser.get(BACK, params=brought).text).words


def test_state_and_code_are_taken_once_and_in_their_own_browser(known, provider):
    now = int(known.clock.now().timestamp())
    browser, other = WebPerson(known), WebPerson(known)
    brought = provider.grant(set_out(browser), now)
    assert other.get(BACK, params=brought).status_code == 403
    assert browser.get(BACK, params={**brought, "state": "another"}).status_code == 403
    assert browser.get(BACK, params=brought).status_code == 303
    assert browser.get(BACK, params=brought).status_code == 403
    # A used code with a new state: the provider says no.
    third = WebPerson(known)
    address = set_out(third)
    assert third.get(BACK, params={**provider.grant(address, now), "code": brought["code"]}).status_code == 403
    assert not is_in(third)


def test_a_start_ends_after_ten_minutes_and_a_refusal_there_uses_it_up(known, provider):
    browser = WebPerson(known)
    brought = provider.grant(set_out(browser), int(known.clock.now().timestamp()))
    known.clock.advance(timedelta(minutes=10))
    assert browser.get(BACK, params=brought).status_code == 403
    address = set_out(browser)
    state = provider.grant(address, int(known.clock.now().timestamp()))["state"]
    assert browser.get(BACK, params={"state": state, "error": "access_denied"}).status_code == 403
    assert browser.get(BACK, params={"state": state, "code": "code-0"}).status_code == 403


def test_an_answer_of_another_provider_is_not_taken_to_this_one(known, provider):
    browser = WebPerson(known)
    brought = provider.grant(set_out(browser), int(known.clock.now().timestamp()))
    before = provider.asked.count("/token")
    assert browser.get(BACK, params={**brought, "iss": "https://evil.example"}).status_code == 403
    assert provider.asked.count("/token") == before, "the code was shown to nobody"
    brought = provider.grant(set_out(browser), int(known.clock.now().timestamp()))
    assert browser.get(BACK, params={**brought, "iss": provider.address}).status_code == 303


def test_where_it_says_that_it_names_itself_an_answer_without_name_is_refused(make_runtime, provider):
    provider.said = {"authorization_response_iss_parameter_supported": True}
    runtime = platform_of(make_runtime, provider.address)
    browser = WebPerson(runtime)
    assert "没有通过" in read_page(come_back(runtime, provider, browser).text).words


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_one_never_ends_on_another_site(known, provider, target):
    browser = WebPerson(known)
    brought = provider.grant(set_out(browser, next=target), int(known.clock.now().timestamp()))
    assert browser.get(BACK, params=brought).headers["location"] == "/"


def test_an_address_alone_makes_nobody_of_an_account(runtime, provider):
    make_person(runtime, Role.BROKER, "lin")
    browser = WebPerson(runtime)
    assert come_back(runtime, provider, browser, email="lin@example.com").status_code == 403
    assert not is_in(browser)
    zhou = signed_in(runtime, "zhou")
    (path,) = re.findall(r'action="(/identities/[^"]+)"', zhou.get("/identities").text)
    assert zhou.send(path, page="/identities", role="administrator").status_code == 409


def test_an_address_that_is_not_verified_is_not_taken(runtime, provider):
    for verified in (False, None, "true"):
        come_back(runtime, provider, WebPerson(runtime), email_verified=verified)
    zhou = signed_in(runtime, "zhou")
    page = zhou.get("/identities").text
    assert "lin@bureau.example" not in page
    (path,) = re.findall(r'action="(/identities/[^"]+)"', page)
    assert zhou.send(path, page="/identities", role="broker").status_code == 409


def test_ones_own_account_is_bound_by_its_owner_just_signed_in(runtime, provider):
    make_person(runtime, Role.BROKER, "lin")
    lin = signed_in(runtime, "lin")
    address = set_out(lin, "/account/provider", "/account/provider")
    assert "prompt=login" in address
    brought = provider.grant(address, int(runtime.clock.now().timestamp()))
    assert WebPerson(runtime).get(BACK, params=brought).status_code == 403
    assert lin.get(BACK, params=brought).headers["location"] == "/account/provider"
    browser = WebPerson(runtime)
    assert come_back(runtime, provider, browser).status_code == 303
    assert "对接人员" in read_page(browser.get("/account").text).words
    make_person(runtime, Role.BROKER, "wu")
    wu = signed_in(runtime, "wu")
    brought = provider.grant(set_out(wu, "/account/provider", "/account/provider"), int(runtime.clock.now().timestamp()))
    assert wu.get(BACK, params=brought).status_code == 409
    (identity,) = re.findall(r'name="identity" value="([^"]+)"', lin.get("/account/provider").text)
    assert wu.send("/account/provider/remove", page="/account", identity=identity).status_code == 404
    assert lin.send("/account/provider/remove", page="/account", identity=identity).status_code == 303
    assert come_back(runtime, provider, WebPerson(runtime)).status_code == 403
    runtime.clock.advance(timedelta(minutes=16))
    assert lin.send("/account/provider", page="/account").status_code == 403


def test_a_second_factor_of_the_account_is_still_asked_for(known, provider):
    browser = WebPerson(known)
    come_back(known, provider, browser)
    totp, _ = set_up_app(known, browser)
    known.clock.advance(timedelta(minutes=1))
    other = WebPerson(known)
    assert come_back(known, provider, other).headers["location"] == "/second-step"
    assert not is_in(other)
    assert other.send("/second-step", code=totp.at(known.clock.now())).status_code == 303
    assert is_in(other)


def test_groups_give_and_take_roles_of_staff_who_are_known(make_runtime, provider):
    runtime = platform_of(make_runtime, provider.address, oidc_role_claim="groups", oidc_roles="dj=broker,sh=reviewer")
    come_back(runtime, provider, WebPerson(runtime), groups=["dj", "sh"])
    zhou = signed_in(runtime, "zhou")
    (path,) = re.findall(r'action="(/identities/[^"]+)"', zhou.get("/identities").text)
    zhou.send(path, page="/identities", role="auditor")
    browser = WebPerson(runtime)
    for groups, there, gone in (
        (["dj", "administrator"], "对接人员", "管理员"),
        ("sh", "审核人员", "对接人员"),
        (None, "审计人员", "审核人员"),
    ):
        assert come_back(runtime, provider, browser, groups=groups).status_code == 303
        words = read_page(browser.get("/account").text).words
        assert there in words
        assert gone not in words


def test_keys_are_kept_and_fetched_again_for_an_unknown_one_but_not_by_everybody(known, provider):
    before = provider.asked.count("/keys")
    for _ in range(3):
        assert come_back(known, provider, WebPerson(known)).status_code == 303
    assert provider.asked.count("/keys") == before
    for _ in range(3):
        browser = WebPerson(known)
        brought = provider.grant(set_out(browser), int(known.clock.now().timestamp()))
        provider.token = provider.signed(kid="unknown")
        assert browser.get(BACK, params=brought).status_code == 403
        provider.token = None
    assert provider.asked.count("/keys") - before <= 1


DESCRIBED = {
    "another issuer": {"issuer": "https://evil.example"},
    "a plain endpoint elsewhere": {"token_endpoint": "http://evil.example/token"},
    "no keys": {"jwks_uri": None},
    "a file": {"jwks_uri": "file:///etc/passwd"},
}


@pytest.mark.parametrize("said", DESCRIBED.values(), ids=DESCRIBED)
def test_a_provider_that_describes_itself_wrongly_is_not_spoken_to(make_runtime, provider, said):
    provider.said = said
    runtime = platform_of(make_runtime, provider.address)
    assert WebPerson(runtime).send("/sign-in/provider", page="/sign-in").status_code == 503


def test_a_provider_that_is_down_or_says_too_much_stops_nobody_else(make_runtime, provider):
    provider.padding = 300_000
    runtime = platform_of(make_runtime, provider.address)
    assert WebPerson(runtime).send("/sign-in/provider", page="/sign-in").status_code == 503
    assert signed_in(runtime, "zhou").get("/account").status_code == 200
    silent = platform_of(make_runtime, "http://127.0.0.1:1")
    assert WebPerson(silent).send("/sign-in/provider", page="/sign-in").status_code == 503


def test_without_a_provider_nothing_is_offered(make_runtime):
    runtime, _ = with_mailbox(make_runtime((), sign_ins_per_minute=0))
    browser = WebPerson(runtime)
    assert "/sign-in/provider" not in browser.get("/sign-in").text
    assert browser.send("/sign-in/provider", page="/sign-in").status_code == 404
    assert build_provider(runtime.settings) is None


def test_with_a_provider_written_by_others(make_runtime):
    """oidc-provider-mock: an implementation that knows nothing of ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from oidc_provider_mock import User, run_server_in_thread

        person = User(sub="zhang", claims={"name": "张三", "email": "zhang@bureau.example", "email_verified": True})
        with run_server_in_thread(user_claims=[person]) as server:
            runtime = platform_of(make_runtime, f"http://localhost:{server.server_port}")
            runtime = replace(runtime, clock=FixedClock(datetime.now(UTC)))
            browser = WebPerson(runtime)
            answer = httpx2.post(set_out(browser), data={"sub": "zhang"}, follow_redirects=False)
            assert answer.status_code in {302, 303}
            told = browser.get(answer.headers["location"].removeprefix("https://pool.example"))
    assert "还没有登记" in read_page(told.text).words
