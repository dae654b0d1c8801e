"""Takes, their answers, and how many takes an address started."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "take",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("edit_key_hash", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("framework", sa.String(40), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("from_take_id", sa.Uuid(), nullable=True),
        sa.Column("organization_name", sa.String(120), nullable=False),
        sa.Column("organization_size", sa.String(10), nullable=False),
        sa.Column("organization_sector", sa.String(20), nullable=False),
    )
    op.create_index("ix_take_expires_at", "take", ["expires_at"])
    op.create_index("ix_take_from_take_id", "take", ["from_take_id"])
    op.create_table(
        "answer",
        sa.Column("take_id", sa.Uuid(), sa.ForeignKey("take.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("question", sa.String(40), primary_key=True),
        sa.Column("level", sa.String(20), nullable=False),
        sa.Column("note", sa.String(2000), nullable=False),
        sa.Column("link", sa.String(2000), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "start_count",
        sa.Column("bucket", sa.LargeBinary(16), primary_key=True),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
    )
    op.create_index("ix_start_count_hour", "start_count", ["hour"])


def downgrade() -> None:
    op.drop_table("start_count")
    op.drop_table("answer")
    op.drop_table("take")
