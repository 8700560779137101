"""Fill an empty database from the shipped code tables, pools and utterances. Afterwards they are staff's; files are not read again.

The special days came with a later release, so a database that has a taxonomy but none of them gets them too.
"""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from service.domain.working_days import SpecialDay
from service.store import unit_of_work
from service.store.access import Database
from service.store.queries import codes, pools, special_days
from service.store.queries.codes import Utterance

_TERM_FILES = {
    "industry": "industries.jsonl",
    "process": "processes.jsonl",
    "town": "towns.jsonl",
    "cluster": "clusters.jsonl",
    "level": "levels.jsonl",
    "layer": "layers.jsonl",
    "topic": "out_of_scope_topics.jsonl",
    "pool": "pools.jsonl",
}


def fill_codes(database: Database, fixtures: Path) -> bool:
    """Store taxonomy, towns, industries, pools and the bank's first filling; False when the database has a taxonomy already."""
    folder = fixtures / "codes"
    with unit_of_work.writing(database) as session:
        if not special_days.has_special_days(session):
            special_days.add_special_days(session, map(_special_day, _read(folder / "special_days.jsonl")))
        if codes.has_taxonomy(session):
            return False
        codes.add_groups(session, _read(folder / "scenario_groups.jsonl"))
        codes.add_scenarios(session, _read(folder / "scenarios.jsonl"))
        for kind, file in _TERM_FILES.items():
            entries = _read(folder / file)
            codes.add_terms(session, kind, [(entry["code"], entry["name"], entry) for entry in entries])
            if kind == "pool":
                pools.add_pools(session, [(entry["code"], entry["name"], entry["short_name"]) for entry in entries])
        brands = _read(folder / "brands.jsonl")
        codes.add_terms(session, "brand", [(entry["name"], entry["name"], entry) for entry in brands])
        terms = _read(folder / "ambiguous_terms.jsonl")
        codes.add_terms(session, "ambiguous_term", [(entry["term"], entry["term"], entry) for entry in terms])
        codes.add_terms(session, "spelling", [(entry["typed"], entry["meant"], entry) for entry in _spellings(folder)])
        english = _read(folder / "english_terms.jsonl")
        codes.add_terms(session, "english_term", [(entry["english"], entry["chinese"], entry) for entry in english])
        codes.add_utterances(session, read_bank_files(fixtures / "utterances"))
        return True


def read_bank_files(folder: Path) -> Iterator[Utterance]:
    """All sentences of the bank's files. A hard negative counts for the scenario it means, not the one it sounds like."""
    for path in sorted(folder.glob("*.jsonl")):
        for entry in _read(path):
            yield Utterance(
                text=entry["text"],
                scenario=entry.get("scenario"),
                topic=entry.get("topic"),
                style=entry.get("style") or ("hard_negative" if "not" in entry else "out_of_scope"),
                voice=entry.get("voice") or "other",
                source=path.stem,
            )


def _spellings(folder: Path) -> list[dict[str, str]]:
    pairs = [(entry["wrong"], entry["right"]) for entry in _read(folder / "voice_typos.jsonl")]
    pairs += [(entry["cantonese"], entry["mandarin"]) for entry in _read(folder / "cantonese.jsonl")]
    return [{"typed": typed, "meant": meant} for typed, meant in dict(pairs).items()]


def _special_day(entry: dict[str, Any]) -> SpecialDay:
    return SpecialDay(date.fromisoformat(entry["day"]), entry["working"], entry["name"])


def _read(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]
