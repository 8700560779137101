"""导入: staff see all imports, and one with its progress and report."""

from collections.abc import Mapping
from dataclasses import dataclass

from service.copies.kept_codes import read_codes
from service.domain.codes import CodeTables
from service.domain.imports import RUNNING, ImportProgress, PoolImport
from service.domain.paging import Page
from service.domain.permissions import Action, Actor, Subject
from service.errors import NotFound
from service.identity.actors import require
from service.imports.settle_ended import import_folder, settle_lost
from service.runtime import Runtime
from service.store.queries.imports import find_import, list_imports
from service.store.queries.people import find_person
from service.store.unit_of_work import reading


@dataclass(frozen=True, slots=True)
class ImportList:
    """`names`: person id → how he is called."""

    imports: Page[PoolImport]
    names: Mapping[str, str]
    codes: CodeTables
    most_mb: int


@dataclass(frozen=True, slots=True)
class ImportSeen:
    """One import as it stands now. `stopping`: somebody wished it to stop."""

    found: PoolImport
    names: Mapping[str, str]
    progress: ImportProgress
    stopping: bool
    codes: CodeTables


def see_imports(runtime: Runtime, actor: Actor, number: int) -> ImportList:
    """All of them, the newest first.

    Raises:
        Refused: not for this actor.
    """
    require(actor, Action.IMPORT_POOLS, Subject())
    with reading(runtime.database) as session:
        listed = list_imports(session, number)
        people = {each.made_by for each in listed.items}
        names = {person.id: person.name for each in people if (person := find_person(session, each))}
    return ImportList(listed, names, read_codes(runtime.database, runtime.copies.codes), runtime.settings.upload_max_mb)


def see_import(runtime: Runtime, actor: Actor, import_id: str) -> ImportSeen:
    """One of them. A running one whose process is gone is settled first.

    Raises:
        Refused: not for this actor.
        NotFound: there is no such import.
    """
    require(actor, Action.IMPORT_POOLS, Subject())
    found = _find(runtime, import_id)
    if found and found.state in RUNNING and settle_lost(runtime):
        found = _find(runtime, import_id)
    if found is None:
        raise NotFound("没有这次导入，可能已经过了保存期。")
    with reading(runtime.database) as session:
        names = {person.id: person.name for each in {found.made_by, found.confirmed_by} if (person := find_person(session, each))}
    folder = import_folder(runtime)
    running = found.state in RUNNING
    return ImportSeen(
        found,
        names,
        folder.progress(found.id) if running else ImportProgress(),
        running and bool(folder.cancelled_by(found.id)),
        read_codes(runtime.database, runtime.copies.codes),
    )


def _find(runtime: Runtime, import_id: str) -> PoolImport | None:
    with reading(runtime.database) as session:
        return find_import(session, import_id)
