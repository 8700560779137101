"""Cells of files that people open with a spreadsheet program: a text must never become a formula.

Source: OWASP, CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection.
"""

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def is_like_a_formula(text: str) -> bool:
    """Tell whether a spreadsheet program could take the text for a formula."""
    return text.startswith(STARTS_A_FORMULA)


def csv_cell(text: str) -> str:
    """The text as it may stand in a CSV file: what could be a formula gets an apostrophe before it."""
    return f"'{text}" if is_like_a_formula(text) else text
