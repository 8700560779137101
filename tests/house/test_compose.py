"""compose.yaml, Dockerfile and the entry point, compared with the code they run."""

import os
import re
import subprocess
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml

import indexer.cli
import service.cli
from indexer import follower_file
from service.settings import ROOT, Settings, environment_name, read_settings
from tests.elastic_server import VERSION as ELASTIC_VERSION

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OWN = {name: service for name, service in SERVICES.items() if "build" in service}
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
ENTRY_POINT = ROOT / "deploy" / "with-secrets"
SETTINGS = {environment_name(name) for name in Settings.__dataclass_fields__}
COMMANDS = {
    "service": set(typer.main.get_command(service.cli.app).commands),
    "indexer": set(typer.main.get_command(indexer.cli.app).commands),
}
READ_BY_LIBPQ = {"PGPASSWORD"}


def words(command: list[str] | str) -> list[str]:
    """A command as one list of words, whatever shell stands before it."""
    return (command if isinstance(command, str) else " ".join(command)).split()


def defaults_filled(value: str) -> str:
    """As compose does with `${NAME:-default}` when NAME is not set."""
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value)


def test_the_parts_are_there() -> None:
    assert set(SERVICES) == {"postgres", "elasticsearch", "migrate", "web", "follower"}
    assert set(OWN) == {"migrate", "web", "follower"}


@pytest.mark.parametrize("name", OWN)
def test_settings_are_settings_of_the_program_and_can_be_used(name: str) -> None:
    environment = {key: defaults_filled(value) for key, value in OWN[name]["environment"].items()}
    assert set(environment) <= SETTINGS
    settings = read_settings({**environment, "POOL_SECRET_KEY": "x" * 64})
    assert (settings.environment, settings.engine) == ("production", "elasticsearch")
    assert settings.database_url.startswith("postgresql+psycopg://")


def test_addresses_name_services_of_the_file_and_their_ports() -> None:
    settings = read_settings(
        {key: defaults_filled(value) for key, value in OWN["web"]["environment"].items()} | {"POOL_SECRET_KEY": "x" * 64}
    )
    database = re.fullmatch(r"postgresql\+psycopg://(\w+)@(\w+):(\d+)/(\w+)", settings.database_url)
    assert database is not None, "no password in the address: it comes from a secret"
    postgres = SERVICES["postgres"]["environment"]
    assert database.groups() == (postgres["POSTGRES_USER"], "postgres", "5432", postgres["POSTGRES_DB"])
    assert settings.elasticsearch_url == "http://elasticsearch:9200"
    assert settings.elasticsearch_user == "elastic"


@pytest.mark.parametrize("name", OWN)
def test_commands_are_commands_of_the_program(name: str) -> None:
    command = " ".join(words(OWN[name]["command"]))
    named = re.findall(r"python -m (service|indexer) ([a-z-]+)", command)
    assert named or name == "web"
    assert [pair for pair in named if pair[1] not in COMMANDS[pair[0]]] == []


@pytest.mark.parametrize(
    "command", [OWN["web"]["command"], re.search(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)], ids=["compose", "image"]
)
def test_the_web_command_serves_the_site_with_several_processes(command: Any) -> None:
    parts = words(command) if isinstance(command, list) else yaml.safe_load(command.group(1))
    assert parts[:3] == ["python", "-m", "web"]
    assert import_module("web.__main__").app
    options = dict(zip(parts[3::2], parts[4::2], strict=True))
    assert int(options["--workers"]) >= 2
    assert options["--port"] == "8000"
    assert "EXPOSE 8000" in DOCKERFILE
    assert OWN["web"]["ports"] == ["127.0.0.1:8000:8000"], "only a proxy on the same server reaches it"


def test_health_checks_ask_what_exists() -> None:
    paths = yaml.safe_load((ROOT / "tests" / "golden" / "openapi.json").read_text("utf-8"))["paths"]
    asked = re.search(r"http://127\.0\.0\.1:8000(/[\w/]+)", " ".join(OWN["web"]["healthcheck"]["test"]))
    assert asked is not None
    assert asked.group(1) in paths
    watched = f"{OWN['follower']['environment']['POOL_DATA_DIR']}/{follower_file.NAME}"
    assert watched in " ".join(OWN["follower"]["healthcheck"]["test"])


@pytest.mark.parametrize("name", SERVICES)
def test_every_part_is_watched_limited_and_started_again(name: str) -> None:
    service_ = SERVICES[name]
    if name == "migrate":
        assert service_["restart"] == "no"
    else:
        assert service_["restart"] == "unless-stopped"
        assert {"test", "interval", "timeout", "retries"} <= set(service_["healthcheck"])
    assert set(service_["deploy"]["resources"]["limits"]) == {"cpus", "memory"}
    assert service_["logging"]["options"]["max-size"]
    assert not service_.get("privileged")
    assert name == "web" or "ports" not in service_, "only the web processes are reached from outside"


