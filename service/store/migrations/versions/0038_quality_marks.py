"""How well judged needs and sentences were answered"""

import sqlalchemy as sa
from alembic import op

from service.store import base

revision = "0038_quality_marks"
down_revision = "0029_need_sheets"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quality_marks",
        sa.Column("at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("right_count", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("at", "kind", name=op.f("pk_quality_marks")),
    )


def downgrade() -> None:
    op.drop_table("quality_marks")
