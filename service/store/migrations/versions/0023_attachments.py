"""Papers that firms hand in"""

import sqlalchemy as sa
from alembic import op

from service.store import base

revision = "0023_attachments"
down_revision = "0028_questions_and_disputes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("provider_id", sa.String(length=24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("sent_by", sa.String(length=24), nullable=False),
        sa.Column("sent_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("replaces", sa.String(length=24), nullable=False),
        sa.Column("decided_by", sa.String(length=24), nullable=False),
        sa.Column("decided_at", base.UtcInstant(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'accepted', 'refused', 'renewed', 'taken_back')", name=op.f("ck_attachments_state_known")),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name=op.f("fk_attachments_provider_id_providers"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.create_index("ix_attachments_digest", ["digest"], unique=False)
        batch_op.create_index("ix_attachments_provider_id", ["provider_id"], unique=False)
        batch_op.create_index("ix_attachments_state_sent_at", ["state", "sent_at"], unique=False)


def downgrade() -> None:
    op.drop_table("attachments")
