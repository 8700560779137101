"""Pairs of firms that are one, or are two"""

import sqlalchemy as sa
from alembic import op

from service.store import base

revision = "0027_provider_pairs"
down_revision = "0023_attachments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "provider_pairs",
        sa.Column("first_id", sa.String(length=24), nullable=False),
        sa.Column("second_id", sa.String(length=24), nullable=False),
        sa.Column("kept_id", sa.String(length=24), nullable=False),
        sa.Column("decided_by", sa.String(length=24), nullable=False),
        sa.Column("decided_at", base.UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_provider_pairs_in_order")),
        sa.ForeignKeyConstraint(["first_id"], ["providers.id"], name=op.f("fk_provider_pairs_first_id_providers"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["second_id"], ["providers.id"], name=op.f("fk_provider_pairs_second_id_providers"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_provider_pairs")),
    )
    op.create_index("ix_provider_pairs_second_id", "provider_pairs", ["second_id"])


def downgrade() -> None:
    op.drop_table("provider_pairs")
