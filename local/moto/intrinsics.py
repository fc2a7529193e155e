"""CloudFormation's functions and conditions, as far as the template uses them; the rest is an error that names it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

Template = dict[str, Any]
Reference = tuple[str, str]  # logical id, and an attribute or REF
REF = "Ref"
NO_VALUE = object()
_PLACE = re.compile(r"\$\{([^!}][^}]*)\}")


class Unresolved(Exception):
    """A reference that nothing stands for."""


class Values:
    """Parameters, conditions and mappings of one deployment; what resources are called comes from `known`."""

    def __init__(self, template: Template, parameters: dict[str, str], pseudo: dict[str, str], known: Callable[[Reference], Any]) -> None:
        self._template, self._known = template, known
        self._scalars: dict[str, Any] = dict(pseudo) | {"AWS::NoValue": NO_VALUE}
        for name, declared in template.get("Parameters", {}).items():
            text = parameters.get(name, declared.get("Default"))
            if text is None:
                raise Unresolved(f"parameter {name} has neither a value nor a default")
            listed = declared["Type"] == "CommaDelimitedList" or declared["Type"].startswith("List<")
            self._scalars[name] = str(text).split(",") if listed else str(text)

    def add(self, name: str, value: Any) -> None:
        self._scalars[name] = value

    def holds(self, condition: str | None) -> bool:
        return condition is None or bool(self._truth(self._template["Conditions"][condition]))

    def wanted(self) -> dict[str, dict[str, Any]]:
        """The resources whose condition holds."""
        return {name: one for name, one in self._template["Resources"].items() if self.holds(one.get("Condition"))}

    def resolve(self, node: Any) -> Any:
        if isinstance(node, list):
            return [value for value in map(self.resolve, node) if value is not NO_VALUE]
        if not isinstance(node, dict):
            return node
        if len(node) == 1:
            ((name, argument),) = node.items()
            if name == "Ref" or name.startswith("Fn::"):
                return self._call(name, argument)
        resolved = {name: self.resolve(inner) for name, inner in node.items()}
        return {name: inner for name, inner in resolved.items() if inner is not NO_VALUE}

    def _call(self, name: str, argument: Any) -> Any:
        match name:
            case "Ref":
                return self._scalars[argument] if argument in self._scalars else self._known((argument, REF))
            case "Fn::GetAtt":
                return self._known(attribute(argument))
            case "Fn::Sub":
                return self._sub(argument)
            case "Fn::If":
                return self.resolve(argument[1] if self.holds(argument[0]) else argument[2])
            case "Fn::Join":
                return argument[0].join(map(str, self.resolve(argument[1])))
            case "Fn::Split":
                return self.resolve(argument[1]).split(argument[0])
            case "Fn::Select":
                return self.resolve(argument[1])[int(self.resolve(argument[0]))]
            case "Fn::FindInMap":
                table, row, column = map(self.resolve, argument)
                return self._template["Mappings"][table][row][column]
            case "Fn::ToJsonString":
                return json.dumps(self.resolve(argument))
            case _ if name in _LOGIC:
                return self._truth({name: argument})
        raise Unresolved(f"{name} is not played")

    def _sub(self, argument: Any) -> str:
        text, given = argument if isinstance(argument, list) else (argument, {})

        def value(match: re.Match[str]) -> str:
            name = match[1]
            if name in given:
                return str(self.resolve(given[name]))
            return str(self._call("Fn::GetAtt", name) if "." in name else self._call("Ref", name))

        return _PLACE.sub(value, text).replace("${!", "${")

    def _truth(self, node: Any) -> bool:
        ((name, argument),) = node.items()
        match name:
            case "Condition":
                return self.holds(argument)
            case "Fn::Equals":
                left, right = map(self.resolve, argument)
                return str(left) == str(right)
            case "Fn::Not":
                return not self._truth(argument[0])
            case "Fn::And":
                return all(map(self._truth, argument))
            case "Fn::Or":
                return any(map(self._truth, argument))
        raise Unresolved(f"{name} is no condition")


_LOGIC = {"Fn::Equals", "Fn::Not", "Fn::And", "Fn::Or", "Condition"}


def attribute(argument: Any) -> Reference:
    name, _, rest = argument.partition(".") if isinstance(argument, str) else (argument[0], ".", ".".join(argument[1:]))
    return name, rest


def references(node: Any, resources: Any) -> Iterator[Reference]:
    """Which resources a node refers to, in either branch of an `Fn::If`."""
    if isinstance(node, list):
        for inner in node:
            yield from references(inner, resources)
    if not isinstance(node, dict):
        return
    for name, argument in node.items():
        if name == "Ref" and argument in resources:
            yield argument, REF
        elif name == "Fn::GetAtt":
            if attribute(argument)[0] in resources:
                yield attribute(argument)
        elif name == "Fn::Sub":
            text, given = argument if isinstance(argument, list) else (argument, {})
            for place in _PLACE.findall(text):
                target = attribute(place) if "." in place else (place, REF)
                if target[0] in resources and place not in given:
                    yield target
            yield from references(given, resources)
        else:
            yield from references(argument, resources)


def substitute(node: Any, known: dict[Reference, str]) -> Any:
    """The node with those references replaced by what they are known to give."""
    if isinstance(node, list):
        return [substitute(inner, known) for inner in node]
    if not isinstance(node, dict):
        return node
    if set(node) == {"Ref"}:
        return known.get((node["Ref"], REF), node)
    if set(node) == {"Fn::GetAtt"}:
        return known.get(attribute(node["Fn::GetAtt"]), node)
    if set(node) == {"Fn::Sub"}:
        return {"Fn::Sub": _substitute_text(node["Fn::Sub"], known)}
    return {name: substitute(inner, known) for name, inner in node.items()}


def _substitute_text(argument: Any, known: dict[Reference, str]) -> Any:
    text, given = argument if isinstance(argument, list) else (argument, None)
    text = _PLACE.sub(lambda place: known.get(attribute(place[1]) if "." in place[1] else (place[1], REF), place[0]), text)
    return text if given is None else [text, substitute(given, known)]
