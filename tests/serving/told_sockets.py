"""`python -m tests.serving.told_sockets PORT LOOP PROTOCOL HEAD_SECONDS`: two workers tell their connections' options."""

import json
import os
import socket
import sys

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from web.server import connections, serve
from web.server.listening import listen


async def told(scope, receive, send) -> None:
    """Answer as many bytes as make an answer of two packets, headers and body."""
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return
    connection = receive.__self__.transport.get_extra_info("socket")
    found = {
        "process": os.getpid(),
        "nodelay": connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY),
        "client": scope["client"][0],
        "scheme": scope["scheme"],
    }
    body = json.dumps(found).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", str(len(body)).encode())]})
    await send({"type": "http.response.body", "body": body})


if __name__ == "__main__":
    port, loop, protocol, head_seconds = sys.argv[1:]
    connections.HEAD_SECONDS = float(head_seconds)
    serve.AutoHTTPProtocol = {"httptools": HttpToolsProtocol, "h11": H11Protocol}[protocol]
    sys.exit(serve.run_workers(lambda: lambda: told, listen("127.0.0.1", int(port), 2), loop=loop))
