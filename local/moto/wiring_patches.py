"""Where moto's services call each other otherwise than AWS's: rules with functions as targets, events of S3, and who lets whom in."""

from __future__ import annotations

import copy
import json
import time
import uuid
from datetime import datetime, timezone
from typing import Any

from bus_patches import RuleLog, emit, forward
from lambda_calls import Caller, LambdaCalls, called_by
from moto.awslambda.models import lambda_backends
from moto.events.models import EventTemplateParser, Rule
from moto.s3 import notifications
from moto.s3.responses import S3Response
from moto.sqs.models import Queue, sqs_backends
from policy_checks import allows

_REASONS = {"ObjectCreated:Put": "PutObject", "ObjectCreated:Post": "POST Object", "ObjectCreated:Copy": "CopyObject", "ObjectCreated:CompleteMultipartUpload": "CompleteMultipartUpload"}


def patch_rules(calls: LambdaCalls, log: RuleLog) -> None:
    """Moto knows no function as a target, passes over Input and InputPath, and asks no queue for its policy."""
    send_others = Rule.send_to_targets

    def send(self: Rule, original_event: dict[str, Any], transform_input: bool = True) -> None:
        event = original_event | {"time": _time(original_event.get("time"))}
        # A rule with a schedule alone has no pattern; for moto, that is one of everything.
        if self.state != "ENABLED" or not self.event_pattern.get_pattern() or not self.event_pattern.matches_event(event):
            return
        log.add(self)
        for target in self.targets:
            _send(self, target, event, send_others, calls)

    Rule.send_to_targets = send


def _send(rule: Rule, target: dict[str, Any], event: dict[str, Any], send_others: Any, calls: LambdaCalls) -> None:
    _, _, service, region, account, resource = target["Arn"].split(":", 5)
    if service == "lambda":
        with called_by("events.amazonaws.com", rule.arn):
            lambda_backends[account][region].get_function(target["Arn"]).invoke(_input(target, event), {"X-Amz-Invocation-Type": "Event"}, {})
    elif service == "sqs" and (refusal := _queue_refusal(calls, account, region, resource, "events.amazonaws.com", rule.arn)):
        calls.add(target["Arn"], b"", False, Caller("events.amazonaws.com", rule.arn), refusal)
    elif service == "sqs":
        group = target.get("SqsParameters", {}).get("MessageGroupId")
        sqs_backends[account][region].send_message(queue_name=resource, message_body=_input(target, event), group_id=group)
    elif service == "events" and resource.startswith("event-bus/"):
        if refusal := forward(calls, rule, target, event):
            calls.add(target["Arn"], b"", False, Caller("events.amazonaws.com", rule.arn), refusal)
    else:
        _send_elsewhere(rule, target, event, send_others, calls)


def _send_elsewhere(rule: Rule, target: dict[str, Any], event: dict[str, Any], send_others: Any, calls: LambdaCalls) -> None:
    """To a log group as moto does it; to what it does not know, the runner is told that nothing came."""
    alone = copy.copy(rule)
    alone.targets = [target]
    try:
        send_others(alone, event | {"time": datetime.fromisoformat(event["time"]).timestamp()}, True)
    except Exception as error:
        calls.add(target["Arn"], b"", False, Caller("events.amazonaws.com", rule.arn), f"moto does not bring the event of {rule.name} to {target['Arn']}: {error!r}")


def _input(target: dict[str, Any], event: dict[str, Any]) -> str:
    if "Input" in target:
        return target["Input"]
    if path := target.get("InputPath"):
        found: Any = event
        for part in path.removeprefix("$").strip(".").split("."):
            found = found[part]
        return json.dumps(found, ensure_ascii=False)
    if transformer := target.get("InputTransformer"):
        parsed = EventTemplateParser.parse(input_template=transformer.get("InputTemplate"), input_paths_map=transformer.get("InputPathsMap", {}), event=event)
        return parsed if isinstance(parsed, str) else json.dumps(parsed, ensure_ascii=False)
    return json.dumps(event, ensure_ascii=False)


