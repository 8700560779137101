"""Background tasks, notices, and what people want to be told"""

import sqlalchemy as sa
from alembic import op

from service.store import base

revision = "0007_tasks_and_notices"
down_revision = "0006_second_factors"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.String(length=24), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("made_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("due_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(length=64), nullable=False),
        sa.Column("failure", sa.String(length=500), nullable=False),
        sa.Column("settled_at", base.UtcInstant(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'done', 'failed', 'given_up')", name=op.f("ck_tasks_state_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("key", name=op.f("uq_tasks_key")),
    )
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.create_index("ix_tasks_state_due_at", ["state", "due_at"], unique=False)
        batch_op.create_index("ix_tasks_person_id", ["person_id"], unique=False)
        batch_op.create_index("ix_tasks_settled_at", ["settled_at"], unique=False)
    op.create_table(
        "notices",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("person_id", sa.String(length=24), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("wording", sa.String(length=40), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("in_inbox", sa.Boolean(), nullable=False),
        sa.Column("mail", sa.String(length=8), nullable=False),
        sa.Column("made_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("read_at", base.UtcInstant(timezone=True), nullable=True),
        sa.Column("mailed_at", base.UtcInstant(timezone=True), nullable=True),
        sa.CheckConstraint("mail IN ('none', 'waiting', 'sent')", name=op.f("ck_notices_mail_known")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_notices_person_id_people"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_notices_person_id_key")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index("ix_notices_person_id_made_at", ["person_id", "made_at"], unique=False)
        batch_op.create_index("ix_notices_person_id_mail", ["person_id", "mail"], unique=False)
        batch_op.create_index("ix_notices_made_at", ["made_at"], unique=False)
    op.create_table(
        "notice_choices",
        sa.Column("recipient", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("in_inbox", sa.Boolean(), nullable=False),
        sa.Column("mail", sa.String(length=8), nullable=False),
        sa.Column("chosen_at", base.UtcInstant(timezone=True), nullable=False),
        sa.CheckConstraint("mail IN ('at_once', 'daily', 'never')", name=op.f("ck_notice_choices_mail_known")),
        sa.PrimaryKeyConstraint("recipient", "kind", name=op.f("pk_notice_choices")),
    )


def downgrade() -> None:
    op.drop_table("notice_choices")
    op.drop_table("notices")
    op.drop_table("tasks")
