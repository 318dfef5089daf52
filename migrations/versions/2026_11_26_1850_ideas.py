"""Ideas, campaigns, votes, canned replies, who holds a ticket or a case. Nobody holds what was there already."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "c8e5b72d9a14"
down_revision = "a3d86e1f50c9"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def _staff() -> sa.ForeignKey:
    return sa.ForeignKey("staff.id", ondelete="SET NULL")


def upgrade() -> None:
    op.create_table(
        "campaigns",
        sa.Column("id", KEY, primary_key=True, autoincrement=True),
        sa.Column("area", sa.String(8), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("about", sa.String(500), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("author_id", KEY, _staff(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
    )
    op.create_index("ix_campaigns_area", "campaigns", ["area"])
    _ideas()
    op.create_table(
        "canned_replies",
        sa.Column("id", KEY, primary_key=True, autoincrement=True),
        sa.Column("area", sa.String(8), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", KEY, _staff(), nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
    )
    op.create_index("ix_canned_replies_area", "canned_replies", ["area"])
    op.create_table(
        "case_leases",
        sa.Column("exchange_id", KEY, sa.ForeignKey("exchanges.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("staff_id", KEY, sa.ForeignKey("staff.id", ondelete="CASCADE"), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
    )
    op.create_index("ix_case_leases_until", "case_leases", ["until"])
    with op.batch_alter_table("tickets") as tickets:
        tickets.add_column(sa.Column("holder_id", KEY, nullable=True))
        tickets.add_column(sa.Column("handed_note", sa.String(300), server_default="", nullable=False))
        tickets.create_foreign_key("fk_tickets_holder_id_staff", "staff", ["holder_id"], ["id"], ondelete="SET NULL")


def _ideas() -> None:
    op.create_table(
        "ideas",
        sa.Column("id", KEY, primary_key=True, autoincrement=True),
        sa.Column("citizen_id", KEY, sa.ForeignKey("citizens.id", ondelete="SET NULL"), nullable=True),
        sa.Column("address_id", KEY, sa.ForeignKey("addresses.id", ondelete="SET NULL"), nullable=True),
        sa.Column("turn", KEY, nullable=True, unique=True),
        sa.Column("campaign_id", KEY, sa.ForeignKey("campaigns.id", ondelete="SET NULL"), nullable=True),
        sa.Column("area", sa.String(8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(160), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("why", sa.String(500), nullable=False),
        sa.Column("staff_id", KEY, _staff(), nullable=True),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
    )
    op.create_index("ix_ideas_status", "ideas", ["status", "id"])
    for column in ("area", "campaign_id", "citizen_id"):
        op.create_index(f"ix_ideas_{column}", "ideas", [column])
    op.create_table(
        "idea_votes",
        sa.Column("idea_id", KEY, sa.ForeignKey("ideas.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("citizen_id", KEY, sa.ForeignKey("citizens.id", ondelete="CASCADE"), primary_key=True),
    )
    op.create_index("ix_idea_votes_citizen_id", "idea_votes", ["citizen_id"])


def downgrade() -> None:
    with op.batch_alter_table("tickets") as tickets:
        tickets.drop_constraint("fk_tickets_holder_id_staff", type_="foreignkey")
        tickets.drop_column("handed_note")
        tickets.drop_column("holder_id")
    for table in ("case_leases", "canned_replies", "idea_votes", "ideas", "campaigns"):
        op.drop_table(table)
