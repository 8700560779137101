"""Ask a virus scanner before a file is opened: clamd's INSTREAM, over TCP or a socket of this machine. Off unless a setting names it.

Source: clamd(8), INSTREAM: pieces with their length in front, a length of nothing at the end.
"""

import socket

from service.attachments.refused_file import RefusedFile
from service.errors import Unavailable

_PIECE = 1 << 16
_SCAN_SECONDS = 30.0
_ANSWER_MOST = 4_096
_SILENT = "病毒扫描没有应答，文件没有接收。请过一会儿再传；一直这样请告诉平台管理员。"


def scanned(content: bytes, scanner: str) -> None:
    """Go on only with what the scanner finds harmless.

    Args:
        scanner: `host:port`, or the path of a socket; empty: nobody is asked.

    Raises:
        RefusedFile: it is harmful.
        Unavailable: the scanner does not answer, or not with a finding.
    """
    if not scanner:
        return
    try:
        with _connected(scanner) as line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _PIECE):
                piece = content[start : start + _PIECE]
                line.sendall(len(piece).to_bytes(4, "big") + piece)
            line.sendall(bytes(4))
            answer = _answer(line)
    except OSError:
        raise Unavailable(_SILENT) from None
    if answer.endswith(b"FOUND"):
        raise RefusedFile("virus")
    if not answer.endswith(b"OK"):
        raise Unavailable(_SILENT)


def _connected(scanner: str) -> socket.socket:
    if scanner.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_SCAN_SECONDS)
        try:
            line.connect(scanner)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = scanner.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=_SCAN_SECONDS)


def _answer(line: socket.socket) -> bytes:
    told = b""
    while len(told) < _ANSWER_MOST and (piece := line.recv(_ANSWER_MOST)):
        told += piece
        if told.endswith(b"\0"):
            break
    return told.rstrip(b"\0\n ")
