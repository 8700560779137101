"""Banks of passage tags

Readiness asks whether all passages were prepared by the present bank. Without this index it read all of them.

Revision ID: 0002_banks_of_passage_tags
Revises: 0001_first_tables
Create Date: 2026-11-28
"""

from alembic import op

revision = "0002_banks_of_passage_tags"
down_revision = "0001_first_tables"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_passage_tags_bank_fingerprint", "passage_tags", ["bank_fingerprint"])


def downgrade() -> None:
    op.drop_index("ix_passage_tags_bank_fingerprint", "passage_tags")
