"""Reviews hold a learner's memory of each question.

Rows there already are wrong answers due again: they keep their date, with what FSRS thinks after one wrong answer.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "7c1d20a4e5b8"
down_revision = "26b64b60dbe0"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AFTER_ONE_WRONG = {"stability": "0.212", "difficulty": "6.4133", "wished": "0.9"}


def upgrade() -> None:
    with op.batch_alter_table("reviews") as reviews:
        reviews.add_column(sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
        for name, value in AFTER_ONE_WRONG.items():
            reviews.add_column(sa.Column(name, sa.Float(), nullable=False, server_default=value))
    op.execute("UPDATE reviews SET seen_at = due_at")
    with op.batch_alter_table("reviews") as reviews:
        reviews.alter_column("seen_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        for name in AFTER_ONE_WRONG:
            reviews.alter_column(name, existing_type=sa.Float(), server_default=None)
        reviews.create_index("ix_reviews_due", ["citizen_id", "due_at"])
    op.create_table(
        "learner_tracks",
        sa.Column("citizen_id", KEY, sa.ForeignKey("citizens.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("asked", sa.Float(), nullable=False),
        sa.Column("known", sa.Float(), nullable=False),
        sa.Column("wished", sa.Float(), nullable=False),
    )
    op.create_table(
        "question_counts",
        sa.Column("id", KEY, primary_key=True, autoincrement=True),
        sa.Column("lesson", sa.String(32), nullable=False),
        sa.Column("question", sa.Integer(), nullable=False),
        sa.Column("first_asked", sa.Integer(), nullable=False),
        sa.Column("first_right", sa.Integer(), nullable=False),
        sa.Column("review_asked", sa.Integer(), nullable=False),
        sa.Column("review_right", sa.Integer(), nullable=False),
        sa.UniqueConstraint("lesson", "question"),
    )


def downgrade() -> None:
    op.drop_table("question_counts")
    op.drop_table("learner_tracks")
    with op.batch_alter_table("reviews") as reviews:
        reviews.drop_index("ix_reviews_due")
        for name in ("seen_at", *AFTER_ONE_WRONG):
            reviews.drop_column(name)
