"""Every kind of personal data on this platform: what for, on which basis, where it lies, who sees it, how long. The one place.

Pages, documents, export, erasure and deletion are made from this table. A column of text that stands neither here nor in
`impersonal_columns.py` fails the build. Source: 个人信息保护法 (2021) arts. 6, 13, 17, 19, 45, 47.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from service.domain.audit import KEPT_AT_LEAST
from service.domain.imports import FILE_KEPT as IMPORT_FILE_KEPT
from service.domain.need_sheets import SHEET_KEPT
from service.domain.notices import KEPT as NOTICES_KEPT
from service.domain.tasks import KEPT_DONE
from service.domain.webhooks import DELIVERIES_KEPT


@dataclass(frozen=True, slots=True)
class PersonalKind:
    """One kind. `columns`: `table.column`. `secret`: shown to nobody, also not in the export of one's own data."""

    name: str
    of_whom: str
    purpose: str
    basis: str
    columns: tuple[str, ...]
    seen_by: str
    kept: str
    secret: bool = False


@dataclass(frozen=True, slots=True)
class KeptFor:
    """Rows of `table` are deleted when `column`, an instant, is older than `span`.

    `words`: what the rows are. `states`: only rows in one of these; what failed waits for a person."""

    words: str
    table: str
    column: str
    span: timedelta
    states: tuple[str, ...] = ()


_ASKED = "本人同意（第十三条第一项）"
_DUTY = "履行法定职责所必需（第十三条第三项）"
_SAFETY = "履行法定义务所必需（网络安全法第二十一条）"
_ACCOUNT = "注销账户时删除"

