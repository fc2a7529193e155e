"""Creates the resources of a resolved template in moto.

Standard input: `[{"logicalId", "type", "physicalName", "properties"}, ...]`. For each one a JSON line comes back:
`{"logicalId", "type", "made": true}` or `{"logicalId", "type", "made": false, "reason": ...}`.
Directly through each service's API: moto's CloudFormation skips half of these types without a word.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import cache
from typing import Any

import clients
import shapes
import tags
from botocore.exceptions import ClientError

Properties = dict[str, Any]
# The API calls them as CloudFormation does.
QUEUE_ATTRIBUTES = ["DelaySeconds", "MessageRetentionPeriod", "ReceiveMessageWaitTimeSeconds", "RedrivePolicy", "SqsManagedSseEnabled", "VisibilityTimeout"]
client = cache(clients.client)


def bucket(name: str, properties: Properties) -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket=name)
    if versioning := properties.get("VersioningConfiguration"):
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration=versioning)
    if block := properties.get("PublicAccessBlockConfiguration"):
        s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=block)
    if ownership := properties.get("OwnershipControls"):
        s3.put_bucket_ownership_controls(Bucket=name, OwnershipControls=ownership)
    if encryption := properties.get("BucketEncryption"):
        rules = [
            {"ApplyServerSideEncryptionByDefault": rule["ServerSideEncryptionByDefault"], "BucketKeyEnabled": rule.get("BucketKeyEnabled", False)}
            for rule in encryption["ServerSideEncryptionConfiguration"]
        ]
        s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": rules})
    # EventBridge is left out: its rules here call functions, and none is made. S3 sends a test event to each queue.
    if queues := properties.get("NotificationConfiguration", {}).get("QueueConfigurations"):
        s3.put_bucket_notification_configuration(Bucket=name, NotificationConfiguration={"QueueConfigurations": [_notification(one) for one in queues]})


def _notification(configuration: Properties) -> Properties:
    """CloudFormation and the API name the same things differently."""
    notification: Properties = {"QueueArn": configuration["Queue"], "Events": [configuration["Event"]]}
    if rules := configuration.get("Filter", {}).get("S3Key", {}).get("Rules"):
        notification["Filter"] = {"Key": {"FilterRules": rules}}
    return notification


def key(name: str, properties: Properties) -> None:
    kms = client("kms")
    known_id = [{"TagKey": tags.KEY_ID, "TagValue": name}]  # patches.py: AWS gives the id, and the template was resolved with this one
    kms.create_key(Policy=json.dumps(properties["KeyPolicy"]), Description=properties.get("Description", ""), Tags=known_id)
    if properties.get("EnableKeyRotation"):
        kms.enable_key_rotation(KeyId=name)


def table(name: str, properties: Properties) -> None:
    dynamo = client("dynamodb")
    same = ["AttributeDefinitions", "KeySchema", "BillingMode", "GlobalSecondaryIndexes", "StreamSpecification"]  # what the API calls alike
    request = {one: properties[one] for one in same if one in properties}
    if encryption := properties.get("SSESpecification"):
        request["SSESpecification"] = {("Enabled" if one == "SSEEnabled" else one): value for one, value in encryption.items()}
    dynamo.create_table(TableName=name, DeletionProtectionEnabled=bool(properties.get("DeletionProtectionEnabled")), **request)
    if recovery := properties.get("PointInTimeRecoverySpecification"):
        dynamo.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=recovery)
    if expiry := properties.get("TimeToLiveSpecification"):
        dynamo.update_time_to_live(TableName=name, TimeToLiveSpecification=expiry)


def secret(name: str, properties: Properties) -> None:
    secrets = client("secretsmanager")
    generated = properties.get("GenerateSecretString", {})
    text = properties.get("SecretString") or secrets.get_random_password(**generated)["RandomPassword"]
    # patches.py: the template was resolved with an ARN that ends with the first six letters of the name's own suffix.
    suffix = name.rpartition("-")[2][:6]
    secrets.create_secret(Name=name, SecretString=text, Tags=[{"Key": tags.ARN_SUFFIX, "Value": suffix}])


def log_group(name: str, properties: Properties) -> None:
    client("logs").create_log_group(logGroupName=name)
    if days := properties.get("RetentionInDays"):
        client("logs").put_retention_policy(logGroupName=name, retentionInDays=int(days))


def log_stream(name: str, properties: Properties) -> None:
    client("logs").create_log_stream(logGroupName=properties["LogGroupName"], logStreamName=properties.get("LogStreamName", name))


def queue(name: str, properties: Properties) -> None:
    attributes = {one: properties[one] for one in QUEUE_ATTRIBUTES if one in properties}
    client("sqs").create_queue(QueueName=name, Attributes={one: value if isinstance(value, str) else json.dumps(value) for one, value in attributes.items()})


def role(name: str, properties: Properties) -> None:
    iam = client("iam")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(properties["AssumeRolePolicyDocument"]))
    for policy in properties.get("Policies", []):
        iam.put_role_policy(RoleName=name, PolicyName=policy["PolicyName"], PolicyDocument=json.dumps(policy["PolicyDocument"]))


def role_policy(_: str, properties: Properties) -> None:
    client("iam").put_role_policy(
        RoleName=properties["RoleName"], PolicyName=properties["PolicyName"], PolicyDocument=json.dumps(properties["PolicyDocument"])
    )


def delivery_stream(name: str, properties: Properties) -> None:
    firehose = client("firehose")
    firehose.create_delivery_stream(**{"DeliveryStreamName": name} | shapes.parameters(firehose, "CreateDeliveryStream", properties))


def kinesis_stream(name: str, properties: Properties) -> None:
    client("kinesis").create_stream(StreamName=name, ShardCount=int(properties.get("ShardCount", 1)))


def subscription_filter(name: str, properties: Properties) -> None:
    client("logs").put_subscription_filter(
        logGroupName=properties["LogGroupName"],
        filterName=properties.get("FilterName", name),
        filterPattern=properties["FilterPattern"],
        destinationArn=properties["DestinationArn"],
        roleArn=properties["RoleArn"],
    )


def event_bus(name: str, _: Properties) -> None:
    client("events").create_event_bus(Name=name)


def event_bus_policy(_: str, properties: Properties) -> None:
    statement = {"Sid": properties["StatementId"]} | properties["Statement"]
    client("events").put_permission(EventBusName=properties["EventBusName"], Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))


def rule(name: str, properties: Properties) -> None:
    events = client("events")
    bus = {"EventBusName": properties["EventBusName"]} if "EventBusName" in properties else {}
    events.put_rule(Name=name, EventPattern=json.dumps(properties["EventPattern"]), Description=properties.get("Description", ""), **bus)
    events.put_targets(**shapes.parameters(events, "PutTargets", {"Rule": name, "Targets": properties["Targets"]} | bus))


# In the order in which they are made, whatever order they are given in: each type stands behind those it refers to.
MADE: dict[str, Callable[[str, Properties], None]] = {
    "AWS::KMS::Key": key,
    "AWS::SQS::Queue": queue,
    "AWS::S3::Bucket": bucket,
    "AWS::DynamoDB::Table": table,
    "AWS::SecretsManager::Secret": secret,
    "AWS::Logs::LogGroup": log_group,
    "AWS::Logs::LogStream": log_stream,
    "AWS::IAM::Role": role,
    "AWS::IAM::RolePolicy": role_policy,
    "AWS::Kinesis::Stream": kinesis_stream,
    "AWS::KinesisFirehose::DeliveryStream": delivery_stream,
    "AWS::Logs::SubscriptionFilter": subscription_filter,
    "AWS::Events::EventBus": event_bus,
    "AWS::Events::EventBusPolicy": event_bus_policy,
    "AWS::Events::Rule": rule,
}

LEFT_OUT = {
    "AWS::SQS::QueuePolicy": "the runner is the only sender",
    "AWS::CloudWatch::Alarm": "no metrics arrive here",
    "AWS::CloudWatch::Dashboard": "no metrics arrive here",
    "AWS::S3::BucketPolicy": "moto takes a deny of plain HTTP for a deny of everything and everyone",
    "AWS::Serverless::Function": "the runner starts the function itself, as a process of its own",
    "AWS::Lambda::Function": "the runner starts the function itself, as a process of its own",
    "AWS::Lambda::Url": "the runner is the only caller",
    "AWS::Lambda::Permission": "the runner is the only caller",
    "AWS::ApiGatewayV2::Api": "the runner plays CloudFront and the HTTP API behind it",
    "AWS::ApiGatewayV2::Integration": "the runner plays CloudFront and the HTTP API behind it",
    "AWS::ApiGatewayV2::Route": "the runner plays CloudFront and the HTTP API behind it",
    "AWS::ApiGatewayV2::Stage": "the runner plays CloudFront and the HTTP API behind it",
    "AWS::CloudFront::PublicKey": "the runner plays CloudFront and the HTTP API behind it",
    "AWS::CloudFront::Distribution": "the runner plays CloudFront and the HTTP API behind it",
}

PLAYED_TARGETS = (":sqs:", ":event-bus/")


def reason(kind: str, properties: Properties) -> str | None:
    """Why it is left out; None: it is made."""
    if kind == "AWS::Events::Rule" and not all(any(part in target["Arn"] for part in PLAYED_TARGETS) for target in properties.get("Targets", [])):
        return "a rule calls no function here: ./sluice invoke and ./sluice replay do what it would"
    return LEFT_OUT.get(kind)


def main() -> int:
    resources = json.load(sys.stdin)
    unknown = [f"{one['logicalId']} ({one['type']})" for one in resources if one["type"] not in MADE and one["type"] not in LEFT_OUT]
    if unknown:
        print(f"provision.py does not know how to make {', '.join(unknown)}", file=sys.stderr)
        return 2
    order = {name: position for position, name in enumerate([*MADE, *LEFT_OUT])}
    # A queue refers to the one that takes its failures.
    for one in sorted(resources, key=lambda one: (order[one["type"]], "RedrivePolicy" in one["properties"])):
        why_not = reason(one["type"], one["properties"])
        answer = {"logicalId": one["logicalId"], "type": one["type"], "made": why_not is None}
        try:
            if why_not is None:
                MADE[one["type"]](one["physicalName"], one["properties"])
            else:
                answer["reason"] = why_not
        except (ClientError, KeyError) as error:
            print(f"{one['logicalId']} ({one['type']}) could not be made: {error!r}", file=sys.stderr)
            return 1
        print(json.dumps(answer), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
