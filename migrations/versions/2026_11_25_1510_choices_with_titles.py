"""Choices are kept with their titles. Older rows forget theirs: a number is a question until the next menu."""

from __future__ import annotations

from alembic import op

revision = "3e9f0b7d61c2"
down_revision = "7c1d20a4e5b8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE citizens SET choices = '[]'")


def downgrade() -> None:
    op.execute("UPDATE citizens SET choices = '[]'")
