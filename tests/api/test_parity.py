"""What pages of brokering can do, programs can do: a new action of a page without a route of the API fails here."""

import ast

from service.settings import ROOT

PAGES = (*(ROOT / "web" / "pages" / "brokering").glob("*.py"), ROOT / "web" / "parts" / "side_forms.py")
ROUTES = tuple((ROOT / "service" / "api" / "routes").glob("*.py"))
FOR_PEOPLE = {
    "record_supply_gap": "an anonymous click beside an empty list; a need that ends 无合适 feeds the gaps, also by API",
    "strip_need": "an address of a page must hold nothing personal; the API takes texts in bodies",
    "browse_programmes": "what programmes say beside a need; they have an area and an API of their own",
}
"""Flow → why no program needs it."""
ROUTES_TO_COME = {
    "browse_open_needs", "see_open_need", "see_questions", "see_shared_notes", "raise_dispute", "reply_to_dispute", "publish_case",
    "note_conduct", "see_conduct", "withdraw_conduct_note", "see_loads", "report_fairness", "count_funnel", "funnel_rows",
    "check_need_sheet", "keep_sheet_line", "see_need_sheet", "see_need_sheets", "statement_of", "write_need_template",
}  # fmt: skip
"""Pages that are newer than the API. Nothing is added here: a route that arrives takes its name out."""


def flows_called(paths) -> set[str]:
    """Names of functions of flows that these files import and call."""
    called = set()
    for path in paths:
        tree = ast.parse(path.read_text("utf-8"))
        imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("service.flows.")]
        names = {alias.name for node in imports for alias in node.names}
        uses = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
        called |= {name for name in names & uses if name[0].islower()}
    return called


def test_every_action_of_a_page_is_one_of_the_api():
    pages, api = flows_called(PAGES), flows_called(ROUTES)
    assert len(pages) > 20
    assert pages - api == set(FOR_PEOPLE) | ROUTES_TO_COME, "give it a route in service/api/routes, or say above why no program needs it"
