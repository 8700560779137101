"""Every knob of the platform, read from the environment once. The table in `docs/settings.md` is compared with this file by a test.

A field's environment name is `POOL_` + its name in capitals.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from service.errors import Invalid

ROOT = Path(__file__).resolve().parents[1]
DEVELOPMENT_SECRET = "development-only-secret"  # noqa: S105  refused in production


def _knob(default: Any, meaning: str) -> Any:  # noqa: ANN401  a dataclass field stands for its value
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True)
class Settings:
    """All settings with defaults that work on a laptop."""

    data_dir: Path = _knob(Path("var"), "everything the embedded default writes: SQLite file, model directory, caches")
    fixtures_dir: Path = _knob(ROOT / "fixtures", "code tables and utterances that `migrate` fills an empty database from")
    database_url: str = _knob("", "database; empty: SQLite file `pool.db` in the data folder; else `postgresql+psycopg://…`")
    database_pool_size: int = _knob(10, "PostgreSQL connections held by one process; as many again in a rush")
    statement_timeout_seconds: int = _knob(30, "PostgreSQL ends a statement after this")
    writer_wait_seconds: float = _knob(1.5, "a change on the site waits this long for another writer, then says so")
    command_wait_seconds: float = _knob(60.0, "a command such as `load` waits this long for another writer")
    engine: str = _knob("embedded", "search engine: `embedded` or `elasticsearch`")
    engine_fallback: bool = _knob(
        default=False, meaning="answer from the embedded engine, with a visible note, while Elasticsearch is gone"
    )
    elasticsearch_url: str = _knob("http://127.0.0.1:9200", "one or several addresses, comma separated")
    elasticsearch_api_key: str = _knob("", "API key; or user and password")
    elasticsearch_user: str = _knob("", "user of basic authentication")
    elasticsearch_password: str = _knob("", "password of basic authentication")
    elasticsearch_ca_file: str = _knob("", "certificate authority for https")
    elasticsearch_timeout_seconds: float = _knob(3.0, "a search that takes longer counts as unavailable")
    elasticsearch_shards: int = _knob(1, "primary shards of a new index generation")
    elasticsearch_replicas: int = _knob(0, "copies of each shard; 1 on a cluster")
    index_prefix: str = _knob("pool", "start of every index name and alias")
    encoder: str = _knob("bundled", "`bundled`; `onnx:` + an exported directory; or a sentence-transformers model name or directory")
    encoder_prefix: str = _knob("", "text put before every sentence; empty: by model family")
    encoder_threads: int = _knob(2, "cores that ONNX Runtime uses for the texts of one process; fewer when `--workers` share them")
    encoder_device: str = _knob("", "device of sentence-transformers, such as `cuda`; empty: it chooses")
    encoder_batch: int = _knob(32, "texts of one batch of sentence-transformers")
    secret_key: str = _knob(DEVELOPMENT_SECRET, "signs form tokens; must be set outside development")
    oidc_issuer: str = _knob("", "identity provider of the staff (OpenID Connect), its address exactly as it names itself; empty: none")
    oidc_client_id: str = _knob("", "this platform's id at the identity provider")
    oidc_client_secret: str = _knob("", "the secret that belongs to it")
    oidc_name: str = _knob("用统一身份认证登录", "words on the button that leads to the identity provider")
    oidc_scopes: str = _knob("openid profile email", "what is asked of the identity provider")
    oidc_role_claim: str = _knob("", "claim of the ID token that names groups of staff, such as `groups`; empty: administrators give roles")
    oidc_roles: str = _knob("", "value of that claim = role, comma separated: `gxj-broker=broker,gxj-review=reviewer`")
    oidc_second_factor: bool = _knob(
        default=False, meaning="the identity provider itself asks for a second factor, so the platform does not"
    )
    oidc_ca_file: str = _knob("", "certificate authority of the identity provider, when it is not a public one")
    environment: str = _knob("development", "`development`, or `production`, which refuses defaults that are not safe")
    public_url: str = _knob(
        "",
        "address people reach the site at, for links in files and letters; other hosts are then refused; empty: relative, any host",
    )
    background: str = _knob(
        "web", "who does background work such as letters: `web` (a thread of each web process) or `follower` (the command)"
    )
    smtp_host: str = _knob("", "mail server; empty: letters lie as files in `letters/` of the data folder")
    smtp_port: int = _knob(0, "its port; 0: the usual one of `POOL_SMTP_SECURITY` (587, 465, 25)")
    smtp_security: str = _knob("starttls", "`starttls`, `tls`, or `none` for a server on the same machine or in a closed network")
    smtp_user: str = _knob("", "user of the mail server; empty: no sign-in")
    smtp_password: str = _knob("", "password of the mail server")
    smtp_ca_file: str = _knob("", "certificate authority of the mail server; empty: those of the system")
    smtp_timeout_seconds: float = _knob(15.0, "longest wait for one answer of the mail server, at most 60")
    mail_from: str = _knob("", "address that letters come from; needed with a mail server")
    webhook_networks: str = _knob(
        "", "closed networks that webhooks may reach, also over http, comma separated; empty: public addresses over https alone"
    )
    webhook_ca_file: str = _knob("", "certificate authority of receivers in closed networks; empty: those of the system")
    matches_per_minute: int = _knob(60, "matches one visitor, or one address without the visitor cookie, may ask in a minute; 0: no limit")
    suggestions_per_minute: int = _knob(240, "the same for suggestions while typing")
    sign_ins_per_minute: int = _knob(20, "the same for tries to sign in and letters asked for; wrong passwords also wait, by account")
    visitors_per_address: int = _knob(20, "busy visitors behind one address: together they may send this many times as much, 1,200 matches")
    matches_at_once: int = _knob(
        2, "matches one process works on at the same time; more when they wait for Elasticsearch, such as 6; 0: as many as come"
    )
    matches_queued: int = _knob(32, "matches that may wait in one process; one more is told to come again (503)")
    match_wait_seconds: float = _knob(0.3, "longest wait of a match in that queue")
    trusted_proxies: str = _knob(
        "", "proxies whose X-Forwarded-For, X-Forwarded-Proto and X-Request-Id are believed: addresses or networks, comma separated"
    )
    metrics_on_site: bool = _knob(default=False, meaning="answer /metrics on the site's own port, to everybody")
    metrics_listen: str = _knob("", "address and port of a listener for /metrics alone, such as `127.0.0.1:9100`; empty: none")
    need_max_characters: int = _knob(5_000, "longest need that is read; a longer one is refused")
    candidates_per_leg: int = _knob(200, "passages each search leg returns for one wish")
    wishes_max: int = _knob(4, "wishes of one need that are searched for")
    upload_max_mb: int = _knob(64, "largest pool file, MB")
    upload_max_unpacked_mb: int = _knob(512, "largest unpacked size of a spreadsheet, MB")
    upload_max_rows: int = _knob(200_000, "most rows of one pool file")
    upload_max_cell_characters: int = _knob(20_000, "longest text in one cell")
    upload_max_line_bytes: int = _knob(1_000_000, "longest line of a JSON Lines file, bytes")
    upload_max_cells: int = _knob(6_000_000, "most cells that hold something in one sheet")
    attachment_max_mb: int = _knob(10, "largest certificate or other paper that a firm hands in, MB")
    virus_scanner: str = _knob("", "clamd that looks at every paper first: `host:port`, or the path of its socket; empty: none")
    demo_uscc_marker: str = _knob("DEM", "a firm whose code has this after the region is demonstration data")
    site_name: str = _knob("工业互联网服务商供需对接平台", "name of the platform in the frame")
    site_host: str = _knob("", "host unit in the footer, as a line: 主办单位：…")
    site_contact: str = _knob("", "contact line in the footer: 联系方式：…")
    site_icp: str = _knob("", "ICP filing number in the footer")
    site_police_filing: str = _knob("", "公安备案号 in the footer")
    site_code: str = _knob("", "政府网站标识码 in the footer")
    desk_name: str = _knob("供需对接服务台", "who answers when nobody in the pools fits")
    desk_contact: str = _knob("", "telephone or address of the desk; empty: no page offers it (a demonstration shows a made-up number)")
    desk_promised_days: int = _knob(3, "working days within which the desk answers")
    bureau_name: str = _knob("市工业和信息化主管部门", "the bureau as pages speak of it")

    def environment_variables(self) -> dict[str, str]:
        """All of them as a process that is started would read them."""
        told = {each.name: getattr(self, each.name) for each in fields(self)}
        return {environment_name(name): str(int(value) if isinstance(value, bool) else value) for name, value in told.items()}

    @property
    def resolved_database_url(self) -> str:
        """The database's URL with the default filled in."""
        return self.database_url or f"sqlite:///{self.data_dir / 'pool.db'}"

    @property
    def staff_need_second_factor(self) -> bool:
        """Whether roles of the bureau take effect only with a second factor: everywhere but on a developer's laptop."""
        return self.environment == "production"

    @property
    def may_show_demonstration(self) -> bool:
        """Whether made-up people, needs and events may be planted: never where real ones are."""
        return self.environment != "production"

    @property
    def cookies_are_secure(self) -> bool:
        """Whether cookies that open accounts go over https alone. On plain http such a cookie would never come back."""
        return self.public_url.startswith("https://")

    @property
    def provider_return_address(self) -> str:
        """Where the identity provider sends people back to; it must be told this very address."""
        return f"{self.public_url.rstrip('/')}/sign-in/provider/back"

    @property
    def attachments_dir(self) -> Path:
        """Where files that people hand in lie; a backup takes them along."""
        return self.data_dir / "attachments"

    @property
    def models_dir(self) -> Path:
        """Where built model directories lie."""
        return self.data_dir / "models"


