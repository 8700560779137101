"""The commands that keep records safe: backup, restore, drill."""

import tempfile
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from service.bootstrap import build_runtime
from service.command_errors import ExitCode, tell_waiting
from service.domain.backups import BackupManifest
from service.flows.upkeep.back_up_records import back_up_records
from service.flows.upkeep.check_readiness import check_readiness
from service.flows.upkeep.restore_records import check_backup, restore_records
from service.runtime import Runtime
from service.settings import read_settings

_Folder = Annotated[Path, typer.Argument(metavar="DIR")]


def backup_command(folder: _Folder) -> None:
    """把全部记录和附件备份到一个新文件夹；期间平台照常使用。"""
    manifest = back_up_records(build_runtime(read_settings(), tell_waiting=tell_waiting), folder)
    typer.echo(f"已备份到 {folder}：{told(manifest)}")
    typer.echo("密钥不在备份里，请与 POOL_SECRET_KEY、数据库口令分开保管。")


def restore_command(folder: _Folder) -> None:
    """把备份恢复到空的数据库并核对；SQLite 和 PostgreSQL 的备份可以互相恢复。"""
    manifest = restore_records(build_runtime(read_settings(), tell_waiting=tell_waiting), folder)
    typer.echo(f"已恢复并逐表核对一致：{told(manifest)}")
    typer.echo("使用 Elasticsearch 时请再运行：python -m indexer rebuild")


def drill_command(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="要试的备份；缺省为现做一份。")] = None,
) -> None:
    """演练：把备份恢复到一个临时的空位置，核对，并确认平台能在上面回答；不改动现有内容。"""
    runtime = build_runtime(read_settings())
    with tempfile.TemporaryDirectory(prefix="pool-drill-") as place:
        scratch = Path(place)
        started = perf_counter()
        manifest = check_backup(folder) if folder else back_up_records(runtime, scratch / "backup")
        made = perf_counter()
        restored = _empty_platform(runtime, scratch)
        restore_records(restored, folder or scratch / "backup")
        ended = perf_counter()
        readiness = check_readiness(restored)
        restored.database.dispose()
    typer.echo(f"备份：{told(manifest)}，制作于 {manifest.made_at}")
    typer.echo(f"{'核对' if folder else '备份'}用时 {made - started:.1f} 秒，恢复并核对用时 {ended - made:.1f} 秒。")
    for part in readiness.parts:
        typer.echo(f"恢复后的平台 {part.name}：{part.sentence}")
    typer.echo("演练通过。" if readiness.ready else "演练没有通过：记录已恢复一致，但恢复后的平台没有就绪。")
    if not readiness.ready:
        raise typer.Exit(ExitCode.PARTLY)


def told(manifest: BackupManifest) -> str:
    """One line for people: size, schema, digest."""
    attachments = f"、{len(manifest.attachments)} 个附件" if manifest.attachments else ""
    return f"{len(manifest.tables)} 张表 {manifest.rows} 条记录{attachments}，结构版本 {manifest.revision}，摘要 {manifest.digest}"


def add_backup_commands(app: typer.Typer) -> None:
    """Give the commands their names."""
    for name, command in (("backup", backup_command), ("restore", restore_command), ("drill", drill_command)):
        app.command(name)(command)


def _empty_platform(runtime: Runtime, scratch: Path) -> Runtime:
    """A platform beside, on an empty SQLite file and the embedded engine, with the same model directory."""
    (scratch / "models").symlink_to(runtime.settings.models_dir.resolve(), target_is_directory=True)
    settings = replace(runtime.settings, data_dir=scratch, database_url="", engine="embedded", engine_fallback=False)
    return build_runtime(settings, encoder=runtime.encoder)
