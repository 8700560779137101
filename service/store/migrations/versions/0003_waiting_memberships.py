"""A membership may wait for an end of validity that can be read"""

from alembic import op

revision = "0003_waiting_memberships"
down_revision = "0002_banks_of_passage_tags"
branch_labels = None
depends_on = None

_NAME = "ck_memberships_state_known"


def upgrade() -> None:
    _allow("'active', 'suspended', 'withdrawn', 'waiting'")


def downgrade() -> None:
    op.execute("UPDATE memberships SET state = 'suspended' WHERE state = 'waiting'")
    _allow("'active', 'suspended', 'withdrawn'")


def _allow(states: str) -> None:
    with op.batch_alter_table("memberships") as batch_op:
        batch_op.drop_constraint(op.f(_NAME), type_="check")
        batch_op.create_check_constraint(op.f(_NAME), f"state IN ({states})")
