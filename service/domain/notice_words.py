"""The words of every notice and letter. A new one is a line here; what is posted must fill exactly its gaps."""

import string
from collections.abc import Mapping
from dataclasses import dataclass

from service.domain.notices import NoticeKind

KIND_WORDS: Mapping[NoticeKind, str] = {
    NoticeKind.ACCOUNT: "账户安全",
    NoticeKind.CLAIMS: "认领",
    NoticeKind.PROFILES: "资料",
    NoticeKind.BROKERING: "对接",
    NoticeKind.EVENTS: "活动",
    NoticeKind.UPKEEP: "平台运行",
}
SITE = "site"
"""A gap that is filled when the notice is shown: the platform's name."""


@dataclass(frozen=True, slots=True)
class Wording:
    """`subject`: of the letter and the line in the inbox: no gap, because subjects are seen by others. `body`: plain text with gaps.

    `path`: where on the site one goes on, with gaps; empty: nowhere.
    """

    kind: NoticeKind
    subject: str
    body: str
    path: str = ""

    @property
    def gaps(self) -> frozenset[str]:
        """What `values` must hold."""
        named = {name for text in (self.body, self.path) for _, name, _, _ in string.Formatter().parse(text) if name}
        return frozenset(named - {SITE})


_FOOT = "\n\n不是您本人操作的话，不用理会这封邮件，什么都不会改变。请不要把链接转给别人。"
_NOT_ME = "不是您本人操作的，请马上重设密码，并告诉平台管理员。"
_NOT_MINE = "不是您请管理员办的，请马上告诉平台管理员。"