def patch_s3_events(calls: LambdaCalls) -> None:
    """S3 asks the queue's policy, and EventBridge gets what S3 sends it: times as texts, the version, the reason in S3's words."""
    send_sqs, invoke, read = notifications._send_sqs_message, notifications._invoke_awslambda, S3Response.get_bucket_notification

    def to_queue(account_id: str, event_body: Any, queue_name: str, region_name: str) -> None:
        source = f"arn:aws:s3:::{_bucket_of(event_body)}"
        if refusal := _queue_refusal(calls, account_id, region_name, queue_name, "s3.amazonaws.com", source):
            calls.add(f"arn:aws:sqs:{region_name}:{account_id}:{queue_name}", b"", False, Caller("s3.amazonaws.com", source), refusal)
        else:
            send_sqs(account_id, event_body, queue_name, region_name)

    def to_function(account_id: str, event_body: Any, fn_arn: str, region_name: str) -> None:
        with called_by("s3.amazonaws.com", f"arn:aws:s3:::{_bucket_of(event_body)}"):
            invoke(account_id, event_body, fn_arn, region_name)

    def to_event_bridge(account_id: str, bucket: Any, event_name: str, key: Any) -> None:
        emit(account_id, bucket.region_name, _s3_event(account_id, bucket, str(getattr(event_name, "value", event_name)), key))

    def with_event_bridge(self: S3Response) -> Any:
        status, headers, body = read(self)
        found = self.backend.get_bucket_notification_configuration(self.bucket_name)
        if found and found.event_bridge is not None:
            body = body.replace("</NotificationConfiguration>", "<EventBridgeConfiguration/></NotificationConfiguration>")
        return status, headers, body

    notifications._send_sqs_message = to_queue
    notifications._invoke_awslambda = to_function
    notifications._send_event_bridge_message = to_event_bridge
    S3Response.get_bucket_notification = with_event_bridge


def patch_mappings() -> None:
    """Event source mappings are the runner's to play: moto would take the messages at once, one by one, and forget those that failed."""
    Queue.lambda_event_source_mappings = property(lambda _: {}, lambda *_: None)


def _s3_event(account_id: str, bucket: Any, event_name: str, key: Any) -> dict[str, Any]:
    # s3:ObjectCreated:Put
    kind = event_name.removeprefix("s3:")
    stored = {"key": key.name, "size": key.size, "etag": key.etag.replace('"', ""), "sequencer": f"{time.time_ns():018X}"}
    if bucket.is_versioned:
        stored["version-id"] = key.version_id
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": notifications._detail_type(event_name),
        "source": "aws.s3",
        "account": account_id,
        "time": _time(None),
        "region": bucket.region_name,
        "resources": [bucket.arn],
        "detail": {
            "version": "0",
            "bucket": {"name": bucket.name},
            "object": stored,
            "request-id": "N4N7GDK58NMKJ12R",
            "requester": account_id,
            "source-ip-address": "192.0.2.1",
            "reason": _REASONS.get(kind, kind),
        },
    }


def _bucket_of(event: Any) -> str:
    return event["Bucket"] if "Bucket" in event else event["Records"][0]["s3"]["bucket"]["name"]


def _queue_refusal(calls: LambdaCalls, account: str, region: str, name: str, principal: str, source: str) -> str | None:
    if not calls.asks_policies:
        return None
    queue = sqs_backends[account][region].queues.get(name)
    if queue is None:
        return f"there is no queue {name}"
    statements = json.loads(queue.policy)["Statement"] if queue.policy else []
    statements = statements if isinstance(statements, list) else [statements]
    return None if allows(statements, principal, "sqs:SendMessage", source, account) else f"the policy of queue {name} does not let {principal} send for {source}"


def _time(given: Any) -> str:
    """EventBridge's time is a text; moto's is a number."""
    if isinstance(given, str):
        return given
    moment = datetime.fromtimestamp(given, timezone.utc) if isinstance(given, (int, float)) else datetime.now(timezone.utc)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
