"""`python -m indexer`: load, template, follow, rebuild, verify, evaluate, tune, export-fixtures."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from indexer.carry_out import carry_out_command
from indexer.development import measure_development
from indexer.evaluate import answer_needs, evaluate, told, write_run
from indexer.fixtures import export_fixtures
from indexer.index_commands import add_index_commands
from indexer.judged import read_judged
from indexer.load import LoadOptions, Progress, load_files
from indexer.report import FileReport, check_writable, highest_exit, write_report
from indexer.telling import told_on_terminal
from indexer.template import read_choices, write_template
from indexer.tune import tune_development
from indexer.vectors import export_vectors
from indexer.watch_quality import measure_quality
from service.bootstrap import build_runtime
from service.command_errors import ExitCode, ToldCommands, tell_waiting
from service.errors import PlatformError
from service.flows.figures.watch_quality import watch_quality
from service.flows.profiles.prepare_passages import prepare_passages
from service.runtime import Runtime
from service.settings import read_settings

app = typer.Typer(cls=ToldCommands, no_args_is_help=True, add_completion=False, help="供需对接平台：服务商资料入库与检索索引。")


@app.callback()
def indexer() -> None:
    """供需对接平台：服务商资料入库与检索索引。"""


@app.command()
def load(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help=".xlsx、.ods、.csv、.jsonl 文件，或装有 CSV 的文件夹。")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查，不写入。")] = False,
    report: Annotated[Path | None, typer.Option("--report", metavar="OUT.json", help="把完整报告写成 JSON。")] = None,
    embed: Annotated[bool, typer.Option("--embed/--no-embed", help="入库后计算检索向量和场景建议。")] = True,
    demo: Annotated[bool, typer.Option("--demo", help="把这些服务商都标为演示数据。")] = False,
    pool: Annotated[str | None, typer.Option("--pool", metavar="名称", help="名单没写是哪个资源池时，按这个池登记，如 市级。")] = None,
) -> None:
    """导入服务商、服务能力和案例。每个文件一个事务；退出码 0 全部导入，1 有行被拒收，2 有文件不可用。"""
    if report:
        check_writable(report)
    runtime = build_runtime(read_settings(), tell_waiting=tell_waiting)
    options = LoadOptions(dry_run=dry_run, demo=demo, pool=pool)
    with _progress_bar() as progress:
        reports = load_files(
            files, settings=runtime.settings, database=runtime.database, clock=runtime.clock, options=options, progress=progress
        )
    if report:
        write_report(report, reports)
    for each in reports:
        for line in told_on_terminal(each, dry_run=dry_run):
            typer.echo(line)
    if embed and not dry_run:
        _prepare(runtime, reports)
    raise typer.Exit(highest_exit(reports))


@app.command("template")
def template_command(
    file: Annotated[Path | None, typer.Argument(metavar="[FILE.xlsx]", help="缺省为数据目录里的 资源池填报模板.xlsx。")] = None,
) -> None:
    """写出给填报单位用的 Excel 模板：单元格带列表和说明，各表有一行灰色示例。"""
    settings = read_settings()
    path = file or settings.data_dir / "资源池填报模板.xlsx"
    check_writable(path)
    write_template(path, read_choices(settings))
    typer.echo(f"已写出模板：{path}")


@app.command("export-fixtures")
def export_fixtures_command(
    folder: Annotated[Path | None, typer.Argument(metavar="[FOLDER]", help="缺省为随附的 fixtures/pools。")] = None,
) -> None:
    """由 providers.jsonl 写出同样内容的 XLSX 和三个 CSV。"""
    number = export_fixtures(folder or read_settings().fixtures_dir / "pools")
    typer.echo(f"已写出 {number} 家服务商的 XLSX 和 CSV。")


@app.command("export-vectors")
def export_vectors_command() -> None:
    """由已备好的数据库写出随产品附带的语义向量 fixtures/vectors.npz（make vectors）。"""
    typer.echo(f"已写出 {export_vectors(read_settings())} 条语义向量。")


@app.command("evaluate")
def evaluate_command(
    needs: Annotated[Path, typer.Option("--needs", help='JSON Lines：{"id","text"}。')],
    judgements: Annotated[Path, typer.Option("--judgements", help='JSON Lines：{"need","provider","grade":0-3}。')],
    out: Annotated[Path | None, typer.Option("--out", help="把结果写成 JSON Lines。")] = None,
) -> None:
    """用评判过的需求衡量匹配质量。"""
    answers = answer_needs(build_runtime(read_settings()), read_judged(needs, judgements))
    if out:
        write_run(out, answers)
    for line in told(evaluate(answers), title=needs.name):
        typer.echo(line)


@app.command("watch-quality")
def watch_quality_command() -> None:
    """每晚运行：把评判过的需求和句子再问一次，分类计数，存进数据库，网页上看走势；有一类变差时逐类说出来。"""
    settings = read_settings()
    fallen = watch_quality(build_runtime(settings, tell_waiting=tell_waiting), measure_quality(settings, tell=typer.echo))
    for fall in fallen:
        typer.echo(f"变差：{fall.kind}，{fall.before.percent:.0f}% → {fall.now.percent:.0f}%")
    typer.echo("已存。" if not fallen else f"已存，{len(fallen)} 类变差。")


@app.command("evaluate-development")
def evaluate_development_command() -> None:
    """在两个开发用资源池上衡量匹配质量，并与上次记录比较（make eval）。"""
    measure_development(read_settings(), tell=typer.echo)


@app.command("tune")
def tune_command(write: Annotated[bool, typer.Option("--write", help="把拟合结果写入权重文件。")] = False) -> None:
    """交叉验证排序权重，拟合“很合适 / 可能合适”的概率，并做逐项剔除（make tune）。"""
    tune_development(read_settings(), tell=typer.echo, write=write)


@app.command("tune-reading")
def tune_reading_command(write: Annotated[bool, typer.Option("--write", help="把学到的模型和权重写入文件。")] = False) -> None:
    """从标注句子学习怎样读需求和服务商文字，并报告留出作者的正确率（make tune-reading）。"""
    from indexer.tune_reading import tune_reading  # its libraries are a developer's: no other command may need them

    tune_reading(read_settings(), tell=typer.echo, write=write)


add_index_commands(app)
app.command("carry-out-import", hidden=True)(carry_out_command)


def _prepare(runtime: Runtime, reports: tuple[FileReport, ...]) -> None:
    """Embed and tag what is new. The records are stored whatever happens here, so a failure is told and does not fail the load."""
    if all(each.exit >= ExitCode.UNUSABLE for each in reports):
        return
    try:
        with _progress_bar() as progress:
            number = prepare_passages(runtime, progress=lambda done, total: progress("计算检索向量", done, total))
        typer.echo(f"已为 {number} 段文字计算检索向量。")
    except PlatformError as error:
        typer.echo(f"资料已入库，但检索向量没有算完：{error.message}再次运行同一命令会接着算。", err=True)


@contextmanager
def _progress_bar() -> Iterator[Progress]:
    """A progress bar on a terminal, silence elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _what, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns: list[Any] = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()]
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def show(what: str, done: int, total: int | None) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield show
