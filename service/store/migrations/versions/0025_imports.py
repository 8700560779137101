"""Imports in the browser"""

import sqlalchemy as sa
from alembic import op

from service.store import base

revision = "0025_imports"
down_revision = "0031_webhooks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("slot", sa.String(length=8), nullable=True),
        sa.Column("file_names", sa.JSON(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("pool", sa.String(length=40), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(length=24), nullable=False),
        sa.Column("made_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.String(length=24), nullable=False),
        sa.Column("checked_at", base.UtcInstant(timezone=True), nullable=True),
        sa.Column("settled_at", base.UtcInstant(timezone=True), nullable=True),
        sa.Column("file_gone", sa.Boolean(), nullable=False),
        sa.Column("failure", sa.String(length=500), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "state IN ('checking', 'checked', 'loading', 'preparing', 'done', 'refused', 'failed', 'cancelled', 'discarded', 'expired')",
            name=op.f("ck_imports_state_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
        sa.UniqueConstraint("slot", name=op.f("uq_imports_slot")),
    )
    op.create_index("ix_imports_made_at", "imports", ["made_at"])


def downgrade() -> None:
    op.drop_table("imports")
