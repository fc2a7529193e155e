"""Creates the stack of a template in moto, finishes what moto skips, and says resource by resource what became of it.

Standard input: `{"template": text, "parameters": {...}, "stack", "region", "account"}`. On standard output, JSON lines:
  {"note": ...}                                                    an edit of the template, or something made outside of it
  {"resource", "type", "physical", "state": "made"|"finished"|"left over"|"not wanted", "reason", "expected": whether the reason
   is on the list, "compared": [...], "restored": [...], "differs": [...], "lost": {property: reason}}
  {"output", "value"}
The endpoint and the credentials come from the usual AWS variables.
"""

from __future__ import annotations

import json
import re
import sys
from functools import cache
from typing import Any

import clients
import outside
from botocore.exceptions import ClientError, ParamValidationError
from clients import post
from finish import BEFORE_THE_STACK, FINISHERS, LeftOver
from intrinsics import REF, Reference, Unresolved, Values, references, substitute
from readback import READERS, READERS_OF_FINISHED, permission, same
from rehearsal_names import Place
from restore import LOST, RESTORERS
from transform import TransformError, transform

api = cache(clients.client)
Template = dict[str, Any]

# S3 sends a test event to each queue that it is to notify, which the queue's policy must let in.
AFTER_POLICIES = {"AWS::S3::Bucket"}


