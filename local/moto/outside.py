"""What a deployment finds there already: the packages, and what its parameters name."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any

import boto3
import tags
from botocore.config import Config
from transform import CODE_BUCKET

_ARN = re.compile(r"arn:aws:(\w+):([\w-]*):(\d{12}|):([^\s,=]+)")
Clients = Callable[[str], Any]


def clients_of(account: str, mine: str, region: str) -> Clients:
    """Clients of an account. Moto asks for no such role: its ARN is what names the account."""
    if account in ("", mine):
        return lambda service: boto3.client(service, region_name=region, config=Config(s3={"addressing_style": "path"}))
    keys = boto3.client("sts").assume_role(RoleArn=f"arn:aws:iam::{account}:role/Owner", RoleSessionName="outside")["Credentials"]
    named = {"aws_access_key_id": keys["AccessKeyId"], "aws_secret_access_key": keys["SecretAccessKey"], "aws_session_token": keys["SessionToken"]}
    return lambda service: boto3.client(service, region_name=region, config=Config(s3={"addressing_style": "path"}), **named)


def make(parameters: dict[str, str], functions: list[str], account: str, region: str) -> list[str]:
    """Makes it, and says so: a line each."""
    made = [_packages(clients_of(account, account, region), functions)]
    for service, place, owner, resource in sorted({match.groups() for value in parameters.values() for match in _ARN.finditer(value)}):
        if maker := _MAKERS.get((service, "" if service in _PLAIN else re.split("[:/]", resource)[0])):
            maker(clients_of(owner, account, place or region), resource)
            made.append(f"{service} {resource} of account {owner}" + (f" in {place}" if place not in ("", region) else ""))
    for bucket, owner in _buckets(parameters, account).items():
        clients_of(owner, account, region)("s3").create_bucket(Bucket=bucket)
        made.append(f"s3 {bucket} of account {owner}")
    return made


def _buckets(parameters: dict[str, str], account: str) -> dict[str, str]:
    """Each with its owner."""
    named = {parameters.get(one, ""): account for one in ("LoadFromBucketName", "SourceBucketName", "FindingExportBucketName")}
    named |= {parameters.get("CentralBucketName", ""): parameters.get("CentralBucketAccount", ""), parameters.get("FindingRulesObject", "").removeprefix("s3://").partition("/")[0]: account}
    return {bucket: owner for bucket, owner in named.items() if bucket}


def connect(parameters: dict[str, str], outputs: dict[str, str], account: str, region: str) -> list[str]:
    """What a user does with the outputs of the stack; says so, a line each."""
    made: list[str] = []
    if (bucket := parameters.get("FindingExportBucketName")) and (queue := outputs.get("FindingQueueArn")):
        wanted = {"QueueConfigurations": [{"QueueArn": queue, "Events": ["s3:ObjectCreated:*"]}]}
        clients_of(account, account, region)("s3").put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration=wanted)
        made.append(f"s3 {bucket} notifies {queue}, the output FindingQueueArn")
    if bus := outputs.get("FindingBusArn"):
        for member in (one for one in parameters["FindingAccounts"].split(",") if re.fullmatch(r"\d{12}", one)):
            _forward(clients_of(member, account, region), bus)
            made.append(f"events: account {member} forwards findings to {bus}, the output FindingBusArn")
    return made


def _forward(client: Clients, bus: str) -> None:
    """As the template does it where ForwardFindingsTo is set."""
    trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
    puts = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "events:PutEvents", "Resource": bus}]}
    role = client("iam").create_role(RoleName="ForwardFindings", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    client("iam").put_role_policy(RoleName="ForwardFindings", PolicyName="Forward", PolicyDocument=json.dumps(puts))
    client("events").put_rule(Name="ForwardFindings", EventPattern=json.dumps({"source": ["aws.guardduty"]}))
    client("events").put_targets(Rule="ForwardFindings", Targets=[{"Id": "Bus", "Arn": bus, "RoleArn": role}])


def _packages(client: Clients, functions: list[str]) -> str:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as package:
        package.writestr("bootstrap", "the runner starts the function itself\n")
    client("s3").create_bucket(Bucket=CODE_BUCKET)
    for name in functions:
        client("s3").put_object(Bucket=CODE_BUCKET, Key=f"{name}.zip", Body=body.getvalue())
    return f"s3 {CODE_BUCKET}: a package for each function, empty, since the runner starts the function itself"


def _key(client: Clients, resource: str) -> None:
    client("kms").create_key(Tags=[{"TagKey": tags.KEY_ID, "TagValue": resource.partition("/")[2]}])


def _secret(client: Clients, resource: str) -> None:
    name, _, suffix = resource.partition(":")[2].rpartition("-")
    client("secretsmanager").create_secret(Name=name, SecretString="-", Tags=[{"Key": tags.ARN_SUFFIX, "Value": suffix}])


def _policy(client: Clients, resource: str) -> None:
    everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    client("iam").create_policy(PolicyName=resource.rpartition("/")[2], PolicyDocument=json.dumps(everything))


def _topic(client: Clients, resource: str) -> None:
    client("sns").create_topic(Name=resource)


def _queue(client: Clients, resource: str) -> None:
    client("sqs").create_queue(QueueName=resource)


def _stream(client: Clients, resource: str) -> None:
    name = resource.partition("/")[2]
    bucket = f"rehearsal-stream-{name}"
    client("s3").create_bucket(Bucket=bucket)
    destination = {"RoleARN": "arn:aws:iam::123456789012:role/Owner", "BucketARN": f"arn:aws:s3:::{bucket}", "BufferingHints": {"SizeInMBs": 1, "IntervalInSeconds": 60}}
    client("firehose").create_delivery_stream(DeliveryStreamName=name, ExtendedS3DestinationConfiguration=destination)


def _bus(client: Clients, resource: str) -> None:
    """With a rule that only watches: it shows what arrives."""
    name = resource.partition("/")[2]
    client("events").create_event_bus(Name=name)
    client("events").put_rule(Name="arrived", EventBusName=name, EventPattern=json.dumps({"source": [{"prefix": ""}]}))


def _layer(client: Clients, resource: str) -> None:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as package:
        package.writestr("rds-ca.pem", "")
    client("lambda").publish_layer_version(LayerName=resource.split(":")[1], Content={"ZipFile": body.getvalue()})


# Their ARNs end with the name alone.
_PLAIN = ("sns", "sqs")

_MAKERS: dict[tuple[str, str], Callable[[Clients, str], None]] = {
    ("kms", "key"): _key,
    ("secretsmanager", "secret"): _secret,
    ("iam", "policy"): _policy,
    ("sns", ""): _topic,
    ("sqs", ""): _queue,
    ("firehose", "deliverystream"): _stream,
    ("events", "event-bus"): _bus,
    ("lambda", "layer"): _layer,
}
