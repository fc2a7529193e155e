"""AWS calls from JSON lines: `{"service": "logs", "operation": "put_log_events", "parameters": {...}}` on standard input.

Bytes are `{"$base64": "..."}`. One JSON line comes back for each call, its answer or `{"error": code, "message": ...}`;
the rest goes on. The endpoint and the credentials come from the usual AWS variables.
"""

from __future__ import annotations

import base64
import json
import sys
from typing import Any

from botocore.client import BaseClient
from botocore.exceptions import BotoCoreError, ClientError
from clients import client


def main() -> None:
    clients: dict[str, BaseClient] = {}
    for line in sys.stdin:
        if not line.strip():
            continue
        call = json.loads(line)
        service = call["service"]
        clients[service] = clients.get(service) or client(service)
        print(json.dumps(_made(clients[service], call), default=str), flush=True)


def _made(service: BaseClient, call: dict[str, Any]) -> dict[str, Any]:
    try:
        answer = getattr(service, call["operation"])(**_with_bytes(call.get("parameters", {})))
    except ClientError as error:
        return {"error": error.response["Error"]["Code"], "message": error.response["Error"]["Message"]}
    except (BotoCoreError, AttributeError, TypeError) as error:
        return {"error": type(error).__name__, "message": str(error)}
    answer.pop("ResponseMetadata", None)
    return {name: value.read().decode() if hasattr(value, "read") else value for name, value in answer.items()}


def _with_bytes(value: Any) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"$base64"}:
            return base64.b64decode(value["$base64"])
        return {name: _with_bytes(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_with_bytes(inner) for inner in value]
    return value


if __name__ == "__main__":
    main()
