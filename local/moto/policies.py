"""Where moto judges policies otherwise than AWS: what is changed for it, and why."""

from __future__ import annotations

from typing import Any

Document = dict[str, Any]

DENY_REASON = "moto passes over conditions: a Deny of plain HTTP or of the wrong key would be one of everything and everyone"
STRICT_SERVICES = ("s3", "sqs", "iam", "sts")
LOOSE_REASON = (
    f"moto compares the ARN of a request with a role's statements for {', '.join(STRICT_SERVICES)} alone, and passes '*' for all other services: "
    "there, actions are enforced and their ARNs are not (the tests of the template judge those)"
)

CONDITIONS = "moto passes over the conditions of a role's statements: what they exclude is let through here"
SIGNATURES = "signatures are not checked: moto computes others than AWS for keys with blanks and for paths that end in a slash"


def loosened_bucket_policy(document: Document) -> tuple[Document, str]:
    """Without Deny statements that have a condition; the reason names them."""
    statements = _listed(document["Statement"])
    kept = [one for one in statements if one["Effect"] != "Deny" or "Condition" not in one]
    dropped = ", ".join(one.get("Sid", "without Sid") for one in statements if one not in kept)
    return document | {"Statement": kept}, f"{DENY_REASON} (statement {dropped})" if dropped else ""


def loosened_role_policy(document: Document) -> Document:
    """The same actions, with '*' in place of the ARNs that moto does not compare."""
    statements: list[Document] = []
    for one in _listed(document["Statement"]):
        actions = _listed(one.get("Action", []))
        loose = [action for action in actions if action.partition(":")[0] not in STRICT_SERVICES]
        strict = [action for action in actions if action not in loose]
        if loose and one["Effect"] == "Allow":
            statements.append({"Effect": "Allow", "Action": loose, "Resource": "*"})
        elif loose:
            statements.append(one | {"Action": loose})
        if strict:
            statements.append(one | {"Action": strict})
    return document | {"Statement": statements}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
