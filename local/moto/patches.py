"""What moto's Firehose, CloudWatch Logs, KMS and DynamoDB do differently from AWS, put right.

moto writes one S3 object for each call, at once and unlimited. Here the records wait for the Firehose player instead.
"""

from __future__ import annotations

import base64
import copy
import functools
import gzip
import itertools
import json
import threading
import time
from typing import Any

import tags as our_tags
from faults import Faults
from firehose_limits import MAX_RECORD_BYTES, check_batch, check_record
from moto.dynamodb.models import DynamoDBBackend
from moto.firehose.exceptions import InvalidArgumentException, ResourceNotFoundException
from moto.firehose.models import FirehoseBackend, firehose_backends
from moto.kinesis.models import Stream as KinesisStream
from moto.kms.models import Key, KmsBackend
from moto.logs.exceptions import InvalidParameterException
from moto.logs.models import LogEvent, LogsBackend
from moto.moto_api._internal import mock_random
from moto.secretsmanager.models import SecretsManagerBackend
from record_queue import RecordQueues

CONTROL_MESSAGE = "CWL CONTROL MESSAGE: Checking health of destination Firehose."


def patch_firehose(queues: RecordQueues, faults: Faults) -> None:
    create_delivery_stream = FirehoseBackend.create_delivery_stream

    def create(self: FirehoseBackend, region: str, delivery_stream_name: str, *rest: Any, **named: Any) -> str:
        arn = create_delivery_stream(self, region, delivery_stream_name, *rest, **named)
        queues.of(delivery_stream_name).clear()  # of an earlier stream with that name
        return arn

    def accept(self: FirehoseBackend, stream: str) -> None:
        found = self.delivery_streams.get(stream)
        if found is None:
            raise ResourceNotFoundException(f"Firehose {stream} under account {self.account_id} not found.")
        if found.delivery_stream_type == "KinesisStreamAsSource":
            raise InvalidArgumentException("This operation is not permitted on KinesisStreamAsSource delivery stream type.")

    def put_record(self: FirehoseBackend, delivery_stream_name: str, record: dict[str, bytes]) -> dict[str, Any]:
        check_record(record["Data"])
        accept(self, delivery_stream_name)
        queues.of(delivery_stream_name).append([record["Data"]])
        return {"RecordId": str(mock_random.uuid4()), "Encrypted": False}

    def put_record_batch(self: FirehoseBackend, delivery_stream_name: str, records: list[dict[str, bytes]]) -> dict[str, Any]:
        data = [record["Data"] for record in records]
        check_batch(data)
        accept(self, delivery_stream_name)
        refused = faults.failed_records(len(data))
        queues.of(delivery_stream_name).append(one for index, one in enumerate(data) if index not in refused)
        return {
            "FailedPutCount": len(refused),
            "Encrypted": False,
            "RequestResponses": [
                {"ErrorCode": "ServiceUnavailableException", "ErrorMessage": "Slow down."}
                if index in refused
                else {"RecordId": str(mock_random.uuid4())}
                for index in range(len(data))
            ],
        }

    def send_log_event(
        self: FirehoseBackend, delivery_stream_arn: str, filter_name: str, log_group_name: str, log_stream_name: str, log_events: list[dict[str, Any]]
    ) -> None:
        if not log_events:  # PutLogEvents may have refused them all
            return
        envelope = _envelope("DATA_MESSAGE", self.account_id, log_group_name, log_stream_name, [filter_name], log_events)
        if len(envelope) > MAX_RECORD_BYTES and len(log_events) > 1:
            half = len(log_events) // 2  # events that compress badly: CloudWatch Logs sends as many records as it takes
            for part in (log_events[:half], log_events[half:]):
                self.send_log_event(delivery_stream_arn, filter_name, log_group_name, log_stream_name, part)
        else:
            self.put_record(delivery_stream_arn.split("/")[-1], {"Data": envelope})

    FirehoseBackend.create_delivery_stream = create
    FirehoseBackend.put_record = put_record
    FirehoseBackend.put_record_batch = put_record_batch
    FirehoseBackend.send_log_event = send_log_event


