"""Questions between sides, disputes, notes on conduct"""

import sqlalchemy as sa
from alembic import op

from service.store import base

revision = "0028_questions_and_disputes"
down_revision = "0026_exposure_lacks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conduct_notes",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("provider_id", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("made_by", sa.String(length=24), nullable=False),
        sa.Column("made_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("need_id", sa.String(length=24), nullable=True),
        sa.Column("withdrawn_at", base.UtcInstant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name=op.f("fk_conduct_notes_provider_id_providers"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conduct_notes")),
    )
    with op.batch_alter_table("conduct_notes", schema=None) as batch_op:
        batch_op.create_index("ix_conduct_notes_provider_id_made_at", ["provider_id", "made_at"], unique=False)

    op.create_table(
        "need_questions",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("need_id", sa.String(length=24), nullable=False),
        sa.Column("provider_id", sa.String(length=24), nullable=False),
        sa.Column("asked_by", sa.String(length=12), nullable=False),
        sa.Column("asked_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(length=24), nullable=False),
        sa.Column("words", sa.String(length=600), nullable=False),
        sa.Column("answer", sa.String(length=600), nullable=False),
        sa.Column("answered_at", base.UtcInstant(timezone=True), nullable=True),
        sa.Column("withdrawn_at", base.UtcInstant(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint("asked_by IN ('manufacturer', 'provider')", name=op.f("ck_need_questions_asked_by_known")),
        sa.ForeignKeyConstraint(["need_id"], ["needs.id"], name=op.f("fk_need_questions_need_id_needs"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["providers.id"], name=op.f("fk_need_questions_provider_id_providers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_questions")),
    )
    with op.batch_alter_table("need_questions", schema=None) as batch_op:
        batch_op.create_index("ix_need_questions_need_id_provider_id", ["need_id", "provider_id"], unique=False)
        batch_op.create_index("ix_need_questions_provider_id_asked_at", ["provider_id", "asked_at"], unique=False)

    op.create_table(
        "disputes",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("introduction_id", sa.String(length=24), nullable=False),
        sa.Column("raised_by", sa.String(length=12), nullable=False),
        sa.Column("raised_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("reply_by", sa.Date(), nullable=False),
        sa.Column("reply", sa.String(length=500), nullable=False),
        sa.Column("replied_at", base.UtcInstant(timezone=True), nullable=True),
        sa.Column("closed_at", base.UtcInstant(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=24), nullable=False),
        sa.Column("result", sa.String(length=12), nullable=True),
        sa.Column("result_words", sa.String(length=500), nullable=False),
        sa.CheckConstraint("raised_by IN ('manufacturer', 'provider')", name=op.f("ck_disputes_raised_by_known")),
        sa.ForeignKeyConstraint(
            ["introduction_id"], ["introductions.id"], name=op.f("fk_disputes_introduction_id_introductions"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
    )
    with op.batch_alter_table("disputes", schema=None) as batch_op:
        batch_op.create_index("ix_disputes_closed_at", ["closed_at"], unique=False)
        batch_op.create_index("ix_disputes_introduction_id", ["introduction_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("disputes", schema=None) as batch_op:
        batch_op.drop_index("ix_disputes_introduction_id")
        batch_op.drop_index("ix_disputes_closed_at")

    op.drop_table("disputes")
    with op.batch_alter_table("need_questions", schema=None) as batch_op:
        batch_op.drop_index("ix_need_questions_provider_id_asked_at")
        batch_op.drop_index("ix_need_questions_need_id_provider_id")

    op.drop_table("need_questions")
    with op.batch_alter_table("conduct_notes", schema=None) as batch_op:
        batch_op.drop_index("ix_conduct_notes_provider_id_made_at")

    op.drop_table("conduct_notes")
