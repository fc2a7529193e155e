"""Properties in CloudFormation's words as parameters of the API."""

from __future__ import annotations

import json
from typing import Any


def typed(shape: Any, value: Any) -> Any:
    """CloudFormation takes "64" for 64 and a list where CloudFront wants its length beside it; the API does not."""
    match shape.type_name:
        case "structure" if isinstance(value, list) and {"Quantity", "Items"} <= shape.members.keys():
            return {"Quantity": len(value), "Items": typed(shape.members["Items"], value)}
        case "structure":
            return {name: typed(shape.members[name], inner) if name in shape.members else inner for name, inner in value.items()}
        case "list":
            return [typed(shape.member, inner) for inner in value]
        case "integer" | "long":
            return int(value)
        case "double" | "float":
            return float(value)
        case "boolean" if isinstance(value, str):
            return value.lower() == "true"
        case "string":
            return value if isinstance(value, str) else json.dumps(value)
    return value


def parameters(client: Any, operation: str, properties: dict[str, Any]) -> dict[str, Any]:
    """For the operation in the API's own name, such as CreateDeliveryStream."""
    return typed(client.meta.service_model.operation_model(operation).input_shape, properties)
