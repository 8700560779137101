"""Contests of events"""

import sqlalchemy as sa
from alembic import op

from service.store import base

revision = "0035_contests"
down_revision = "0034_event_talks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contest_entries",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("event_id", sa.String(length=24), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("firm_name", sa.String(length=80), nullable=False),
        sa.Column("firm_id", sa.String(length=24), nullable=True),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("href", sa.String(length=300), nullable=False),
        sa.Column("made_at", base.UtcInstant(timezone=True), nullable=False),
        sa.Column("withdrawn_at", base.UtcInstant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_contest_entries_event_id_events"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_entries")),
        sa.UniqueConstraint("event_id", "serial", name=op.f("uq_contest_entries_event_id_serial")),
    )
    op.create_index("ix_contest_entries_firm_id", "contest_entries", ["firm_id"])
    op.create_table(
        "contests",
        sa.Column("event_id", sa.String(length=24), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("told_at", base.UtcInstant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_contests_event_id_events"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_contests")),
    )
    op.create_table(
        "jurors",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("event_id", sa.String(length=24), nullable=False),
        sa.Column("account_id", sa.String(length=24), nullable=True),
        sa.Column("declared_at", base.UtcInstant(timezone=True), nullable=True),
        sa.Column("made_at", base.UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["people.id"], name=op.f("fk_jurors_account_id_people"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_jurors_event_id_events"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jurors")),
        sa.UniqueConstraint("event_id", "account_id", name=op.f("uq_jurors_event_id_account_id")),
    )
    op.create_index("ix_jurors_account_id", "jurors", ["account_id"])
    op.create_table(
        "entry_scores",
        sa.Column("juror_id", sa.String(length=24), nullable=False),
        sa.Column("entry_id", sa.String(length=24), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("made_at", base.UtcInstant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["contest_entries.id"], name=op.f("fk_entry_scores_entry_id_contest_entries"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["juror_id"], ["jurors.id"], name=op.f("fk_entry_scores_juror_id_jurors"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("juror_id", "entry_id", name=op.f("pk_entry_scores")),
    )
    op.create_table(
        "juror_ties",
        sa.Column("juror_id", sa.String(length=24), nullable=False),
        sa.Column("entry_id", sa.String(length=24), nullable=False),
        sa.Column("relation", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["contest_entries.id"], name=op.f("fk_juror_ties_entry_id_contest_entries"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["juror_id"], ["jurors.id"], name=op.f("fk_juror_ties_juror_id_jurors"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("juror_id", "entry_id", name=op.f("pk_juror_ties")),
    )


def downgrade() -> None:
    op.drop_table("juror_ties")
    op.drop_table("entry_scores")
    op.drop_table("jurors")
    op.drop_table("contests")
    op.drop_table("contest_entries")
