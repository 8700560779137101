"""The built objects handed to every edge."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from service.ports import Clock, SearchEngine, TextEncoder
from service.search.knowledge import Knowledge
from service.settings import Settings


@dataclass(frozen=True)
class Runtime:
    """One per process. `knowledge` gives the taxonomy, segmenter and scenario bank as of now."""

    settings: Settings
    database: Engine
    encoder: TextEncoder
    engine: SearchEngine
    clock: Clock
    knowledge: Callable[[], Knowledge]
