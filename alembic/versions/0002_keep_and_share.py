"""A take's own target, read-only links, and mails on their way."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("take", sa.Column("target", sa.String(20), nullable=False, server_default=sa.text("''")))
    op.create_table(
        "share",
        sa.Column("take_id", sa.Uuid(), sa.ForeignKey("take.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("key_hash", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("picture_hash", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("once", sa.String(22), nullable=False),
        sa.Column("shows_notes", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("take_id", sa.Uuid(), sa.ForeignKey("take.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("fault", sa.String(200), nullable=False),
    )
    op.create_index("ix_outbox_take_id", "outbox", ["take_id"])
    op.create_index("ix_outbox_next_try_at", "outbox", ["next_try_at"])
    op.create_table(
        "mail_pause",
        sa.Column("recipient", sa.LargeBinary(32), primary_key=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_mail_pause_until", "mail_pause", ["until"])


def downgrade() -> None:
    op.drop_table("mail_pause")
    op.drop_table("outbox")
    op.drop_table("share")
    with op.batch_alter_table("take") as take:
        take.drop_column("target")