def patch_logs() -> None:
    put_subscription_filter = LogsBackend.put_subscription_filter
    make_event = LogEvent.__init__
    numbers = itertools.count()

    def event(self: LogEvent, ingestion_time: int, log_event: dict[str, Any]) -> None:
        make_event(self, ingestion_time, log_event)
        # 56 digits and a string, ordered by time, as AWS forms them; moto counts 0, 1, 2.
        self.event_id = str((self.timestamp << 144) + next(numbers))

    def put(self: LogsBackend, log_group_name: str, filter_name: str, filter_pattern: str, destination_arn: str, role_arn: str) -> None:
        if filter_pattern:
            raise InvalidParameterException(
                f"The local runner forwards every event: filterPattern must be empty, not '{filter_pattern}'."
            )
        put_subscription_filter(self, log_group_name, filter_name, filter_pattern, destination_arn, role_arn)
        if destination_arn.split(":")[2] == "firehose":
            health = [{"id": "", "timestamp": int(time.time() * 1000), "message": CONTROL_MESSAGE}]
            firehose_backends[self.account_id][self.region_name].put_record(
                destination_arn.split("/")[-1], {"Data": _envelope("CONTROL_MESSAGE", "CloudwatchLogs", "", "", [], health)}
            )

    LogEvent.__init__ = event
    LogsBackend.put_subscription_filter = put


def patch_kinesis(queues: RecordQueues) -> None:
    """A record of a Kinesis stream reaches the delivery streams that read from it."""
    put_record = KinesisStream.put_record

    def put(self: KinesisStream, partition_key: str, explicit_hash_key: str, data: str) -> tuple[str, str]:
        sequence_number, shard_id = put_record(self, partition_key, explicit_hash_key, data)
        for delivery in firehose_backends[self.account_id][self.region].delivery_streams.values():
            if (delivery.source or {}).get("KinesisStreamARN") == self.arn:
                origin = {"shardId": shard_id, "partitionKey": partition_key, "sequenceNumber": sequence_number, "subsequenceNumber": 0}
                queues.of(delivery.delivery_stream_name).append([base64.b64decode(data)], origin)
        return sequence_number, shard_id

    KinesisStream.put_record = put


def patch_kms() -> None:
    """A key gets the id of its tag tags.KEY_ID: the template was resolved with it before the key was made."""
    create_key = KmsBackend.create_key

    def create(self: KmsBackend, policy: str | None, key_usage: str, key_spec: str, description: str, tags: Any = None, *rest: Any) -> Key:
        wanted = next((tag["TagValue"] for tag in tags or [] if tag["TagKey"] == our_tags.KEY_ID), None)
        key = create_key(self, policy, key_usage, key_spec, description, None, *rest)
        if wanted:
            del self.keys[key.id]
            key.arn = key.arn.replace(key.id, wanted)
            key.id = wanted
            self.keys[key.id] = key
        if tags:
            self.tag_resource(key.id, tags)
        return key

    KmsBackend.create_key = create


def patch_dynamodb() -> None:
    """A write and its condition are one: moto's threads come between them, and counts that are added up lose some."""
    gate = threading.RLock()

    def one_at_a_time(name: str) -> None:
        inner = getattr(DynamoDBBackend, name)

        @functools.wraps(inner)
        def call(self: DynamoDBBackend, *rest: Any, **named: Any) -> Any:
            with gate:
                # A copy: the answer is written later, and must not tell what the next write has made of it.
                return copy.deepcopy(inner(self, *rest, **named))

        setattr(DynamoDBBackend, name, call)

    for name in ("put_item", "update_item", "delete_item", "transact_write_items"):
        one_at_a_time(name)


def patch_secrets() -> None:
    """A secret's ARN ends as its tag tags.ARN_SUFFIX says, for the same reason; AWS and moto take six letters of their own."""
    create_secret = SecretsManagerBackend.create_secret

    def create(self: SecretsManagerBackend, name: str, *rest: Any, **named: Any) -> str:
        answer = create_secret(self, name, *rest, **named)
        secret = self.secrets[name]
        wanted = next((tag["Value"] for tag in secret.tags or [] if tag["Key"] == our_tags.ARN_SUFFIX), None)
        if not wanted:
            return answer
        made = secret.arn
        secret.arn = made[: -len(wanted)] + wanted
        return answer.replace(made, secret.arn)

    SecretsManagerBackend.create_secret = create


def _envelope(
    message_type: str, owner: str, log_group: str, log_stream: str, filters: list[str], log_events: list[dict[str, Any]]
) -> bytes:
    envelope = {
        "messageType": message_type,
        "owner": owner,
        "logGroup": log_group,
        "logStream": log_stream,
        "subscriptionFilters": filters,
        "logEvents": log_events,
    }
    return gzip.compress(json.dumps(envelope, separators=(",", ":"), ensure_ascii=False).encode())
