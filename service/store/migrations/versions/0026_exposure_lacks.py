"""What lists told to be missing in providers, by month"""

import sqlalchemy as sa
from alembic import op

revision = "0026_exposure_lacks"
down_revision = "0025_imports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exposure_lacks",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("provider_id", sa.String(length=24), nullable=False),
        sa.Column("lack", sa.String(length=10), nullable=False),
        sa.Column("trade", sa.String(length=40), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["providers.id"], name=op.f("fk_exposure_lacks_provider_id_providers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("month", "provider_id", "lack", "trade", name=op.f("pk_exposure_lacks")),
    )


def downgrade() -> None:
    op.drop_table("exposure_lacks")
