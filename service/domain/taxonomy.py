"""The taxonomy and the factory's words, as data: scenarios, industries, processes, towns, clusters, levels, brands, spellings."""

from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class ScenarioGroup:
    """One of the ten groups of scenarios."""

    code: str
    name: str
    plain: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """应用场景. `layer` is the pyramid's (foundation, core, showcase); `level_hint` 乙级/甲级 is a hint, not a ruling."""

    code: str
    group: str
    name: str
    definition: str
    plain: str
    layer: str
    national_group: str | None
    level_hint: str | None
    synonyms: tuple[str, ...]
    says: tuple[str, ...]
    adjacent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Industry:
    """行业 with the trade words that betray it. Source of codes: GB/T 4754-2017."""

    code: str
    name: str
    gbt4754: tuple[str, ...]
    slang: tuple[str, ...]
    typical_processes: tuple[str, ...]
    parent: str | None


@dataclass(frozen=True, slots=True)
class Process:
    """工艺 such as 注塑."""

    code: str
    name: str
    slang: tuple[str, ...]
    industries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermReading:
    """One sense of an ambiguous trade word, valid in the named industries."""

    industries: tuple[str, ...]
    process: str | None
    scenario: str | None
    says: str


@dataclass(frozen=True, slots=True)
class AmbiguousTerm:
    """A trade word with several senses, such as 啤机."""

    term: str
    readings: tuple[TermReading, ...]


@dataclass(frozen=True, slots=True)
class Town:
    """镇街 or functional area. Source of codes: NBS 2023."""

    code: str
    name: str
    short: str
    kind: str
    aliases: tuple[str, ...]
    misspellings: tuple[str, ...]
    known_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """产业集群."""

    code: str
    name: str
    industries: tuple[str, ...]
    towns: tuple[str, ...]
    source: str | None


@dataclass(frozen=True, slots=True)
class Brand:
    """A product a factory owns or must interface with."""

    name: str
    aliases: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Topic:
    """Something the pool does not offer, and where to turn."""

    code: str
    name: str
    turn_to: str


@dataclass(frozen=True)
class Taxonomy:
    """All code tables, in their order; look-ups by code."""

    groups: tuple[ScenarioGroup, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    industries: tuple[Industry, ...] = ()
    processes: tuple[Process, ...] = ()
    ambiguous_terms: tuple[AmbiguousTerm, ...] = ()
    towns: tuple[Town, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    brands: tuple[Brand, ...] = ()
    topics: tuple[Topic, ...] = ()
    spellings: tuple[tuple[str, str], ...] = field(default=())
    """(as typed, as meant): voice typos and Cantonese words."""
    english_terms: tuple[tuple[str, str], ...] = field(default=())
    """(English, Chinese) of words that factories mix into Chinese sentences."""

    @cached_property
    def scenario_by_code(self) -> dict[str, Scenario]:
        """Code → scenario."""
        return {scenario.code: scenario for scenario in self.scenarios}

    @cached_property
    def industry_by_code(self) -> dict[str, Industry]:
        """Code → industry."""
        return {industry.code: industry for industry in self.industries}

    @cached_property
    def town_by_name(self) -> dict[str, Town]:
        """Every right spelling of a town → town."""
        return {word: town for town in self.towns for word in (town.name, town.short, *town.aliases)}

    @cached_property
    def topic_by_code(self) -> dict[str, Topic]:
        """Code → topic."""
        return {topic.code: topic for topic in self.topics}

    def related_industries(self, code: str) -> frozenset[str]:
        """The industry, its parent and its children."""
        industry = self.industry_by_code.get(code)
        if industry is None:
            return frozenset({code})
        children = {other.code for other in self.industries if other.parent == code}
        return frozenset({code, *children, *([industry.parent] if industry.parent else [])})
