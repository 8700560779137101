"""`python -m service`: commands of database, backup, people, audit log, demonstration. `--help` lists them."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from service.audit_commands import add_audit_commands
from service.backup_commands import add_backup_commands
from service.bootstrap import build_encoder, build_runtime, prepare_database
from service.command_errors import ToldCommands, tell_waiting
from service.demo_commands import add_demo_commands
from service.demo_events import demo_events_command
from service.demo_papers import add_paper_commands
from service.flows.figures.count_records import count_records
from service.flows.profiles.prepare_passages import prepare_passages
from service.flows.upkeep.take_shipped_vectors import take_shipped_vectors
from service.people_commands import add_people_commands
from service.settings import Settings, read_settings

app = typer.Typer(cls=ToldCommands, no_args_is_help=True, add_completion=False, help="供需对接平台：数据库与服务命令。")


@app.command()
def migrate(embed: Annotated[bool, typer.Option(help="同时准备检索用的向量。")] = True) -> None:
    """创建或升级数据库；空库时装入随附的场景、行业、镇街代码。"""
    settings = read_settings()
    filled = prepare_database(settings, tell_waiting)
    typer.echo("数据库已是最新。" + ("已装入场景、行业、镇街代码和场景例句。" if filled else ""))
    if embed:
        runtime = build_runtime(settings, tell_waiting=tell_waiting)
        shipped = take_shipped_vectors(runtime) if filled else 0
        typer.echo(f"已装入随附的 {shipped} 条语义向量。" if shipped else "正在准备检索用的语义向量（已有的不再计算）…")
        runtime.knowledge()  # the bank's own sentences, also of a pool that has nobody yet
        # A shared index is another matter: `indexer rebuild` prepares its passages, while the old index goes on serving.
        number = prepare_passages(runtime) if runtime.engine.in_process else 0
        typer.echo(f"已为 {number} 段服务商资料计算检索向量。" if number else "检索向量已备好。")


@app.command()
def counts(as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出。")] = False) -> None:
    """服务商、能力、案例和入池资格的数量。"""
    found = asdict(count_records(build_runtime(read_settings())))
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    labels = {"providers": "服务商", "listed": "公开", "capabilities": "服务能力", "cases": "案例"}
    for key, label in labels.items():
        typer.echo(f"{label}\t{found[key]}")
    for pool, number in found["memberships"].items():
        typer.echo(f"入池资格 {pool}\t{number}")


@app.command("build-model")
def build_model() -> None:
    """生成随附的向量模型目录（首次约 10 秒）。"""
    encoder = build_encoder(read_settings())
    typer.echo(f"模型就绪：{encoder.fingerprint}，{encoder.dimensions} 维")


@app.command()
def openapi() -> None:
    """输出接口的 OpenAPI 3.1 文档（JSON）。"""
    from service.api.app import create_api

    typer.echo(json.dumps(create_api(build_runtime(read_settings())).openapi(), ensure_ascii=False, indent=2))


@app.command()
def settings() -> None:
    """列出全部设置、默认值和含义。"""
    from dataclasses import fields

    from service.settings import environment_name

    for knob in fields(Settings):
        typer.echo(f"{environment_name(knob.name)}\t{knob.default}\t{knob.metadata['meaning']}")


add_backup_commands(app)
add_people_commands(app)
add_audit_commands(app)
add_demo_commands(app)
add_paper_commands(app)
app.command("demo-events")(demo_events_command)
