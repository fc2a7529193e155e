"""Sets through each service's own API the properties that moto's CloudFormation loses."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from shapes import parameters

Api = Callable[[str], Any]


def _versioning(api: Api, bucket: str, value: Any) -> None:
    api("s3").put_bucket_versioning(Bucket=bucket, VersioningConfiguration=value)


def _public_access(api: Api, bucket: str, value: Any) -> None:
    api("s3").put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=value)


def _ownership(api: Api, bucket: str, value: Any) -> None:
    api("s3").put_bucket_ownership_controls(Bucket=bucket, OwnershipControls=value)


def _lifecycle(api: Api, bucket: str, value: Any) -> None:
    rules = []
    for given in value["Rules"]:
        rule = {one: inner for one, inner in given.items() if one not in ("Id", "Prefix", "ExpirationInDays")}
        rule |= {"ID": given.get("Id"), "Filter": {"Prefix": given.get("Prefix", "")}}
        if days := given.get("ExpirationInDays"):
            rule["Expiration"] = {"Days": int(days)}
        rules.append(rule)
    asked = parameters(api("s3"), "PutBucketLifecycleConfiguration", {"LifecycleConfiguration": {"Rules": rules}})
    api("s3").put_bucket_lifecycle_configuration(Bucket=bucket, **asked)


def _notification(api: Api, bucket: str, value: Any) -> None:
    asked: dict[str, Any] = {}
    if str(value.get("EventBridgeConfiguration", {}).get("EventBridgeEnabled")).lower() == "true":
        asked["EventBridgeConfiguration"] = {}
    for ours, theirs, target, arn in (
        ("QueueConfigurations", "QueueConfigurations", "Queue", "QueueArn"),
        ("TopicConfigurations", "TopicConfigurations", "Topic", "TopicArn"),
        ("LambdaConfigurations", "LambdaFunctionConfigurations", "Function", "LambdaFunctionArn"),
    ):
        if given := value.get(ours):
            asked[theirs] = [_one_notification(one, target, arn) for one in given]
    api("s3").put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration=asked)


def _one_notification(given: dict[str, Any], target: str, arn: str) -> dict[str, Any]:
    rules = given.get("Filter", {}).get("S3Key", {}).get("Rules")
    return {arn: given[target], "Events": [given["Event"]]} | ({"Filter": {"Key": {"FilterRules": rules}}} if rules else {})


def _time_to_live(api: Api, table: str, value: Any) -> None:
    api("dynamodb").update_time_to_live(TableName=table, **parameters(api("dynamodb"), "UpdateTimeToLive", {"TimeToLiveSpecification": value}))


def _recovery(api: Api, table: str, value: Any) -> None:
    asked = parameters(api("dynamodb"), "UpdateContinuousBackups", {"PointInTimeRecoverySpecification": value})
    api("dynamodb").update_continuous_backups(TableName=table, **asked)


def _retention(api: Api, group: str, value: Any) -> None:
    api("logs").put_retention_policy(logGroupName=group, retentionInDays=int(value))


def _log_key(api: Api, group: str, value: Any) -> None:
    """Moto has no AssociateKmsKey, but takes a key where a group is made: nothing is in it yet."""
    logs = api("logs")
    retention = next(one for one in logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"] if one["logGroupName"] == group).get("retentionInDays")
    logs.delete_log_group(logGroupName=group)
    logs.create_log_group(logGroupName=group, kmsKeyId=value)
    if retention:
        logs.put_retention_policy(logGroupName=group, retentionInDays=retention)


def _rotation(api: Api, key: str, value: Any) -> None:
    if str(value).lower() == "true":
        api("kms").enable_key_rotation(KeyId=key)


def _boundary(api: Api, role: str, value: Any) -> None:
    api("iam").put_role_permissions_boundary(RoleName=role, PermissionsBoundary=value)


def _inline(api: Api, role: str, value: Any) -> None:
    """Moto's CloudFormation keeps them in Python's notation, which its own IAM cannot read."""
    for policy in value:
        api("iam").put_role_policy(RoleName=role, PolicyName=policy["PolicyName"], PolicyDocument=json.dumps(policy["PolicyDocument"]))


def _encryption(api: Api, bucket: str, value: Any) -> None:
    rules = [
        {("ApplyServerSideEncryptionByDefault" if one == "ServerSideEncryptionByDefault" else one): inner for one, inner in rule.items()}
        for rule in value["ServerSideEncryptionConfiguration"]
    ]
    api("s3").put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": rules})


def _layers(api: Api, function: str, value: Any) -> None:
    api("lambda").update_function_configuration(FunctionName=function, Layers=value)


def _queue_attribute(name: str) -> Callable[[Api, str, Any], None]:
    def put(api: Api, queue: str, value: Any) -> None:
        text = json.dumps(value) if isinstance(value, dict) else str(value).lower() if isinstance(value, bool) else str(value)
        api("sqs").set_queue_attributes(QueueUrl=queue, Attributes={name: text})

    return put


# What moto has no word for, and why the rehearsal can do without.
LOST: dict[tuple[str, str], str] = {
    ("AWS::IAM::Role", "ManagedPolicyArns"): "moto loads AWS's managed policies only all together; those of a VPC's network interfaces matter to no process here",
    ("AWS::DynamoDB::Table", "SSESpecification"): "moto's CloudFormation makes a table without it, and its UpdateTable takes none",
}

RESTORERS: dict[tuple[str, str], Callable[[Api, str, Any], None]] = {
    ("AWS::S3::Bucket", "VersioningConfiguration"): _versioning,
    ("AWS::S3::Bucket", "PublicAccessBlockConfiguration"): _public_access,
    ("AWS::S3::Bucket", "OwnershipControls"): _ownership,
    ("AWS::S3::Bucket", "LifecycleConfiguration"): _lifecycle,
    ("AWS::S3::Bucket", "NotificationConfiguration"): _notification,
    ("AWS::DynamoDB::Table", "TimeToLiveSpecification"): _time_to_live,
    ("AWS::DynamoDB::Table", "PointInTimeRecoverySpecification"): _recovery,
    ("AWS::Logs::LogGroup", "RetentionInDays"): _retention,
    ("AWS::Logs::LogGroup", "KmsKeyId"): _log_key,
    ("AWS::KMS::Key", "EnableKeyRotation"): _rotation,
    ("AWS::IAM::Role", "PermissionsBoundary"): _boundary,
    ("AWS::IAM::Role", "Policies"): _inline,
    ("AWS::S3::Bucket", "BucketEncryption"): _encryption,
    ("AWS::Lambda::Function", "Layers"): _layers,
    ("AWS::SQS::Queue", "SqsManagedSseEnabled"): _queue_attribute("SqsManagedSseEnabled"),
    ("AWS::SQS::Queue", "MessageRetentionPeriod"): _queue_attribute("MessageRetentionPeriod"),
}