class Rehearsal:
    def __init__(self, asked: dict[str, Any]) -> None:
        self.place = Place(asked["stack"], asked["region"], asked["account"])
        self.parameters: dict[str, str] = asked["parameters"]
        self.template = transform(asked["template"], self.place.region)
        self.known: dict[Reference, Any] = {}
        pseudo = {"StackName": self.place.stack, "Region": self.place.region, "AccountId": self.place.account, "Partition": "aws", "URLSuffix": "amazonaws.com"}
        self.values = Values(self.template, self.parameters, {f"AWS::{name}": value for name, value in pseudo.items()}, self._known)
        self.wanted = self.values.wanted()

    def run(self) -> None:
        post("/sluice-api/policies", self.parameters.get("OrganizationId", "").encode())
        for line in outside.make(self.parameters, self._functions(), self.place.account, self.place.region):
            _say(note=f"outside of the stack: {line}")
        skipped = {name: one for name, one in self.wanted.items() if one["Type"] in FINISHERS}
        for name, one in skipped.items():
            self.known |= self.place.known(name, one["Type"], one.get("Properties", {}))
        for name in [name for name, one in skipped.items() if one["Type"] in BEFORE_THE_STACK]:
            self._finish(name, skipped.pop(name))
        made = self._create()
        by_formation = {name: one for name, one in self.wanted.items() if one["Type"] not in FINISHERS or name in made}
        for name, one in by_formation.items():
            skipped.pop(name, None)
            if one["Type"] not in AFTER_POLICIES:
                self._account_for(name, one, made)
        order = list(FINISHERS)
        for name, one in sorted(skipped.items(), key=lambda item: order.index(item[1]["Type"])):
            self._finish(name, one)
        for name, one in by_formation.items():
            if one["Type"] in AFTER_POLICIES:
                self._account_for(name, one, made)
        for name in made.keys() - self.wanted.keys():
            _say(resource=name, type=made[name]["ResourceType"], state="not wanted", reason="its condition does not hold")
        outputs = {name: self.values.resolve(one["Value"]) for name, one in self.template.get("Outputs", {}).items() if self.values.holds(one.get("Condition"))}
        for name, value in outputs.items():
            _say(output=name, value=value)
        for line in outside.connect(self.parameters, outputs, self.place.account, self.place.region):
            _say(note=f"outside of the stack: {line}")

    def _functions(self) -> list[str]:
        return [name for name, one in self.wanted.items() if one["Type"] == "AWS::Lambda::Function"]

    def _known(self, reference: Reference) -> Any:
        if reference not in self.known:
            raise Unresolved(f"nothing is known of {'.'.join(reference)}")
        return self.known[reference]

    def _create(self) -> dict[str, dict[str, Any]]:
        """The stack as moto's own CloudFormation makes it; what references give comes back as outputs of it."""
        template, asked = self._edited()
        parameters = [{"ParameterKey": name, "ParameterValue": value} for name, value in self.parameters.items() if name in template["Parameters"]]
        formation = api("cloudformation")
        formation.create_stack(
            StackName=self.place.stack, TemplateBody=json.dumps(template), Parameters=parameters, Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"]
        )
        stack = formation.describe_stacks(StackName=self.place.stack)["Stacks"][0]
        self.values.add("AWS::StackId", stack["StackId"])
        for output in stack.get("Outputs", []):
            self.known[asked[output["OutputKey"]]] = output["OutputValue"]
        # What moto skips is listed too, without a name.
        return {one["LogicalResourceId"]: one for one in formation.describe_stack_resources(StackName=self.place.stack)["StackResources"] if "LogicalResourceId" in one}

    def _edited(self) -> tuple[Template, dict[str, Reference]]:
        """What moto gets, and what its outputs ask for."""
        skipped = {name for name, one in self.template["Resources"].items() if one["Type"] in FINISHERS}
        for name in skipped - self.wanted.keys():
            one = self.template["Resources"][name]
            self.known |= self.place.known(name, one["Type"], one.get("Properties", {}))
        before = {name for name in skipped if self.template["Resources"][name]["Type"] in BEFORE_THE_STACK}
        supported = {name: one for name, one in self.template["Resources"].items() if name not in skipped}
        _say(note=f"edited: what refers to one of {len(skipped)} resources gets its future name, since moto skips them without a word and would give nothing")
        for name in sorted(before):
            _say(note=f"edited: {name} is taken out and made before the stack, since the service gives its id and the stack refers to it")
        later = {one for name in supported for one in references(supported[name], skipped) if one not in self.known}
        for name, of in sorted(later):
            _say(note=f"edited: {name}.{of} is only a name in what refers to it, since the service gives it when {name} is finished")
        known = self.known | {one: ".".join(one) for one in later}
        resources = {name: substitute(one, known) for name, one in self.template["Resources"].items() if name not in before}
        wanted = sorted({one for name in self.wanted for one in references(self.wanted[name].get("Properties"), supported) if one[0] in self.wanted} | {
            one for output in self.template.get("Outputs", {}).values() for one in references(output["Value"], supported) if one[0] in self.wanted
        } | {(name, REF) for name in self.wanted if name in supported})
        asked = {f"Known{number}": one for number, one in enumerate(wanted)}
        outputs = {key: {"Value": {"Ref": name} if of == REF else {"Fn::GetAtt": [name, of]}} for key, (name, of) in asked.items()}
        _say(note=f"edited: the outputs are {len(outputs)} references, so that moto itself says what each gives; the template's own are resolved with them")
        kept = {one: value for one, value in self.template.items() if one not in ("Resources", "Outputs", "Metadata")}
        return kept | {"Resources": resources, "Outputs": outputs}, asked

    def _finish(self, name: str, resource: dict[str, Any]) -> None:
        try:
            properties = _looked_up(self.values.resolve(resource.get("Properties", {})))
            learned = FINISHERS[resource["Type"]](api, self.place.name(name, resource["Type"], resource.get("Properties", {})), properties)
            reader = READERS_OF_FINISHED.get(resource["Type"])
            found = reader(api, properties) if reader else {}
        except LeftOver as reason:
            _say(resource=name, type=resource["Type"], state="left over", reason=str(reason), expected=True)
            return
        except (ClientError, ParamValidationError, Unresolved, KeyError, StopIteration) as error:
            _say(resource=name, type=resource["Type"], state="left over", reason=f"{type(error).__name__}: {error}", expected=False)
            return
        self.known |= {(name, attribute): value for attribute, value in learned.items()}
        compared = [one for one in properties if one in found]
        _say(resource=name, type=resource["Type"], state="finished", compared=compared, differs=_differences(properties, found, compared))

    def _account_for(self, name: str, resource: dict[str, Any], made: dict[str, dict[str, Any]]) -> None:
        kind = resource["Type"]
        if name not in made:
            _say(resource=name, type=kind, state="left over", reason="moto's CloudFormation does not make it, and the finisher does not know how", expected=False)
            return
        try:
            compared, restored, differs = self._compare(kind, made[name].get("PhysicalResourceId", ""), resource.get("Properties", {}))
        except (ClientError, ParamValidationError, Unresolved, KeyError, StopIteration) as error:
            _say(resource=name, type=kind, state="left over", reason=f"{type(error).__name__}: {error}", expected=False)
            return
        lost = {name: LOST[kind, name] for name in resource.get("Properties", {}) if (kind, name) in LOST}
        _say(resource=name, type=kind, state="made", physical=made[name].get("PhysicalResourceId"), compared=compared, restored=restored, differs=differs, lost=lost)

    def _compare(self, kind: str, identity: str, properties: dict[str, Any]) -> tuple[list[str], list[str], list[str]]:
        """Which properties moto was asked for, which of them it had lost, and which are still not as the template wants them."""
        reader = READERS.get(kind)
        if reader is None and kind != "AWS::Lambda::Permission":
            return [], [], []
        wanted = self.values.resolve(properties)
        if reader is None:
            found = permission(api, wanted["FunctionName"], wanted)
            return list(found), [], [] if found else ["no statement of the function's policy says so"]
        found, restored = reader(api, identity), []
        for name, value in wanted.items():
            if (kind, name) in RESTORERS and not same(value, found.get(name)):
                RESTORERS[kind, name](api, identity, value)
                restored.append(name)
        found = reader(api, identity) if restored else found
        compared = [name for name in wanted if name in found and (kind, name) not in LOST]
        differs = _differences(wanted, found, compared) + [f"{name}: set, and still absent" for name in restored if name not in found]
        return compared, restored, differs


def _differences(wanted: dict[str, Any], found: dict[str, Any], compared: list[str]) -> list[str]:
    return [f"{name}: wanted {json.dumps(wanted[name])}, found {json.dumps(found[name])}" for name in compared if not same(wanted[name], found[name])]


def _looked_up(node: Any) -> Any:
    """`{{resolve:secretsmanager:ARN}}`, which CloudFormation looks up."""
    if isinstance(node, dict):
        return {name: _looked_up(inner) for name, inner in node.items()}
    if isinstance(node, list):
        return [_looked_up(inner) for inner in node]
    if isinstance(node, str) and (found := re.fullmatch(r"\{\{resolve:secretsmanager:(arn:(?:[^:]+:){5}[^:}]+)(?::SecretString)?:*\}\}", node)):
        return api("secretsmanager").get_secret_value(SecretId=found[1])["SecretString"]
    return node


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def _say(**line: Any) -> None:
    print(json.dumps(line, default=str), flush=True)


def main() -> int:
    try:
        Rehearsal(json.load(sys.stdin)).run()
    except (TransformError, Unresolved) as error:
        print(f"template: {error}", file=sys.stderr)
        return 2
    except ClientError as error:
        print(f"moto refused the stack: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