WORDINGS: Mapping[str, Wording] = {
    "sign_up": Wording(
        NoticeKind.ACCOUNT,
        "请确认邮箱",
        "有人用这个邮箱在{site}注册。是您的话，请在 24 小时内打开链接，设一个密码。" + _FOOT,
        "/set-password",
    ),
    "recovery": Wording(
        NoticeKind.ACCOUNT,
        "重设密码",
        "有人在{site}申请重设这个邮箱的密码。是您的话，请在 30 分钟内打开链接。" + _FOOT,
        "/set-password",
    ),
    "invitation": Wording(
        NoticeKind.ACCOUNT,
        "邀请您使用平台",
        "{site}为您准备了账户。请在 7 天内打开链接，设一个密码。" + _FOOT,
        "/set-password",
    ),
    "has_account": Wording(
        NoticeKind.ACCOUNT,
        "您已经有账户",
        "这个邮箱在{site}已经有账户，不用再注册。忘记密码请在登录页选“忘记密码”。",
        "/sign-in",
    ),
    "password_changed": Wording(NoticeKind.ACCOUNT, "密码已修改", "您在{site}的密码刚刚改过，别处的登录都已退出。" + _NOT_ME, "/account"),
    "password_recovered": Wording(
        NoticeKind.ACCOUNT,
        "密码已重设",
        "您在{site}的密码刚刚用邮件里的链接重设，各处的登录都已退出，接口令牌都已停用，还要用的请重新建。" + _NOT_ME,
        "/account",
    ),
    "second_step_locked": Wording(
        NoticeKind.ACCOUNT,
        "第二步验证多次输错",
        "有人在{site}用您的密码登录，第二步验证连续输错，没有进来。不是您本人的话，密码已经被人知道，请马上重设。",
        "/recover",
    ),
    "firm_claimed": Wording(
        NoticeKind.ACCOUNT,
        "有人认领您的单位",
        "有人申请维护“{firm}”的资料，工作人员核实后才会生效。不是贵单位的人，请马上告诉平台工作人员。",
        "/account/colleagues",
    ),
    "firm_joined": Wording(
        NoticeKind.ACCOUNT,
        "单位多了一位维护人",
        "工作人员核实后，又有一人可以维护“{firm}”的资料。不是贵单位的人，请马上告诉平台工作人员。",
        "/account/colleagues",
    ),
    "second_factor_set": Wording(
        NoticeKind.ACCOUNT,
        "第二步验证已更新",
        "您在{site}的第二步验证刚刚设好或更换，别处的登录都已退出。" + _NOT_ME,
        "/account/second-factor",
    ),
    "recovery_codes_renewed": Wording(
        NoticeKind.ACCOUNT,
        "恢复码已更换",
        "您在{site}的恢复码刚刚全部换新，旧的都已作废。" + _NOT_ME,
        "/account/second-factor",
    ),
    "second_factor_removed": Wording(
        NoticeKind.ACCOUNT,
        "第二步验证已清除",
        "平台管理员刚刚清除了您在{site}的第二步验证和恢复码，各处的登录都已退出，请重新登录并设置。" + _NOT_MINE,
        "/account/second-factor",
    ),
    "new_device": Wording(
        NoticeKind.ACCOUNT,
        "新设备登录提醒",
        "您在{site}的账户刚刚有一次登录，来自没有登录过的设备：{agent}。是您本人就不用理会。" + _NOT_ME,
        "/account",
    ),
    "account_locked": Wording(
        NoticeKind.ACCOUNT,
        "密码多次输错",
        "有人在{site}用您的邮箱连续输错密码，登录已暂停片刻，密码没有改变。不是您本人的话，请换一个只在这里用的密码；忘记密码可以用邮件重设。",
        "/recover",
    ),
    "token_made": Wording(
        NoticeKind.ACCOUNT,
        "已新建接口令牌",
        "您在{site}的账户刚刚新建了接口令牌“{token}”，{until}到期。" + _NOT_ME,
        "/account/tokens",
    ),
    "identity_bound": Wording(
        NoticeKind.ACCOUNT,
        "已绑定统一身份",
        "您在{site}的账户刚刚绑定了一个统一身份，以后可以用它登录。" + _NOT_ME,
        "/account/provider",
    ),
    "identity_unbound": Wording(
        NoticeKind.ACCOUNT,
        "已解除统一身份",
        "您在{site}的账户刚刚解除了一个统一身份。" + _NOT_ME,
        "/account/provider",
    ),
    "passkey_added": Wording(
        NoticeKind.ACCOUNT,
        "已添加通行密钥",
        "您在{site}的账户刚刚添加了通行密钥“{passkey}”，别处的登录都已退出。" + _NOT_ME,
        "/account/passkeys",
    ),
    "passkey_removed": Wording(
        NoticeKind.ACCOUNT,
        "已移除通行密钥",
        "您在{site}的账户刚刚移除了通行密钥“{passkey}”。" + _NOT_ME,
        "/account/passkeys",
    ),
    "rights_changed": Wording(
        NoticeKind.ACCOUNT,
        "账户权限有变动",
        "您在{site}的账户权限有变动，各处的登录都已退出，请重新登录。有疑问请联系平台管理员。",
        "/account",
    ),
    "claim_confirmed": Wording(
        NoticeKind.CLAIMS,
        "认领结果",
        "您对“{firm}”的认领已确认，请重新登录，即可维护这家的资料。",
        "/account/claims",
    ),
    "membership_changed": Wording(NoticeKind.PROFILES, "入池资格有变动", "“{firm}”在{pool}的入池资格：{step}。原因：{reason}", "/profile"),
    "change_submitted": Wording(NoticeKind.PROFILES, "有资料送审", "“{firm}”送审了资料改动，请在{promised}前答复。", "/reviews/{change}"),
    "change_published": Wording(
        NoticeKind.PROFILES, "资料改动已公布", "“{firm}”的资料改动已通过并公布，下一次搜索就能找到。", "/profile/{provider}"
    ),
    "change_returned": Wording(
        NoticeKind.PROFILES, "资料改动被退回", "“{firm}”的资料改动有 {parts} 处要改，其余不用动。已公布的不受影响。", "/profile/{provider}"
    ),
    "attachment_sent": Wording(NoticeKind.PROFILES, "有附件等核对", "“{firm}”交了一份附件，请核对。", "/attachments"),
    "attachment_accepted": Wording(NoticeKind.PROFILES, "附件已核对", "您交的一份附件已核对通过。", "/profile/{provider}/attachments"),
    "attachment_refused": Wording(
        NoticeKind.PROFILES, "附件没有通过", "您交的一份附件没有通过：{reason}", "/profile/{provider}/attachments"
    ),
    "due_again": Wording(
        NoticeKind.PROFILES,
        "请确认资料仍有效",
        "“{what}”半年前确认过，{until} 起公开页会写上已过半年。没有变的话，点一下“仍有效”就行。",
        "/profile/{provider}",
    ),
    "certificate_ending": Wording(
        NoticeKind.PROFILES,
        "证书快到期",
        "“{what}”{until} 到期，到期后公开页会照实写。换了新证，请在“附件”里交一份。",
        "/profile/{provider}/attachments",
    ),
    "consent_given": Wording(
        NoticeKind.PROFILES, "联系人已同意", "“{post}”已同意在对接成功后给出姓名和手机号，随时可以撤回。", "/profile/{provider}/contacts"
    ),
    "consent_declined": Wording(
        NoticeKind.PROFILES, "联系人没有同意", "“{post}”没有同意给出姓名和手机号，什么都没有留下。", "/profile/{provider}/contacts"
    ),
    "consent_withdrawn": Wording(
        NoticeKind.PROFILES, "联系人已撤下", "“{post}”的同意已撤回，姓名和手机号已删除。", "/profile/{provider}/contacts"
    ),
    "consent_ending": Wording(
        NoticeKind.PROFILES,
        "联系人的同意快到期",
        "“{post}”的同意 {until} 到期，到期就删除姓名和手机号。要续，请本人用自己的链接再同意一次。",
        "/profile/{provider}/contacts",
    ),
    "firms_merged": Wording(NoticeKind.PROFILES, "两份资料已合并", "“{lost}”已并入“{firm}”，请看一遍合并后的资料。", "/profile/{provider}"),
    "import_ended": Wording(NoticeKind.UPKEEP, "导入结束", "“{name}”的导入{outcome}，报告可以看了。", "/imports/{import}"),
    "need_stated": Wording(
        NoticeKind.BROKERING, "有新登记的需求", "{number} 刚刚登记，三个工作日内要联系企业。", "/workbench/needs/{need}"
    ),
    "need_moved": Wording(NoticeKind.BROKERING, "需求有进展", "您的需求 {number} 到了“{state}”这一步。", "/my-needs/{need}"),
    "need_left": Wording(NoticeKind.BROKERING, "需求有变动", "企业把 {number} 改成了“{state}”。", "/workbench/needs/{need}"),
    "need_assigned": Wording(NoticeKind.BROKERING, "有需求交给您", "{number} 交给您经办。", "/workbench/needs/{need}"),
    "introduction_proposed": Wording(
        NoticeKind.BROKERING,
        "有服务商等您答复",
        "需求 {number}：请在 {until} 前答复要不要和 {provider} 谈，过期作废。",
        "/my-needs/{need}",
    ),
    "introduction_asked": Wording(
        NoticeKind.BROKERING,
        "有企业想和您谈",
        "一家企业同意和您谈，请在 {until} 前答复，过期作废。",
        "/introductions/{introduction}",
    ),
    "introduction_reminder_factory": Wording(
        NoticeKind.BROKERING, "快到期了，请答复", "和 {provider} 的对接 {until} 到期，还没有收到您的答复。", "/my-needs/{need}"
    ),
    "introduction_reminder_provider": Wording(
        NoticeKind.BROKERING, "快到期了，请答复", "一次对接 {until} 到期，还没有收到您的答复。", "/introductions/{introduction}"
    ),
    "introduction_agreed_factory": Wording(
        NoticeKind.BROKERING, "双方都同意了", "{provider} 也同意谈，可以互看联系人、约见面了。", "/my-needs/{need}"
    ),
    "introduction_agreed_provider": Wording(
        NoticeKind.BROKERING, "双方都同意了", "可以互看联系人、约见面了。", "/introductions/{introduction}"
    ),
    "introduction_over": Wording(
        NoticeKind.BROKERING, "一次对接没有谈成", "{number} 和 {provider} 的对接：{state}，看要不要换一家。", "/workbench/needs/{need}"
    ),
    "outcome_told_factory": Wording(
        NoticeKind.BROKERING, "请确认一条进展", "{provider} 记了“{what}”，请确认是不是这样。", "/my-needs/{need}"
    ),
    "outcome_told_provider": Wording(
        NoticeKind.BROKERING, "请确认一条进展", "企业记了“{what}”，请确认是不是这样。", "/introductions/{introduction}"
    ),
    "webhook_stopped": Wording(
        NoticeKind.UPKEEP,
        "一个推送地址停用了",
        "推送地址“{webhook}”{reason}，已停用。这期间的消息都留着，修好后恢复即可补发。",
        "/webhooks/{id}",
    ),
    "question_asked_factory": Wording(
        NoticeKind.BROKERING,
        "有服务商提问",
        "{number} 有一个提问，答了以后对方更容易判断合不合适。对方还不知道您是谁。",
        "/my-needs/{need}",
    ),
    "question_asked_desk": Wording(
        NoticeKind.BROKERING, "有服务商提问", "{number} 有一个提问，企业没有账户，请打电话问了代答。", "/workbench/needs/{need}"
    ),
    "question_asked_provider": Wording(NoticeKind.BROKERING, "有企业提问", "一家企业问了您一个问题，请答复。", "/open-needs/{need}"),
    "question_answered_factory": Wording(NoticeKind.BROKERING, "提问有了答复", "{number} 的提问有了答复。", "/my-needs/{need}"),
    "question_answered_desk": Wording(
        NoticeKind.BROKERING, "提问有了答复", "{number} 的提问有了答复，企业没有账户，请转告。", "/workbench/needs/{need}"
    ),
    "question_answered_provider": Wording(NoticeKind.BROKERING, "提问有了答复", "您的提问有了答复。", "/open-needs/{need}"),
    "dispute_to_close": Wording(
        NoticeKind.BROKERING, "有争议要处理", "{number} 有一件争议，请听两边说明后了结。", "/workbench/needs/{need}"
    ),
    "dispute_heard": Wording(
        NoticeKind.BROKERING, "争议的另一边说了", "{number} 的争议，两边都说明了，可以了结。", "/workbench/needs/{need}"
    ),
    "dispute_raised_factory": Wording(
        NoticeKind.BROKERING, "请说明一件争议", "{number} 的对接，对方提了争议，请在五个工作日内写明您的说法。", "/my-needs/{need}"
    ),
    "dispute_raised_provider": Wording(
        NoticeKind.BROKERING, "请说明一件争议", "一次对接，对方提了争议，请在五个工作日内写明您的说法。", "/introductions/{introduction}"
    ),
    "dispute_closed_factory": Wording(NoticeKind.BROKERING, "争议有了结果", "{number} 的争议已了结，结果在页面上。", "/my-needs/{need}"),
    "dispute_closed_provider": Wording(
        NoticeKind.BROKERING, "争议有了结果", "一件争议已了结，结果在页面上。", "/introductions/{introduction}"
    ),
    "conduct_noted": Wording(
        NoticeKind.BROKERING, "工作人员给您留了话", "关于对接中的做法，工作人员留了一条给您看的备注。", "/introductions"
    ),
    "case_published": Wording(
        NoticeKind.BROKERING,
        "多了一个经企业确认的案例",
        "企业同意把一次对接的成效公布为您的案例，已经在您的资料里，可以在资料里修改或撤下。",
        "/profile/{provider}",
    ),
    "pin_ended": Wording(
        NoticeKind.BROKERING,
        "有手工加入的到期",
        "{number} 名单上手工加入的 {provider} 满期没有再确认，已经移出。",
        "/workbench/needs/{need}",
    ),
    "need_renewal_factory": Wording(
        NoticeKind.BROKERING, "您的需求还要不要办", "{number} 到 {until} 到期，还要办请点“续期”，不办请选一个原因。", "/my-needs/{need}"
    ),
    "need_renewal_desk": Wording(
        NoticeKind.BROKERING, "有需求快到期", "{number} 到 {until} 到期，请问企业还要不要办。", "/workbench/needs/{need}"
    ),
    "meeting_planned_factory": Wording(NoticeKind.BROKERING, "见面有安排", "和 {provider} 的见面：{what}。", "/my-needs/{need}"),
    "meeting_planned_provider": Wording(NoticeKind.BROKERING, "见面有安排", "一次见面：{what}。", "/introductions/{introduction}"),
    "outcome_settled_factory": Wording(NoticeKind.BROKERING, "进展有了答复", "您记的“{what}”，对方{how}。", "/my-needs/{need}"),
    "outcome_settled_provider": Wording(
        NoticeKind.BROKERING, "进展有了答复", "您记的“{what}”，对方{how}。", "/introductions/{introduction}"
    ),
    "introduction_declined_factory": Wording(
        NoticeKind.BROKERING, "一次对接没有谈成", "和 {provider} 的对接：{state}。工作人员会看要不要换一家。", "/my-needs/{need}"
    ),
    "introduction_declined_provider": Wording(
        NoticeKind.BROKERING, "一次对接没有谈成", "一次对接：{state}。", "/introductions/{introduction}"
    ),
    "event_booked": Wording(
        NoticeKind.EVENTS,
        "报名成功",
        "“{event}”已给您留好座位：{when}，{venue}。来不了请早些取消，座位会让给候补的人。",
        "/bookings/{booking}",
    ),
    "event_waiting": Wording(
        NoticeKind.EVENTS, "已排进候补", "“{event}”（{when}，{venue}）已满，您排在候补里，有空位马上告诉您。", "/bookings/{booking}"
    ),
    "event_moved_up": Wording(
        NoticeKind.EVENTS, "候补有座位了", "“{event}”有座位了：{when}，{venue}。来不了请马上取消，让给后面的人。", "/bookings/{booking}"
    ),
    "event_reminder": Wording(
        NoticeKind.EVENTS, "活动快到了", "“{event}”：{when}，{venue}。签到码在下面的网页里，来不了请取消。", "/bookings/{booking}"
    ),
    "event_changed": Wording(
        NoticeKind.EVENTS, "活动时间或地点有变", "“{event}”改为 {when}，{venue}。日历请重新下载，来不了请取消。", "/bookings/{booking}"
    ),
    "event_invited": Wording(
        NoticeKind.EVENTS, "请您来参加活动", "“{event}”（{when}）想请“{firm}”来：{reason}。座位有限，来不来都请告诉我们。", "/events/{id}"
    ),
    "juror_named": Wording(NoticeKind.EVENTS, "请您当评委", "“{event}”请您当评委。请先申报利益关系，再打分。", "/judging/{id}"),
    "talk_asked": Wording(
        NoticeKind.EVENTS,
        "有人想约您洽谈",
        "“{event}”（{when}，{venue}）有一家想和您一对一谈，请三天内答复，过期作废。",
        "/bookings/{booking}/talks",
    ),
    "talk_accepted": Wording(
        NoticeKind.EVENTS, "洽谈对方同意了", "“{event}”（{when}，{venue}）您约的一家同意谈，排好时间再告诉您。", "/bookings/{booking}/talks"
    ),
    "talk_declined": Wording(
        NoticeKind.EVENTS, "洽谈对方这次不谈", "“{event}”（{when}，{venue}）您约的一家这次不谈，可以再约别家。", "/bookings/{booking}/talks"
    ),
    "talk_lapsed": Wording(
        NoticeKind.EVENTS,
        "洽谈没有等到答复",
        "“{event}”（{when}，{venue}）您约的一家没有答复，已过期，可以再约别家。",
        "/bookings/{booking}/talks",
    ),
    "talk_planned": Wording(
        NoticeKind.EVENTS,
        "洽谈时间排好了",
        "“{event}”（{when}，{venue}）您的一对一洽谈有了时间和桌号，请看下面的网页。",
        "/bookings/{booking}/talks",
    ),
    "talk_gone": Wording(
        NoticeKind.EVENTS,
        "有一次洽谈取消了",
        "“{event}”（{when}，{venue}）有一家来不了，那一次洽谈取消，别的不变。",
        "/bookings/{booking}/talks",
    ),
    "event_cancelled": Wording(
        NoticeKind.EVENTS, "活动取消了", "“{event}”（原定 {when}，{venue}）取消，原因写在活动网页上。", "/bookings/{booking}"
    ),
    "claim_refused": Wording(NoticeKind.CLAIMS, "认领结果", "您对“{firm}”的认领没有通过：{reason}", "/account/claims"),
}


def wording_of(name: str, values: Mapping[str, str]) -> Wording:
    """The words of this name.

    Raises:
        ValueError: there are none, or `values` are not exactly its gaps: a mistake of the program, told where it is made.
    """
    wording = WORDINGS.get(name)
    if wording is None or wording.gaps != set(values):
        raise ValueError(f"wording {name!r} wants exactly {sorted(wording.gaps) if wording else 'to be written'}, got {sorted(values)}")
    return wording


def written(wording: Wording, values: Mapping[str, str], site: str) -> str:
    """The sentence with its gaps filled."""
    return wording.body.format(**values, **{SITE: site})


def path_of(wording: Wording, values: Mapping[str, str]) -> str:
    """Where one goes on; empty: nowhere."""
    return wording.path.format(**values)
