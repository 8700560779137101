"""Whether this process can answer a need now: database, search engine, text encoder."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import structlog

from service.copies.follow_changes import refresh
from service.errors import PlatformError
from service.runtime import Runtime
from service.store import unit_of_work
from service.store.queries.database_state import DatabaseState, read_database_state
from service.store.queries.passage_tags import all_prepared_by

_PROBE = "就绪检查"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PartState:
    """One part: `database`, `engine` or `encoder`; a Chinese sentence tells its state."""

    name: str
    ready: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Readiness:
    """All parts, and how far the engine has followed the change feed. A position is None when it could not be asked."""

    parts: tuple[PartState, ...]
    feed_position: int | None
    engine_position: int | None

    @property
    def ready(self) -> bool:
        """True when every part is ready."""
        return all(part.ready for part in self.parts)


def check_readiness(runtime: Runtime) -> Readiness:
    """Ask every part. Never raises, whatever a part does: a fault of the program is told as such, and stands in the log.

    An engine that lags behind the feed is ready, because it answers rightly for all but the last changes. Cards are read from the
    database. Taking every process out of service for a stuck follower would be worse. One that is empty or was made by another encoder
    is not.

    Cost: two queries and one short text to encode, 5–15 ms; the first call in a process builds what the process needs.
    """
    database, state = _told("database", lambda: _database_part(runtime), DatabaseState(answers=False))
    if not database.ready:
        waiting = "数据库未就绪，尚未检查。"
        parts = (database, PartState("engine", ready=False, sentence=waiting), PartState("encoder", ready=False, sentence=waiting))
        return Readiness(parts, None, None)
    encoder, _ = _told("encoder", lambda: (_encoder_part(runtime), None), None)
    engine, position = _told("engine", lambda: _engine_part(runtime, state.feed_position), None)
    return Readiness((database, engine, encoder), state.feed_position, position)


def _told(name: str, check: Callable[[], tuple[PartState, T]], unknown: T) -> tuple[PartState, T]:
    """What `check` tells; when it fails, why, and `unknown`."""
    try:
        return check()
    except PlatformError as error:
        return PartState(name, ready=False, sentence=error.message), unknown
    except Exception:
        structlog.get_logger().exception("readiness_part_failed", part=name)
        return PartState(name, ready=False, sentence="检查时程序出错，请查看日志里的 readiness_part_failed。"), unknown


def _database_part(runtime: Runtime) -> tuple[PartState, DatabaseState]:
    state = read_database_state(runtime.database)
    return _judged(state), state


def _judged(state: DatabaseState) -> PartState:
    if not state.answers:
        return PartState("database", ready=False, sentence=state.sentence)
    if not state.current:
        return PartState("database", ready=False, sentence="数据库结构不是最新版本，请运行 python -m service migrate。")
    if not state.filled:
        return PartState("database", ready=False, sentence="数据库里还没有场景和行业代码，请运行 python -m service migrate。")
    return PartState("database", ready=True, sentence="正常。")


def _encoder_part(runtime: Runtime) -> PartState:
    vectors = runtime.encoder.encode([_PROBE])
    fits = vectors.shape == (1, runtime.encoder.dimensions)
    return PartState("encoder", fits, "正常。" if fits else "文本编码器给出的向量长度不对。")


def _prepared(runtime: Runtime) -> bool:
    with unit_of_work.reading(runtime.database) as session:
        return all_prepared_by(session, runtime.knowledge().bank.fingerprint)


def _engine_part(runtime: Runtime, feed_position: int) -> tuple[PartState, int | None]:
    refresh(runtime)
    position = runtime.engine.position()
    return _judged_engine(runtime, feed_position, position), position


def _judged_engine(runtime: Runtime, feed_position: int, position: int) -> PartState:
    if position < 0:
        return PartState("engine", ready=False, sentence="索引是空的或与当前编码器不符，请运行 python -m indexer rebuild。")
    if runtime.engine.in_process and not _prepared(runtime):
        sentence = "服务商资料的检索向量是用另一个语义模型或另一批场景例句算的，请运行 python -m service migrate。"
        return PartState("engine", ready=False, sentence=sentence)
    behind = feed_position - position
    return PartState("engine", ready=True, sentence="正常。" if behind <= 0 else f"还有 {behind} 条变更没有进入索引。")
