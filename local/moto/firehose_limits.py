"""The limits of PutRecord and PutRecordBatch, which moto does not know, with AWS's own words."""

from __future__ import annotations

from moto.firehose.exceptions import InvalidArgumentException, ValidationException

MAX_RECORDS = 500
MAX_RECORD_BYTES = 1000 * 1024
MAX_CALL_BYTES = 4 * 1024 * 1024

_TOO_LONG = "failed to satisfy constraint: Member must have length less than or equal to"
_TOO_SHORT = "failed to satisfy constraint: Member must have length greater than or equal to"


def check_record(data: bytes) -> None:
    if len(data) > MAX_RECORD_BYTES:
        raise _invalid([f"Value '{_buffer(data)}' at 'record.data' {_TOO_LONG} {MAX_RECORD_BYTES}"])


def check_batch(records: list[bytes]) -> None:
    """AWS checks the shape first, all of it at once, and the size of the call after that. All or nothing is taken."""
    if not records:
        raise _invalid([f"Value '[]' at 'records' {_TOO_SHORT} 1"])
    problems = []
    if len(records) > MAX_RECORDS:
        members = ", ".join(f"Record(data={_buffer(data)})" for data in records)
        problems.append(f"Value '[{members}]' at 'records' {_TOO_LONG} {MAX_RECORDS}")
    problems += [
        f"Value '{_buffer(data)}' at 'records.{number}.member.data' {_TOO_LONG} {MAX_RECORD_BYTES}"
        for number, data in enumerate(records, start=1)
        if len(data) > MAX_RECORD_BYTES
    ]
    if problems:
        raise _invalid(problems)
    if sum(map(len, records)) > MAX_CALL_BYTES:
        raise InvalidArgumentException("Records size exceeds 4 MB limit")


def _invalid(problems: list[str]) -> ValidationException:
    errors = "error" if len(problems) == 1 else "errors"
    return ValidationException(f"{len(problems)} validation {errors} detected: {'; '.join(problems)}")


def _buffer(data: bytes) -> str:
    return f"java.nio.HeapByteBuffer[pos=0 lim={len(data)} cap={len(data)}]"
