"""Rows of providers are written in one module, which also writes the change feed and the audit entry: nobody can forget them."""

import ast

from service.settings import ROOT

WRITER = "service/store/queries/provider_writing.py"
ROWS = frozenset(
    {"ProviderRow", "CapabilityRow", "SuccessCaseRow", "QualificationRow", "UnitContactRow", "MembershipRow", "PoolEditionRow"}
)
VERBS = ("insert", "update", "delete", "add", "merge", "save", "write")


def writes(source: str) -> set[str]:
    """Rows that a source makes, or hands to a call whose name holds a verb of writing."""
    found: set[str] = set()
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else ""
        parts = [*call.args, *(each.value for each in call.keywords)]
        named = {node.id for part in parts for node in ast.walk(part) if isinstance(node, ast.Name)} & ROWS
        if name in ROWS:
            found.add(name)
        elif any(verb in name.lower() for verb in VERBS) or name == "__table__":
            found |= named
    return found


def test_writing_is_seen() -> None:
    assert writes("session.execute(insert(ProviderRow), rows)") == {"ProviderRow"}
    assert writes("session.add(MembershipRow(id=1))") == {"MembershipRow"}
    assert writes("_delete(session, CapabilityRow.id, gone)") == {"CapabilityRow"}
    assert writes("session.execute(select(ProviderRow).where(ProviderRow.id == 1))") == set()


def test_one_module_writes_providers() -> None:
    sources = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in (ROOT / "service").rglob("*.py")}
    assert {name: writes(source) for name, source in sources.items() if writes(source)}.keys() == {WRITER}


def test_the_writer_writes_feed_and_audit() -> None:
    tree = ast.parse((ROOT / WRITER).read_text("utf-8"))
    public = [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    assert [node.name for node in public] == ["save_providers"]
    called = {node.func.id for node in ast.walk(public[0]) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert {"record_changes", "record_audit"} <= called
