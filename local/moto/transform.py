"""SAM to CloudFormation without AWS: what `sam deploy` would hand to CloudFormation."""

from __future__ import annotations

import json
from typing import Any

import boto3
from cfnlint.decode import cfn_yaml
from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.parser.parser import Parser
from samtranslator.translator.managed_policy_translator import ManagedPolicyLoader
from samtranslator.translator.translator import Translator

Template = dict[str, Any]

CODE_BUCKET = "rehearsal-packages"
# Of the policies that AWS manages: those that SAM itself adds to a role.
_SAM_ADDS = ["AWSXrayWriteOnlyAccess", "AWSXRayDaemonWriteAccess"]
_SAM_ADDS_SERVICE_ROLES = ["AWSLambdaBasicExecutionRole", "AWSLambdaVPCAccessExecutionRole", "AWSLambdaSQSQueueExecutionRole"]


class TransformError(Exception):
    """The template is none that SAM takes; the message has all that is wrong."""


def transform(text: str, region: str) -> Template:
    """Conditions, parameters and functions stay as they are: they are CloudFormation's."""
    template = json.loads(json.dumps(cfn_yaml.loads(text)))
    _package(template)
    policies = ManagedPolicyLoader(_NoIam()).load()
    try:
        return Translator(policies, Parser(), boto_session=boto3.Session(region_name=region)).translate(template, {})
    except InvalidDocumentException as error:
        raise TransformError("; ".join([error.message, *(cause.message for cause in error.causes)])) from error


def _package(template: Template) -> None:
    """What `sam package` does: the code is in a bucket."""
    template.get("Globals", {}).get("Function", {}).pop("CodeUri", None)
    for name, resource in template["Resources"].items():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = f"s3://{CODE_BUCKET}/{name}.zip"


class _NoIam:
    """Where SAM asks IAM for the ARNs of managed policies."""

    def get_paginator(self, _: str) -> _NoIam:
        return self

    def paginate(self, **_: Any) -> list[dict[str, Any]]:
        named = [*_SAM_ADDS, *(f"service-role/{name}" for name in _SAM_ADDS_SERVICE_ROLES)]
        return [{"Policies": [{"PolicyName": one.rpartition("/")[2], "Arn": f"arn:aws:iam::aws:policy/{one}"} for one in named]}]
