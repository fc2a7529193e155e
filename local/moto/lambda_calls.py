"""Invocations of Lambda functions, handed to the runner: moto itself would need Docker.

Whatever in moto invokes a function ends here. The runner polls /sluice-api/lambda/calls, runs the function's process, and answers the
calls that somebody waits for.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Condition, Event, local
from typing import Any

from moto.awslambda.models import LambdaFunction, lambda_backends
from moto.awslambda.responses import LambdaResponse
from policy_checks import allows

LONGEST_ANSWER_SECONDS = 900.0
_caller = local()


@dataclass
class Caller:
    """A service that invokes on behalf of a resource; None: whoever called Invoke, with what IAM lets him."""

    principal: str
    source_arn: str


@dataclass
class Call:
    sequence: int
    function_arn: str
    payload: bytes
    waits: bool
    caller: Caller | None
    refused: str | None = None
    answered: Event = field(default_factory=Event)
    answer: bytes = b""
    error: str | None = None

    def line(self) -> dict[str, Any]:
        return {
            "sequence": self.sequence,
            "function": self.function_arn,
            "payload": base64.b64encode(self.payload).decode(),
            "waits": self.waits,
            "principal": self.caller.principal if self.caller else None,
            "source": self.caller.source_arn if self.caller else None,
            "refused": self.refused,
        }


class LambdaCalls:
    """A log with a cursor, as of records: see record_queue.py. Refusals are in it too, so that the runner can tell of them."""

    def __init__(self) -> None:
        self.asks_policies = False  # of queues: the demo makes none, for the runner is the only sender there
        self.organization = ""  # that every account is in
        self._calls: list[Call] = []
        self._changed = Condition()

    def add(self, function_arn: str, payload: bytes, waits: bool, caller: Caller | None, refused: str | None = None) -> Call:
        with self._changed:
            call = Call(len(self._calls) + 1, function_arn, payload, waits, caller, refused)
            self._calls.append(call)
            self._changed.notify_all()
            return call

    def read(self, after: int, wait_seconds: float) -> list[dict[str, Any]]:
        with self._changed:
            self._changed.wait_for(lambda: len(self._calls) > after, timeout=wait_seconds)
            return [call.line() for call in self._calls[after:]]

    def answer(self, sequence: int, payload: bytes, error: str | None) -> None:
        call = self._calls[sequence - 1]
        call.answer, call.error = payload, error
        call.answered.set()


@contextmanager
def called_by(principal: str, source_arn: str) -> Iterator[None]:
    _caller.now = Caller(principal, source_arn)
    try:
        yield
    finally:
        _caller.now = None


def patch_functions(calls: LambdaCalls) -> None:
    """What a function's resource policy does not let in is refused, as AWS refuses it."""

    def invoke(self: LambdaFunction, body: str | bytes, request_headers: Any, response_headers: Any) -> bytes:
        caller: Caller | None = getattr(_caller, "now", None)
        payload = body.encode() if isinstance(body, str) else body or b"{}"
        kind = request_headers.get("X-Amz-Invocation-Type") or request_headers.get("x-amz-invocation-type") or "RequestResponse"
        if kind == "DryRun":
            return b""
        waits = caller is None and kind == "RequestResponse"
        call = calls.add(self.function_arn, payload, waits, caller, _refusal(self, caller))
        if not waits:
            return b""
        if not call.answered.wait(LONGEST_ANSWER_SECONDS):
            call.error = "Unhandled"
        if call.error:
            response_headers["x-amz-function-error"] = call.error
        return call.answer

    LambdaFunction.invoke = invoke


def deliver(calls: LambdaCalls, function_arn: str, payload: bytes, waits: bool, principal: str, source_arn: str) -> dict[str, Any]:
    """As API Gateway and EventBridge's schedules do, which moto does not play: with what the function's policy says of them."""
    region, account = function_arn.split(":")[3:5]
    caller = Caller(principal, source_arn)
    refusal = _refusal(lambda_backends[account][region].get_function(function_arn), caller)
    call = calls.add(function_arn, payload, waits and refusal is None, caller, refusal)
    if refusal or not waits:
        return {"refused": refusal}
    call.answered.wait(LONGEST_ANSWER_SECONDS)
    return {"answer": base64.b64encode(call.answer).decode(), "error": call.error}


def patch_payloads() -> None:
    """Moto looks for parameters of Invoke in the event too, which may be a list or have a member of that name."""
    get = LambdaResponse._get_param

    def parameter(self: LambdaResponse, param_name: str, if_none: Any = None) -> Any:
        if self.path.endswith("/invocations"):
            return self.querystring.get(param_name, [if_none])[0]
        return get(self, param_name, if_none)

    LambdaResponse._get_param = parameter


def _refusal(function: LambdaFunction, caller: Caller | None) -> str | None:
    if caller is None or allows(function.policy.statements, caller.principal, "lambda:InvokeFunction", caller.source_arn, function.account_id):
        return None
    return f"the resource policy of {function.function_name} does not let {caller.principal} invoke it for {caller.source_arn}"


def patch_configuration() -> None:
    """Properties that moto's CloudFormation passes over although its functions have them; and how they log, which they do not have."""
    create, configuration = LambdaFunction.create_from_cloudformation_json.__func__, LambdaFunction.get_configuration

    def made(cls: type[LambdaFunction], resource_name: str, cloudformation_json: dict[str, Any], account_id: str, region_name: str, **named: Any) -> LambdaFunction:
        function: LambdaFunction = create(cls, resource_name, cloudformation_json, account_id, region_name, **named)
        properties = cloudformation_json["Properties"]
        function.tracing_config = properties.get("TracingConfig", function.tracing_config)
        function.architectures = properties.get("Architectures", function.architectures)
        function.logging_config = properties.get("LoggingConfig")
        return function

    def read(self: LambdaFunction, on_create: bool = False) -> dict[str, Any]:
        found = configuration(self, on_create)
        if logging := getattr(self, "logging_config", None):
            found["LoggingConfig"] = logging
        return found

    LambdaFunction.create_from_cloudformation_json = classmethod(made)
    LambdaFunction.get_configuration = read
