"""What SAM makes of template.yaml, offline: prints the resources that grant something, as they stand in the template and as they are deployed.

  python transformed.py TEMPLATE    prints {"written": {id: resource}, "deployed": {id: resource}, "roles": {function: role}}
"""

from __future__ import annotations

import json
import sys
from typing import Any

import boto3
import cfnlint.decode.cfn_yaml
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

GRANTS = ("AWS::IAM::", "AWS::Lambda::Permission", "AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy", "AWS::KMS::Key")


def main() -> None:
    template: dict[str, Any] = json.loads(json.dumps(cfnlint.decode.cfn_yaml.load(sys.argv[1])))
    written = _granting(template)
    template["Globals"]["Function"]["CodeUri"] = "s3://packages/code"  # as `sam deploy` writes it there
    translator = Translator({}, Parser(), boto_session=boto3.Session(region_name="us-east-1"))
    deployed = json.loads(json.dumps(translator.translate(template, {}), default=str))
    functions = {name: one["Properties"]["Role"] for name, one in deployed["Resources"].items() if one["Type"] == "AWS::Lambda::Function"}
    print(json.dumps({"written": written, "deployed": _granting(deployed), "roles": functions}, sort_keys=True))


def _granting(template: dict[str, Any]) -> dict[str, Any]:
    found = {name: dict(one) for name, one in template["Resources"].items() if one["Type"].startswith(GRANTS)}
    return json.loads(json.dumps(found, sort_keys=True))


if __name__ == "__main__":
    main()
