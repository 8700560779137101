"""The audit log as a chain that cannot be changed, its erasable values apart; lines there already are chained"""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

from service.domain.audit import AuditEntry
from service.domain.audit_chain import ChainHead, chained
from service.domain.permissions import Actor
from service.store import base
from service.store.audit_triggers import POSTGRES_FUNCTIONS, TRIGGERS

revision = "0008_audit_chain"
down_revision = "0007_tasks_and_notices"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    old = _old_table()
    told = [dict(row) for row in connection.execute(sa.select(old).order_by(old.c.id)).mappings()]
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entries_subject_id")
    op.drop_table("audit_entries")
    _make_tables()
    _chain(connection, told)
    for statement in TRIGGERS[connection.dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    connection = op.get_bind()
    lines = sa.table("audit_entries", *(sa.column(name) for name in ("seq", "actor", "action", "subject_kind", "subject_id")),
                     sa.column("at", base.UtcInstant(timezone=True)), sa.column("detail", sa.JSON()))  # fmt: skip
    told = [
        {"id" if name == "seq" else name: value for name, value in row.items()} for row in connection.execute(sa.select(lines)).mappings()
    ]
    op.drop_table("audit_values")
    op.drop_table("audit_entries")
    if connection.dialect.name == "postgresql":
        for name in POSTGRES_FUNCTIONS:
            op.execute(f"DROP FUNCTION {name}()")
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=80), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entries_subject_id", ["subject_id"], unique=False)
    if told:
        connection.execute(sa.insert(_old_table()), told)


def _old_table() -> sa.Table:
    return sa.Table(
        "audit_entries", sa.MetaData(), sa.Column("id", sa.BigInteger()), sa.Column("at", base.UtcInstant(timezone=True)),
        *(sa.Column(name, sa.String()) for name in ("actor", "action", "subject_kind", "subject_id")), sa.Column("detail", sa.JSON()),
    )  # fmt: skip


def _make_tables() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=80), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("value_digests", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        for name in ("subject_id", "actor", "action", "at"):
            batch_op.create_index(f"ix_audit_entries_{name}", [name], unique=False)
    op.create_table(
        "audit_values",
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("about", sa.String(length=80), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("erased_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["seq"], ["audit_entries.seq"], name=op.f("fk_audit_values_seq_audit_entries")),
        sa.PrimaryKeyConstraint("seq", "name", name=op.f("pk_audit_values")),
    )
    with op.batch_alter_table("audit_values", schema=None) as batch_op:
        batch_op.create_index("ix_audit_values_about", ["about"], unique=False)


def _chain(connection: sa.Connection, told: Iterable[Mapping[str, Any]]) -> None:
    """Chain what was written before there was a chain. Reason and address stood in `detail`; they become values."""
    head, rows, values = ChainHead(), [], []
    for row in told:
        detail = dict(row["detail"])
        reason, address = str(detail.pop("reason", "")), str(detail.pop("address", ""))
        by = Actor(row["actor"], address=address) if address else row["actor"]
        entry = AuditEntry(row["at"], by, row["action"], row["subject_kind"], row["subject_id"], detail, reason)
        line = chained(entry, head)
        head = ChainHead(line.seq, line.digest)
        rows.append({name: getattr(line, name) for name in ("seq", "at", "actor", "action", "subject_kind", "subject_id", "detail",
                                                            "value_digests", "digest")})  # fmt: skip
        values += [
            {"seq": line.seq, "name": value.name, "about": value.about, "salt": value.salt, "text": value.text} for value in line.values
        ]
    names = ("seq", "actor", "action", "subject_kind", "subject_id", "digest")
    lines = sa.table("audit_entries", *(sa.column(name) for name in names), sa.column("at", base.UtcInstant(timezone=True)),
                     sa.column("detail", sa.JSON()), sa.column("value_digests", sa.JSON()))  # fmt: skip
    if rows:
        connection.execute(sa.insert(lines), rows)
    if values:
        apart = sa.table("audit_values", *(sa.column(name) for name in ("seq", "name", "about", "salt", "text")))
        connection.execute(sa.insert(apart), values)
