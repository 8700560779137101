"""One connection to an Elasticsearch cluster: client, time-outs, circuit breaker, and errors in the platform's own words."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog
from elastic_transport import TlsError
from elasticsearch import ApiError, Elasticsearch, TransportError

from service.edge.measures import CIRCUIT_OPEN
from service.errors import Invalid, PlatformError, Unavailable
from service.search.engines.circuit import Circuit

log = structlog.get_logger(__name__)

_OVERLOADED = 429
_SERVER_FAULT = 500
_WRITE_SECONDS = 60.0
_CONNECTIONS_PER_HOST = 16
_SILENT = "检索服务暂时没有应答，请稍后再试。"
_REFUSED = "检索服务没有接受这次请求，请稍后再试；如持续出现，请管理员查看服务日志。"


@dataclass(frozen=True)
class ElasticAddress:
    """Where a cluster is, and the credentials for it. Secrets never show in `repr`.

    Args:
        hosts: addresses with scheme and port, tried in turn.
        search_seconds: a search without an answer after this long counts as unavailable.
        write_seconds: the same for bulk writes, refreshes and index creation.
    """

    hosts: tuple[str, ...]
    api_key: str = field(default="", repr=False)
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""
    search_seconds: float = 3.0
    write_seconds: float = _WRITE_SECONDS


class AnswerRefused(Exception):
    """One part of a bundled request (`_msearch`, `_bulk`) failed although the request as a whole was answered."""

    def __init__(self, status: int, kind: str, document: str | None = None) -> None:
        super().__init__(f"{status} {kind}")
        self.status = status
        self.kind = kind
        self.document = document


def is_silence(error: BaseException) -> bool:
    """Tell whether the cluster gave no answer or cannot work now (429, 500 and above). A refused request, such as 400, is no silence."""
    status = error.status_code if isinstance(error, ApiError) else getattr(error, "status", None)
    if isinstance(error, ApiError | AnswerRefused):
        return status is not None and (status >= _SERVER_FAULT or status == _OVERLOADED)
    return isinstance(error, TransportError)


def connect(address: ElasticAddress) -> Elasticsearch:
    """Build a client; nothing is sent yet. It repeats a call on the other hosts after a connection failure, not after a time-out.

    Raises:
        Invalid: an address, key or certificate file that cannot be used.
    """
    options: dict[str, Any] = {}
    if address.api_key:
        options["api_key"] = address.api_key
    elif address.user:
        # Encoded here, because the client takes ASCII only.
        options["basic_auth"] = base64.b64encode(f"{address.user}:{address.password}".encode()).decode()
    if address.ca_file:
        options["ca_certs"] = address.ca_file
    try:
        if address.ca_file:
            Path(address.ca_file).read_bytes()  # otherwise a missing file shows only at the first request
        return Elasticsearch(
            list(address.hosts),
            request_timeout=address.search_seconds,
            max_retries=max(1, len(address.hosts) - 1),
            retry_on_timeout=False,
            retry_on_status=(502, 503),
            connections_per_node=_CONNECTIONS_PER_HOST,
            **options,
        )
    except (ValueError, TypeError, OSError, TlsError):
        # The cause is left out: its text may quote the address with a password in it.
        raise Invalid(
            "Elasticsearch 的连接设置无法使用：地址要写成 http://主机:端口 或 https://主机:端口（多个用逗号隔开），证书文件要能读到。"
        ) from None


def _told(error: Exception) -> dict[str, object]:
    """Status and the server's own name for what went wrong, where there is one."""
    if isinstance(error, ApiError):
        return {"status": error.status_code, "kind": error.error}
    if isinstance(error, AnswerRefused):
        return {"status": error.status, "kind": error.kind, "document": error.document}
    return {}


class ElasticConnection:
    """Client and circuit breaker together; shared by all generations of an index and by all threads."""

    def __init__(self, address: ElasticAddress, *, circuit: Circuit | None = None) -> None:
        client = connect(address)
        self._searcher = client
        self._writer = client.options(request_timeout=address.write_seconds)
        self.search_seconds = address.search_seconds
        self.circuit = circuit or Circuit(is_silence, tell=CIRCUIT_OPEN.set)

    @contextmanager
    def searching(self) -> Iterator[Elasticsearch]:
        """A client with the search time-out.

        Raises:
            Unavailable: no answer within it, or the circuit is open.
        """
        with self._speaking():
            yield self._searcher

    @contextmanager
    def writing(self) -> Iterator[Elasticsearch]:
        """A client with the longer time-out of writes.

        Raises:
            Unavailable: no answer within it, or the circuit is open.
        """
        with self._speaking():
            yield self._writer

    def close(self) -> None:
        """Give the sockets back."""
        self._searcher.close()

    @contextmanager
    def _speaking(self) -> Iterator[None]:
        try:
            with self.circuit.guard():
                yield
        except PlatformError:
            raise
        except (ApiError, TransportError, AnswerRefused) as error:
            # The error's own text is not logged: a server may quote the words of the need in it.
            log.warning("elasticsearch_failed", error=type(error).__name__, **_told(error))
            raise Unavailable(_SILENT if is_silence(error) else _REFUSED) from error
