"""Consents of providers' contact people, and who looked"""

import sqlalchemy as sa
from alembic import op

from service.store import base

revision = "0022_consents"
down_revision = "0019_passkeys_and_identities"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consents",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("provider_id", sa.String(length=24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("post", sa.String(length=20), nullable=False),
        sa.Column("asked_by", sa.String(length=24), nullable=False),
        sa.Column("asked_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("link_digest", sa.String(length=64), nullable=True),
        sa.Column("link_until", base.UtcInstant(timezone=True), nullable=True),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("mobile", sa.String(length=20), nullable=False),
        sa.Column("wording", sa.String(length=20), nullable=False),
        sa.Column("purpose", sa.String(length=80), nullable=False),
        sa.Column("means", sa.String(length=10), nullable=True),
        sa.Column("document_no", sa.String(length=60), nullable=False),
        sa.Column("given_at", base.UtcInstant(timezone=True), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("person_id", sa.String(length=24), nullable=True),
        sa.Column("ended_at", base.UtcInstant(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=10), nullable=True),
        sa.Column("reminded_at", base.UtcInstant(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('asked', 'given', 'declined', 'withdrawn', 'lapsed')", name=op.f("ck_consents_state_known")),
        sa.CheckConstraint("state = 'given' OR (name = '' AND mobile = '')", name=op.f("ck_consents_nothing_kept_without")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_consents_person_id_people"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name=op.f("fk_consents_provider_id_providers"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sa.UniqueConstraint("link_digest", name=op.f("uq_consents_link_digest")),
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index("ix_consents_provider_id", ["provider_id"], unique=False)
        batch_op.create_index("ix_consents_state_until", ["state", "until"], unique=False)
    op.create_table(
        "contact_reveals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("consent_id", sa.String(length=24), nullable=False),
        sa.Column("introduction_id", sa.String(length=24), nullable=False),
        sa.Column("seen_by", sa.String(length=24), nullable=False),
        sa.Column("firm", sa.String(length=80), nullable=False),
        sa.Column("at", base.UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["consent_id"], ["consents.id"], name=op.f("fk_contact_reveals_consent_id_consents"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_reveals")),
    )
    with op.batch_alter_table("contact_reveals", schema=None) as batch_op:
        batch_op.create_index("ix_contact_reveals_consent_id", ["consent_id"], unique=False)


def downgrade() -> None:
    op.drop_table("contact_reveals")
    op.drop_table("consents")
