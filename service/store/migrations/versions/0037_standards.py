"""The bureau's entries about levels, and recognitions of cases"""

import sqlalchemy as sa
from alembic import op

from service.store import base

revision = "0037_standards"
down_revision = "0035_contests"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "standard_entries",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("level_code", sa.String(length=20), nullable=False),
        sa.Column("scenario_code", sa.String(length=8), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("document_no", sa.String(length=60), nullable=False),
        sa.Column("entered_by", sa.String(length=24), nullable=True),
        sa.Column("entered_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["entered_by"], ["people.id"], name=op.f("fk_standard_entries_entered_by_people"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard_entries")),
    )
    op.create_table(
        "recognitions",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("case_id", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("document_no", sa.String(length=60), nullable=False),
        sa.Column("entered_by", sa.String(length=24), nullable=True),
        sa.Column("entered_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["entered_by"], ["people.id"], name=op.f("fk_recognitions_entered_by_people"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognitions")),
    )
    op.create_index("ix_recognitions_case_id", "recognitions", ["case_id"], unique=False)


def downgrade() -> None:
    op.drop_table("recognitions")
    op.drop_table("standard_entries")
