"""Merged cells: a value that stands once for several rows is given to each of them."""

from collections.abc import Iterator, Sequence

from indexer.records import Merge, Raw, SheetRow


def filled_down(rows: Iterator[SheetRow], merges: Sequence[Merge]) -> Iterator[SheetRow]:
    """The rows with the values of cells merged over several rows. Cells merged side by side stay as they are."""
    waiting = sorted((each for each in merges if each.bottom > each.top), key=lambda each: each.top, reverse=True)
    if not waiting:
        return rows
    return _filled(rows, waiting)


def _filled(rows: Iterator[SheetRow], waiting: list[Merge]) -> Iterator[SheetRow]:
    open_ones: list[tuple[Merge, Raw]] = []
    for row in rows:
        cells = dict(row.cells)
        while waiting and waiting[-1].top <= row.line:
            merge = waiting.pop()
            if merge.top == row.line and merge.left in cells:
                open_ones.append((merge, cells[merge.left]))
        open_ones = [each for each in open_ones if each[0].bottom >= row.line]
        extra = {merge.left: value for merge, value in open_ones if merge.top < row.line and merge.left not in cells}
        if not extra:
            yield row
            continue
        yield SheetRow(row.line, tuple(sorted({**cells, **extra}.items())), frozenset(extra), row.hidden)
