"""Writes the table of libraries in NOTICE from what the locked packages say of themselves (`make docs`)."""

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata

from service.settings import ROOT

PAGE = ROOT / "NOTICE"
MARK = "Libraries that an installation brings (requirements.lock), with the licence each names:\n\n"
CLASSIFIER = "License :: OSI Approved :: "
SAID_ELSEWHERE = {"MIT License": "MIT", "BSD License": "BSD", "Apache Software License": "Apache-2.0"}
ELSEWHERE_ONLY: dict[str, str] = {}
"""Packages that are locked for other platforms only and so are not installed where this runs: name → licence."""


def locked() -> dict[str, str]:
    """Package → version of requirements.lock."""
    return dict(re.findall(r"^([a-z0-9][a-z0-9.-]*)==(\S+) \\", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE))


def licence(package: str) -> str:
    """The licence a package names: its expression, else a short licence field, else its classifiers; empty when it names none."""
    try:
        told = metadata(package)
    except PackageNotFoundError:
        return ELSEWHERE_ONLY.get(package, "")
    field = (told.get("License") or "").strip()
    classifiers = [line.removeprefix(CLASSIFIER) for line in told.get_all("Classifier") or () if line.startswith(CLASSIFIER)]
    short = field if field and "\n" not in field and len(field) < 60 else ""
    return told.get("License-Expression") or short or ", ".join(SAID_ELSEWHERE.get(each, each) for each in classifiers)


def libraries() -> str:
    """The table as it must stand in NOTICE."""
    return "".join(f"  {package} {version}: {licence(package)}\n" for package, version in sorted(locked().items()))


def main() -> None:
    """Write it."""
    PAGE.write_text(PAGE.read_text("utf-8").partition(MARK)[0] + MARK + libraries(), "utf-8")
    sys.stdout.write("NOTICE\n")


if __name__ == "__main__":
    main()
