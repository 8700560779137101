"""What was vouched for of entries, and links for the factories of cases"""

import sqlalchemy as sa
from alembic import op

from service.store import base

revision = "0014_proofs"
down_revision = "0013_profile_changes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proofs",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("provider_id", sa.String(length=24), nullable=False),
        sa.Column("item_id", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.Column("vouched_by", sa.String(length=80), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", base.UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('manufacturer', 'bureau')", name=op.f("ck_proofs_kind_known")),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name=op.f("fk_proofs_provider_id_providers"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proofs")),
    )
    with op.batch_alter_table("proofs", schema=None) as batch_op:
        batch_op.create_index("ix_proofs_provider_id", ["provider_id"], unique=False)
    op.create_table(
        "case_links",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("provider_id", sa.String(length=24), nullable=False),
        sa.Column("case_id", sa.String(length=24), nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.Column("made_by", sa.String(length=24), nullable=False),
        sa.Column("made_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("expires_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name=op.f("fk_case_links_provider_id_providers"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_case_links")),
    )
    with op.batch_alter_table("case_links", schema=None) as batch_op:
        batch_op.create_index("ix_case_links_provider_id", ["provider_id"], unique=False)


def downgrade() -> None:
    op.drop_table("case_links")
    op.drop_table("proofs")
