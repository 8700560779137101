"""What is shipped holds no path of somebody's machine, no registry's address, and nobody's address or number."""

import re
import subprocess

import pytest

from service.settings import ROOT

BINARY = {".xlsx", ".png", ".ico", ".woff2", ".npz"}
MACHINE_PATH = re.compile(r"(?<![\w.~/$)}>-])/(?:work|root|home|tmp|Users|mnt|private)/[\w.-]+")
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs|repo1?\.maven|maven\.org|(?:index-url|find-links)[ =]|//mirrors?\.", re.IGNORECASE
)
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
MOBILE = re.compile(r"(?<![\dA-Za-z.])1[3-9]\d{9}(?!\d)")
MADE_UP_MAIL = re.compile(r"(?:\.example|@example\.(?:com|org|net))$")
MADE_UP_MOBILE = re.compile(r"(?:12345678|00001234|00138000)$")
"""No range of mobile numbers is reserved for samples, so samples are numbers everybody takes for samples; they stand in tests only."""
SAMPLES = ("tests/", "fixtures/pools/broken")
RECOGNITION = ("tests/unit/", "tests/indexer/test_values.py")
"""Tests of how addresses are recognised need every shape of them."""


def shipped() -> list[str]:
    """Files under version control and new ones that are not ignored."""
    listed = subprocess.run(["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True).stdout
    return sorted(name for name in listed.decode("utf-8").split("\0") if name and (ROOT / name).is_file())


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """File → its text."""
    names = [name for name in shipped() if (ROOT / name).suffix not in BINARY]
    return {name: (ROOT / name).read_text("utf-8", errors="replace") for name in names}


def found(texts: dict[str, str], pattern: re.Pattern[str]) -> set[tuple[str, str]]:
    return {(name, hit) for name, text in texts.items() for hit in pattern.findall(text) if name != "tests/house/test_shipped_text.py"}


def test_there_is_something_to_look_at(texts) -> None:
    assert {"README.md", "service/settings.py", "fixtures/pools/providers.jsonl"} <= set(texts)


def test_no_path_of_a_machine(texts) -> None:
    assert found(texts, MACHINE_PATH) == set()


def test_no_address_of_a_registry(texts) -> None:
    assert {hit for hit in found(texts, REGISTRY) if not hit[0].startswith(("Makefile", "tests/house/test_lock.py"))} == set()


def test_no_mail_address_of_anybody(texts) -> None:
    hits = {hit for hit in found(texts, MAIL) if not MADE_UP_MAIL.search(hit[1])}
    hits = {(name, mail) for name, mail in hits if not (name.startswith("tests/") and MADE_UP_MOBILE.search(mail.partition("@")[0]))}
    assert {hit for hit in hits if not hit[0].startswith(RECOGNITION)} == set()


def test_no_mobile_number_of_anybody(texts) -> None:
    hits = found(texts, MOBILE)
    assert {hit for hit in hits if not (hit[0].startswith(SAMPLES) and MADE_UP_MOBILE.search(hit[1]))} == set()


@pytest.mark.parametrize(
    ("pattern", "sample"),
    [
        (MACHINE_PATH, "open('/home/wang/pool.db')"),
        (REGISTRY, "--index-url https://a.example"),
        (MAIL, "联系 wang.li@firm.cn"),
        (MOBILE, "电话：13987654321。"),
    ],
)
def test_the_patterns_find_what_they_are_for(pattern, sample) -> None:
    assert pattern.search(sample)


def test_nothing_that_is_made_by_running_is_shipped() -> None:
    made = re.compile(r"(?:^|/)(?:var|__pycache__|\.venv|build)/|\.pyc$|\.onnx$|\.safetensors$|\.db(?:-\w+)?$|(?:^|/)\.env$")
    assert [name for name in shipped() if made.search(name)] == []


LARGE = {
    "fixtures/vectors.npz": 14_000_000,
    "service/search/words/need_reader.npz": 16_000_000,
    "service/search/words/provider_spans.crfsuite": 5_000_000,
}
"""Vectors that come with the product, as many as its bank has sentences: the first start need not compute them. And what is learned."""


def test_nothing_shipped_is_large() -> None:
    sizes = {name: (ROOT / name).stat().st_size for name in shipped()}
    assert {name: size for name, size in sizes.items() if size > LARGE.get(name, 1_500_000)} == {}
