"""While nobody answers, each message is searched for calls for help once. What got its notice already gets no other."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "e3c60a9b74d2"
down_revision = "d94b17c6e083"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TOLD = """
INSERT INTO danger_looks (inbox_id) SELECT DISTINCT inbox.id FROM inbox
    JOIN outbox ON outbox.address_id = inbox.address_id AND outbox.turn = inbox.id WHERE inbox.done_at IS NULL
"""


def upgrade() -> None:
    op.create_table(
        "danger_looks",
        sa.Column(
            "inbox_id", KEY, sa.ForeignKey("inbox.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
        ),
    )
    op.execute(TOLD)


def downgrade() -> None:
    op.drop_table("danger_looks")
