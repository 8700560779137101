"""Fictitious programmes for a demonstration database: in force, without an end, and over."""

import json

from service.copies.kept_codes import read_codes
from service.domain.audit import COMMAND, AuditEntry
from service.domain.programme_entries import EntryReader, ProgrammeEntry
from service.domain.programme_words import codes_by_word
from service.domain.programmes import Programme
from service.errors import Conflict
from service.runtime import Runtime
from service.store.base import new_id
from service.store.queries.audit import record_audit
from service.store.queries.counts import find_demo_provider
from service.store.queries.programmes import add_programme, read_programmes
from service.store.unit_of_work import writing


def plant_demo_programmes(runtime: Runtime) -> int:
    """Plant them once; how many. Each says 演示 in its name and its document number.

    Raises:
        Conflict: this is no demonstration database, or the platform is in production.
    """
    path = runtime.settings.fixtures_dir / "programmes" / "demo.jsonl"
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    words, now = codes_by_word(read_codes(runtime.database, runtime.copies.codes)), runtime.clock.now()
    with writing(runtime.database) as session:
        if find_demo_provider(session) is None or not runtime.settings.may_show_demonstration:
            raise Conflict("只有演示数据库才有演示政策项目。")
        if read_programmes(session):
            return 0
        for line in lines:
            facts = EntryReader(ProgrammeEntry(line), words).read()
            programme = Programme(new_id("prg"), 1, facts, "", now, is_demo=True)
            add_programme(session, programme, "")
            record_audit(session, [AuditEntry(now, COMMAND, "programme_entered", "programme", programme.id)])
    return len(lines)
