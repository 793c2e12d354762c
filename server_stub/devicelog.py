"""The head and sequence of each device's own audit log: a fork or a roll-back is reported."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.protocol.operations import OperationBatch
from server_stub.tables import DeviceRow

FORK = "LOG_FORK"
ROLL_BACK = "LOG_ROLLED_BACK"


def compare(session: Session, user_id: str, batch: OperationBatch) -> str | None:
    """Keep what the device says about its log; a notice where that does not follow from before.

    The same sequence with another head is a fork: two logs under one name. A smaller sequence is
    a roll-back: the device came back from an older copy.
    """
    if not batch.log_head:
        return None
    row = session.get(DeviceRow, (user_id, batch.device_id))
    if row is None:
        session.add(
            DeviceRow(
                user_id=user_id,
                device_id=batch.device_id,
                log_seq=batch.log_seq,
                log_head=batch.log_head,
            )
        )
        return None
    notice = None
    if batch.log_seq < row.log_seq:
        notice = ROLL_BACK
    elif batch.log_seq == row.log_seq and batch.log_head != row.log_head:
        notice = FORK
    row.log_seq, row.log_head = batch.log_seq, batch.log_head
    return notice
