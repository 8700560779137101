"""Bounds of a child process that opens what somebody handed in. The operating system ends a file made to hurt."""


def limit_child(seconds: int, memory_bytes: int) -> None:
    """Bound this process's processor time and memory, where the system knows how. No core file is written."""
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