PERSONAL: tuple[PersonalKind, ...] = (
    PersonalKind(
        "账户", "有账户的人", "登录、收通知，让对接人员知道怎么称呼", _ASKED,
        ("people.email", "people.name"), "本人、管理员、审计人员；同一单位的同事看到称呼和邮箱", _ACCOUNT,
    ),
    PersonalKind(
        "身份", "有账户的人", "决定能做什么、代表哪个单位", _ASKED,
        ("role_grants.role", "role_grants.firm_id"), "本人、同一单位的同事、管理员、审计人员", _ACCOUNT,
    ),
    PersonalKind(
        "登录凭据", "有账户的人", "证明是本人；只存摘要，无法还原", _ASKED,
        ("people.password_hash", "sessions.digest", "tokens.digest", "totp_apps.salt", "totp_apps.new_salt", "recovery_codes.digest",
         "links.digest", "passkeys.digest", "passkeys.credential", "passkeys.public_key", "identities.digest",
         "begun_proofs.key", "begun_proofs.browser",
         "begun_proofs.detail"),
        "没有人", "更换、退出或注销账户时删除", secret=True,
    ),
    PersonalKind(
        "登录记录", "登录着的人", "本人认出陌生的登录并退出", _SAFETY,
        ("sessions.agent", "sessions.address"), "本人", "登录结束后的下一次清理时删除，最长 14 天",
    ),
    PersonalKind(
        "接口令牌", "建了令牌的人", "本人认出令牌给了谁用", _ASKED,
        ("tokens.name", "tokens.ending"), "本人", "失效一年后，或注销账户时删除",
    ),
    PersonalKind(
        "通行密钥", "添加了通行密钥的人", "本人认出通行密钥在哪台设备上", _ASKED,
        ("passkeys.name",), "本人", "移除时，或注销账户时删除",
    ),
    PersonalKind(
        "统一身份", "用单位的统一身份认证登录过的工作人员", "登录；没有登记的由管理员认出并登记", _DUTY,
        ("identities.issuer", "identities.subject", "identities.name", "identities.email"), "本人、管理员",
        "一年没有用过，或解除绑定、注销账户时删除",
    ),
    PersonalKind(
        "邮件链接", "申请注册、被邀请、重设密码的人", "证明邮箱是本人的；打开后才有账户", _ASKED,
        ("links.email", "links.detail"), "没有人，只发往该邮箱", "失效 30 天后删除",
    ),
    PersonalKind(
        "试错计数", "登录试错的人", "防止猜密码；只存带密钥的摘要", _SAFETY,
        ("lockouts.key",), "没有人", "最后一次试错 2 天后删除", secret=True,
    ),
    PersonalKind(
        "认领说明", "认领服务商的人、核实的工作人员", "核实谁能代表服务商", _DUTY,
        ("claims.note", "claims.reason"), "本人、审核人员、管理员", _ACCOUNT,
    ),
    PersonalKind(
        "资料变更和审核", "改资料的人、审核人员、单位联系人", "让资料真实；谁改的、为什么退回都说得清", _DUTY,
        ("profile_changes.base", "profile_changes.content", "profile_changes.note", "profile_changes.appeal", "reviews.remarks",
         "reviews.words", "reviews.appeal", "proofs.words"),
        "该服务商的人员、审核人员、管理员", "服务商退出时删除",
    ),
    PersonalKind(
        "通知和待办", "收通知的人", "把有关的进展告诉本人", _ASKED,
        ("notices.values", "tasks.values", "tasks.address", "notice_choices.recipient"), "本人",
        "通知一年后、办完的后台任务 30 天后，或注销账户时删除",
    ),
    PersonalKind(
        "单位联系人", "服务商公布的联系人", "供需双方联系；本人未同意时手机号和邮箱只显示一部分", _DUTY,
        ("unit_contacts.name", "unit_contacts.phone", "unit_contacts.email"), "所有人看到单位电话；个人号码遮去一部分",
        "服务商更正或退出时删除",
    ),
    PersonalKind(
        "附件", "证书、执照、验收材料上写到的人", "核对资质和案例属实；不检索、不抽取文字", _DUTY,
        ("attachments.about", "attachments.reason"), "该服务商的人员、审核人员、管理员；每次打开留记录",
        "服务商撤回时文件立即删除；服务商退出时全部删除",
    ),
    PersonalKind(
        "同意公开手机号的联系人", "服务商里本人同意的人", "双方都同意对接之后，让对方企业联系得到", _ASKED,
        ("consents.name", "consents.mobile", "consents.post", "consents.document_no", "contact_reveals.firm", "contact_reveals.seen_by"),
        "双方都同意对接后的那家企业，每次查看留记录、本人看得到；其余的人只看到遮去一部分的",
        "本人撤回或同意到期时，姓名和手机号立即删除；同意过的记录随服务商保存",
    ),
    PersonalKind(
        "政策项目的咨询方式", "文件上写的联系人", "企业向发文单位咨询；只登记单位座机", _DUTY,
        ("programmes.contact", "programmes.terms", "programmes.source"), "所有人看到单位电话",
        "项目更正时删除",
    ),
    PersonalKind(
        "资料原文里夹带的号码", "服务商在介绍里写到的人", "不使用；显示、检索、导出之前都遮去", _DUTY,
        ("providers.name", "providers.short_name", "providers.former_names", "providers.summary", "capabilities.title",
         "capabilities.description", "success_cases.summary", "success_cases.customer", "success_cases.outcome", "qualifications.text",
         "row_fingerprints.remarks"),
        "没有人（遮去后才显示）", "服务商更正时删除",
    ),
    PersonalKind(
        "导入的名单和报告", "名单里写到的人", "把名单导入资源池；报告说清哪一行为什么没有导入，号码已遮去", _DUTY,
        ("imports.file_names", "imports.report"), "审核人员、管理员",
        f"上传的文件 {IMPORT_FILE_KEPT.days} 天后删除，报告一年后删除",
    ),
    PersonalKind(
        "对接联系人", "企业和服务商为一次对接留下的人", "工作人员打电话；双方都同意以后互相联系", _ASKED,
        ("need_contacts.name", "need_contacts.phone", "need_contacts.email", "introduction_contacts.name", "introduction_contacts.phone"),
        "经办的工作人员；双方都同意后的另一方；每次查看留记录", "180 天后删除，续期另算",
    ),
    PersonalKind(
        "对接中写的话", "登记需求、经办和答复的人", "办理供需对接，说得清为什么", _DUTY,
        ("needs.text", "needs.firm_name", "needs.next_words", "needs.owned", "snapshots.content", "timeline_lines.words",
         "shortlist_lines.added_reason", "shortlist_lines.removed_reason", "introductions.reason", "introductions.manufacturer_answer",
         "introductions.provider_answer", "outcomes.content", "outcomes.denied_reason", "meetings.place", "provider_intake.paused_reason",
         "need_questions.words", "need_questions.answer", "need_questions.withdrawn_reason", "disputes.words", "disputes.reply",
         "disputes.result_words", "conduct_notes.words"),
        "经办的工作人员；本企业；对接的另一方只看到写给它的", "随需求保存；需求原话里的电话和姓名在登记时就去掉",
    ),
    PersonalKind(
        "推送地址", "新建推送地址的管理员", "告诉别的系统需求办到哪一步；推送的内容只有编号和代码", _DUTY,
        ("webhooks.name", "webhooks.url"), "管理员", "删除推送地址时删除",
    ),
    PersonalKind(
        "活动报名联系人", "报名参加活动的人", "通知变动、打电话确认、现场签到", _ASKED,
        ("booking_contacts.name", "booking_contacts.phone", "booking_contacts.email"),
        "本人、办活动的工作人员；每次查看电话单留记录", "活动结束 180 天后，或注销账户时删除",
    ),
    PersonalKind(
        "活动中写的话", "办活动和报名的人", "公布活动；按单位统计参加情况", _DUTY,
        ("events.title", "events.summary", "events.host", "events.cohosts", "events.documents", "events.cancelled_reason",
         "event_venues.name", "event_venues.place", "agenda_lines.title", "agenda_lines.speaker", "agenda_lines.venue",
         "bookings.firm_name", "bookings.firm_key", "talks.reason", "talks.result_words", "invitations.firm_name", "invitations.firm_key",
         "invitations.reason", "contest_entries.firm_name", "contest_entries.title", "contest_entries.summary", "contest_entries.href",
         "juror_ties.relation", "entry_scores.points", "entry_scores.words"),
        "所有人看到活动介绍和主讲人；单位名称只有工作人员和本单位看到", "随活动保存",
    ),
    PersonalKind(
        "读过的需求表格", "表格里写到的人", "登记以前给经办人看一遍", _DUTY,
        ("need_sheets.file_name", "need_sheets.content"), "经办的工作人员", f"{SHEET_KEPT.days} 天后删除",
    ),
    PersonalKind(
        "利益关系", "登记的工作人员", "回避与自己有关系的服务商", _DUTY,
        ("declared_ties.relation",), "本人", _ACCOUNT,
    ),
    PersonalKind(
        "操作记录", "操作的人、被操作的人", "查清谁改了什么、为什么", _SAFETY,
        ("audit_entries.actor", "audit_values.about", "audit_values.text"), "审计人员、管理员",
        f"至少 {KEPT_AT_LEAST.days} 天，三年后删除；原因、改动前后的值和网络地址在注销账户时擦除，只留不能还原的摘要",
    ),
)  # fmt: skip
"""Kinds of personal data, in the order in which people meet them."""

