"""What moto's IAM does differently from AWS, put right; and a list of what it refused, by the action's name: S3 tells none."""

from __future__ import annotations

from threading import Lock

from moto.iam.access_control import IAMRequestBase


# Moto names an action after the operation; IAM has one name for several, or another one.
ACTIONS = {
    "lambda:Invoke": "lambda:InvokeFunction",
    "lambda:InvokeAsync": "lambda:InvokeFunction",
    "sns:PublishBatch": "sns:Publish",
    "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
    "sqs:SendMessageBatch": "sqs:SendMessage",
    "sqs:ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
}


class Refusals:
    def __init__(self) -> None:
        self._refused: list[dict[str, str]] = []
        self._lock = Lock()

    def add(self, who: str, action: str, resource: str) -> None:
        with self._lock:
            self._refused.append({"who": who, "action": action, "resource": resource})

    def take(self) -> list[dict[str, str]]:
        """Those since the last time."""
        with self._lock:
            taken, self._refused = self._refused, []
            return taken


def patch_iam(refusals: Refusals) -> None:
    """Signatures are not checked: moto computes others than AWS for keys with blanks and for paths that end in a slash."""
    check = IAMRequestBase.check_action_permitted

    def checked(self: IAMRequestBase, resource: str) -> None:
        self._action = ACTIONS.get(self._action, self._action)
        try:
            check(self, resource)
        except Exception:
            refusals.add(self._access_key.arn, self._action, resource)
            raise

    IAMRequestBase.check_signature = lambda self: None
    IAMRequestBase.check_action_permitted = checked
