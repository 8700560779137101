"""What every search engine must do; one class, inherited for each engine."""

import threading
from collections.abc import Iterator

import numpy as np
import pytest

from service.domain.finding import CandidateSet, Filters, ProviderDoc
from service.ports import SearchEngine
from service.search.engines.elastic import ElasticEngine
from service.search.engines.elastic_connection import ElasticAddress
from service.search.engines.elastic_generations import GenerationPlan
from service.search.engines.embedded import EmbeddedEngine
from tests.contract.passage_docs import DIMENSIONS, drawn_pool, passage, provider, unit, wish

NO_FILTERS = Filters()


def found_ids(found: CandidateSet) -> set[str]:
    return {one.id for one in found.passages}


def ids_by_leg(found: CandidateSet, leg: str, wish_number: int = 0) -> list[str]:
    """Passages of one leg, best first."""
    scores = getattr(found, leg)[wish_number]
    order = sorted((column for column in range(len(scores)) if not np.isnan(scores[column])), key=lambda column: -scores[column])
    return [found.passages[column].id for column in order]


class SearchEngineContract:
    """Every test gets an engine in which nothing was ever put."""

    def test_position_starts_below_zero_and_never_goes_back(self, engine: SearchEngine) -> None:
        assert engine.position() == -1
        engine.put([], position=0)
        assert engine.position() == 0
        engine.put([provider("prv_a")], position=12)
        assert engine.position() == 12
        engine.put([provider("prv_b")], position=5)
        assert engine.position() == 12
        assert set(engine.versions()) == {"prv_a", "prv_b"}

    def test_a_passage_comes_back_as_it_was_put(self, engine: SearchEngine) -> None:
        put = passage("cas_1", "prv_a", kind="case", tags=(("DEV02", 1.0), ("QUA03", 0.3127)), industries=("模具", "plastic"))
        engine.put([provider("prv_a", 1, put)], position=1)
        (found,) = engine.candidates([wish("注塑")], NO_FILTERS, per_leg=5).passages
        assert (found.id, found.provider_id, found.kind) == ("cas_1", "prv_a", "case")
        assert found.tags == (("DEV02", 1.0), ("QUA03", 0.3127))
        assert found.industries == ("模具", "plastic")

    def test_every_leg_scores_what_it_found_and_nan_stands_for_the_rest(self, engine: SearchEngine) -> None:
        engine.put(
            [
                provider("prv_a", 1, passage("p_words", "prv_a", "锣机 联网", bigrams="无关", vector=unit("far"))),
                provider("prv_b", 1, passage("p_bigrams", "prv_b", "别的 文字", bigrams="锣机 联网", vector=unit("farther"))),
                provider("prv_c", 1, passage("p_near", "prv_c", "完全 不同", bigrams="不同", vector=unit("need"))),
            ],
            position=1,
        )
        found = engine.candidates([wish("锣机 联网", "need")], NO_FILTERS, per_leg=1)
        assert found_ids(found) == {"p_words", "p_bigrams", "p_near"}
        assert ids_by_leg(found, "words") == ["p_words"]
        assert ids_by_leg(found, "bigrams") == ["p_bigrams"]
        assert ids_by_leg(found, "cosine") == ["p_near"]
        assert found.words.shape == found.bigrams.shape == found.cosine.shape == (1, 3)
        assert found.words.dtype == found.cosine.dtype == np.float32

    def test_cosine_is_exact(self, engine: SearchEngine) -> None:
        engine.put(drawn_pool(40), position=1)
        asked = wish("", "somewhere")
        found = engine.candidates([asked], NO_FILTERS, per_leg=30)
        expected = {one.id: float(one.vector @ asked.vector) for doc in drawn_pool(40) for one in doc.passages}
        best = sorted(expected, key=lambda key: -expected[key])[:30]
        assert ids_by_leg(found, "cosine") == best
        for column, one in enumerate(found.passages):
            assert found.cosine[0, column] == pytest.approx(expected[one.id], abs=1e-5)

    def test_words_are_scored_by_bm25(self, engine: SearchEngine) -> None:
        texts = {"p1": "排产 排产 注塑", "p2": "排产 质检", "p3": "质检 质检 质检 追溯", "p4": "能耗"}
        engine.put([provider(f"prv_{key}", 1, passage(key, f"prv_{key}", text)) for key, text in texts.items()], position=1)
        found = engine.candidates([wish("排产 追溯")], NO_FILTERS, per_leg=10)
        scores = {one.id: found.words[0, column] for column, one in enumerate(found.passages)}
        assert np.isnan(scores["p4"])
        documents = {key: text.split() for key, text in texts.items()}
        for key in ("p1", "p2", "p3"):
            assert scores[key] == pytest.approx(_bm25(documents, key, ["排产", "追溯"]), rel=1e-4)

    def test_a_token_asked_twice_counts_once(self, engine: SearchEngine) -> None:
        engine.put(drawn_pool(10), position=1)
        once = engine.candidates([wish("词1 词2")], NO_FILTERS, per_leg=50)
        twice = engine.candidates([wish("词1 词2 词1 词1")], NO_FILTERS, per_leg=50)
        assert [one.id for one in once.passages] == [one.id for one in twice.passages]
        np.testing.assert_allclose(once.words, twice.words, rtol=1e-6)

    @pytest.mark.parametrize("token", ["c++", "a/b", "(", '"引', "AND", "词*", "词0:1", "\\", "[1", "词~2", "😀"])
    def test_a_token_is_text_and_never_syntax(self, engine: SearchEngine, token: str) -> None:
        engine.put(
            [provider("prv_a", 1, passage("p1", "prv_a", f"{token} 排产")), provider("prv_b", 1, passage("p2", "prv_b", "词12 and"))],
            position=1,
        )
        found = engine.candidates([wish(token, bigrams="")], NO_FILTERS, per_leg=10)
        assert ids_by_leg(found, "words") == ["p1"]

    def test_each_wish_has_its_own_row(self, engine: SearchEngine) -> None:
        engine.put([provider("prv_a", 1, passage("p1", "prv_a", "排产")), provider("prv_b", 1, passage("p2", "prv_b", "质检"))], position=1)
        found = engine.candidates([wish("排产", "cap"), wish("质检", "cap"), wish("没有", "cap")], NO_FILTERS, per_leg=10)
        assert found.words.shape == (3, 2)
        assert [ids_by_leg(found, "words", number) for number in range(3)] == [["p1"], ["p2"], []]

    def test_nothing_asked_finds_nothing(self, engine: SearchEngine) -> None:
        engine.put([provider("prv_a")], position=1)
        none = engine.candidates([], NO_FILTERS, per_leg=10)
        assert none.passages == ()
        assert none.words.shape == (0, 0)

    def test_an_empty_index_finds_nothing(self, engine: SearchEngine) -> None:
        engine.put([], position=0)
        found = engine.candidates([wish("排产")], NO_FILTERS, per_leg=10)
        assert found.passages == ()
        assert found.cosine.shape == (1, 0)
        assert engine.versions() == {}

    def test_a_need_of_thousands_of_tokens_is_answered(self, engine: SearchEngine) -> None:
        engine.put(drawn_pool(30), position=1)
        found = engine.candidates([wish("词1 " + " ".join(f"长{number}" for number in range(4000)))], NO_FILTERS, per_leg=10)
        assert ids_by_leg(found, "words")

    def test_no_leg_returns_more_than_asked(self, engine: SearchEngine) -> None:
        engine.put(drawn_pool(60), position=1)
        found = engine.candidates([wish("词0 词1 词2")], NO_FILTERS, per_leg=7)
        for leg in ("words", "bigrams", "cosine"):
            assert len(ids_by_leg(found, leg)) == 7

    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            (Filters(pool="provincial"), {"prv_b"}),
            (Filters(pool="municipal"), {"prv_a", "prv_b", "prv_c"}),
            (Filters(group="质量"), {"prv_b"}),
            (Filters(industry="mould"), {"prv_c"}),
            (Filters(town="虎门镇"), {"prv_c"}),
            (Filters(town="municipal"), set()),
            (Filters(delivery="云服务"), {"prv_b"}),
            (Filters(price_max_fen=4_999_999), {"prv_c"}),
            (Filters(price_max_fen=5_000_000), {"prv_a", "prv_c"}),
            (Filters(pool="municipal", town="长安镇", price_max_fen=99_000_000), {"prv_a", "prv_b"}),
            (Filters(pool="provincial", town="虎门镇"), set()),
        ],
        ids=lambda value: str(value.active) if isinstance(value, Filters) else None,
    )
    def test_filters_narrow_every_leg(self, engine: SearchEngine, filters: Filters, expected: set[str]) -> None:
        engine.put(
            [
                provider("prv_a"),
                provider("prv_b", pools=("municipal", "provincial"), groups=("质量",), deliveries=("云服务",), price_min_fen=6_000_000),
                provider("prv_c", town="虎门镇", industries=("mould",), price_min_fen=None),
                provider("prv_d", listed=False),
            ],
            position=1,
        )
        found = engine.candidates([wish("注塑")], filters, per_leg=10)
        assert {one.provider_id for one in found.passages} == expected
        for leg in ("words", "bigrams", "cosine"):
            assert len(ids_by_leg(found, leg)) == len(expected)

    def test_filters_come_before_the_best_are_taken(self, engine: SearchEngine) -> None:
        pool = drawn_pool(300)
        engine.put(pool, position=1)
        rare = Filters(town="镇3", pool="provincial")
        fitting = {one.id for doc in pool if doc.town == "镇3" and "provincial" in doc.pools for one in doc.passages if one.words}
        assert len(fitting) > 5
        found = engine.candidates([wish("词0 词1", "anywhere")], rare, per_leg=5)
        assert len(ids_by_leg(found, "cosine")) == 5
        assert found_ids(found) <= fitting

    def test_a_provider_that_is_no_longer_listed_is_gone(self, engine: SearchEngine) -> None:
        engine.put([provider("prv_a"), provider("prv_b")], position=1)
        engine.put([provider("prv_a", 2, listed=False)], position=2)
        assert {one.provider_id for one in engine.candidates([wish("注塑")], NO_FILTERS, per_leg=10).passages} == {"prv_b"}
        assert engine.versions() == {"prv_b": 1}

    def test_a_newer_version_replaces_all_passages(self, engine: SearchEngine) -> None:
        engine.put([provider("prv_a", 1, passage("p1", "prv_a", "排产"), passage("p2", "prv_a", "排产"))], position=1)
        engine.put([provider("prv_a", 2, passage("p2", "prv_a", "质检"), passage("p3", "prv_a", "质检"))], position=2)
        assert ids_by_leg(engine.candidates([wish("排产")], NO_FILTERS, per_leg=10), "words") == []
        again = engine.candidates([wish("质检")], NO_FILTERS, per_leg=10)
        assert set(ids_by_leg(again, "words")) == found_ids(again) == {"p2", "p3"}
        assert engine.versions() == {"prv_a": 2}

    def test_an_older_version_changes_nothing(self, engine: SearchEngine) -> None:
        engine.put([provider("prv_a", 5, passage("p1", "prv_a", "排产"))], position=9)
        engine.put([provider("prv_a", 4, passage("p1", "prv_a", "旧文"), passage("p0", "prv_a", "旧文"))], position=9)
        assert found_ids(engine.candidates([wish("排产 旧文")], NO_FILTERS, per_leg=10)) == {"p1"}
        assert engine.versions() == {"prv_a": 5}

    def test_the_same_version_may_come_with_other_content(self, engine: SearchEngine) -> None:
        """A membership that lapsed, or tags that were proposed anew, leave the provider's own version as it was."""
        engine.put([provider("prv_a", 3, pools=("municipal", "provincial"))], position=1)
        engine.put([provider("prv_a", 3, pools=("municipal",))], position=2)
        assert engine.candidates([wish("注塑")], Filters(pool="provincial"), per_leg=10).passages == ()
        assert engine.versions() == {"prv_a": 3}

    def test_a_passage_without_a_vector_is_found_by_its_words(self, engine: SearchEngine) -> None:
        engine.put([provider("prv_a", 1, passage("p1", "prv_a", "排产", vector=None))], position=1)
        assert ids_by_leg(engine.candidates([wish("排产")], NO_FILTERS, per_leg=10), "words") == ["p1"]
        engine.put([provider("prv_a", 1, passage("p1", "prv_a", "排产"))], position=2)
        embedded_later = engine.candidates([wish("", "cap")], NO_FILTERS, per_leg=10)
        assert embedded_later.cosine[0, 0] == pytest.approx(float(unit("p1") @ unit("cap")), abs=1e-5)

    def test_any_order_of_puts_ends_in_the_newest_state(self, engine: SearchEngine) -> None:
        random = np.random.default_rng(3)
        newest: dict[str, ProviderDoc] = {}
        versions = dict.fromkeys([f"prv_{number}" for number in range(6)], 0)
        for position in range(40):
            docs = []
            for provider_id in random.choice(list(versions), size=2, replace=False):
                versions[provider_id] += 1
                kept = [f"{provider_id}_{number}" for number in range(4) if random.random() < 0.5]
                doc = provider(
                    provider_id,
                    versions[provider_id],
                    *(passage(one, provider_id, f"共同 文{versions[provider_id]}") for one in kept),
                    listed=bool(kept),
                )
                newest[provider_id] = doc
                docs.append(doc)
            engine.put(docs, position=position)
        expected = {one.id for doc in newest.values() if doc.listed for one in doc.passages}
        assert found_ids(engine.candidates([wish("共同")], NO_FILTERS, per_leg=100)) == expected
        assert engine.versions() == {doc.id: doc.version for doc in newest.values() if doc.listed}

    def test_hundreds_of_providers_in_one_put(self, engine: SearchEngine) -> None:
        pool = drawn_pool(450)
        engine.put(pool, position=3)
        assert engine.versions() == {doc.id: 1 for doc in pool}
        engine.put(pool, position=3)
        assert engine.versions() == {doc.id: 1 for doc in pool}

    def test_searches_go_on_while_providers_change(self, engine: SearchEngine) -> None:
        engine.put([provider(f"prv_{number}") for number in range(20)], position=0)
        wrong: list[object] = []
        done = threading.Event()

        def search() -> None:
            while not done.is_set():
                try:
                    found = engine.candidates([wish("注塑")], NO_FILTERS, per_leg=100)
                    if {one.provider_id for one in found.passages} != {f"prv_{number}" for number in range(20)}:
                        wrong.append(found.passages)
                except Exception as error:
                    wrong.append(error)

        threads = [threading.Thread(target=search) for _ in range(3)]
        for thread in threads:
            thread.start()
        for version in range(2, 12):
            engine.put([provider(f"prv_{version % 20}", version)], position=version)
        done.set()
        for thread in threads:
            thread.join(30)
        assert wrong == []
        assert engine.position() == 11


