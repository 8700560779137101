"""Charts without script or style."""

import re
from xml.etree import ElementTree

from web.parts.charts import stacked_bars


def test_a_chart_has_no_script_no_style_and_no_foreign_address():
    svg = stacked_bars([("注塑<b>&", {"2023": 1, "2024": 2}), ("五金", {"2024": 3})], ["2023", "2024"], "说明 <x>")
    root = ElementTree.fromstring(svg)  # noqa: S314  our own output
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not tags & {"script", "style", "image", "a", "foreignObject"}
    for element in root.iter():
        assert not [name for name in element.attrib if name in {"style", "id"} or name.startswith("on")]
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", svg)
    assert root.attrib["aria-label"] == "说明 <x>"
    texts = [element.text for element in root.iter() if element.text]
    assert "注塑<b>&" in texts
    assert sorted(text for element in root.iter() if element.get("class") == "value" and (text := element.text)) == ["1", "2", "3"]
