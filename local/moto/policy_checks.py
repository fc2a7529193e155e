"""Whether the policy of a queue, a function, a bus or a role lets a service or an account in. Moto asks none of them."""

from __future__ import annotations

import re
from typing import Any

Statement = dict[str, Any]


def allows(statements: list[Statement], principal: str, action: str, source_arn: str, source_account: str, more: dict[str, str] | None = None) -> bool:
    """Deny goes before Allow; a condition on anything but source, account and what `more` has does not hold."""
    context = {"aws:SourceArn": source_arn, "aws:SourceAccount": source_account, "aws:SecureTransport": "true"} | (more or {})
    concerned = [one for one in statements if _principal(one, principal) and _action(one, action) and _conditions(one, context)]
    return any(one["Effect"] == "Allow" for one in concerned) and not any(one["Effect"] == "Deny" for one in concerned)


def _principal(statement: Statement, principal: str) -> bool:
    given = statement.get("Principal")
    if given == "*" or given == principal:
        return True
    if not isinstance(given, dict):
        return False
    accounts = {one.split(":")[4] if one.endswith(":root") else one for one in _listed(given.get("AWS", []))}
    return "*" in accounts or principal in accounts or principal in _listed(given.get("Service", []))


def _action(statement: Statement, action: str) -> bool:
    return any(_like(pattern.lower(), action.lower()) for pattern in _listed(statement.get("Action", [])))


def _conditions(statement: Statement, context: dict[str, str]) -> bool:
    found = {name.lower(): value for name, value in context.items()}
    return all(
        _holds(operator, found.get(name.lower()), [str(one) for one in _listed(wanted)])
        for operator, tests in statement.get("Condition", {}).items()
        for name, wanted in tests.items()
    )


def _holds(operator: str, found: str | None, wanted: list[str]) -> bool:
    if found is None:
        return operator.startswith("ForAllValues:")
    match operator.removeprefix("ForAllValues:"):
        case "ArnLike" | "ArnEquals" | "StringLike":
            return any(_like(one, found) for one in wanted)
        case "StringEquals":
            return found in wanted
        case "StringNotEquals":
            return found not in wanted
        case "Bool":
            return found in [one.lower() for one in wanted]
    return False


def _like(pattern: str, text: str) -> bool:
    return re.fullmatch("".join(".*" if one == "*" else "." if one == "?" else re.escape(one) for one in pattern), text, re.DOTALL) is not None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
