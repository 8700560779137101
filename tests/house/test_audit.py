"""Whatever changes a record writes an entry of the audit log, or says here why it need not."""

import ast

from service.domain.audit_reading import ACTION_WORDS, KIND_WORDS
from service.settings import ROOT

TELLS_NOTHING = {
    "go_to_provider._start": "a state is drawn; who comes back with it is recorded",
    "keep_passkeys.begin_passkey": "a challenge is drawn; what answers it is recorded",
    "sign_in_with_passkey.begin_passkey_sign_in": "as above",
    "choose_notices.choose_notices": "which letters one wants for oneself; the row keeps when it was chosen",
    "choose_notices.unsubscribe": "as above, by the link of a letter",
    "fill_codes.fill_codes": "the first filling of an empty database from files of the release",
    "note_need.note_need": "the timeline of the need keeps the note, with who and when",
    "note_need.plan_need": "as above",
    "read_inbox.mark_all_read": "what one has read oneself",
    "read_inbox.open_notice": "as above",
    "recognise_session.recognise_session": "when a session was last used",
    "recognise_token.recognise_token": "when a token was last used",
    "record_supply_gap.record_supply_gap": "a count without anybody in it",
    "remind_dues.remind_dues": "the notices say whom was told what, and when",
    "renew_need.renew_need": "the timeline of the need keeps who renewed it and when",
    "restore_records.restore_records": "the whole chain comes from the backup, and must stay as it was",
    "take_shipped_vectors.take_shipped_vectors": "vectors are computed from texts and can be computed again",
    "work_task.work_task": "the row of the task says what became of it",
    "work_task._not_done": "as above",
}
"""module.function → why it records nothing."""
FOLDERS = ("service/brokerage", "service/flows", "service/gathering", "service/identity", "service/imports", "service/store/queries")


def calls_in(node: ast.AST) -> set[str]:
    called = (each.func for each in ast.walk(node) if isinstance(each, ast.Call))
    return {name.id if isinstance(name, ast.Name) else name.attr for name in called if isinstance(name, ast.Name | ast.Attribute)}


def functions() -> dict[str, set[str]]:
    """module.function → names of what it calls."""
    found = {}
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.FunctionDef):
                    found[f"{path.stem}.{node.name}"] = calls_in(node)
    return found


def silent(found: dict[str, set[str]]) -> set[str]:
    """Functions that open a transaction of writing, and from which nothing leads to `record_audit`.

    A name with an underscore means the function of the same module.
    """
    recorders = {"record_audit"}

    def records(name: str) -> bool:
        module = name.partition(".")[0]
        return any((f"{module}.{call}" if call.startswith("_") else call) in recorders for call in found[name])

    def known_as(name: str) -> str:
        module, _, own = name.partition(".")
        return f"{module}.{own}" if own.startswith("_") else own

    while more := {known_as(name) for name in found if records(name)} - recorders:
        recorders |= more
    return {name for name, calls in found.items() if "writing" in calls and not records(name)}


def test_every_changing_flow_records_what_it_changed() -> None:
    assert silent(functions()) == set(TELLS_NOTHING)


def test_a_flow_that_records_nothing_is_seen() -> None:
    told = {"a.change": {"writing", "_store"}, "a._store": {"record_audit"}, "b.change": {"writing", "save"}, "c.look": {"reading"}}
    assert silent(told) == {"b.change"}


def test_entries_name_the_actor_and_not_only_his_id() -> None:
    """Reason: from where somebody acted comes with the actor."""
    for path in (ROOT / "service" / "flows").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "AuditEntry":
                assert not ast.unparse(node.args[1]).endswith("actor.person_id"), path


def test_every_action_and_kind_of_record_has_words() -> None:
    """A name made of a state or step is told by the tests of its flow."""
    actions, kinds = set(), set()
    for path in sorted((ROOT / "service").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("AuditEntry") and len(node.args) > 3:
                for place, found in ((2, actions), (3, kinds)):
                    if isinstance(node.args[place], ast.Constant):
                        found.add(node.args[place].value)
    assert actions
    assert actions - ACTION_WORDS.keys() == set()
    assert kinds - KIND_WORDS.keys() == set()
