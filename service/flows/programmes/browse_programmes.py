"""政策: the programmes in force, those that are over, and how each bears on what is known."""

from dataclasses import dataclass
from datetime import date

from service.copies.kept_codes import read_codes
from service.domain.codes import CodeTables
from service.domain.programme_rules import Facts
from service.domain.programmes import Bearing, Judgement, Programme, judge, judge_all
from service.errors import NotFound
from service.runtime import Runtime
from service.store.queries.programmes import find_programme, read_programmes
from service.store.unit_of_work import reading


@dataclass(frozen=True, slots=True)
class ProgrammeList:
    """`current`: in force or to come, judged by what is known. `over`: 已失效, never to be called valid."""

    current: tuple[Judgement, ...]
    over: tuple[Programme, ...]
    codes: CodeTables


@dataclass(frozen=True, slots=True)
class StoredProgrammes:
    """All of them, read once, for a page that compares them with several things."""

    all: tuple[Programme, ...]
    codes: CodeTables
    today: date

    def against(self, facts: Facts) -> ProgrammeList:
        """How they bear on what is known."""
        judged = judge_all(self.all, facts, self.today)
        return ProgrammeList(
            current=tuple(each for each in judged if each.bearing is not Bearing.OVER),
            over=tuple(each.programme for each in judged if each.bearing is Bearing.OVER),
            codes=self.codes,
        )


def stored_programmes(runtime: Runtime) -> StoredProgrammes:
    """Cost: one query of some dozen rows."""
    with reading(runtime.database) as session:
        programmes = read_programmes(session)
    return StoredProgrammes(programmes, read_codes(runtime.database, runtime.copies.codes), runtime.today)


def browse_programmes(runtime: Runtime, facts: Facts) -> ProgrammeList:
    """All of them against what is known."""
    return stored_programmes(runtime).against(facts)


def show_programme(runtime: Runtime, programme_id: str, facts: Facts) -> tuple[Judgement, CodeTables]:
    """One of them, with the code tables.

    Raises:
        NotFound: there is none such.
    """
    with reading(runtime.database) as session:
        programme = find_programme(session, programme_id)
    if programme is None:
        raise NotFound("没有这个政策项目，可能编号写错了。")
    return judge(programme, facts, runtime.today), read_codes(runtime.database, runtime.copies.codes)
