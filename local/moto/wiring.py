"""What calls what, as moto has it after the stack was made: one JSON object. Nothing in it comes from the template."""

from __future__ import annotations

import json
import sys
from typing import Any

import clients
from botocore.exceptions import ClientError

Found = dict[str, Any]


def main() -> int:
    functions = clients.client("lambda")
    names = [one["FunctionName"] for page in functions.get_paginator("list_functions").paginate() for one in page["Functions"]]
    print(json.dumps({
        "functions": [_function(functions, name) for name in names],
        "mappings": [_mapping(one) for one in functions.list_event_source_mappings()["EventSourceMappings"]],
        "rules": [*_rules(clients.client("events")), *_schedules(clients.client("scheduler"))],
        "buckets": _buckets(clients.client("s3")),
        "streams": _streams(clients.client("firehose")),
        "subscriptions": _subscriptions(clients.client("logs")),
        "routes": _routes(clients.client("apigatewayv2")),
        "origins": _origins(clients.client("cloudfront")),
        "invokers": _invokers(clients.client("iam")),
    }, default=str))
    return 0


def _function(functions: Any, name: str) -> Found:
    configuration = functions.get_function_configuration(FunctionName=name)
    invoke = _unless_absent(lambda: functions.get_function_event_invoke_config(FunctionName=name)) or {}
    url = _unless_absent(lambda: functions.get_function_url_config(FunctionName=name)) or {}
    policy = _unless_absent(lambda: functions.get_policy(FunctionName=name))
    logging = configuration.get("LoggingConfig", {})
    return {
        "name": name,
        "arn": configuration["FunctionArn"],
        "role": configuration["Role"],
        "timeoutSeconds": configuration["Timeout"],
        "memoryMegabytes": configuration["MemorySize"],
        # A parameter of type Number is a number to moto; variables are texts.
        "environment": {variable: str(value) for variable, value in configuration.get("Environment", {}).get("Variables", {}).items()},
        "logFormat": logging.get("LogFormat", "Text"),
        "logLevel": logging.get("ApplicationLogLevel", "INFO"),
        "logGroup": logging.get("LogGroup", f"/aws/lambda/{name}"),
        "retries": invoke.get("MaximumRetryAttempts", 2),
        "onFailure": invoke.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination"),
        "deadLetters": configuration.get("DeadLetterConfig", {}).get("TargetArn"),
        "url": url.get("FunctionUrl"),
        "urlAuthorization": url.get("AuthType"),
        "policy": json.loads(policy["Policy"])["Statement"] if policy else [],
    }


def _mapping(found: Found) -> Found:
    return {
        "function": found["FunctionArn"],
        "queue": found["EventSourceArn"],
        "batchSize": found["BatchSize"],
        "reportsFailures": "ReportBatchItemFailures" in (found.get("FunctionResponseTypes") or []),
        "enabled": found["State"] == "Enabled",
    }


def _rules(events: Any) -> list[Found]:
    found = []
    for bus in events.list_event_buses()["EventBuses"]:
        for rule in events.list_rules(EventBusName=bus["Name"])["Rules"]:
            targets = events.list_targets_by_rule(Rule=rule["Name"], EventBusName=bus["Name"])["Targets"]
            found.append({
                "name": rule["Name"],
                "arn": rule["Arn"],
                "bus": bus["Name"],
                "enabled": rule["State"] == "ENABLED",
                "pattern": json.loads(rule["EventPattern"]) if rule.get("EventPattern") else None,
                "schedule": rule.get("ScheduleExpression"),
                "targets": [{"arn": one["Arn"], "input": one.get("Input")} for one in targets],
            })
    return found


def _schedules(scheduler: Any) -> list[Found]:
    """Those of EventBridge Scheduler, as rules whose target is called with a role."""
    found = []
    for one in scheduler.list_schedules()["Schedules"]:
        schedule = scheduler.get_schedule(Name=one["Name"], GroupName=one["GroupName"])
        target = schedule["Target"]
        found.append({
            "name": one["Name"],
            "arn": schedule["Arn"],
            "bus": "scheduler",
            "enabled": schedule["State"] == "ENABLED",
            "pattern": None,
            "schedule": schedule["ScheduleExpression"],
            "targets": [{"arn": target["Arn"], "input": target.get("Input"), "role": target["RoleArn"]}],
        })
    return found


