"""Rows of pool files that change nothing are known again by their fingerprint"""

import sqlalchemy as sa
from alembic import op

revision = "0004_row_fingerprints"
down_revision = "0003_waiting_memberships"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "row_fingerprints",
        sa.Column("fingerprint", sa.String(length=32), nullable=False),
        sa.Column("provider_id", sa.String(length=24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["providers.id"], name=op.f("fk_row_fingerprints_provider_id_providers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_row_fingerprints")),
    )
    op.create_index("ix_row_fingerprints_provider_id", "row_fingerprints", ["provider_id"], unique=False)


def downgrade() -> None:
    op.drop_table("row_fingerprints")
