"""Addresses that stay on this site."""


def local_path(target: str) -> str:
    """Return `target` when it is a path of this site, else the home page: a form must not send people elsewhere."""
    if len(target) > 12_000 or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return "/"
    return target if target.isprintable() else "/"
