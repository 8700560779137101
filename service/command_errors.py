"""Failures of commands: one Chinese sentence with the real cause and the way out, and an exit code by kind.

As `service.api.errors` does for HTTP. A traceback is shown only with `--debug`, which any command takes anywhere in its line.
"""

import traceback
from enum import IntEnum
from typing import Any

import typer
from typer.core import TyperGroup

from service.errors import PlatformError, StorageBroken, Unavailable, from_os_error

_DEBUG = "--debug"
_FAULT = "程序内部出错（{kind}），没有完成。请加 --debug 再运行一次，并把显示的内容交给开发人员。"
_WAITING = "别的程序正在写入数据库，正在等它写完（最多 {seconds:.0f} 秒）…"


class ExitCode(IntEnum):
    """What a shell sees."""

    TAKEN = 0
    """Done; all of a file was taken."""
    PARTLY = 1
    """Done with a finding: rows were refused, or database and index differ."""
    UNUSABLE = 2
    """Nothing done: the file, the settings or the command line cannot be used."""
    UNAVAILABLE = 3
    """Nothing done: a part of the platform does not answer or is busy; the same command may work later."""
    STORAGE = 4
    """Nothing done: the database or the disk needs a person first."""
    FAULT = 70
    """A fault of the program."""


EXIT_BY_FAMILY: tuple[tuple[type[PlatformError], ExitCode], ...] = (
    (StorageBroken, ExitCode.STORAGE),
    (Unavailable, ExitCode.UNAVAILABLE),
    (PlatformError, ExitCode.UNUSABLE),
)
"""The one table from families of `service.errors` to exit codes; narrow families stand before wide ones."""


def exit_code_of(error: PlatformError) -> ExitCode:
    """Return the exit code of an error's family."""
    return next(code for family, code in EXIT_BY_FAMILY if isinstance(error, family))


def tell_waiting(seconds: float) -> None:
    """Say that another program is writing, and for how long the command will wait."""
    typer.echo(_WAITING.format(seconds=seconds), err=True)


class ToldCommands(TyperGroup):
    """A group of commands that ends every failure with a sentence and an exit code: `typer.Typer(cls=ToldCommands)`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  the library's context has no public type
        """Take `--debug` out of the line, wherever it stands."""
        ctx.meta[_DEBUG] = _DEBUG in args
        return super().parse_args(ctx, [word for word in args if word != _DEBUG])

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401  as above
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (PlatformError, OSError) as error:
            if isinstance(error, BrokenPipeError):
                raise  # whoever read the output has enough
            told = error if isinstance(error, PlatformError) else from_os_error(error, place=str(error.filename or ""))
            _show(ctx, told.message)
            for sentence in told.fields.values():
                typer.echo(sentence, err=True)
            raise typer.Exit(exit_code_of(told)) from None
        except Exception as error:
            if type(error).__module__.startswith("typer"):
                raise  # the command line itself: told by the library
            _show(ctx, _FAULT.format(kind=type(error).__name__))
            raise typer.Exit(ExitCode.FAULT) from None


def _show(ctx: Any, sentence: str) -> None:  # noqa: ANN401  as above
    if ctx.meta.get(_DEBUG):
        traceback.print_exc()
    typer.echo(sentence, err=True)
