"""Code tables and the scenario bank's sentences: into an empty database, and out as one taxonomy."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from service.domain.taxonomy import (
    AmbiguousTerm,
    Brand,
    Cluster,
    Industry,
    Process,
    Scenario,
    ScenarioGroup,
    Taxonomy,
    TermReading,
    Topic,
    Town,
)
from service.store.base import new_id
from service.store.rows import ScenarioGroupRow, ScenarioRow, TermRow, UtteranceRow

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Utterance:
    """A sentence of the bank. Without a scenario it belongs to the out-of-scope bank, under `topic`."""

    text: str
    scenario: str | None
    topic: str | None
    style: str
    voice: str
    source: str


def add_groups(session: Session, entries: Sequence[Entry]) -> None:
    """Store the scenario groups in their order."""
    rows = [
        {"code": entry["code"], "name": entry["name"], "plain": entry.get("plain") or "", "position": position}
        for position, entry in enumerate(entries)
    ]
    session.execute(insert(ScenarioGroupRow), rows)


def add_scenarios(session: Session, entries: Sequence[Entry]) -> None:
    """Store the scenarios in their order."""
    same = ("code", "name", "definition", "plain", "layer", "national_group", "level_hint", "synonyms", "says", "adjacent")
    rows = [
        {**{key: entry[key] for key in same}, "group_code": entry["group"], "position": position} for position, entry in enumerate(entries)
    ]
    session.execute(insert(ScenarioRow), rows)


def add_terms(session: Session, kind: str, entries: Iterable[tuple[str, str, Entry]]) -> None:
    """Store (code, name, content) entries of one kind in their order."""
    rows = [
        {"kind": kind, "code": code, "name": name, "position": position, "content": dict(content)}
        for position, (code, name, content) in enumerate(entries)
    ]
    session.execute(insert(TermRow), rows)


def add_utterances(session: Session, utterances: Iterable[Utterance]) -> None:
    """Store sentences of the bank."""
    rows = [
        {
            "id": new_id("utt"), "scenario_code": utterance.scenario, "topic": utterance.topic, "style": utterance.style,
            "voice": utterance.voice, "text": utterance.text, "source": utterance.source,
        }
        for utterance in utterances
    ]  # fmt: skip
    session.execute(insert(UtteranceRow), rows)


def has_taxonomy(session: Session) -> bool:
    """Tell whether the code tables were ever filled."""
    return session.scalar(select(ScenarioRow.code).limit(1)) is not None


def read_utterances(session: Session) -> tuple[Utterance, ...]:
    """All sentences of the bank, ordered by text so that every process sees the same bank."""
    row = UtteranceRow
    columns = (row.text, row.scenario_code, row.topic, row.style, row.voice, row.source)
    return tuple(Utterance(*found) for found in session.execute(select(*columns).order_by(row.text, row.id)))


def read_terms(session: Session, kind: str) -> list[dict[str, Any]]:
    """The entries of one kind in their order, as they stand in their file."""
    return list(session.scalars(select(TermRow.content).where(TermRow.kind == kind).order_by(TermRow.position)))


def read_taxonomy(session: Session) -> Taxonomy:
    """Everything, as one frozen object."""
    groups = session.scalars(select(ScenarioGroupRow).order_by(ScenarioGroupRow.position))
    scenarios = session.scalars(select(ScenarioRow).order_by(ScenarioRow.position))
    return Taxonomy(
        groups=tuple(ScenarioGroup(row.code, row.name, row.plain) for row in groups),
        scenarios=tuple(_scenario(row) for row in scenarios),
        industries=tuple(
            Industry(
                entry["code"], entry["name"], tuple(entry["gbt4754"]), tuple(entry["slang"]),
                tuple(entry["typical_processes"]), entry["parent"],
            )
            for entry in read_terms(session, "industry")
        ),
        processes=tuple(
            Process(entry["code"], entry["name"], tuple(entry["slang"]), tuple(entry["industries"]))
            for entry in read_terms(session, "process")
        ),
        ambiguous_terms=tuple(
            AmbiguousTerm(
                entry["term"],
                tuple(
                    TermReading(tuple(sense["industries"]), sense.get("process"), sense.get("scenario"), sense["says"])
                    for sense in entry["readings"]
                ),
            )
            for entry in read_terms(session, "ambiguous_term")
        ),
        towns=tuple(
            Town(
                entry["code"], entry["name"], entry["short"], entry["kind"], tuple(entry["aliases"]),
                tuple(entry["misspellings"]), tuple(entry["known_for"]),
            )
            for entry in read_terms(session, "town")
        ),
        clusters=tuple(
            Cluster(entry["code"], entry["name"], tuple(entry["industries"]), tuple(entry["towns"]), entry["source"])
            for entry in read_terms(session, "cluster")
        ),
        brands=tuple(Brand(entry["name"], tuple(entry["aliases"]), entry["kind"]) for entry in read_terms(session, "brand")),
        topics=tuple(Topic(entry["code"], entry["name"], entry["turn_to"]) for entry in read_terms(session, "topic")),
        spellings=tuple((entry["typed"], entry["meant"]) for entry in read_terms(session, "spelling")),
        english_terms=tuple((entry["english"], entry["chinese"]) for entry in read_terms(session, "english_term")),
    )  # fmt: skip


def _scenario(row: ScenarioRow) -> Scenario:
    return Scenario(
        row.code, row.group_code, row.name, row.definition, row.plain, row.layer, row.national_group, row.level_hint,
        tuple(row.synonyms), tuple(row.says), tuple(row.adjacent),
    )  # fmt: skip
