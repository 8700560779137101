"""Templates and views belong together one by one, and every part is drawn once on the pattern page."""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

from web import views
from web.assets import Assets
from web.render import build_environment

TEMPLATES = Path(__file__).parents[2] / "web" / "templates"


def view_templates() -> dict[str, str]:
    """Template → the view class that draws it."""
    found: dict[str, str] = {}
    for module in pkgutil.walk_packages(views.__path__, "web.views."):
        for name, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            template = getattr(kind, "template", None)
            if template and kind.__module__ == module.name:
                assert template not in found, f"{template} has two views"
                found[template] = name
    return found


def test_every_page_template_has_one_view():
    pages = {path.relative_to(TEMPLATES).as_posix() for path in (TEMPLATES / "pages").rglob("*.html")}
    assert set(view_templates()) == pages | {"partials/suggestions.html"}  # fetched by the script, without a frame


def test_every_template_compiles():
    environment = build_environment(Assets())
    names = environment.list_templates()
    assert len(names) > 10
    for name in names:
        environment.get_template(name)


def test_no_template_switches_escaping_off_or_styles_inline():
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text("utf-8")
        assert "|safe" not in text.replace(" ", ""), path
        assert "autoescape" not in text, path
        assert not re.search(r"\sstyle=|\son[a-z]+=", text), path
