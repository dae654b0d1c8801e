"""Whether a read-only link shows the roadmap."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "share", sa.Column("shows_roadmap", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    with op.batch_alter_table("share") as share:
        share.drop_column("shows_roadmap")
