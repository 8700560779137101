"""Alert rules and dashboard ask only for figures that the platform has."""

import json
import re

import pytest
import yaml
from prometheus_client import Counter, Gauge, Histogram

from service.edge import measures
from service.settings import ROOT

_ASKED = re.compile(r"\bpool_[a-z_]+")


def _known() -> set[str]:
    names = set()
    for figure in vars(measures).values():
        if isinstance(figure, Counter | Gauge | Histogram):
            (family,) = figure.describe()
            names |= {family.name, f"{family.name}_total", f"{family.name}_bucket", f"{family.name}_count"}
    return names


@pytest.mark.parametrize("name", ["alerts.yml", "dashboard.json"])
def test_only_figures_that_exist_are_asked_for(name):
    asked = set(_ASKED.findall((ROOT / "deploy" / name).read_text("utf-8")))
    assert len(asked) > 5
    assert asked <= _known()


def test_each_alert_says_what_to_do():
    (group,) = yaml.safe_load((ROOT / "deploy" / "alerts.yml").read_text("utf-8"))["groups"]
    for rule in group["rules"]:
        assert rule["expr"]
        assert rule["annotations"]["summary"].endswith(".")
        assert len(rule["annotations"]["do"]) > 20


def test_the_dashboard_has_a_question_in_each_panel():
    panels = json.loads((ROOT / "deploy" / "dashboard.json").read_text("utf-8"))["panels"]
    assert all(target["expr"] for panel in panels for target in panel["targets"])
    assert len({panel["title"] for panel in panels}) == len(panels)
