"""Changes of entries under review, what people confirmed, and entries that their firms withdrew"""

import sqlalchemy as sa
from alembic import op

from service.store import base

revision = "0013_profile_changes"
down_revision = "0008_audit_chain"
branch_labels = None
depends_on = None

_STATES = "'draft', 'submitted', 'in_review', 'returned', 'appealed', 'in_appeal', 'upheld', 'approved', 'discarded'"
_OPEN = sa.text("state IN ('draft', 'submitted', 'in_review', 'returned', 'appealed', 'in_appeal', 'upheld')")


def upgrade() -> None:
    # not in a batch: it would make the table anew on SQLite, and dropping the old one takes everything that refers to it along
    op.add_column("providers", sa.Column("is_withdrawn", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "confirmations",
        sa.Column("provider_id", sa.String(length=24), nullable=False),
        sa.Column("part", sa.String(length=80), nullable=False),
        sa.Column("confirmed_by", sa.String(length=24), nullable=False),
        sa.Column("confirmed_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name=op.f("fk_confirmations_provider_id_providers"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("provider_id", "part", name=op.f("pk_confirmations")),
    )
    with op.batch_alter_table("confirmations", schema=None) as batch_op:
        batch_op.create_index("ix_confirmations_confirmed_at", ["confirmed_at"], unique=False)
    op.create_table(
        "profile_changes",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("provider_id", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("base", sa.JSON(), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.String(length=24), nullable=False),
        sa.Column("made_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("saved_by", sa.String(length=24), nullable=False),
        sa.Column("saved_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("appeal", sa.Text(), nullable=False),
        sa.Column("waits_since", base.UtcInstant(timezone=True), nullable=True),
        sa.Column("reviewer_id", sa.String(length=24), nullable=False),
        sa.Column("decided_at", base.UtcInstant(timezone=True), nullable=True),
        sa.CheckConstraint(f"state IN ({_STATES})", name=op.f("ck_profile_changes_state_known")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["providers.id"], name=op.f("fk_profile_changes_provider_id_providers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_changes")),
    )
    with op.batch_alter_table("profile_changes", schema=None) as batch_op:
        batch_op.create_index("ix_profile_changes_open", ["provider_id"], unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN)
        batch_op.create_index("ix_profile_changes_provider_id", ["provider_id", "made_at"], unique=False)
        batch_op.create_index("ix_profile_changes_waits", ["state", "waits_since"], unique=False)
    op.create_table(
        "reviews",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("change_id", sa.String(length=24), nullable=False),
        sa.Column("change_version", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.String(length=24), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("appeal", sa.Text(), nullable=False),
        sa.Column("at", base.UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"], ["profile_changes.id"], name=op.f("fk_reviews_change_id_profile_changes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.create_index("ix_reviews_change_id", ["change_id", "change_version"], unique=False)


def downgrade() -> None:
    op.drop_table("reviews")
    op.drop_table("profile_changes")
    op.drop_table("confirmations")
    op.drop_column("providers", "is_withdrawn")
