"""The commands of the search index: follow, rebuild, verify."""

import signal
import threading
from collections.abc import Iterator
from types import FrameType
from typing import Annotated

import typer

from indexer.follow import follow
from indexer.follower_file import FollowerFile, FollowerState
from indexer.rebuild import rebuild
from indexer.verify import VerifySummary, verify
from service.background.follow_tasks import TaskThread, follow_tasks
from service.bootstrap import build_runtime
from service.command_errors import ExitCode, tell_waiting
from service.domain.tasks import LEASE
from service.edge.log_lines import write_json_logs
from service.flows.profiles.prepare_passages import prepare_passages
from service.runtime import Runtime
from service.settings import read_settings

_MOST_NAMED = 20


def follow_command(once: Annotated[bool, typer.Option("--once", help="跟上后就结束，不一直等待。")] = False) -> None:  # noqa: FBT002  typer's flags are booleans
    """做后台任务（寄信、定期工作），并把数据库的变更持续写入 Elasticsearch；可随时中止，重启后接着做。"""
    write_json_logs()
    runtime, stop = build_runtime(read_settings(), tell_waiting=tell_waiting), stop_on_signals()
    if runtime.engine.in_process:
        file = FollowerFile(runtime.settings.data_dir)
        follow_tasks(runtime, once=once, stop=stop, tell=lambda error: file.tell(FollowerState(_now(runtime), None, None, error)))
    elif once:
        follow(runtime, once=True, stop=stop)
        follow_tasks(runtime, once=True, stop=stop)
    else:
        beside = TaskThread(runtime)
        beside.begin()
        follow(runtime, once=False, stop=stop)
        beside.end(LEASE.total_seconds())


def _now(runtime: Runtime) -> str:
    return runtime.clock.now().isoformat(timespec="seconds")


def rebuild_command() -> None:
    """在旁边重建一代新索引，核对后切换；期间检索和变更照常。失败时旧索引继续使用。"""
    write_json_logs()
    runtime = build_runtime(read_settings(), tell_waiting=tell_waiting)
    prepared = prepare_passages(runtime)
    built = rebuild(runtime)
    if prepared:
        typer.echo(f"已为 {prepared} 段文字计算检索向量。")
    where = f"新索引 {built.generation} 已切换使用" if built.generation else "内置检索在每个进程启动时自建，这里只试建了一次"
    typer.echo(f"{where}：{built.providers} 家服务商，{built.passages} 段内容，用时 {built.took_seconds:.1f} 秒。")


def verify_command() -> None:
    """比较数据库和索引；一致时退出码为 0，不一致为 1，检索服务没有应答为 3。"""
    write_json_logs()
    found = verify(build_runtime(read_settings()))
    for line in told(found):
        typer.echo(line)
    if not found.agrees:
        raise typer.Exit(ExitCode.PARTLY)


def told(found: VerifySummary) -> Iterator[str]:
    """What people read: one line when all is well, else each kind of difference with the first ids."""
    if found.lag:
        yield f"索引还差 {found.lag} 条变更。" if found.lag > 0 else f"索引比数据库多 {-found.lag} 条变更，可能恢复过备份。"
    if found.agrees:
        yield f"一致：{found.providers} 家服务商。"
        return
    for label, ids in (("缺少", found.missing), ("多余", found.extra), ("较旧", found.older), ("较新", found.newer)):
        if ids:
            more = " 等" if len(ids) > _MOST_NAMED else ""
            yield f"{label} {len(ids)} 家：{'、'.join(ids[:_MOST_NAMED])}{more}"
    yield "不一致。先等 python -m indexer follow 跟上再比一次；仍不一致时运行 python -m indexer rebuild。"


def add_index_commands(app: typer.Typer) -> None:
    """Give the commands their names."""
    for name, command in (("follow", follow_command), ("rebuild", rebuild_command), ("verify", verify_command)):
        app.command(name)(command)


def stop_on_signals() -> threading.Event:
    """An event that SIGTERM and Ctrl+C set: what is under way is finished, nothing new is begun."""
    stop = threading.Event()

    def react(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, react)
    return stop
