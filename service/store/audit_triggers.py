"""Triggers of migration 0008: the audit log can be added to, and trimmed after six months; values can be erased. Nothing else.

A line may go when two things hold: it is older than 184 days by the clock of the database, and an entry `audit_trimmed` covers it.
SQLSTATE 23514 makes a refusal a broken constraint, as it is on SQLite.
"""

_OLD = {"sqlite": "datetime('now', '-184 days')", "postgresql": "now() - interval '184 days'"}
_WORDS = "the audit log cannot be changed"


def _still_kept(dialect: str) -> str:
    """A condition on the row OLD of `audit_entries`: it may not go yet."""
    return (
        f"OLD.at > {_OLD[dialect]} OR NOT EXISTS (SELECT 1 FROM audit_entries AS told "  # noqa: S608  constants of this file
        "WHERE told.action = 'audit_trimmed' AND CAST(told.subject_id AS INTEGER) >= OLD.seq)"
    )


_IS_KEPT = (
    "NOT EXISTS (SELECT 1 FROM audit_entries AS told WHERE told.action = 'audit_trimmed' AND CAST(told.subject_id AS INTEGER) >= OLD.seq)"
)
_IS_NO_ERASURE = (
    "NEW.seq <> OLD.seq OR NEW.name <> OLD.name OR NEW.about <> OLD.about OR NEW.salt IS NOT NULL OR NEW.text IS NOT NULL "
    "OR NEW.erased_by IS NULL OR OLD.erased_by IS NOT NULL"
)


def _sqlite_triggers() -> list[str]:
    """Statements that make them."""
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
    return [
        f"CREATE TRIGGER audit_entries_keep_update BEFORE UPDATE ON audit_entries {refuse}",
        f"CREATE TRIGGER audit_entries_keep_delete BEFORE DELETE ON audit_entries WHEN {_still_kept('sqlite')} {refuse}",
        f"CREATE TRIGGER audit_values_keep_update BEFORE UPDATE ON audit_values WHEN {_IS_NO_ERASURE} {refuse}",
        f"CREATE TRIGGER audit_values_keep_delete BEFORE DELETE ON audit_values WHEN {_IS_KEPT} {refuse}",
    ]


def _postgres_triggers() -> list[str]:
    """The same for PostgreSQL, where a whole table can be emptied too."""
    made = [
        "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_WORDS}' USING ERRCODE = '23514'; END $$"
    ]
    made += [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {condition} THEN RAISE EXCEPTION '{_WORDS}' USING ERRCODE = '23514'; END IF; RETURN {row}; END $$"
        for name, condition, row in (
            ("audit_entries_kept", _still_kept("postgresql"), "OLD"),
            ("audit_values_kept", _IS_KEPT, "OLD"),
            ("audit_values_erasure", _IS_NO_ERASURE, "NEW"),
        )
    ]
    made += [
        f"CREATE TRIGGER {table}_keep_{event.lower()} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()"
        for table, event, each, function in (
            ("audit_entries", "UPDATE", "ROW", "audit_refuse"),
            ("audit_entries", "DELETE", "ROW", "audit_entries_kept"),
            ("audit_entries", "TRUNCATE", "STATEMENT", "audit_refuse"),
            ("audit_values", "UPDATE", "ROW", "audit_values_erasure"),
            ("audit_values", "DELETE", "ROW", "audit_values_kept"),
            ("audit_values", "TRUNCATE", "STATEMENT", "audit_refuse"),
        )
    ]
    return made


POSTGRES_FUNCTIONS = ("audit_refuse", "audit_entries_kept", "audit_values_kept", "audit_values_erasure")

TRIGGERS = {"sqlite": _sqlite_triggers(), "postgresql": _postgres_triggers()}
"""Name of the dialect → statements that make them."""
