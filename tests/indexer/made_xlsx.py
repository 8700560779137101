"""Spreadsheets made by hand, also such as no office program would write."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def text_cell(name: str, text: str) -> str:
    return f'<c r="{name}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def text_rows(rows: Sequence[Sequence[str]], *, first: int = 1) -> str:
    """Rows of texts; an empty text makes no cell."""
    made = []
    for line, row in enumerate(rows, start=first):
        cells = "".join(text_cell(f"{chr(65 + place)}{line}", text) for place, text in enumerate(row) if text)
        made.append(f'<row r="{line}">{cells}</row>')
    return "".join(made)


def workbook(
    sheets: Mapping[str, str],
    *,
    shared: Sequence[str] = (),
    styles: str = "",
    properties: str = "",
    extra: Mapping[str, bytes] | None = None,
) -> bytes:
    """A workbook of raw sheet data; `shared` are the shared texts' XML, `styles` the inside of styleSheet."""
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}">'
        f'<Relationship Id="r1" Type="{_RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}">{properties}<sheets>'
        + "".join(f'<sheet name="{escape(name)}" sheetId="{n}" r:id="s{n}"/>' for n, name in enumerate(sheets, start=1))
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">'
        + "".join(
            f'<Relationship Id="s{n}" Type="{_RELATION}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n, _ in enumerate(sheets, start=1)
        )
        + f'<Relationship Id="t" Type="{_RELATION}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
        + f'<Relationship Id="y" Type="{_RELATION}/styles" Target="styles.xml"/></Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">' + "".join(f"<si>{text}</si>" for text in shared) + "</sst>",
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">{styles}</styleSheet>',
    }
    for n, rows in enumerate(sheets.values(), start=1):
        parts[f"xl/worksheets/sheet{n}.xml"] = f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**parts, **(extra or {})}.items():
            archive.writestr(name, content)
    return made.getvalue()
