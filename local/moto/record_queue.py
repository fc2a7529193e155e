"""What was put into a delivery stream and is not delivered yet."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Condition, Lock
from typing import Any


@dataclass(frozen=True)
class QueuedRecord:
    sequence: int
    data: bytes
    arrived_ms: int
    kinesis: dict[str, Any] | None = None


class RecordQueue:
    """A log with a cursor: reading takes nothing away, only an acknowledgement does.

    So a player that dies loses nothing: the next one reads from the start of what is left.
    """

    def __init__(self) -> None:
        self._records: deque[QueuedRecord] = deque()
        self._last = 0  # never starts anew: a reader's cursor must stay valid
        self._changed = Condition()

    def append(self, records: Iterable[bytes], kinesis: dict[str, Any] | None = None) -> None:
        now_ms = int(time.time() * 1000)
        with self._changed:
            for data in records:
                self._last += 1
                self._records.append(QueuedRecord(self._last, data, now_ms, kinesis))
            self._changed.notify_all()

    def read(self, after: int, wait_seconds: float, maximum_bytes: int) -> list[QueuedRecord]:
        """Records behind the cursor, at least one unless the wait is over, at most about the bytes asked for."""
        with self._changed:
            self._changed.wait_for(lambda: self._last > after, timeout=wait_seconds)
            found: list[QueuedRecord] = []
            size = 0
            for record in self._records:
                if record.sequence <= after:
                    continue
                if found and size + len(record.data) > maximum_bytes:
                    break
                found.append(record)
                size += len(record.data)
            return found

    def acknowledge(self, through: int) -> None:
        with self._changed:
            while self._records and self._records[0].sequence <= through:
                self._records.popleft()

    def clear(self) -> None:
        with self._changed:
            self._records.clear()

    def __len__(self) -> int:
        with self._changed:
            return len(self._records)


class RecordQueues:
    """One queue for each delivery stream name: a stack lives in one account and one region."""

    def __init__(self) -> None:
        self._queues: dict[str, RecordQueue] = {}
        self._lock = Lock()

    def of(self, stream: str) -> RecordQueue:
        with self._lock:
            return self._queues.setdefault(stream, RecordQueue())
