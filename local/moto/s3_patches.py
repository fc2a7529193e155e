"""What moto's S3 does differently from AWS where objects are copied between accounts, put right.

moto knows no conditions of a copy but one, no expected owners, and tells queues less of an object than S3 does.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable
from datetime import datetime, timezone
from threading import Lock
from typing import Any
from urllib.parse import parse_qs, quote_plus, unquote, urlparse

from faults import Wsgi
from moto.s3 import notifications
from moto.s3.exceptions import PreconditionFailed
from moto.s3.models import FakeBucket, s3_backends
from moto.s3.responses import S3Response


def patch_copy() -> None:
    """`If-None-Match: *` on the target (AWS has it since 2025) and `x-amz-copy-source-if-match`: 412 where they do not hold."""
    copy_object = S3Response.copy_object
    lock = Lock()  # of two copies onto one key, one is the first

    def copy(self: S3Response) -> Any:
        with lock:
            source_bucket, source_key, version = _source(self.headers["x-amz-copy-source"])
            source = self.backend.get_object(source_bucket, source_key, version_id=version)
            wanted = self.headers.get("x-amz-copy-source-if-match", "").strip('"')
            if source is not None and wanted not in ("", source.etag.strip('"')):
                raise PreconditionFailed("x-amz-copy-source-If-Match")
            taken = self.backend.get_object(self.bucket_name, self.parse_key_name()) is not None
            if source is not None and taken and self.headers.get("If-None-Match") == "*":
                raise PreconditionFailed("If-None-Match")
            return copy_object(self)

    S3Response.copy_object = copy


def patch_notifications() -> None:
    """Keys are form-encoded but for their slashes, times have a zone, a versioned bucket names the version; and the owner of the
    bucket is told, whoever wrote (moto looks for the queue in the account of the writer)."""
    get_event, send_event = notifications._get_s3_event, notifications.send_event
    numbers = itertools.count(time.time_ns())

    def event(event_name: str, bucket: FakeBucket, key: Any, notification_id: str) -> dict[str, Any]:
        message = get_event(event_name, bucket, key, notification_id)
        for record in message["Records"]:
            record["eventTime"] = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            stored = record["s3"]["object"]
            stored["key"] = quote_plus(key.name, safe="/")
            stored["sequencer"] = f"{next(numbers):018X}"
            if bucket.is_versioned:
                stored["versionId"] = key.version_id
        return message

    def send(_: str, event_name: notifications.S3NotificationEvent, bucket: FakeBucket, key: Any) -> None:
        send_event(bucket.account_id, event_name, bucket, key)

    notifications._get_s3_event = event
    notifications.send_event = send


def with_owners(inner: Wsgi) -> Wsgi:
    """403 where another account owns a bucket than the caller expects, as a target or as the source of a copy."""

    def app(env: dict[str, Any], start: Any) -> Iterable[bytes]:
        expected = [
            (env["PATH_INFO"].lstrip("/").split("/")[0], env.get("HTTP_X_AMZ_EXPECTED_BUCKET_OWNER")),
            (_source(env.get("HTTP_X_AMZ_COPY_SOURCE", "/"))[0], env.get("HTTP_X_AMZ_SOURCE_EXPECTED_BUCKET_OWNER")),
        ]
        if all(owner is None or _owner(bucket) in (None, owner) for bucket, owner in expected):
            return inner(env, start)
        body = b"" if env["REQUEST_METHOD"] == "HEAD" else b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
        start("403 Forbidden", [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))])
        return [body]

    return app


def _owner(bucket: str) -> str | None:
    _, account = s3_backends.bucket_accounts.get(bucket, (None, None))
    return account


def _source(header: str) -> tuple[str, str, str | None]:
    parsed = urlparse(header)
    bucket, _, key = unquote(parsed.path).lstrip("/").partition("/")
    return bucket, key, parse_qs(parsed.query).get("versionId", [None])[0]