def environment_name(knob: str) -> str:
    """Return the environment variable of a field."""
    return f"POOL_{knob.upper()}"


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read `environment` (the process's by default).

    Raises:
        Invalid: a value has the wrong kind, or production would run with a default that is not safe.
    """
    source = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    for knob in fields(Settings):
        raw = source.get(environment_name(knob.name))
        if raw is None or raw == "":
            continue
        values[knob.name] = _parse(knob.name, raw, Path if isinstance(knob.default, Path) else type(knob.default))
    settings = Settings(**values)
    _check(settings)
    return settings


def _parse(name: str, raw: str, kind: Callable[[str], Any]) -> Any:  # noqa: ANN401  one parser for every kind of knob
    try:
        if kind is bool:
            return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[raw.lower()]
        return kind(raw)
    except (KeyError, ValueError):
        raise Invalid(f"设置 {environment_name(name)} 的值“{raw}”无法使用，请对照 docs/settings.md 修改。") from None


def _check(settings: Settings) -> None:
    if settings.environment not in {"development", "production"}:
        raise Invalid("设置 POOL_ENVIRONMENT 只能是 development 或 production。")
    if settings.engine not in {"embedded", "elasticsearch"}:
        raise Invalid("设置 POOL_ENGINE 只能是 embedded 或 elasticsearch。")
    if settings.environment == "production" and (settings.secret_key == DEVELOPMENT_SECRET or len(settings.secret_key) < 32):
        raise Invalid("正式环境必须设置 POOL_SECRET_KEY（至少 32 个字符的随机串）。")
    _check_mail(settings)
    scanner = settings.virus_scanner
    if scanner and not scanner.startswith("/") and not scanner.rpartition(":")[2].isdigit():
        raise Invalid("设置 POOL_VIRUS_SCANNER 写成 主机:端口，或以 / 开头的套接字路径。")
    if settings.environment == "production" and settings.public_url and not settings.cookies_are_secure:
        raise Invalid("正式环境的 POOL_PUBLIC_URL 必须以 https:// 开头，否则登录信息会被旁人截获。")
    if settings.oidc_issuer:
        _check_provider(settings)


def _check_mail(settings: Settings) -> None:
    if settings.background not in {"web", "follower"}:
        raise Invalid("设置 POOL_BACKGROUND 只能是 web 或 follower。")
    if settings.smtp_security not in {"starttls", "tls", "none"}:
        raise Invalid("设置 POOL_SMTP_SECURITY 只能是 starttls、tls 或 none。")
    if not 0 < settings.smtp_timeout_seconds <= 60:
        raise Invalid("设置 POOL_SMTP_TIMEOUT_SECONDS 应大于 0，不超过 60。")
    if settings.smtp_host and "@" not in settings.mail_from:
        raise Invalid("设了 POOL_SMTP_HOST 就要设 POOL_MAIL_FROM（发件地址，如 no-reply@example.com）。")
    if settings.smtp_host and settings.environment == "production" and not settings.public_url:
        raise Invalid("正式环境寄信必须设置 POOL_PUBLIC_URL，否则信里的链接打不开。")


def _check_provider(settings: Settings) -> None:
    if not settings.public_url or not settings.oidc_client_id:
        raise Invalid("接入统一身份认证要同时设置 POOL_PUBLIC_URL 和 POOL_OIDC_CLIENT_ID。")
    local = settings.oidc_issuer.startswith(("http://localhost:", "http://127.0.0.1:")) and settings.environment != "production"
    if not settings.oidc_issuer.startswith("https://") and not local:
        raise Invalid("设置 POOL_OIDC_ISSUER 必须以 https:// 开头，否则登录信息会被旁人截获。")
