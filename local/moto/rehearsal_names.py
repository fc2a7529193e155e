"""What a reference to a resource gives that moto's CloudFormation skips: the finisher makes it under just this name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from intrinsics import REF, Reference

# The property that names the resource, where the template gives it.
_NAMED = {
    "AWS::KinesisFirehose::DeliveryStream": "DeliveryStreamName",
    "AWS::Logs::LogStream": "LogStreamName",
    "AWS::Logs::SubscriptionFilter": "FilterName",
    "AWS::CloudWatch::Alarm": "AlarmName",
    "AWS::SecretsManager::Secret": "Name",
    "AWS::SNS::Subscription": "SubscriptionName",
    "AWS::IAM::RolePolicy": "PolicyName",
}


@dataclass(frozen=True)
class Place:
    stack: str
    region: str
    account: str

    def name(self, logical_id: str, resource_type: str, properties: dict[str, Any]) -> str:
        given = properties.get(_NAMED.get(resource_type, ""))
        return given if isinstance(given, str) else f"{self.stack}-{logical_id}"

    def known(self, logical_id: str, resource_type: str, properties: dict[str, Any]) -> dict[Reference, str]:
        name = self.name(logical_id, resource_type, properties)
        at = f"{self.region}:{self.account}"
        match resource_type:
            case "AWS::KinesisFirehose::DeliveryStream":
                arn = f"arn:aws:firehose:{at}:deliverystream/{name}"
            case "AWS::CloudWatch::Alarm":
                arn = f"arn:aws:cloudwatch:{at}:alarm:{name}"
            case "AWS::SecretsManager::Secret":
                arn = f"arn:aws:secretsmanager:{at}:secret:{name}-{suffix(name)}"
                return {(logical_id, REF): arn, (logical_id, "Id"): arn}
            case _:
                return {(logical_id, REF): name}
        return {(logical_id, REF): name, (logical_id, "Arn"): arn}


def suffix(name: str) -> str:
    """The six letters that end a secret's ARN."""
    return hashlib.sha256(name.encode()).hexdigest()[:6]
