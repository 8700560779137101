"""Settings → Runtime: the only place that knows concrete classes."""

import contextlib
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import structlog
from numpy.typing import NDArray

from service.copies.kept_codes import read_codes
from service.copies.know import RenewedKnowledge
from service.copies.remembering_encoder import RememberingEncoder
from service.domain.codes import CodeTables
from service.domain.identities import read_role_map
from service.errors import Invalid, PlatformError
from service.flows.upkeep.fill_codes import fill_codes
from service.mail.letter_folder import LetterFolder
from service.oidc.provider import OidcProvider, ProviderSettings
from service.ports import Clock, Mailer, SearchEngine, TextEncoder
from service.runtime import Copies, Followed, KeptCodes, Runtime
from service.search.encoders import bundled_model, bundled_reader
from service.search.encoders.onnx import OnnxEncoder
from service.search.encoders.sentence import SentenceEncoder, family_prefix
from service.search.engines.embedded import EmbeddedEngine
from service.search.knowledge import Knowledge
from service.search.spans.network import NeedNetwork, WordReader
from service.settings import Settings
from service.store.access import Database
from service.store.engine import open_database
from service.store.writer_queue import WriterWait

_EXPORTED = "onnx:"
"""`POOL_ENCODER=onnx:/models/bge` opens any exported directory with ONNX Runtime, without torch."""

TellWaiting = Callable[[float], None]
"""Called with the seconds a command is going to wait, when another program holds the database."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, UTC."""
        return datetime.now(UTC)


class DeferredEncoder:
    """Builds the encoder at its first use: `migrate` and `counts` need none, and a web process starts at once."""

    def __init__(self, build: Callable[[], TextEncoder]) -> None:
        self._build = build
        self._lock = threading.Lock()
        self._built: TextEncoder | None = None
        self._beginning: threading.Thread | None = None

    def begin(self) -> None:
        """Build it in a thread already, while the caller does something else. A failure shows at the first use, which tries again."""
        self._beginning = threading.Thread(target=self._try, name="encoder", daemon=True)
        self._beginning.start()

    def _try(self) -> None:
        with contextlib.suppress(PlatformError), self._lock:
            self._built = self._build()

    @property
    def _encoder(self) -> TextEncoder:
        if self._beginning is not None:
            self._beginning.join()  # ended, so that no thread is lost when processes are forked
            self._beginning = None
        with self._lock:
            if self._built is None:
                self._built = self._build()
            return self._built

    @property
    def fingerprint(self) -> str:
        """Of the encoder behind."""
        return self._encoder.fingerprint

    @property
    def dimensions(self) -> int:
        """Of the encoder behind."""
        return self._encoder.dimensions

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """By the encoder behind."""
        return self._encoder.encode(texts)


def build_runtime(
    settings: Settings,
    *,
    encoder: TextEncoder | None = None,
    words: WordReader | None = None,
    engine: SearchEngine | None = None,
    clock: Clock | None = None,
    tell_waiting: TellWaiting | None = None,
    loaded: "Preloaded | None" = None,
) -> Runtime:
    """Build everything a process needs; nothing heavy happens before its first use.

    Args:
        encoder, words, engine, clock: given in tests instead of what the settings name.
        tell_waiting: given by commands, which wait longer for other writers than the site does.
        loaded: what this process shares with others.
    """
    database = open_settings_database(settings, tell_waiting)
    given = encoder or (loaded.encoder if loaded else DeferredEncoder(lambda: build_encoder(settings)))
    used_encoder = RememberingEncoder(given)
    copies = Copies(codes=KeptCodes(held=loaded.codes)) if loaded else Copies()
    read_words = words or build_network(settings)
    knowledge = RenewedKnowledge(database, used_encoder, copies.codes, read_words, cache_folder=settings.data_dir / "cache")
    if loaded:
        knowledge.take_over(loaded.knowledge)
    used_clock = clock or SystemClock()
    return Runtime(
        settings=settings,
        database=database,
        encoder=used_encoder,
        engine=engine or build_engine(settings, used_encoder, lambda: knowledge().identity),
        clock=used_clock,
        knowledge=knowledge,
        mailer=build_mailer(settings, used_clock),
        copies=copies,
        identity_provider=build_provider(settings),
        scratch_engine=lambda: EmbeddedEngine(lambda: used_encoder.dimensions),
        spare=_build_spare(settings, used_encoder),
    )


