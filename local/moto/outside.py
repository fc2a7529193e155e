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

_ARN = re.compile(r"arn:aws:(\w+):[\w-]*:(\d{12}|):([^\s,=]+)")
Clients = Callable[[str], Any]


def clients_of(account: str, mine: str, region: str) -> Clients:
    """Clients of an account. Moto asks for no such role: its ARN is what names the account."""
    if account in ("", mine):
        return lambda service: boto3.client(service, config=Config(s3={"addressing_style": "path"}))
    keys = boto3.client("sts").assume_role(RoleArn=f"arn:aws:iam::{account}:role/Owner", RoleSessionName="outside")["Credentials"]
    named = {"aws_access_key_id": keys["AccessKeyId"], "aws_secret_access_key": keys["SecretAccessKey"], "aws_session_token": keys["SessionToken"]}
    return lambda service: boto3.client(service, region_name=region, config=Config(s3={"addressing_style": "path"}), **named)


def make(parameters: dict[str, str], functions: list[str], account: str, region: str) -> list[str]:
    """Makes it, and says so: a line each."""
    made = [_packages(clients_of(account, account, region), functions)]
    for service, owner, resource in sorted({match.groups() for value in parameters.values() for match in _ARN.finditer(value)}):
        if maker := _MAKERS.get((service, re.split("[:/]", resource)[0] if service != "sns" else "")):
            maker(clients_of(owner, account, region), resource)
            made.append(f"{service} {resource} of account {owner}")
    for parameter, owner in (("CentralBucketName", parameters.get("CentralBucketAccount", "")), ("LoadFromBucketName", account), ("SourceBucketName", account)):
        if bucket := parameters.get(parameter):
            clients_of(owner, account, region)("s3").create_bucket(Bucket=bucket)
            made.append(f"s3 {bucket} of account {owner}")
    return made


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


def _layer(client: Clients, resource: str) -> None:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as package:
        package.writestr("rds-ca.pem", "")
    client("lambda").publish_layer_version(LayerName=resource.split(":")[1], Content={"ZipFile": body.getvalue()})


_MAKERS: dict[tuple[str, str], Callable[[Clients, str], None]] = {
    ("kms", "key"): _key,
    ("secretsmanager", "secret"): _secret,
    ("iam", "policy"): _policy,
    ("sns", ""): _topic,
    ("lambda", "layer"): _layer,
}
