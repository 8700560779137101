"""The workbook that towns fill in: one sheet, notes at the headers, one greyed example row."""

import io
from datetime import datetime

import xlsxwriter

from service.domain.need_sheets import COLUMNS, EXAMPLE_SIGN, SHEET_ROWS_MOST

_WIDE = {"text": 60, "firm": 30, "uscc": 24}


def write_need_template() -> bytes:
    """The workbook; it is made from the columns that are read, so it can never ask for what is not understood."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}) as book:
        book.set_properties({"created": datetime(2024, 1, 1)})  # noqa: DTZ001  the file format knows no zone
        required = book.add_format({"bold": True, "bg_color": "#FFF2CC", "border": 1})
        optional = book.add_format({"bold": True, "bg_color": "#EDEDED", "border": 1})
        example = book.add_format({"font_color": "#808080", "italic": True})
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet("需求")
        sheet.freeze_panes(1, 2)
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, _WIDE.get(column.field, 16), text)
            sheet.write_string(0, place, column.header + ("*" if column.required else ""), required if column.required else optional)
            sheet.write_comment(0, place, ("必填。" if column.required else "可以不填。") + column.hint, {"x_scale": 1.6})
            if column.example:
                sheet.write_string(1, place, (EXAMPLE_SIGN if place == 0 else "") + column.example, example)
        sheet.set_row(SHEET_ROWS_MOST + 1, None)
    return target.getvalue()