OWNED: Mapping[str, str] = {
    "sessions": "person_id",
    "tokens": "person_id",
    "totp_apps": "person_id",
    "recovery_codes": "person_id",
    "passkeys": "person_id",
    "identities": "person_id",
    "begun_proofs": "person_id",
    "claims": "person_id",
    "consents": "person_id",
    "links": "person_id",
    "notices": "person_id",
    "notice_choices": "recipient",
    "tasks": "person_id",
    "declared_ties": "person_id",
    "booking_contacts": "person_id",
    "role_grants": "person_id",
    "people": "id",
}
"""Table → the column that holds the id of the person whose row it is: what an export tells and an erasure deletes, in this order."""
MAILED: Mapping[str, str] = {"links": "email", "tasks": "address"}
"""Table → the column that holds a mail address: rows of somebody who had no account yet."""
AUDIT_KEPT = timedelta(days=3 * 365 + 1)
KEPT: tuple[KeptFor, ...] = (
    KeptFor("结束的登录", "sessions", "ends_at", timedelta()),
    KeptFor("闲置的登录", "sessions", "idle_until", timedelta()),
    KeptFor("一年没用过的统一身份", "identities", "used_at", timedelta(days=365)),
    KeptFor("没有答复的验证", "begun_proofs", "expires_at", timedelta()),
    KeptFor("失效的接口令牌", "tokens", "expires_at", timedelta(days=365)),
    KeptFor("失效的邮件链接", "links", "expires_at", timedelta(days=30)),
    KeptFor("读过的需求表格", "need_sheets", "made_at", SHEET_KEPT),
    KeptFor("试错计数", "lockouts", "last_at", timedelta(days=2)),
    KeptFor("导入的报告", "imports", "made_at", timedelta(days=365)),
    KeptFor("通知", "notices", "made_at", NOTICES_KEPT),
    KeptFor("推送记录", "webhook_deliveries", "made_at", DELIVERIES_KEPT),
    KeptFor("活动报名联系人", "booking_contacts", "kept_until", timedelta()),
    KeptFor("办完的后台任务", "tasks", "settled_at", KEPT_DONE, ("done", "given_up")),
)
"""What `delete-expired` deletes, besides audit lines older than `AUDIT_KEPT`."""


def shown_columns(table: str) -> list[str]:
    """The columns of a table with somebody's data that this person may see."""
    places = [place.split(".") for kind in PERSONAL if not kind.secret for place in kind.columns]
    return [column for owner, column in places if owner == table]
