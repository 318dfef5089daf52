"""Events of announcements, and who signed up for them. Announcements that are there already have none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "e7a1c4d9b052"
down_revision = "e19b3d70c4a6"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column(
            "announcement_id",
            KEY,
            sa.ForeignKey("announcements.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("lesson", sa.String(32), nullable=False),
        sa.Column("door", sa.String(8), nullable=False, unique=True),
        sa.Column("organiser_id", KEY, sa.ForeignKey("staff.id", ondelete="SET NULL"), nullable=True),
        sa.Column("cancelled_at", MOMENT, nullable=True),
        sa.Column("cancelled_why", sa.Text(), nullable=False),
    )
    op.create_index("ix_events_starts", "events", ["starts_at"])
    op.create_table(
        "signups",
        sa.Column("id", KEY, primary_key=True, autoincrement=True),
        sa.Column("event_id", KEY, sa.ForeignKey("events.announcement_id", ondelete="CASCADE"), nullable=False),
        sa.Column("citizen_id", KEY, sa.ForeignKey("citizens.id", ondelete="CASCADE"), nullable=True),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("signed_at", MOMENT, nullable=False),
        sa.Column("waiting_since", MOMENT, nullable=True),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.Column("attended_at", MOMENT, nullable=True),
        sa.Column("thanked_at", MOMENT, nullable=True),
        sa.UniqueConstraint("event_id", "citizen_id"),
    )
    op.create_index("ix_signups_state", "signups", ["event_id", "state", "id"])
    op.create_index("ix_signups_citizen_id", "signups", ["citizen_id"])


def downgrade() -> None:
    op.drop_table("signups")
    op.drop_table("events")
