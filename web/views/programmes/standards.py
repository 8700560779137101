"""评估细则和认定: entered with their documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from service.domain.standards import Recognition, StandardEntry
from service.errors import PlatformError
from service.flows.programmes.browse_levels import LevelSteps
from service.flows.programmes.keep_standard import StandardWish


@dataclass(frozen=True, slots=True)
class StandardsPage:
    """`entries`: (id, level, scenario, words, document). `recognitions`: (id, case, name, document)."""

    template: ClassVar[str] = "pages/programmes/standards.html"
    title: str
    levels: tuple[tuple[str, str], ...]
    scenarios: tuple[tuple[str, str], ...]
    wish: StandardWish
    entries: tuple[tuple[str, str, str, str, str], ...]
    recognitions: tuple[tuple[str, str, str, str], ...]
    problems: Mapping[str, str] = field(default_factory=dict)
    sentence: str = ""

    def refused(self, error: PlatformError) -> "StandardsPage":
        """This, with what is to be changed."""
        return replace(self, problems=error.fields, sentence="" if error.fields else error.message)


def standards_page(
    found: LevelSteps, entries: Sequence[StandardEntry], recognitions: Sequence[Recognition], wish: StandardWish
) -> StandardsPage:
    """The page, with the form as it was typed."""
    names = {level.code: level.name for level in found.levels}
    scenarios = {scenario.code: scenario.name for scenario in found.codes.taxonomy.scenarios}
    return StandardsPage(
        title="评估细则和认定录入",
        levels=tuple(names.items()),
        scenarios=tuple(scenarios.items()),
        wish=wish,
        entries=tuple(
            (each.id, names.get(each.level, each.level), scenarios.get(each.scenario, each.scenario), each.words, each.document_no)
            for each in entries
        ),
        recognitions=tuple((each.id, each.case_id, each.name, each.document_no) for each in recognitions),
    )
