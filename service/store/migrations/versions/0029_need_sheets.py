"""Workbooks of needs on their way in"""

import sqlalchemy as sa
from alembic import op

from service.store import base

revision = "0029_need_sheets"
down_revision = "0037_standards"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "need_sheets",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("made_by", sa.String(length=24), nullable=True),
        sa.Column("made_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_need_sheets_made_by_people"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_sheets")),
    )
    op.create_index("ix_need_sheets_made_at", "need_sheets", ["made_at"])


def downgrade() -> None:
    op.drop_index("ix_need_sheets_made_at", "need_sheets")
    op.drop_table("need_sheets")
