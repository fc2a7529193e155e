"""Whether the policy of a queue or a function lets a service in. Moto asks none of them."""

from __future__ import annotations

import re
from typing import Any

Statement = dict[str, Any]


def allows(statements: list[Statement], principal: str, action: str, source_arn: str, source_account: str) -> bool:
    """Deny goes before Allow; a condition on anything but source and account does not hold."""
    concerned = [one for one in statements if _principal(one, principal) and _action(one, action) and _conditions(one, source_arn, source_account)]
    return any(one["Effect"] == "Allow" for one in concerned) and not any(one["Effect"] == "Deny" for one in concerned)


def _principal(statement: Statement, principal: str) -> bool:
    given = statement.get("Principal")
    if given == "*" or given == principal:
        return True
    services = given.get("Service", []) if isinstance(given, dict) else []
    return isinstance(given, dict) and (given.get("AWS") == "*" or principal in _listed(services))


def _action(statement: Statement, action: str) -> bool:
    return any(_like(pattern.lower(), action.lower()) for pattern in _listed(statement.get("Action", [])))


def _conditions(statement: Statement, source_arn: str, source_account: str) -> bool:
    context = {"aws:sourcearn": source_arn, "aws:sourceaccount": source_account, "aws:securetransport": "true"}
    return all(
        _holds(operator, context.get(name.lower()), [str(one) for one in _listed(wanted)])
        for operator, tests in statement.get("Condition", {}).items()
        for name, wanted in tests.items()
    )


def _holds(operator: str, found: str | None, wanted: list[str]) -> bool:
    if found is None:
        return False
    match operator:
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
