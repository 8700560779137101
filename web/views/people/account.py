"""我的账户."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import ClassVar

from service.domain.people import ROLE_WORDS
from service.domain.permissions import Action, Actor, could
from service.domain.sessions import OpenSession
from service.errors import Invalid

_DONE = {"password": "密码已修改，别处的登录都已退出。", "sessions": "已退出。"}
_PLACES = (
    (Action.KEEP_OWN_ACCOUNT, "/inbox", "收件箱", "平台告诉您的事"),
    (Action.KEEP_OWN_ACCOUNT, "/account/notices", "通知方式", "哪类事用邮件告诉您"),
    (Action.EDIT_PROFILE, "/profile", "我的资料", "改资料、送审，看还缺什么"),
    (Action.KEEP_ENTRIES, "/entries", "服务商管理", "入池资格、核验、以文件为准"),
    (Action.IMPORT_POOLS, "/imports", "导入名单", "传一个文件，先检查，再确认入库"),
    (Action.KEEP_ENTRIES, "/attachments", "附件核对", "证书、执照和验收材料"),
    (Action.REVIEW_CHANGES, "/reviews", "资料审核", "服务商送审的资料变更"),
    (Action.READ_FIGURES, "/figures", "统计", "各步、各镇街的数，月报和供需地图"),
    (Action.KEEP_PROGRAMMES, "/programme-entries", "政策项目录入", "文号、有效期、条件和咨询电话"),
    (Action.KEEP_PROGRAMMES, "/standard-entries", "评估细则和认定", "照文件录入等级的要求、案例的认定"),
    (Action.SET_UP_SECOND_FACTOR, "/account/second-factor", "第二步验证", "登录时再输一次手机上的验证码"),
    (Action.SET_UP_SECOND_FACTOR, "/account/passkeys", "通行密钥", "用指纹、人脸或 PIN 登录，不用密码"),
    (Action.KEEP_OWN_ACCOUNT, "/account/provider", "统一身份", "用单位的统一身份认证登录这个账户"),
    (Action.INVITE_COLLEAGUE, "/account/colleagues", "同事", "请同事一起用这个平台"),
    (Action.CLAIM_FIRM, "/account/claims", "认领服务商", "用统一社会信用代码认领名录里的单位"),
    (Action.KEEP_OWN_ACCOUNT, "/account/tokens", "接口令牌", "给程序用，可限定范围和期限"),
    (Action.KEEP_OWN_ACCOUNT, "/account/records", "本人信息", "平台存了您的什么；下载或注销"),
    (Action.BROKER_NEEDS, "/workbench", "对接工作台", "逾期、今天和等别人的需求"),
    (Action.KEEP_NEEDS, "/my-needs", "我的需求", "登记过的需求办到哪一步"),
    (Action.KEEP_INTAKE, "/introductions", "对接", "想和您谈的企业，接不接新单"),
    (Action.KEEP_BOOKINGS, "/bookings", "我的活动", "报过的活动、签到码，改人数或取消"),
    (Action.CHECK_IN, "/workbench/events", "活动管理", "办活动、电话确认、签到和洽谈"),
    (Action.DECLARE_TIES, "/workbench/ties", "利益关系", "本人或家人与服务商的关系，登记后回避"),
    (Action.ENTER_MANUFACTURERS, "/manufacturers", "登记企业", "替来电、来访的企业登记，并邀请联系人"),
    (Action.DECIDE_CLAIMS, "/claims", "认领核实", "核实谁能代表服务商"),
    (Action.KEEP_PEOPLE, "/identities", "统一身份登记", "登记用统一身份认证来过的工作人员"),
    (Action.READ_PEOPLE, "/people", "人员", "账户、身份和权限"),
    (Action.READ_TASKS, "/tasks", "任务", "寄信和定期工作，失败的在这里处理"),
    (Action.KEEP_WEBHOOKS, "/webhooks", "推送地址", "需求有进展时自动告诉别的系统"),
    (Action.READ_AUDIT, "/audit", "审计日志", "谁改了什么、什么时候、为什么"),
)

_OF_PROVIDER = frozenset({"/account/provider", "/identities"})
"""Only where the site has an identity provider."""


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One place where one is signed in. `key` is empty for this browser: it signs out by its own button."""

    key: str
    agent: str
    address: str
    seen_at: datetime
    made_at: datetime


@dataclass(frozen=True, slots=True)
class AccountPage:
    """`roles`: words with the firm; `places`: (address, name, what for) of what this person may open."""

    template: ClassVar[str] = "pages/people/account.html"
    title: str
    name: str
    roles: tuple[str, ...]
    places: tuple[tuple[str, str, str], ...]
    sessions: tuple[SessionLine, ...]
    problems: Mapping[str, str] = field(default_factory=dict)
    done: str = ""

    def told(self, error: Invalid | None, done: str) -> "AccountPage":
        """This, with what was wrong or what was just finished."""
        return replace(self, problems=error.fields if error else {}, done=_DONE.get(done, ""))


def account_page(actor: Actor, firms: Mapping[str, str], sessions: Sequence[OpenSession], here: str, *, has_provider: bool) -> AccountPage:
    """The page of whoever is signed in; `here`: the key of this browser's session; `has_provider`: the site has an identity provider."""
    hidden = frozenset() if has_provider else _OF_PROVIDER
    words = [(ROLE_WORDS[grant.role], firms.get(grant.firm_id, "")) for grant in actor.grants]
    return AccountPage(
        title="我的账户",
        name=actor.name,
        roles=tuple(f"{role}：{firm}" if firm else role for role, firm in words),
        places=tuple((href, label, words) for action, href, label, words in _PLACES if could(actor, action) and href not in hidden),
        sessions=tuple(
            SessionLine("" if each.key == here else each.key, each.agent, each.address, each.seen_at, each.made_at) for each in sessions
        ),
    )
