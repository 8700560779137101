"""What auditors look for in the audit log, and the words its lines are shown in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from service.domain.audit_chain import ERASED, TRIMMED

ACTION_WORDS: Mapping[str, str] = {
    "load": "导入名单",
    "session_begun": "登录",
    "session_ended": "退出登录",
    "sessions_ended": "退出其他登录",
    "signed_out": "退出登录",
    "account_locked": "试错太多，暂停登录",
    "second_step_locked": "验证码试错太多，暂停登录",
    "second_step_taken": "通过第二步验证",
    "second_factor_begun": "开始设置第二步验证",
    "second_factor_set": "设好第二步验证",
    "recovery_codes_renewed": "换恢复码",
    "passkey_added": "添加通行密钥",
    "passkey_removed": "移除通行密钥",
    "passkey_refused": "通行密钥没有通过",
    "identity_bound": "绑定统一身份",
    "identity_unbound": "解除绑定统一身份",
    "roles_from_provider": "按统一身份变更身份",
    "manufacturer_entered": "登记企业",
    "account_confirmed": "确认注册",
    "invitation_taken": "接受邀请",
    "password_recovered": "重设密码",
    "password_changed": "修改密码",
    "link_sent": "发出链接邮件",
    "person_created": "新建账户",
    "person_changed": "变更账户",
    "demo_people_renewed": "更换演示账户",
    "colleague_invited": "邀请同事",
    "token_made": "新建接口令牌",
    "token_revoked": "停用接口令牌",
    "claim_made": "认领服务商",
    "claim_withdrawn": "撤回认领",
    "claim_confirmed": "确认认领",
    "claim_refused": "不通过认领",
    "codes_filled": "装入代码表",
    "audit_exported": "导出审计日志",
    "own_records_exported": "导出本人信息",
    "expired_deleted": "删除到期信息",
    ERASED: "擦除个人信息",
    TRIMMED: "清理到期的审计日志",
}
"""Name of an action → its words. A name that does not stand here is shown as it is."""
KIND_WORDS: Mapping[str, str] = {
    "person": "账户",
    "token": "接口令牌",
    "claim": "认领",
    "passkey": "通行密钥",
    "firm": "单位",
    "provider": "服务商",
    "audit": "审计日志",
    "codes": "代码表",
    "database": "数据库",
}
VALUE_WORDS: Mapping[str, str] = {"reason": "原因", "before": "原来", "after": "改为", "address": "网络地址"}


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Conditions that all hold. `who`: a person's id, part of a name or mail address, or the name of a command.

    `record`: id of the record. `first_on`, `last_on`: days in Asia/Shanghai, both included.
    """

    who: str = ""
    action: str = ""
    kind: str = ""
    record: str = ""
    first_on: date | None = None
    last_on: date | None = None
    number: int = 1
    size: int = 20
