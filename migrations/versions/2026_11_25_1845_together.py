"""Several learners on one phone, lessons taken together. Nobody had either before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "e7a35c08bd46"
down_revision = "b92e4f6a0d13"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _citizen(name: str, **options: object) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, KEY, sa.ForeignKey("citizens.id", ondelete="CASCADE"), **options)  # type: ignore[arg-type]


def upgrade() -> None:
    op.create_table(
        "learners",
        _citizen("citizen_id", primary_key=True, autoincrement=False),
        _citizen("owner_id", nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
    )
    op.create_index("ix_learners_owner_id", "learners", ["owner_id"])
    op.create_table(
        "classes",
        sa.Column("id", KEY, primary_key=True, autoincrement=True),
        sa.Column("code", sa.String(8), nullable=False, unique=True),
        sa.Column("lesson", sa.String(32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        _citizen("helper_id", nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("ix_classes_helper_id", "classes", ["helper_id"])
    op.create_index("ix_classes_opened_at", "classes", ["opened_at"])
    op.create_table(
        "class_members",
        sa.Column("id", KEY, primary_key=True, autoincrement=True),
        sa.Column("class_id", KEY, sa.ForeignKey("classes.id", ondelete="CASCADE"), nullable=False),
        _citizen("citizen_id", nullable=True),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("class_id", "citizen_id"),
    )
    op.create_index("ix_class_members_class_id", "class_members", ["class_id"])
    op.create_index("ix_class_members_citizen_id", "class_members", ["citizen_id"])


def downgrade() -> None:
    for name in ("class_members", "classes", "learners"):
        op.drop_table(name)
