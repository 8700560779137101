"""Charts of figures as own SVG, without script or style: colours by class, text in the page's colour, never colour alone.

A page that shows one also shows a table of the same numbers. A hidden number is drawn as a hatched stub with its words.
"""

from collections.abc import Sequence

from markupsafe import Markup, escape

_ROW = 30
_BAR = 18
_LABEL = 190
_WIDTH = 640
_NUMBER = 84
_MONTH_WIDTH = 50
_LINE_HEIGHT = 190
_FOOT = 26
_HEAD = 22
_STUB = 14


def funnel_chart(rows: Sequence[tuple[str, int | None, str]], description: str) -> Markup:
    """Horizontal bars from top to bottom. Rows: (label, number or None where hidden, words of the number)."""
    most = max((number for _, number, _ in rows if number is not None), default=0) or 1
    room = _WIDTH - _LABEL - _NUMBER
    parts = []
    for place, (label, number, words) in enumerate(rows):
        top = place * _ROW + 6
        width = _STUB if number is None else round(room * number / most, 1)
        kind = "bar-hidden" if number is None else "bar"
        parts.append(Markup('<text class="figure-label" x="{}" y="{}" text-anchor="end">{}</text>').format(_LABEL - 10, top + 14, label))
        parts.append(Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(kind, _LABEL, top, max(width, 1), _BAR))
        parts.append(Markup('<text class="figure-number" x="{}" y="{}">{}</text>').format(_LABEL + width + 8, top + 14, words))
    return _svg(parts, len(rows) * _ROW + 8, description)


def month_chart(values: Sequence[tuple[str, float | None]], description: str) -> Markup:
    """Columns by month; a month without a bar has none, a hidden one a hatched stub."""
    most = max((value for _, value in values if value is not None), default=0) or 1
    parts = []
    for place, (label, value) in enumerate(values):
        left = place * _MONTH_WIDTH + 12
        height = _STUB if value is None else round((_LINE_HEIGHT - _HEAD) * value / most, 1)
        top = _LINE_HEIGHT - height
        kind = "bar-hidden" if value is None else "bar"
        parts.append(Markup('<rect class="{}" x="{}" y="{}" width="26" height="{}"/>').format(kind, left, top, max(height, 1)))
        number = "<5" if value is None else f"{value:g}"
        parts.append(Markup('<text class="figure-number" x="{}" y="{}" text-anchor="middle">{}</text>').format(left + 13, top - 5, number))
        parts.append(
            Markup('<text class="figure-label" x="{}" y="{}" text-anchor="middle">{}</text>').format(left + 13, _LINE_HEIGHT + 18, label)
        )
    return _svg(parts, _LINE_HEIGHT + _FOOT, description)


def _svg(parts: Sequence[Markup], height: int, description: str) -> Markup:
    inner = Markup("").join(parts)
    frame = Markup('<svg class="figure-chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>')
    return frame.format(_WIDTH, height, escape(description), inner)
