"""The taxonomy and the factory's words. Filled by `service migrate` from `fixtures/codes`; afterwards staff's."""

from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class ScenarioGroupRow(Base):
    """One of the ten groups."""

    __tablename__ = "scenario_groups"
    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    plain: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int]


class ScenarioRow(Base):
    """应用场景."""

    __tablename__ = "scenarios"
    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    group_code: Mapped[str] = mapped_column(ForeignKey("scenario_groups.code"))
    name: Mapped[str] = mapped_column(String(80))
    definition: Mapped[str] = mapped_column(Text)
    plain: Mapped[str] = mapped_column(Text)
    layer: Mapped[str] = mapped_column(String(20))
    national_group: Mapped[str | None] = mapped_column(String(4))
    level_hint: Mapped[str | None] = mapped_column(String(20))
    synonyms: Mapped[list[str]]
    says: Mapped[list[str]]
    adjacent: Mapped[list[str]]
    position: Mapped[int]


class TermRow(Base):
    """All other code tables, one row an entry: kind, code, name and the entry as it stands in its file.

    One table and not eight: they are read together once at start, and never joined.
    """

    __tablename__ = "terms"
    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    code: Mapped[str] = mapped_column(String(80), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    position: Mapped[int]
    content: Mapped[dict[str, Any]]


class UtteranceRow(Base):
    """A sample sentence of the scenario bank; without a scenario it belongs to the out-of-scope bank, under a topic."""

    __tablename__ = "utterances"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    scenario_code: Mapped[str | None] = mapped_column(ForeignKey("scenarios.code"))
    topic: Mapped[str | None] = mapped_column(String(40))
    style: Mapped[str] = mapped_column(String(20))
    voice: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(80))
    __table_args__ = (Index("ix_utterances_scenario_code", "scenario_code"),)
