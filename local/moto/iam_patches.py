"""What moto's IAM does differently from AWS, put right; and a list of what it refused, by the action's name: S3 tells none."""

from __future__ import annotations

from threading import Lock

from moto.iam.access_control import IAMRequestBase


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
        try:
            check(self, resource)
        except Exception:
            refusals.add(self._access_key.arn, self._action, resource)
            raise

    IAMRequestBase.check_signature = lambda self: None
    IAMRequestBase.check_action_permitted = checked
