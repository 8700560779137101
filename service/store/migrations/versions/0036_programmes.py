"""Programmes of public support"""

import sqlalchemy as sa
from alembic import op

from service.store import base

revision = "0036_programmes"
down_revision = "0022_consents"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "programmes",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("document_no", sa.String(length=60), nullable=False),
        sa.Column("issuer", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("rate_percent", sa.Integer(), nullable=True),
        sa.Column("cap_fen", sa.BigInteger(), nullable=True),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("contact", sa.String(length=120), nullable=False),
        sa.Column("entered_by", sa.String(length=24), nullable=True),
        sa.Column("entered_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('voucher', 'reward', 'integration', 'demonstration', 'other')", name=op.f("ck_programmes_kind_known")),
        sa.ForeignKeyConstraint(["entered_by"], ["people.id"], name=op.f("fk_programmes_entered_by_people"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programmes")),
    )


def downgrade() -> None:
    op.drop_table("programmes")
