"""Faults on demand: POST a list of rules to /sluice-api/faults, an empty list heals.

A rule: {"target": "PutRecordBatch", "mode": "...", "p": 0.3, "ms": 200, "times": 2}
  target  a part of X-Amz-Target, or of "METHOD /path" where there is none
  mode    throttle | unavailable | delay (ms) | reset | ack-lost (done, but the answer is lost) | partial (Firehose only)
  p       how probable, 1 unless told; times: how often at most
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]
MODES = {"throttle", "unavailable", "delay", "reset", "ack-lost", "partial"}


class Faults:
    def __init__(self) -> None:
        self._rules: list[dict[str, Any]] = []
        self._random = random.Random(1)  # the same run meets the same faults
        self._lock = Lock()

    def replace(self, rules: list[dict[str, Any]]) -> None:
        unknown = [rule.get("mode") for rule in rules if rule.get("mode") not in MODES]
        if unknown:
            raise ValueError(f"unknown mode {unknown[0]!r}, expected one of {', '.join(sorted(MODES))}")
        with self._lock:
            self._rules = [dict(rule) for rule in rules]
            self._random = random.Random(1)

    def take(self, target: str, modes: set[str]) -> dict[str, Any] | None:
        """The first rule that strikes now."""
        with self._lock:
            for rule in self._rules:
                if rule["mode"] not in modes or rule["target"] not in target or rule.get("times", 1) <= 0:
                    continue
                if self._random.random() < rule.get("p", 1):
                    if "times" in rule:
                        rule["times"] -= 1
                    return rule
        return None

    def failed_records(self, count: int) -> set[int]:
        """Which records of a PutRecordBatch are refused: every other one of a struck call, never applied."""
        return set(range(0, count, 2)) if self.take("PutRecordBatch", {"partial"}) else set()


def with_faults(inner: Wsgi, faults: Faults) -> Wsgi:
    def app(env: dict[str, Any], start: Any) -> Iterable[bytes]:
        target = env.get("HTTP_X_AMZ_TARGET") or f"{env['REQUEST_METHOD']} {env['PATH_INFO']}"
        rule = faults.take(target, MODES - {"partial"})
        if rule is None:
            return inner(env, start)
        match rule["mode"]:
            case "delay":
                time.sleep(rule.get("ms", 1000) / 1000)
                return inner(env, start)
            case "throttle":
                start("400 Bad Request", [("Content-Type", "application/x-amz-json-1.1"), ("x-amzn-ErrorType", "ThrottlingException")])
                return [b'{"__type":"ThrottlingException","message":"Rate exceeded"}']
            case "unavailable":
                start("503 Service Unavailable", [("Content-Type", "application/xml")])
                return [b"<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>"]
            case "ack-lost":
                list(inner(env, lambda *_: None))
        env["werkzeug.socket"].shutdown(2)  # reset, ack-lost
        start("200 OK", [])
        return [b""]

    return app