@dataclass(frozen=True)
class Preloaded:
    """What is loaded once and shared by processes that are forked afterwards: model, code tables, scenario bank, word tables."""

    encoder: TextEncoder
    codes: CodeTables
    knowledge: Knowledge


def begin_encoder(settings: Settings, *, processes: int = 1) -> TextEncoder:
    """An encoder that is being built while the caller goes on: reading the model needs no Python for half of its time.

    Args:
        processes: how many will encode beside each other. They share the cores: more threads than cores only take each other's cache.
    """
    threads = max(1, min(settings.encoder_threads, (os.cpu_count() or 1) // processes))
    encoder = DeferredEncoder(lambda: build_encoder(replace(settings, encoder_threads=threads)))
    encoder.begin()
    return encoder


def preload(settings: Settings, encoder: TextEncoder) -> Preloaded | None:
    """Load what forked processes share; None when the database or the model does not answer now, so that each tries by itself.

    Nothing of it holds a thread, a file or a connection: those do not survive a fork.
    """
    database = open_settings_database(settings)
    try:
        codes = KeptCodes()
        encoder.encode(["预热"])
        knowledge = RenewedKnowledge(database, encoder, codes, build_network(settings), cache_folder=settings.data_dir / "cache")()
        knowledge.reader.read("预热")
        return Preloaded(encoder, read_codes(database, codes), knowledge)
    except PlatformError as error:
        structlog.get_logger().warning("not_preloaded", code=error.code)
        return None
    finally:
        database.dispose()


def _build_spare(settings: Settings, encoder: TextEncoder) -> Followed | None:
    if not settings.engine_fallback or settings.engine == "embedded":
        return None
    return Followed(EmbeddedEngine(lambda: encoder.dimensions))


def prepare_database(settings: Settings, tell_waiting: TellWaiting | None = None) -> bool:
    """Create or upgrade the database; an empty one is filled with the shipped codes. True when it was filled."""
    # Imported here: Alembic loads every database dialect, a tenth of a second that serving need not wait for.
    from service.store import migrate as migrations

    database = open_settings_database(settings, tell_waiting)
    migrations.upgrade(database)
    return fill_codes(database, settings.fixtures_dir)


def open_settings_database(settings: Settings, tell_waiting: TellWaiting | None = None) -> Database:
    """Open the database that the settings name; with `tell_waiting` for a command."""
    seconds = settings.command_wait_seconds if tell_waiting else settings.writer_wait_seconds
    return open_database(
        settings.resolved_database_url,
        pool_size=settings.database_pool_size,
        statement_timeout_seconds=settings.statement_timeout_seconds,
        writer_wait=WriterWait(seconds, (lambda: tell_waiting(seconds)) if tell_waiting else None),
    )


def build_provider(settings: Settings) -> OidcProvider | None:
    """The identity provider that the settings name; nothing is asked of it before somebody signs in there.

    Raises:
        Invalid: the map of its groups to roles cannot be read.
    """
    if not settings.oidc_issuer:
        return None
    try:
        roles = read_role_map(settings.oidc_roles)
    except ValueError:
        raise Invalid("设置 POOL_OIDC_ROLES 要写成“声明的值=身份”，用逗号分开，身份只能是工作人员的，如 a=broker,b=reviewer。") from None
    return OidcProvider(
        ProviderSettings(
            issuer=settings.oidc_issuer,
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret,
            redirect_uri=settings.provider_return_address,
            scopes=settings.oidc_scopes,
            role_claim=settings.oidc_role_claim,
            roles=roles,
            ca_file=settings.oidc_ca_file,
        )
    )


def build_encoder(settings: Settings) -> TextEncoder:
    """Build the encoder that the settings name; the bundled model is made when it is not there yet (about 10 s, once)."""
    if settings.encoder == "bundled":
        return OnnxEncoder(bundled_model.ensure_model(settings.models_dir), threads=settings.encoder_threads)
    prefix = settings.encoder_prefix or family_prefix(settings.encoder)
    if settings.encoder.startswith(_EXPORTED):
        return OnnxEncoder(Path(settings.encoder.removeprefix(_EXPORTED)), prefix=prefix, threads=settings.encoder_threads)
    return SentenceEncoder(settings.encoder, prefix=prefix, device=settings.encoder_device, batch=settings.encoder_batch)


def build_mailer(settings: Settings, clock: Clock) -> Mailer:
    """Build what takes letters out: a mail server when one is set, else a folder."""
    if not settings.smtp_host:
        return LetterFolder(settings.data_dir / "letters", clock.now)
    # Imported here: the library of letters is needed where letters go out alone.
    from service.mail.smtp import PORTS, SmtpMailer, SmtpServer

    server = SmtpServer(
        host=settings.smtp_host,
        port=settings.smtp_port or PORTS[settings.smtp_security],
        security=settings.smtp_security,
        user=settings.smtp_user,
        password=settings.smtp_password,
        ca_file=settings.smtp_ca_file,
        timeout_seconds=settings.smtp_timeout_seconds,
    )
    return SmtpMailer(server, settings.mail_from, settings.site_name, clock.now)


def build_network(settings: Settings) -> NeedNetwork:
    """The network that reads needs. It is loaded at its first use, and its graph made when it is not there yet (about 5 s, once)."""
    models = settings.models_dir
    return NeedNetwork(lambda: bundled_model.ensure_model(models), lambda: bundled_reader.ensure_reader(models) / bundled_reader.GRAPH_FILE)


def build_learned_network(settings: Settings, learned: Mapping[str, NDArray[Any]], folder: Path) -> NeedNetwork:
    """The network of tensors that were just learned, as it would serve, with its graph in `folder`."""
    model = bundled_model.ensure_model(settings.models_dir)
    bundled_reader.build_reader(model, learned, folder)
    return NeedNetwork(lambda: model, lambda: folder / bundled_reader.GRAPH_FILE)


def bundled_model_folder(settings: Settings) -> Path:
    """The folder of the bundled model, which is built when it is not there yet."""
    return bundled_model.ensure_model(settings.models_dir)


def build_engine(settings: Settings, encoder: TextEncoder, identity: Callable[[], str]) -> SearchEngine:
    """Build the search engine that the settings name; nothing is asked of a server before its first use.

    Args:
        identity: names what an index depends on; asked when one is opened or made.

    Raises:
        Invalid: settings that cannot be used, or the extra `province` is not installed.
    """
    if settings.engine == "embedded":
        return EmbeddedEngine(lambda: encoder.dimensions)
    try:
        from service.search.engines.elastic import ElasticEngine
        from service.search.engines.elastic_connection import ElasticAddress
        from service.search.engines.elastic_generations import GenerationPlan
    except ImportError:
        raise Invalid("使用 Elasticsearch 需要先安装：pip install 'pool-match[province]'") from None
    address = ElasticAddress(
        hosts=tuple(host.strip() for host in settings.elasticsearch_url.split(",") if host.strip()),
        api_key=settings.elasticsearch_api_key,
        user=settings.elasticsearch_user,
        password=settings.elasticsearch_password,
        ca_file=settings.elasticsearch_ca_file,
        search_seconds=settings.elasticsearch_timeout_seconds,
    )
    plan = GenerationPlan(
        prefix=settings.index_prefix,
        identity=identity,
        dimensions=lambda: encoder.dimensions,
        shards=settings.elasticsearch_shards,
        replicas=settings.elasticsearch_replicas,
    )
    return ElasticEngine(address, plan)
