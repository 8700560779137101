"""A need as it is sent."""

from pydantic import ConfigDict, Field

from service.api.schemas.base import ReadableText, RequestPart, Word
from service.domain.finding import Filters
from service.flows.directory.read_filters import FilterWords
from service.flows.matching.match_need import MatchRequest

LIMIT_MAX = 50


class FiltersIn(RequestPart):
    """What to narrow the search to. Each value is a code or one of its Chinese names."""

    model_config = ConfigDict(strict=True)

    pool: Word | None = Field(default=None, description="Resource pool: `municipal`, `provincial` (市级, 省级) or a code of `/pools`.")
    group: Word | None = Field(default=None, description="Scenario group, a code or name of `/scenarios`, such as `DEV`.")
    industry: Word | None = Field(default=None, description="Industry code, name or trade word, such as `plastics` or 注塑.")
    town: Word | None = Field(default=None, description="Town, code or name, such as 虎门镇.")
    delivery: Word | None = Field(default=None, description="Way of delivery as providers state it, such as 现场.")
    price_max_wan: float | None = Field(
        default=None,
        description="Price ceiling, 万元: keeps offers at or under it and those that name no price.",
        ge=0,
        le=1_000_000,
        allow_inf_nan=False,
    )

    def words(self) -> FilterWords:
        """Return them for the flow."""
        return FilterWords(
            pool=self.pool,
            group=self.group,
            industry=self.industry,
            town=self.town,
            delivery=self.delivery,
            price_max_wan=self.price_max_wan,
        )


class NeedIn(RequestPart):
    """A need in plain words. Nothing of it is stored; telephone numbers and other personal data in it are dropped unread."""

    model_config = ConfigDict(
        strict=True,
        json_schema_extra={
            "examples": [{"text": "三十几台啤机，晚班到底开没开我在家看不到", "limit": 10, "filters": {"pool": "municipal"}}]
        },
    )

    text: ReadableText = Field(
        description="The need in plain Chinese, one sentence is enough. At most 5,000 characters (`POOL_NEED_MAX_CHARACTERS`)."
    )
    limit: int = Field(default=10, description="Most matches to return.", ge=1, le=LIMIT_MAX)
    filters: FiltersIn = Field(default_factory=FiltersIn, description="What to narrow the search to.")
    include_weak: bool = Field(
        default=False, description="Go on with providers that only touch the need, up to `limit`; `confident` says the same as without."
    )

    def request(self, filters: Filters) -> MatchRequest:
        """Return it for the flow, with its filters read."""
        return MatchRequest(text=self.text, limit=self.limit, filters=filters, include_weak=self.include_weak)
