"""Switches moto's IAM on: the runner becomes an administrator, and each role gets credentials and policies that moto can judge.

One JSON line each: `{"role": ARN or null for the administrator, "accessKey", "secretKey", "token"}`; then `{"note"}`: how far moto judges.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import clients
from policies import CONDITIONS, LOOSE_REASON, SIGNATURES, loosened_role_policy

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
    clients.post("/moto-api/reset-auth", b"0")  # after so many requests IAM is on
    for note in (LOOSE_REASON, CONDITIONS, SIGNATURES):
        print(json.dumps({"note": note}), flush=True)
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


def _say(role: str | None, keys: dict[str, Any]) -> None:
    print(json.dumps({"role": role, "accessKey": keys["AccessKeyId"], "secretKey": keys["SecretAccessKey"], "token": keys.get("SessionToken")}), flush=True)


if __name__ == "__main__":
    sys.exit(main())
