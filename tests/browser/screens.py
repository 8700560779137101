"""`make screens`: draw every page with Chromium on the demonstration platform into docs/screens, phone and projector, light and dark.

Takes the place of nothing in the tests: pictures are for people.
"""

import io
import sys
import tempfile
from itertools import product
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from service.settings import ROOT
from tests.demonstration import build_demonstration, chromium, page_paths, served

FOLDER = ROOT / "docs" / "screens"
VIEWPORTS = {1366: 900, 390: 844}
_TALLEST = 1_600
_COLOURS = 32


def main() -> None:
    """Draw every picture anew; names are `page-width-scheme.png`."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory(prefix="pool-screens-") as scratch:
        runtime = build_demonstration(Path(scratch))
        with served(runtime) as address, chromium() as browser:
            paths = page_paths(runtime)
            for width, scheme in product(VIEWPORTS, ("light", "dark")):
                _draw_all(browser, address, paths, width, scheme)
    size = sum(path.stat().st_size for path in FOLDER.glob("*.png"))
    sys.stdout.write(f"{len(list(FOLDER.glob('*.png')))} pictures in docs/screens, {size / 1e6:.1f} MB\n")


def _draw_all(browser: Browser, address: str, paths: dict[str, str], width: int, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": VIEWPORTS[width]},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="zh-CN",
        reduced_motion="reduce",
    )
    page = context.new_page()
    for name, path in paths.items():
        page.goto(address + path)
        height = min(int(page.evaluate("document.documentElement.scrollHeight")), _TALLEST)
        drawn = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
        _save(drawn, FOLDER / f"{name}-{width}-{scheme}.png")
    context.close()


def _save(drawn: bytes, path: Path) -> None:
    """Pages have few colours; a palette makes a picture four times smaller and looks the same."""
    with Image.open(io.BytesIO(drawn)) as picture:
        picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()
