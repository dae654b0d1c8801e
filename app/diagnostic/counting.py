"""How often one address did something in one hour, for a limit that holds in all processes together."""

import datetime
import hashlib

from sqlalchemy import delete, select
from sqlmodel import Session

from app.diagnostic.models import start_count_table
from app.diagnostic.saving import upsert_into


def count_up(session: Session, what: str, address: str, now: datetime.datetime, most: int) -> bool:
    """Count that ``address`` did this once more in this hour; ``False`` where that is above ``most``.

    Then nothing was written, but where two come at once. Whoever asks undoes what they wrote themselves.
    """
    hour = int(now.timestamp()) // 3600
    bucket = hashlib.blake2b(f"{hour} {what}{address}".encode(), digest_size=16).digest()
    # Asked first: a refusal after something was written would undo the answers saved along with it.
    counted = session.execute(
        select(start_count_table.c.count).where(start_count_table.c.bucket == bucket)
    ).scalar_one_or_none()
    if counted is not None and counted >= most:
        return False
    session.execute(delete(start_count_table).where(start_count_table.c.hour < hour))
    count: int = session.execute(
        upsert_into(session, start_count_table)
        .values(bucket=bucket, hour=hour, count=1)
        .on_conflict_do_update(index_elements=["bucket"], set_={"count": start_count_table.c.count + 1})
        .returning(start_count_table.c.count)
    ).scalar_one()
    return count <= most
