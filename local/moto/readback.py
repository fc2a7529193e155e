"""What moto says of a resource after it was made, in CloudFormation's words: the properties that others rely on."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

Properties = dict[str, Any]
Api = Callable[[str], Any]
_QUEUE = ["DelaySeconds", "MessageRetentionPeriod", "ReceiveMessageWaitTimeSeconds", "RedrivePolicy", "SqsManagedSseEnabled", "VisibilityTimeout", "KmsMasterKeyId"]
_FUNCTION = ["Role", "Handler", "Runtime", "Timeout", "MemorySize", "Environment", "Description", "TracingConfig", "Architectures", "LoggingConfig", "VpcConfig"]
_MAPPING = ["EventSourceArn", "BatchSize", "FunctionResponseTypes", "MaximumBatchingWindowInSeconds", "ScalingConfig", "FilterCriteria"]

_BUCKET = ["VersioningConfiguration", "PublicAccessBlockConfiguration", "OwnershipControls", "BucketEncryption", "LifecycleConfiguration", "NotificationConfiguration"]


def queue(api: Api, url: str) -> Properties:
    attributes = api("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    return {one: _parsed(attributes.get(one)) for one in _QUEUE}


def function(api: Api, name: str) -> Properties:
    found = api("lambda").get_function_configuration(FunctionName=name)
    read = {one: found.get(one) for one in _FUNCTION}
    read["Layers"] = [layer["Arn"] for layer in found.get("Layers", [])]
    read["ReservedConcurrentExecutions"] = api("lambda").get_function_concurrency(FunctionName=name).get("ReservedConcurrentExecutions")
    return read


def mapping(api: Api, uuid: str) -> Properties:
    found = api("lambda").get_event_source_mapping(UUID=uuid)
    return {one: found.get(one) for one in _MAPPING} | {"FunctionName": found["FunctionArn"].rpartition(":")[2]}


def rule(api: Api, name: str) -> Properties:
    events = api("events")
    # The name alone does not say on which bus the rule is; it is nowhere else.
    buses = [one["Name"] for one in events.list_event_buses()["EventBuses"]]
    bus = next((one for one in buses if events.list_rules(EventBusName=one, NamePrefix=name)["Rules"]), "default")
    found = events.describe_rule(Name=name, EventBusName=bus)
    read = {one: found.get(one) for one in ("ScheduleExpression", "Description", "State")} | {"EventPattern": _parsed(found.get("EventPattern")), "EventBusName": bus}
    return read | {"Targets": events.list_targets_by_rule(Rule=name, EventBusName=bus)["Targets"]}


def role(api: Api, name: str) -> Properties:
    iam = api("iam")
    found = iam.get_role(RoleName=name)["Role"]
    inline = iam.list_role_policies(RoleName=name)["PolicyNames"]
    attached = iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
    return {
        "AssumeRolePolicyDocument": found["AssumeRolePolicyDocument"],
        "Description": found.get("Description"),
        "PermissionsBoundary": found.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn"),
        "ManagedPolicyArns": [one["PolicyArn"] for one in attached],
        "Policies": [{"PolicyName": one, "PolicyDocument": iam.get_role_policy(RoleName=name, PolicyName=one)["PolicyDocument"]} for one in inline],
    }


def table(api: Api, name: str) -> Properties:
    dynamo = api("dynamodb")
    found = dynamo.describe_table(TableName=name)["Table"]
    expiry = dynamo.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    recovery = dynamo.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    read: Properties = {one: found.get(one) for one in ("KeySchema", "AttributeDefinitions", "DeletionProtectionEnabled")}
    read |= {"SSESpecification": None, "TimeToLiveSpecification": None}
    read["BillingMode"] = found.get("BillingModeSummary", {}).get("BillingMode", "PROVISIONED")
    read["PointInTimeRecoverySpecification"] = {"PointInTimeRecoveryEnabled": recovery["PointInTimeRecoveryStatus"] == "ENABLED"} | (
        {"RecoveryPeriodInDays": recovery["RecoveryPeriodInDays"]} if "RecoveryPeriodInDays" in recovery else {}
    )
    if sse := found.get("SSEDescription"):
        read["SSESpecification"] = {"SSEEnabled": sse["Status"] == "ENABLED", "SSEType": sse["SSEType"], "KMSMasterKeyId": sse.get("KMSMasterKeyArn")}
    if expiry["TimeToLiveStatus"] == "ENABLED":
        read["TimeToLiveSpecification"] = {"AttributeName": expiry["AttributeName"], "Enabled": True}
    return read


def bucket(api: Api, name: str) -> Properties:
    s3 = api("s3")
    read: Properties = dict.fromkeys(_BUCKET)
    if status := s3.get_bucket_versioning(Bucket=name).get("Status"):
        read["VersioningConfiguration"] = {"Status": status}
    if block := _unless_absent(lambda: s3.get_public_access_block(Bucket=name)["PublicAccessBlockConfiguration"]):
        read["PublicAccessBlockConfiguration"] = block
    if ownership := _unless_absent(lambda: s3.get_bucket_ownership_controls(Bucket=name)["OwnershipControls"]):
        read["OwnershipControls"] = ownership
    if encryption := _unless_absent(lambda: s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]):
        rules = [{("ServerSideEncryptionByDefault" if one == "ApplyServerSideEncryptionByDefault" else one): value for one, value in each.items()} for each in encryption["Rules"]]
        read["BucketEncryption"] = {"ServerSideEncryptionConfiguration": rules}
    if rules := _unless_absent(lambda: s3.get_bucket_lifecycle_configuration(Bucket=name)["Rules"]):
        read["LifecycleConfiguration"] = {"Rules": [_lifecycle(one) for one in rules]}
    if notifications := _notifications(s3.get_bucket_notification_configuration(Bucket=name)):
        read["NotificationConfiguration"] = notifications
    return read


def _lifecycle(found: Properties) -> Properties:
    prefix = found.get("Prefix") or found.get("Filter", {}).get("Prefix")
    renamed = {one: value for one, value in found.items() if one not in ("Prefix", "Filter", "ID", "Expiration")}
    expiration = found.get("Expiration", {})
    return renamed | {"Id": found.get("ID")} | ({"Prefix": prefix} if prefix else {}) | ({"ExpirationInDays": expiration["Days"]} if "Days" in expiration else {})


def _notifications(found: Properties) -> Properties:
    read: Properties = {}
    if "EventBridgeConfiguration" in found:
        read["EventBridgeConfiguration"] = {"EventBridgeEnabled": True}
    for configurations, ours, arn in (("QueueConfigurations", "Queue", "QueueArn"), ("TopicConfigurations", "Topic", "TopicArn"), ("LambdaFunctionConfigurations", "Function", "LambdaFunctionArn")):
        if configurations in found:
            named = "LambdaConfigurations" if ours == "Function" else configurations
            read[named] = [{ours: one[arn], "Event": event} | _filter(one) for one in found[configurations] for event in one["Events"]]
    return read


def _filter(notification: Properties) -> Properties:
    rules = notification.get("Filter", {}).get("Key", {}).get("FilterRules", [])
    return {"Filter": {"S3Key": {"Rules": [{"Name": one["Name"].lower(), "Value": one["Value"]} for one in rules]}}} if rules else {}


def log_group(api: Api, name: str) -> Properties:
    found = next(one for one in api("logs").describe_log_groups(logGroupNamePrefix=name)["logGroups"] if one["logGroupName"] == name)
    return {"RetentionInDays": found.get("retentionInDays"), "KmsKeyId": found.get("kmsKeyId")}


def key(api: Api, identity: str) -> Properties:
    kms = api("kms")
    return {
        "KeyPolicy": _parsed(kms.get_key_policy(KeyId=identity, PolicyName="default")["Policy"]),
        "EnableKeyRotation": kms.get_key_rotation_status(KeyId=identity)["KeyRotationEnabled"],
    }


def _unless_absent(read: Callable[[], Any]) -> Any:
    try:
        return read()
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
            return None
        raise


def _parsed(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) and value.startswith("{") else value


READERS: dict[str, Callable[[Api, str], Properties]] = {
    "AWS::SQS::Queue": queue,
    "AWS::Lambda::Function": function,
    "AWS::Lambda::EventSourceMapping": mapping,
    "AWS::Events::Rule": rule,
    "AWS::IAM::Role": role,
    "AWS::DynamoDB::Table": table,
    "AWS::S3::Bucket": bucket,
    "AWS::Logs::LogGroup": log_group,
    "AWS::KMS::Key": key,
}


def permission(api: Api, function_name: str, wanted: Properties) -> Properties:
    """The statement of the function's policy that says what is wanted."""
    statements = json.loads(api("lambda").get_policy(FunctionName=function_name)["Policy"])["Statement"]
    for one in statements:
        conditions = {name: value for tests in one.get("Condition", {}).values() for name, value in tests.items()}
        found = {
            "Action": one["Action"],
            "Principal": one["Principal"]["Service"] if isinstance(one["Principal"], dict) and "Service" in one["Principal"] else one["Principal"],
            "SourceArn": conditions.get("AWS:SourceArn"),
            "SourceAccount": conditions.get("AWS:SourceAccount"),
        }
        if all(str(found[name]) == str(wanted[name]) for name in found if name in wanted):
            return {"FunctionName": wanted["FunctionName"]} | found
    return {}


def same(wanted: Any, found: Any) -> bool:
    """Whether all that is wanted was found: more may have been, CloudFormation takes texts for numbers, and policies one for a list of one."""
    if isinstance(wanted, list) and len(wanted) == 1 and not isinstance(found, list):
        return same(wanted[0], found)
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(same(value, found.get(name)) for name, value in wanted.items())
    if isinstance(wanted, list):
        return isinstance(found, list) and len(wanted) == len(found) and all(map(same, wanted, found))
    return _text(wanted) == _text(found)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
