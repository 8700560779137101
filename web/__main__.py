"""`python -m web`: serve the site and the API."""

import gc
import os
import signal
import sys
import tempfile
from contextlib import ExitStack

import typer

from service.errors import PlatformError
from service.settings import read_settings
from web.server.listening import listen

_SHARED_FIGURES = "PROMETHEUS_MULTIPROC_DIR"

app = typer.Typer(add_completion=False, help="供需对接平台：网站和接口。")


@app.command()
def serve(host: str = "127.0.0.1", port: int = 8000, workers: int = 1) -> None:
    """在 HOST:PORT 提供网站和接口；WORKERS 个进程共用一份模型。"""
    # Nearly all that a start makes stays: looking through it again and again costs a sixth of it. Warm processes collect as usual.
    gc.disable()
    # Told to end while it still loads, it ends as cleanly as later; the server puts handlers of its own in this place.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with ExitStack() as until_the_end:
        if workers > 1 and _SHARED_FIGURES not in os.environ:
            # Before the library of figures is loaded: it asks once whether several processes share them.
            os.environ[_SHARED_FIGURES] = until_the_end.enter_context(tempfile.TemporaryDirectory(prefix="pool-measures-"))
        try:
            sockets = listen(host, port, workers)
            from service.bootstrap import begin_encoder

            encoder = begin_encoder(read_settings(), processes=workers)  # reads its model while the rest of the program is imported
            from web.server.serve import serve as serve_until_told

            code = serve_until_told(sockets, encoder=encoder)
        except PlatformError as error:
            typer.echo(error.message, err=True)
            raise typer.Exit(2) from None
    sys.exit(code)


if __name__ == "__main__":
    app()
