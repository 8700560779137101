"""The commands about people: create-person, create-token, demo-people."""

import sys
from typing import Annotated

import typer

from service.bootstrap import build_runtime
from service.command_errors import tell_waiting
from service.domain.people import ROLE_WORDS, Role
from service.domain.tokens import USUAL_DAYS
from service.flows.people.create_person import NewPerson, create_person
from service.flows.people.create_token import create_token
from service.flows.people.renew_demo_people import renew_demo_people
from service.flows.profiles.plant_demo_changes import plant_demo_changes
from service.flows.programmes.plant_demo_programmes import plant_demo_programmes
from service.identity.tokens import TokenWish
from service.settings import read_settings

_LONGEST_LINE = 1_000


def create_person_command(
    *,
    role: Annotated[Role, typer.Option(help="身份。")],
    email: Annotated[str, typer.Option(help="登录用的邮箱。")],
    name: Annotated[str, typer.Option(help="姓名。")],
    provider: Annotated[str, typer.Option(help="服务商的统一社会信用代码；身份为 provider 时必填。")] = "",
    unit: Annotated[str, typer.Option(help="制造企业名称；身份为 manufacturer 时填。")] = "",
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="从标准输入读密码的第一行；不加则发邮件由本人设密码。")] = False,
) -> None:
    """新建账户，或给已有的账户加一个身份。"""
    password = sys.stdin.readline(_LONGEST_LINE).rstrip("\r\n") if password_stdin else None
    runtime = build_runtime(read_settings(), tell_waiting=tell_waiting)
    person = create_person(runtime, NewPerson(email, name, role, provider or unit, password))
    typer.echo(f"账户 {person.id}：{ROLE_WORDS[role]}。" + ("" if person.has_password else "设密码的链接已发往邮箱，7 天内有效。"))


def create_token_command(
    person: Annotated[str, typer.Option(help="谁的令牌：登录用的邮箱。")],
    scopes: Annotated[str, typer.Option(help="权限范围，用逗号分开，如 needs:read,figures:read。")] = "",
    days: Annotated[int, typer.Option(help="几天后失效。")] = USUAL_DAYS,
    name: Annotated[str, typer.Option(help="给谁用。")] = "命令行",
) -> None:
    """新建接口令牌，只显示这一次。"""
    wanted = tuple(scope.strip() for scope in scopes.split(",") if scope.strip())
    secret = create_token(build_runtime(read_settings(), tell_waiting=tell_waiting), person, TokenWish(name, wanted, days))
    typer.echo(secret)


def demo_people_command() -> None:
    """演示数据库：每种身份一个虚构账户，换上新的随机密码并列出来；第一次还放进退回的、待审的资料和曝光次数。"""
    runtime = build_runtime(read_settings(), tell_waiting=tell_waiting)
    shown = renew_demo_people(runtime)
    plant_demo_changes(runtime)
    plant_demo_programmes(runtime)
    for each in shown:
        typer.echo(f"  {ROLE_WORDS[each.role]}\t{each.email}\t{each.password}")


def add_people_commands(app: typer.Typer) -> None:
    """Give the commands their names."""
    app.command("create-person")(create_person_command)
    app.command("demo-people")(demo_people_command)
    app.command("create-token")(create_token_command)
