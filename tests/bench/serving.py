"""What benches say of the machine and of a server's processes."""

import os
import platform
import socket
import sys
from pathlib import Path


def say(line: str) -> None:
    """Print at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def memory_mb(pid: int) -> float:
    """Proportional set size of a process: shared pages count for each of those that share them."""
    return next((int(line.split()[1]) / 1024 for line in _lines(f"/proc/{pid}/smaps_rollup") if line.startswith("Pss:")), 0.0)


def processor_seconds(pid: int) -> float:
    """Processor time of a process since its beginning: on a busy machine it says more than the clock."""
    (line,) = _lines(f"/proc/{pid}/stat") or [""]
    parts = line.rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK") if parts else 0.0


def machine() -> str:
    """Processor, cores, memory, system, and how busy it was."""
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), platform.processor()
    )
    memory = next((int(line.split()[1]) / 1024**2 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0.0)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return (
        f"{model or platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}; load before: {load:.1f}"
    )


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text("utf-8").splitlines()
    except OSError:
        return []
