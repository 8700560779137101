"""Charts as inline SVG. The server draws them without script, and the stylesheet colours them.

A page that shows a chart also shows a table of the same numbers.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from xml.etree import ElementTree

from markupsafe import Markup

_SVG = "{http://www.w3.org/2000/svg}"
_UNUSED = ("script", "style", "desc", "title")
_ROW_HEIGHT = 34
_FRAME_HEIGHT = 78
_WIDTH = 640
_TICKS_MOST = 6
_HAN_EXTRA = 6.5


def stacked_bars(rows: Sequence[tuple[str, Mapping[str, int]]], series: Sequence[str], description: str) -> Markup:
    """Draw one horizontal bar for each row. A bar has one piece for each series. Labels stand beside the bars, numbers inside.

    Example: a row is a trade, a series is a year, and a piece is as long as the number of cases.

    Args:
        rows: (label, series name → number), from top to bottom.
        series: names, in the order of the pieces of a bar.
        description: one sentence for a person who cannot see the chart. It tells what the chart shows and where the numbers stand.
    """
    cells = tuple((label, tuple(numbers.get(name, 0) for name in series)) for label, numbers in rows)
    return _draw(cells, tuple(series), description)


@lru_cache(maxsize=256)  # one drawing takes about 15 ms, and people ask for the same few charts again and again
def _draw(rows: tuple[tuple[str, tuple[int, ...]], ...], series: tuple[str, ...], description: str) -> Markup:
    # Imported here: a start need not wait for the library that draws.
    import pygal
    from pygal.style import Style

    chart = pygal.HorizontalStackedBar(
        js=(),
        css=(),
        style=Style(font_family="inherit", value_font_size=14, label_font_size=14, major_label_font_size=14, legend_font_size=14),
        disable_xml_declaration=True,
        print_values=True,
        print_zeroes=False,
        width=_WIDTH,
        height=_FRAME_HEIGHT + _ROW_HEIGHT * len(rows),
        margin=8,
        spacing=12,
        legend_at_bottom=True,
        legend_at_bottom_columns=len(series),
        truncate_label=-1,
        truncate_legend=-1,
        value_formatter=lambda value: f"{value:g}",
    )
    # The library computes the width of a label from Latin letters. A Chinese character is nearly twice as wide.
    chart.margin_left = 8 + round(_HAN_EXTRA * max((len(label) for label, _ in rows), default=0))
    most = max((sum(numbers) for _, numbers in rows), default=0)
    step = max(1, -(-most // _TICKS_MOST))
    chart.y_labels = list(range(0, most + step, step))
    # The library draws the first row at the bottom.
    chart.x_labels = [label for label, _ in reversed(rows)]
    for place, name in enumerate(series):
        chart.add(name, [numbers[place] or None for _, numbers in reversed(rows)])
    return _plain(chart.render_tree(), description)


def _plain(tree: ElementTree.Element, description: str) -> Markup:
    """The chart without script, style, tooltips and ids. The page's security policy forbids inline scripts and styles.

    The site's stylesheet gives the colours, because it knows whether the page is light or dark.
    """
    ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
    for parent in list(tree.iter()):
        for child in list(parent):
            name = str(child.tag).removeprefix(_SVG)
            if name in _UNUSED or "tooltip-overlay" in child.get("class", "") or not isinstance(child.tag, str):
                parent.remove(child)
    for element in tree.iter():
        for attribute in ("style", "id", "onclick"):
            element.attrib.pop(attribute, None)
    tree.set("class", "chart")
    tree.set("role", "img")
    tree.set("aria-label", description)
    return Markup(ElementTree.tostring(tree, encoding="unicode"))  # noqa: S704  the library and the XML writer escape every text
