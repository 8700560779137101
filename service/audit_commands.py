"""The commands about the audit log and about personal data: verify-audit, erase-person, delete-expired."""

from typing import Annotated

import typer

from service.bootstrap import build_runtime
from service.command_errors import ExitCode, tell_waiting
from service.domain.audit import COMMAND
from service.domain.audit_chain import ChainHead
from service.errors import Invalid
from service.flows.people.erase_person import erase_by_email
from service.flows.upkeep.delete_expired import delete_expired
from service.flows.upkeep.verify_audit import verify_audit
from service.settings import read_settings


def verify_audit_command(
    head: Annotated[str, typer.Option(metavar="SEQ:DIGEST", help="以前存档的末尾；给出才能发现末尾被删。")] = "",
) -> None:
    """核对审计日志：每一条都接着上一条，没有改动、没有缺失；打印末尾供存档。"""
    filed = ChainHead.read(head) if head else None
    if head and filed is None:
        raise Invalid("--head 请照上次打印的写，形如 1204:9f3c…（序号、冒号、64 位摘要）。")
    check = verify_audit(build_runtime(read_settings()), filed)
    typer.echo(f"核对了 {check.lines} 条，其中 {check.erased} 项内容已按规定擦除。")
    for problem in check.problems:
        typer.echo(problem)
    typer.echo("审计日志不完整，请保留数据库原样并报告负责人。" if check.problems else "审计日志完整。")
    typer.echo(f"末尾（请存档）：{check.head}")
    if check.problems:
        raise typer.Exit(ExitCode.PARTLY)


def erase_person_command(
    email: Annotated[str, typer.Option(help="谁的信息：登录用的邮箱。")],
    reason: Annotated[str, typer.Option(help="为什么，如“本人来函申请”；记入审计日志，不要写姓名和号码。")],
) -> None:
    """擦除一个人的个人信息并删除账户；审计日志的摘要和顺序不变。"""
    done = erase_by_email(build_runtime(read_settings(), tell_waiting=tell_waiting), COMMAND, email, reason)
    typer.echo(f"已删除账户 {done.person_id}，删除 {done.records} 条记录，擦除审计日志里 {done.values} 项内容。")


def delete_expired_command() -> None:
    """按个人信息的保存期限删除到期的内容，说明各删了多少。"""
    for label, number in delete_expired(build_runtime(read_settings(), tell_waiting=tell_waiting), COMMAND):
        typer.echo(f"{label}\t{number}")


def add_audit_commands(app: typer.Typer) -> None:
    """Give the commands their names."""
    app.command("verify-audit")(verify_audit_command)
    app.command("erase-person")(erase_person_command)
    app.command("delete-expired")(delete_expired_command)
