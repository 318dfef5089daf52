"""Answers are checked by rank of harm, and verdicts go to who got the answer.

Answers that are there already stay out of the queue until somebody says that one was wrong; each of them counts as
given to its own asker alone. Traces of the model from before name no turn.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "c7a40d9e12f3"
down_revision = "d9f03b57a8c1"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
RANKED = sa.text("harm > 0")
DUE = sa.text("told_at IS NULL AND undone_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("exchanges") as table:
        table.add_column(sa.Column("digest", sa.String(32), nullable=False, server_default=""))
        table.add_column(sa.Column("harm", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_exchanges_digest", "exchanges", ["digest"])
    op.create_index("ix_exchanges_queue", "exchanges", ["harm", "id"], sqlite_where=RANKED, postgresql_where=RANKED)
    with op.batch_alter_table("model_answers") as table:
        table.add_column(sa.Column("turn", KEY, nullable=True))
    op.create_index("ix_model_answers_turn", "model_answers", ["turn"])
    op.create_table(
        "verdicts",
        sa.Column("id", KEY, primary_key=True, autoincrement=True),
        sa.Column("exchange_id", KEY, sa.ForeignKey("exchanges.id", ondelete="CASCADE"), nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("area", sa.String(8), nullable=False),
        sa.Column("verdict", sa.String(12), nullable=False),
        sa.Column("correction", sa.Text(), nullable=False),
        sa.Column("staff_id", KEY, sa.ForeignKey("staff.id", ondelete="SET NULL"), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("undone_at", MOMENT, nullable=True),
    )
    op.create_index("ix_verdicts_exchange_id", "verdicts", ["exchange_id"])
    op.create_index("ix_verdicts_digest", "verdicts", ["digest"])
    op.create_index("ix_verdicts_due", "verdicts", ["due_at"], sqlite_where=DUE, postgresql_where=DUE)
    op.create_table(
        "verdict_notices",
        sa.Column("id", KEY, primary_key=True, autoincrement=True),
        sa.Column("verdict_id", KEY, sa.ForeignKey("verdicts.id", ondelete="CASCADE"), nullable=False),
        sa.Column("exchange_id", KEY, sa.ForeignKey("exchanges.id", ondelete="CASCADE"), nullable=False),
        sa.Column("citizen_id", KEY, sa.ForeignKey("citizens.id", ondelete="CASCADE"), nullable=False),
        sa.Column("outbox_id", KEY, nullable=True),
        sa.Column("failure", sa.String(16), nullable=False),
    )
    op.create_index("ix_verdict_notices_verdict", "verdict_notices", ["verdict_id", "citizen_id"])
    op.create_index("ix_verdict_notices_exchange_id", "verdict_notices", ["exchange_id"])
    op.create_index("ix_verdict_notices_citizen_id", "verdict_notices", ["citizen_id"])


def downgrade() -> None:
    op.drop_table("verdict_notices")
    op.drop_table("verdicts")
    op.drop_index("ix_model_answers_turn", "model_answers")
    with op.batch_alter_table("model_answers") as table:
        table.drop_column("turn")
    op.drop_index("ix_exchanges_queue", "exchanges")
    op.drop_index("ix_exchanges_digest", "exchanges")
    with op.batch_alter_table("exchanges") as table:
        table.drop_column("harm")
        table.drop_column("digest")
