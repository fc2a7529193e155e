"""Where moto's EventBridge is otherwise than AWS's from bus to bus: an event keeps its account, region and time; the bus's policy and the rule's role are asked."""

from __future__ import annotations

import json
from threading import Lock
from typing import Any

from lambda_calls import LambdaCalls
from moto.events.models import EventBus, EventsBackend, Rule, events_backends
from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.iam.models import iam_backends
from policy_checks import allows

Event = dict[str, Any]
SERVICE = "events.amazonaws.com"


class RuleLog:
    """Which rules took events: a rule without a target in it is one that only watches."""

    def __init__(self) -> None:
        self._taken: list[dict[str, Any]] = []
        self._lock = Lock()

    def add(self, rule: Rule) -> None:
        with self._lock:
            self._taken.append({"rule": rule.name, "bus": rule.event_bus_name, "account": rule.account_id, "region": rule.region_name, "targets": [one["Arn"] for one in rule.targets]})

    def take(self) -> list[dict[str, Any]]:
        """Those since the last time."""
        with self._lock:
            taken, self._taken = self._taken, []
            return taken


def patch_buses() -> None:
    """A reference to a bus gives its name; moto's CloudFormation gives the object."""
    EventBus.physical_resource_id = property(lambda self: self.name)


def emit(account: str, region: str, event: Event) -> None:
    """What a service of AWS puts onto the default bus of an account: PutEvents would take no source that begins with aws, and give its own account and time."""
    _deliver(events_backends[account][region], "default", event)


def forward(calls: LambdaCalls, rule: Rule, target: Event, event: Event) -> str | None:
    """Hands the event to another bus, with the account, id and time that it had; or says why AWS would not."""
    _, _, _, region, account, resource = target["Arn"].split(":", 5)
    name = resource.partition("/")[2]
    bus = events_backends[account][region].event_buses.get(name)
    if bus is None:
        return f"there is no bus {name} in {region} of account {account}"
    # The demo makes neither all roles nor all policies.
    refusal = (_role_refusal(rule, target) or _bus_refusal(calls, rule, bus, account, event)) if calls.asks_policies else None
    if refusal is None:
        _deliver(events_backends[account][region], name, event)
    return refusal


def _deliver(backend: EventsBackend, bus: str, event: Event) -> None:
    for rule in list(backend.event_buses[bus].rules.values()):
        rule.send_to_targets(event)


def _bus_refusal(calls: LambdaCalls, rule: Rule, bus: EventBus, account: str, event: Event) -> str | None:
    """Within its own account a bus needs no policy."""
    if rule.account_id == account:
        return None
    context = {"events:source": event["source"], "events:detail-type": event["detail-type"], "aws:PrincipalOrgID": calls.organization}
    statements = json.loads(bus.policy)["Statement"] if bus.policy else []
    return None if allows(statements, rule.account_id, "events:PutEvents", rule.arn, rule.account_id, context) else f"the policy of bus {bus.name} lets account {rule.account_id} put no events"


def _role_refusal(rule: Rule, target: Event) -> str | None:
    if "RoleArn" not in target:
        return f"rule {rule.name} has no role with which to put events onto {target['Arn']}"
    backend = iam_backends[rule.account_id]["aws"]
    role = next((one for one in backend.roles.values() if one.arn == target["RoleArn"]), None)
    if role is None:
        return f"rule {rule.name} has a role that is not there: {target['RoleArn']}"
    trust = json.loads(role.assume_role_policy_document) if isinstance(role.assume_role_policy_document, str) else role.assume_role_policy_document
    if not allows(trust["Statement"], SERVICE, "sts:AssumeRole", rule.arn, rule.account_id):
        return f"role {role.name} does not let {SERVICE} take it for {rule.arn}"
    permits = any(IAMPolicy(document).is_action_permitted("events:PutEvents", target["Arn"]) is PermissionResult.PERMITTED for document in role.policies.values())
    return None if permits else f"role {role.name} may not events:PutEvents on {target['Arn']}"