@pytest.mark.parametrize("name", OWN)
def test_our_own_parts_can_do_little(name: str) -> None:
    own = OWN[name]
    assert own["read_only"] is True
    assert own["cap_drop"] == ["ALL"]
    assert own["security_opt"] == ["no-new-privileges:true"]
    assert own["volumes"] == [f"pool-data:{own['environment']['POOL_DATA_DIR']}"], "the one place it writes to"


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_part_names_is_declared(name: str) -> None:
    service_ = SERVICES[name]
    assert set(service_.get("secrets", ())) <= set(COMPOSE["secrets"])
    assert {volume.split(":")[0] for volume in service_["volumes"]} <= set(COMPOSE["volumes"])
    conditions = {"service_healthy", "service_completed_successfully"}
    for other, how in service_.get("depends_on", {}).items():
        assert how["condition"] in conditions
        assert other in SERVICES
        assert how["condition"] != "service_healthy" or "healthcheck" in SERVICES[other]


def test_images_are_pinned_and_fit_what_is_tested() -> None:
    images = {name: service_["image"] for name, service_ in SERVICES.items()}
    base = re.search(r"^FROM (\S+)$", DOCKERFILE, re.MULTILINE)
    assert base is not None
    for image in (*images.values(), base.group(1)):
        assert re.search(r":\d+\.\d+", image), f"{image} is not pinned"
    assert images["elasticsearch"].endswith(f":{ELASTIC_VERSION}")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    client = next(each for each in project["optional-dependencies"]["province"] if each.startswith("elasticsearch"))
    assert client == f"elasticsearch>={ELASTIC_VERSION.rsplit('.', 1)[0]},<{int(ELASTIC_VERSION.split('.')[0]) + 1}"
    assert images["web"] == f"pool-match:{project['version']}"
    assert base.group(1).startswith(f"python:{project['requires-python'].removeprefix('>=')}.")


def test_no_secret_stands_in_the_file() -> None:
    text = (ROOT / "compose.yaml").read_text("utf-8")
    assert {secret["file"] for secret in COMPOSE["secrets"].values()} == {f"./secrets/{name}" for name in COMPOSE["secrets"]}
    assert "secrets/" in (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert "PASSWORD:" not in text
    assert "POOL_SECRET_KEY:" not in text


def test_the_image_runs_as_an_ordinary_user_and_copies_what_exists() -> None:
    users = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)
    assert [user.split(":")[0] for user in users] == ["10001"]
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    for source in re.findall(r"^COPY (\S+) \S+$", DOCKERFILE, re.MULTILINE):
        assert (ROOT / source).exists()
        assert f"!{source}" in ignored
    assert "--require-hashes -r requirements.lock" in DOCKERFILE
    for library in ("elasticsearch==", "psycopg-binary==", "uvicorn=="):
        assert f"\n{library}" in (ROOT / "requirements.lock").read_text("utf-8")


def run_entry_point(folder: Path, **environment: str) -> dict[str, str]:
    told = subprocess.run(
        [str(ENTRY_POINT), "env"],
        check=True, capture_output=True, text=True, timeout=20, env={"PATH": os.environ["PATH"], "SECRETS_DIR": str(folder), **environment},
    ).stdout  # fmt: skip
    return dict(line.split("=", 1) for line in told.splitlines())


def test_secrets_become_settings_and_given_ones_stay(tmp_path: Path) -> None:
    taken = re.findall(r"^take (\w+) (\w+)", ENTRY_POINT.read_text("utf-8"), re.MULTILINE)
    assert {variable for variable, _ in taken} <= SETTINGS | READ_BY_LIBPQ
    assert set(COMPOSE["secrets"]) <= {file for _, file in taken}
    for variable, file in taken:
        (tmp_path / file).write_text(f"se cret $({variable}) \"'\n", "utf-8")
    environment = run_entry_point(tmp_path)
    assert {variable: environment[variable] for variable, _ in taken} == {variable: f"se cret $({variable}) \"'" for variable, _ in taken}
    assert run_entry_point(tmp_path, POOL_SECRET_KEY="given")["POOL_SECRET_KEY"] == "given"


def test_without_secrets_the_command_runs_all_the_same(tmp_path: Path) -> None:
    assert "PGPASSWORD" not in run_entry_point(tmp_path)


def test_the_entry_point_ends_as_its_command_does(tmp_path: Path) -> None:
    ended = subprocess.run(
        [str(ENTRY_POINT), "sh", "-c", "exit 7"], check=False, timeout=20, env={"PATH": os.environ["PATH"], "SECRETS_DIR": str(tmp_path)}
    )
    assert ended.returncode == 7
