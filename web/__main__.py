"""`python -m web`: serve the site and the API."""

import os
import sys
import tempfile

import typer

from service.errors import PlatformError

app = typer.Typer(add_completion=False, help="供需对接平台：网站和接口。")


@app.command()
def serve(host: str = "127.0.0.1", port: int = 8000, workers: int = 1) -> None:
    """在 HOST:PORT 提供网站和接口；WORKERS 个进程共用一份模型。"""
    if workers > 1:
        # Before the library of figures is loaded: it asks once whether several processes share them.
        os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="pool-measures-"))
    from web.server.serve import serve as serve_until_told

    try:
        code = serve_until_told(host=host, port=port, workers=workers)
    except PlatformError as error:
        typer.echo(error.message, err=True)
        raise typer.Exit(2) from None
    sys.exit(code)


if __name__ == "__main__":
    app()
