"""The state of the process and of what it needs."""

from typing import Literal

from pydantic import Field

from service.api.schemas.base import Answer
from service.flows.upkeep.check_readiness import Readiness


class LiveOut(Answer):
    """The process answers."""

    live: Literal[True] = True


class PartOut(Answer):
    """One part the platform needs."""

    name: str = Field(description="`database`, `engine` or `encoder`.")
    ready: bool
    sentence: str = Field(description="Its state in Chinese.")


class ReadyOut(Answer):
    """The process can answer a need."""

    ready: Literal[True] = True
    parts: list[PartOut]
    feed_position: int | None = Field(description="Newest sequence of the change feed.")
    engine_position: int | None = Field(description="Last sequence the search engine has taken in.")


def ready_out(readiness: Readiness) -> ReadyOut:
    """Build the answer of a ready process."""
    return ReadyOut(
        parts=[PartOut(name=part.name, ready=part.ready, sentence=part.sentence) for part in readiness.parts],
        feed_position=readiness.feed_position,
        engine_position=readiness.engine_position,
    )
