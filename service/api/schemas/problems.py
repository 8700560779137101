"""What a failure looks like."""

from pydantic import Field

from service.api.schemas.base import Answer


class ProblemOut(Answer):
    """RFC 9457 problem details with the platform's own members."""

    type: str = Field(description="Always `about:blank`; `code` tells problems apart.", examples=["about:blank"])
    title: str = Field(description="The kind of problem in a few Chinese words.", examples=["内容有误"])
    status: int = Field(description="The HTTP status again.", examples=[422])
    code: str = Field(description="Stable code for programs.", examples=["invalid"])
    message: str = Field(
        description="A Chinese sentence for people: what is wrong and what to do.", examples=["请求内容有误。limit：不能大于 50。"]
    )
    fields: dict[str, str] = Field(description="Part of the request → Chinese sentence.", examples=[{"limit": "不能大于 50。"}])
    request_id: str = Field(
        description="The same as the header `X-Request-Id`; quote it when asking for help.", examples=["req_0123456789abcdef"]
    )
