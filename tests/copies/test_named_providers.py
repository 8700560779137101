"""A firm's name in the sentence box: inside a sentence, or the whole of it with one wrong character."""

import pytest

from service.copies.named_providers import named_providers, read_names
from service.flows.directory.browse_providers import ProviderQuery, list_providers
from service.runtime import Runtime
from service.search.segment import fold_text
from service.store import unit_of_work
from service.store.queries.feed import latest_position
from tests.factories import SMALL_POOL, add_firms, firm
from tests.platforms import MakePlatform


@pytest.fixture
def pool(make_platform: MakePlatform) -> Runtime:
    return make_platform(SMALL_POOL, prepare=False)


def position(pool: Runtime) -> int:
    with unit_of_work.reading(pool.database) as session:
        return latest_position(session)


def named(pool: Runtime, text: str) -> list[str]:
    by_id = {provider.id: provider.display_name for provider in list_providers(pool, ProviderQuery(size=100)).items}
    return [by_id[found] for found in named_providers(pool, fold_text(text), position=position(pool))]


@pytest.mark.parametrize(
    "text", ["屿栈数据做不做压铸", "东莞市屿栈数据科技有限公司", "东莞市屿站数据科技有限公司", "東莞市嶼棧注塑自動化有限公司", "屿站数据"]
)
def test_a_name_is_heard_in_a_sentence_and_with_one_mistake(pool: Runtime, text: str) -> None:
    assert named(pool, text) == ["屿栈数据"]


@pytest.mark.parametrize("text", ["屿数数据", "注塑机停机没人知道", "数据", "东莞市已满期信息有限公司"])
def test_a_short_wish_or_a_firm_that_is_not_public_names_nobody(pool: Runtime, text: str) -> None:
    assert named(pool, text) == []


def test_a_new_firm_is_known_as_soon_as_it_is_stored(pool: Runtime) -> None:
    assert named(pool, "禾澄甲乙丙科技怎么样") == []
    before = read_names(pool, position=position(pool))
    assert read_names(pool, position=position(pool)) is before
    add_firms(pool.database, (firm(300, name="东莞市禾澄甲乙丙科技有限公司", short_name="禾澄甲乙丙科技"),))
    assert named(pool, "禾澄甲乙丙科技怎么样") == ["禾澄甲乙丙科技"]
