"""The runner's own endpoints beside AWS's: the Firehose player reads here, tests set faults here."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs, unquote

from bus_patches import RuleLog, emit
from faults import Faults, Wsgi
from iam_patches import Refusals
from lambda_calls import LambdaCalls, deliver
from record_queue import RecordQueue, RecordQueues

PREFIX = "/sluice-api/"
READ_BYTES = 8 << 20
LONGEST_WAIT_SECONDS = 20.0


def with_api(inner: Wsgi, queues: RecordQueues, faults: Faults, calls: LambdaCalls, refusals: Refusals, rules: RuleLog) -> Wsgi:
    """GET  /sluice-api/firehose/<stream>/records?after=<sequence>&wait=<seconds>  what waits behind the cursor
    POST /sluice-api/firehose/<stream>/records?through=<sequence>               delivered: forget these
    POST /sluice-api/faults                                                    see faults.py
    GET  /sluice-api/lambda/calls?after=<sequence>&wait=<seconds>              invocations to run: see lambda_calls.py
    POST /sluice-api/lambda/deliver?function=<ARN>&principal=&source=&waits=   what a service sends that moto does not play, as the body
    POST /sluice-api/lambda/calls/<sequence>?error=<Handled|Unhandled>         what one of them answered, as the body
    POST /sluice-api/policies                                                  from here on queues are asked for their policies; the body: the organization of all accounts
    POST /sluice-api/events?account=&region=                                   what a service puts onto an account's default bus, as the body
    POST /sluice-api/rules                                                     which rules took events since the last time
    POST /sluice-api/refusals                                                  what IAM refused since the last time
    """

    def app(env: dict[str, Any], start: Any) -> Iterable[bytes]:
        path = env["PATH_INFO"]
        if not path.startswith(PREFIX):
            return inner(env, start)
        try:
            status, answer = _answer(env, path.removeprefix(PREFIX).split("/"))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            status, answer = "400 Bad Request", {"error": str(error)}
        body = json.dumps(answer).encode()
        start(status, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    def _answer(env: dict[str, Any], parts: list[str]) -> tuple[str, dict[str, Any]]:
        asked = {name: values[-1] for name, values in parse_qs(env.get("QUERY_STRING", "")).items()}
        match env["REQUEST_METHOD"], parts:
            case "GET", ["firehose", stream, "records"]:
                return "200 OK", _read(queues.of(unquote(stream)), asked)
            case "POST", ["firehose", stream, "records"]:
                queue = queues.of(unquote(stream))
                queue.acknowledge(int(asked["through"]))
                return "200 OK", {"waiting": len(queue)}
            case "POST", ["faults"]:
                faults.replace(json.loads(_body(env) or b"[]"))
                return "200 OK", {}
            case "GET", ["lambda", "calls"]:
                return "200 OK", {"calls": calls.read(int(asked.get("after", "0")), _wait(asked))}
            case "POST", ["lambda", "deliver"]:
                return "200 OK", deliver(calls, asked["function"], _body(env), asked.get("waits") == "true", asked["principal"], asked["source"])
            case "POST", ["policies"]:
                calls.asks_policies, calls.organization = True, _body(env).decode()
                return "200 OK", {}
            case "POST", ["events"]:
                emit(asked["account"], asked["region"], json.loads(_body(env)))
                return "200 OK", {}
            case "POST", ["rules"]:
                return "200 OK", {"rules": rules.take()}
            case "POST", ["refusals"]:
                return "200 OK", {"refusals": refusals.take()}
            case "POST", ["lambda", "calls", sequence]:
                calls.answer(int(sequence), _body(env), asked.get("error"))
                return "200 OK", {}
        return "404 Not Found", {"error": f"no such endpoint: {env['REQUEST_METHOD']} {env['PATH_INFO']}"}

    return app


def _read(queue: RecordQueue, asked: dict[str, str]) -> dict[str, Any]:
    return {
        "records": [
            {"sequence": record.sequence, "arrived": record.arrived_ms, "data": base64.b64encode(record.data).decode()}
            | ({"kinesis": record.kinesis} if record.kinesis else {})
            for record in queue.read(int(asked.get("after", "0")), _wait(asked), READ_BYTES)
        ]
    }


def _wait(asked: dict[str, str]) -> float:
    return min(max(float(asked.get("wait", "0")), 0.0), LONGEST_WAIT_SECONDS)


def _body(env: dict[str, Any]) -> bytes:
    return env["wsgi.input"].read(int(env.get("CONTENT_LENGTH") or 0))
