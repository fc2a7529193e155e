"""Switches moto's IAM on: the runner becomes an administrator, and each role gets credentials and policies that moto can judge.

One JSON line each: `{"role": ARN or null for the administrator, "accessKey", "secretKey", "token"}`.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.request
from typing import Any

import clients
from policies import loosened_role_policy

ADMINISTRATOR = "rehearsal"


def main() -> int:
    iam, sts = clients.client("iam"), clients.client("sts")
    _say(None, _administrator(iam))
    for page in iam.get_paginator("list_roles").paginate():
        for role in page["Roles"]:
            _loosen(iam, role["RoleName"])
            # Before IAM is on: moto would ask the trust policy for the runner, and no service for its own.
            keys = sts.assume_role(RoleArn=role["Arn"], RoleSessionName="rehearsal")["Credentials"]
            _say(role["Arn"], keys)
    _switch_on()
    return 0


def _administrator(iam: Any) -> dict[str, str]:
    iam.create_user(UserName=ADMINISTRATOR)
    everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    iam.put_user_policy(UserName=ADMINISTRATOR, PolicyName="Everything", PolicyDocument=json.dumps(everything))
    return iam.create_access_key(UserName=ADMINISTRATOR)["AccessKey"]


def _loosen(iam: Any, role: str) -> None:
    for name in iam.list_role_policies(RoleName=role)["PolicyNames"]:
        document = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        iam.put_role_policy(RoleName=role, PolicyName=name, PolicyDocument=json.dumps(loosened_role_policy(document)))


def _switch_on() -> None:
    request = urllib.request.Request(os.environ["AWS_ENDPOINT_URL"] + "/moto-api/reset-auth", data=b"0", headers={"Content-Type": "text/plain"})
    with urllib.request.urlopen(request, timeout=10):
        pass


def _say(role: str | None, keys: dict[str, Any]) -> None:
    print(json.dumps({"role": role, "accessKey": keys["AccessKeyId"], "secretKey": keys["SecretAccessKey"], "token": keys.get("SessionToken")}), flush=True)


if __name__ == "__main__":
    sys.exit(main())