def _buckets(s3: Any) -> list[Found]:
    found = []
    for bucket in s3.list_buckets()["Buckets"]:
        name = bucket["Name"]
        configured = s3.get_bucket_notification_configuration(Bucket=name)
        targets = [
            {"arn": one[arn], "prefix": _prefix(one)}
            for kind, arn in (("QueueConfigurations", "QueueArn"), ("LambdaFunctionConfigurations", "LambdaFunctionArn"), ("TopicConfigurations", "TopicArn"))
            for one in configured.get(kind, [])
        ]
        found.append({"name": name, "notifies": targets, "eventBridge": "EventBridgeConfiguration" in configured})
    return found


def _prefix(notification: Found) -> str:
    rules = notification.get("Filter", {}).get("Key", {}).get("FilterRules", [])
    return next((one["Value"] for one in rules if one["Name"].lower() == "prefix"), "")


def _streams(firehose: Any) -> list[Found]:
    found = []
    for name in firehose.list_delivery_streams()["DeliveryStreamNames"]:
        stream = firehose.describe_delivery_stream(DeliveryStreamName=name)["DeliveryStreamDescription"]
        found.append({"name": name, "arn": stream["DeliveryStreamARN"], "properties": _as_asked(stream["Destinations"][0]) | {"DeliveryStreamType": stream["DeliveryStreamType"]}})
    return found


def _as_asked(described: Any) -> Any:
    """Descriptions as the configurations that they are of, for the reader of the template's properties."""
    names = {"S3DestinationDescription": "S3Configuration", "S3BackupDescription": "S3BackupConfiguration"}
    nested = {name: value for name, value in described.items() if name.endswith("DestinationDescription")}
    # An extended destination is described twice.
    kind = next((name for name in nested if name != "S3DestinationDescription"), "S3DestinationDescription")
    inner = {names.get(name, name): value for name, value in nested[kind].items()}
    return {kind.replace("Description", "Configuration"): inner}


def _subscriptions(logs: Any) -> list[Found]:
    found = []
    for page in logs.get_paginator("describe_log_groups").paginate():
        for group in page["logGroups"]:
            for one in logs.describe_subscription_filters(logGroupName=group["logGroupName"])["subscriptionFilters"]:
                found.append({"logGroup": group["logGroupName"], "name": one["filterName"], "destination": one["destinationArn"], "role": one.get("roleArn")})
    return found


def _routes(gateway: Any) -> list[Found]:
    found = []
    for api in gateway.get_apis()["Items"]:
        integrations = {one["IntegrationId"]: one for one in gateway.get_integrations(ApiId=api["ApiId"])["Items"]}
        stages = [one["StageName"] for one in gateway.get_stages(ApiId=api["ApiId"])["Items"]]
        for route in gateway.get_routes(ApiId=api["ApiId"])["Items"]:
            integration = integrations.get(route.get("Target", "").rpartition("/")[2], {})
            found.append({
                "api": api["ApiId"],
                "name": api["Name"],
                "stages": stages,
                "key": route["RouteKey"],
                "domain": api["ApiEndpoint"].rpartition("/")[2],
                "authorization": route.get("AuthorizationType", "NONE"),
                "function": integration.get("IntegrationUri"),
                "payloadVersion": integration.get("PayloadFormatVersion"),
            })
    return found


def _origins(cloudfront: Any) -> list[Found]:
    """What distributions forward to, with the headers that they add."""
    found = []
    for one in cloudfront.list_distributions()["DistributionList"].get("Items", []):
        for origin in cloudfront.get_distribution(Id=one["Id"])["Distribution"]["DistributionConfig"]["Origins"]["Items"]:
            headers = {header["HeaderName"]: header["HeaderValue"] for header in origin.get("CustomHeaders", {}).get("Items", [])}
            found.append({"domain": origin["DomainName"], "headers": headers})
    return found


def _invokers(iam: Any) -> list[Found]:
    """Roles that may invoke functions, and the service that takes each."""
    found = []
    for page in iam.get_paginator("list_roles").paginate():
        for role in page["Roles"]:
            policies = [iam.get_role_policy(RoleName=role["RoleName"], PolicyName=name) for name in iam.list_role_policies(RoleName=role["RoleName"])["PolicyNames"]]
            statements = [statement for policy in policies for statement in policy["PolicyDocument"]["Statement"]]
            functions = [arn for one in statements if "lambda:InvokeFunction" in _listed(one.get("Action")) for arn in _listed(one["Resource"])]
            services = [name for one in role["AssumeRolePolicyDocument"]["Statement"] for name in _listed(one["Principal"].get("Service"))]
            if functions:
                found.append({"role": role["Arn"], "services": services, "functions": functions})
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _unless_absent(read: Any) -> Any:
    try:
        return read()
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
            return None
        raise


if __name__ == "__main__":
    sys.exit(main())
