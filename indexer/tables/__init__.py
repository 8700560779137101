"""From the rows of a sheet to source rows: headers, titles, merged cells, footers, combined and several sheets."""