class TestEmbedded(SearchEngineContract):
    @pytest.fixture
    def engine(self) -> SearchEngine:
        return EmbeddedEngine(lambda: DIMENSIONS)


@pytest.mark.elasticsearch
class TestElasticsearch(SearchEngineContract):
    @pytest.fixture
    def engine(self, elasticsearch_url: str, elastic_prefix: str) -> Iterator[SearchEngine]:
        engine = elastic_engine(elasticsearch_url, elastic_prefix)
        yield engine
        engine.close()


@pytest.mark.elasticsearch
class TestSameAnswers:
    """The same page comes from either engine, so both must give ranking the same candidates with the same scores."""

    @pytest.fixture
    def both(self, elasticsearch_url: str, elastic_prefix: str) -> Iterator[tuple[SearchEngine, SearchEngine]]:
        embedded = EmbeddedEngine(lambda: DIMENSIONS)
        elastic = elastic_engine(elasticsearch_url, elastic_prefix)
        pool = drawn_pool(600)
        for engine in (embedded, elastic):
            engine.put(pool, position=1)
        yield embedded, elastic
        elastic.close()

    def test_candidates_and_scores_agree(self, both: tuple[SearchEngine, SearchEngine]) -> None:
        shared, asked = 0, 0
        for number in range(20):
            wishes = [wish(f"词{number} 词{number * 3} mes", f"need {number}"), wish(f"词{number + 1}", f"other {number}")]
            filters = [NO_FILTERS, Filters(pool="provincial"), Filters(price_max_fen=20_000_000)][number % 3]
            answers = [engine.candidates(wishes, filters, per_leg=60) for engine in both]
            columns = [{one.id: column for column, one in enumerate(answer.passages)} for answer in answers]
            for leg, tolerance in (("words", 1e-4), ("bigrams", 1e-4), ("cosine", 1e-5)):
                for row in range(2):
                    lists = [ids_by_leg(answer, leg, row) for answer in answers]
                    shared += len(set(lists[0]) & set(lists[1]))
                    asked += max(len(lists[0]), len(lists[1]))
                    for one in set(lists[0]) & set(lists[1]):
                        scores = [getattr(answer, leg)[row, place[one]] for answer, place in zip(answers, columns, strict=True)]
                        assert scores[1] == pytest.approx(scores[0], rel=tolerance, abs=tolerance)
        # Not 1: among equal scores at the end of a leg each engine takes its own.
        assert shared / asked >= 0.98


def elastic_engine(url: str, prefix: str, *, identity: str = "encoder-1/bank-1/s1") -> ElasticEngine:
    return ElasticEngine(
        ElasticAddress(hosts=(url,), search_seconds=30.0),
        GenerationPlan(prefix=prefix, identity=lambda: identity, dimensions=lambda: DIMENSIONS),
    )


def _bm25(documents: dict[str, list[str]], key: str, asked: list[str]) -> float:
    """k1 = 1.2, b = 0.75, idf = ln(1 + (N − n + 0.5) / (n + 0.5)), times k1 + 1: as both engines have it for short texts."""
    average = sum(map(len, documents.values())) / len(documents)
    score = 0.0
    for token in asked:
        count, holders = documents[key].count(token), sum(token in words for words in documents.values())
        idf = np.log(1 + (len(documents) - holders + 0.5) / (holders + 0.5))
        score += idf * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * len(documents[key]) / average))
    return float(score)
