"""How often providers were shown, opened and compared, by month"""

import sqlalchemy as sa
from alembic import op

revision = "0015_exposures"
down_revision = "0014_proofs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exposures",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("provider_id", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("place", sa.String(length=5), nullable=False),
        sa.Column("scenario", sa.String(length=8), nullable=False),
        sa.Column("trade", sa.String(length=40), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('shown', 'opened', 'compared')", name=op.f("ck_exposures_kind_known")),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name=op.f("fk_exposures_provider_id_providers"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("month", "provider_id", "kind", "place", "scenario", "trade", name=op.f("pk_exposures")),
    )


def downgrade() -> None:
    op.drop_table("exposures")
