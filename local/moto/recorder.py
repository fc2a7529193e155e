"""Writes down which AWS calls functions make, a JSON line each, into the file that SLUICE_RECORD_CALLS names. Never a body.

A function says who it is by the application id in its User-Agent (`app/WafLogCopier`), which the runner gives it; requests without one
are the runner's or a test's. Members are named as in the AWS SDK for .NET, as tests/Common/Recording writes them.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import parse_qs, unquote

from faults import Wsgi

MEMBERS = {
    "QueueUrl", "TableName", "IndexName", "DeliveryStreamName", "StreamName", "StreamARN", "SecretId", "Name", "Path", "WithDecryption", "KeyId",
    "TopicArn", "TargetArn", "RoleArn", "EventBusName",
}  # fmt: skip
_APP = re.compile(r"\bapp/([A-Za-z0-9]+)")
_SERVICE = re.compile(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/aws4_request")


def with_recorder(inner: Wsgi, file: str | None) -> Wsgi:
    if not file:
        return inner
    recorder = _Recorder(Path(file))

    def app(env: dict[str, Any], start: Any) -> Iterable[bytes]:
        recorder.note(env)
        return inner(env, start)

    return app


class _Recorder:
    def __init__(self, file: Path) -> None:
        self._file = file
        self._seen: set[str] = set()
        self._lock = Lock()

    def note(self, env: dict[str, Any]) -> None:
        name = _APP.search(env.get("HTTP_USER_AGENT", ""))
        service = _SERVICE.search(env.get("HTTP_AUTHORIZATION", ""))
        if not name or not service:
            return
        operation, parameters = _s3(env) if service[1] == "s3" else _call(env)
        call = {"function": name[1], "service": service[1], "operation": operation, "caller": "process", "parameters": parameters}
        line = json.dumps(call, sort_keys=True, ensure_ascii=False)
        with self._lock:
            if line in self._seen:
                return
            self._seen.add(line)
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with self._file.open("a", encoding="utf-8") as file:
                file.write(line + "\n")


def _call(env: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """A call of a service that speaks JSON or the query protocol."""
    body = env["wsgi.input"].read(int(env.get("CONTENT_LENGTH") or 0))
    env["wsgi.input"] = io.BytesIO(body)
    if target := env.get("HTTP_X_AMZ_TARGET"):
        return target.rsplit(".", 1)[-1], _named(json.loads(body or b"{}"))
    asked = {name: values[-1] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
    return asked.get("Action", f"{env['REQUEST_METHOD']} {env['PATH_INFO']}"), _named(asked)


def _named(members: dict[str, Any]) -> dict[str, str]:
    found = {name: value if isinstance(value, str) else "true" for name, value in members.items() if name in MEMBERS and value}
    for entry in members.get("Entries") or []:
        found |= _named(entry)
    return found


def _s3(env: dict[str, Any]) -> tuple[str, dict[str, str]]:
    """A call of S3, path style: what it is follows from method, path, query and headers."""
    bucket, _, key = env["PATH_INFO"].encode("latin-1").decode("utf-8", "replace").lstrip("/").partition("/")
    query = {name: values[-1] for name, values in parse_qs(env.get("QUERY_STRING", ""), keep_blank_values=True).items()}
    operation = _s3_operation(env["REQUEST_METHOD"], key, query, env)
    source = unquote(env.get("HTTP_X_AMZ_COPY_SOURCE", "")).lstrip("/")
    parameters = {"DestinationBucket": bucket, "DestinationKey": key} if source else {"BucketName": bucket, "Key": key}
    if source:
        path, _, version = source.partition("?versionId=")
        parameters["SourceBucket"], _, parameters["SourceKey"] = path.partition("/")
        parameters["SourceVersionId"] = version
    parameters["VersionId"] = query.get("versionId", "")
    parameters["IfMatch"] = env.get("HTTP_IF_MATCH", "")
    parameters["Prefix"] = query.get("prefix", "")
    parameters["CannedACL"] = env.get("HTTP_X_AMZ_ACL", "")
    parameters["TagSet"] = env.get("HTTP_X_AMZ_TAGGING", "") and "yes"
    parameters["ServerSideEncryptionKeyManagementServiceKeyId"] = env.get("HTTP_X_AMZ_SERVER_SIDE_ENCRYPTION_AWS_KMS_KEY_ID", "")
    return operation, {name: value for name, value in parameters.items() if value}


def _s3_operation(method: str, key: str, query: dict[str, str], env: dict[str, Any]) -> str:
    copies = "HTTP_X_AMZ_COPY_SOURCE" in env
    match method:
        case "HEAD":
            return "GetObjectMetadata" if key else "HeadBucket"
        case "GET" if key:
            return "ListParts" if "uploadId" in query else "GetObjectTagging" if "tagging" in query else "GetObject"
        case "GET":
            return "ListMultipartUploads" if "uploads" in query else "ListObjectsV2"
        case "PUT" if key and "partNumber" in query:
            return "CopyPart" if copies else "UploadPart"
        case "PUT" if key and not query.keys() - {"x-id"}:
            return "CopyObject" if copies else "PutObject"
        case "POST" if "uploads" in query:
            return "InitiateMultipartUpload"
        case "POST" if "uploadId" in query:
            return "CompleteMultipartUpload"
        case "DELETE" if key:
            return "AbortMultipartUpload" if "uploadId" in query else "DeleteObject"
    return f"{method} {'object' if key else 'bucket'} {' '.join(sorted(query))}".strip()  # unknown to the test, which then says so
