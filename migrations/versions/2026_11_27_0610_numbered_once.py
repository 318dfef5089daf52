"""On SQLite the id of a row that went is given to no other row. All rows stay as they are; ids freed before may return.

PostgreSQL does so already: nothing changes there.
"""

from __future__ import annotations

from alembic import op

revision = "d94b17c6e083"
down_revision = "b7e40c2d91f6"
branch_labels = None
depends_on = None

TABLES = ("citizens", "addresses", "inbox", "outbox", "exchanges", "verdicts", "model_answers", "wordings")
TABLES += ("tickets", "ideas", "classes", "signups")


def _rebuild(**options: bool) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    for name in TABLES:
        with op.batch_alter_table(name, recreate="always", table_kwargs=options):
            pass


def upgrade() -> None:
    _rebuild(sqlite_autoincrement=True)


def downgrade() -> None:
    _rebuild()
