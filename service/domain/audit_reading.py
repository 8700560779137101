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
    "profile_edited": "修改资料草稿",
    "profile_submit": "提交资料审核",
    "profile_recall": "撤回提交",
    "profile_discard": "放弃草稿",
    "profile_appeal": "申诉",
    "profile_approved": "公布资料",
    "profile_returned": "退回资料",
    "profile_upheld": "申诉后维持退回",
    "profile_reverted": "恢复以前的资料",
    "profile_confirmed": "确认资料仍有效",
    "review_take": "领取审核",
    "review_put_back": "放回审核",
    "membership_admit": "入池",
    "membership_suspend": "暂停入池资格",
    "membership_resume": "恢复入池资格",
    "membership_remove": "退出资源池",
    "membership_correct": "更正入池记录",
    "import_received": "上传名单",
    "import_confirm": "确认导入",
    "import_recheck": "重新检查名单",
    "import_discard": "放弃导入",
    "import_cancel": "要求取消导入",
    "import_checked": "检查名单",
    "import_refused": "名单不能导入",
    "import_loaded": "导入名单",
    "import_finished": "导入结束",
    "import_cancelled": "取消导入",
    "import_failed": "导入中断",
    "import_expired": "导入过期",
    "import_file_deleted": "删除上传的名单",
    "entry_withdrawn": "暂不公开资料",
    "entry_shown_again": "重新公开资料",
    "part_released": "改由名单更新资料",
    "evidence_verified": "核验证明",
    "evidence_revoked": "取消核验",
    "consent_moved": "联系人同意有变动",
    "case_link_made": "请企业确认案例",
    "case_answered": "企业答复案例",
    "need_stated": "登记需求",
    "need_moved": "推进需求",
    "need_shortlisted": "加入推荐名单",
    "need_removed": "移出推荐名单",
    "need_assigned": "分派需求",
    "need_checked": "复核需求",
    "follow_link_renewed": "更换跟进链接",
    "introduced": "发起引荐",
    "introduction_moved": "推进引荐",
    "contact_seen": "查看联系方式",
    "meeting_planned": "安排见面",
    "outcome_told": "填写结果",
    "intake_changed": "变更接单状态",
    "tie_declared": "申报利益关系",
    "tie_ended": "结束利益关系",
    "programme_entered": "登记政策项目",
    "programme_changed": "修改政策项目",
    "webhook_made": "新建推送地址",
    "webhook_changed": "修改推送地址",
    "webhook_paused": "暂停推送",
    "webhook_resumed": "恢复推送",
    "webhook_stopped": "推送长期失败，停用",
    "webhook_rotated": "更换推送密钥",
    "webhook_removed": "删除推送地址",
    "webhook_tried": "试发推送",
    "webhook_replayed": "重发推送",
    "task_retried": "重试任务",
    "task_given_up": "放弃任务",
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
    "profile_change": "资料变更",
    "case": "案例",
    "consent": "联系人同意",
    "need": "需求",
    "introduction": "引荐",
    "tie": "利益关系",
    "programme": "政策项目",
    "webhook": "推送地址",
    "import": "导入",
    "task": "任务",
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
