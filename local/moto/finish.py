"""Makes through each service's own API what moto's CloudFormation skips without a word."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import tags
from intrinsics import REF
from policies import loosened_bucket_policy
from rehearsal_names import suffix
from shapes import parameters

Properties = dict[str, Any]
Api = Callable[[str], Any]
Learned = dict[str, str]  # attribute, or REF: what a reference to the resource gives, where the service gives the id


class LeftOver(Exception):
    """It cannot be made, for a reason that is known."""


def role_policy(api: Api, name: str, properties: Properties) -> Learned:
    document = json.dumps(properties["PolicyDocument"])
    api("iam").put_role_policy(RoleName=properties["RoleName"], PolicyName=name, PolicyDocument=document)
    return {}


def bucket_policy(api: Api, name: str, properties: Properties) -> Learned:
    kept, reason = loosened_bucket_policy(properties["PolicyDocument"])
    if not kept["Statement"]:
        raise LeftOver(reason)
    api("s3").put_bucket_policy(Bucket=properties["Bucket"], Policy=json.dumps(kept))
    return {}


def queue_policy(api: Api, _: str, properties: Properties) -> Learned:
    for url in properties["Queues"]:
        api("sqs").set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(properties["PolicyDocument"])})
    return {}


def topic_policy(api: Api, _: str, properties: Properties) -> Learned:
    for arn in properties["Topics"]:
        api("sns").set_topic_attributes(TopicArn=arn, AttributeName="Policy", AttributeValue=json.dumps(properties["PolicyDocument"]))
    return {}


def subscription(api: Api, _: str, properties: Properties) -> Learned:
    attributes = {one: properties[one] for one in ("FilterPolicy", "FilterPolicyScope", "RawMessageDelivery", "RedrivePolicy") if one in properties}
    texts = {one: value if isinstance(value, str) else json.dumps(value) for one, value in attributes.items()}
    asked = {one: properties[one] for one in ("TopicArn", "Protocol", "Endpoint")}
    return {REF: api("sns").subscribe(**asked, Attributes=texts, ReturnSubscriptionArn=True)["SubscriptionArn"]}


def secret(api: Api, name: str, properties: Properties) -> Learned:
    secrets = api("secretsmanager")
    text = properties.get("SecretString")
    if text is None:
        text = secrets.get_random_password(**properties.get("GenerateSecretString", {}))["RandomPassword"]
    secrets.create_secret(Name=name, SecretString=text, Tags=[{"Key": tags.ARN_SUFFIX, "Value": suffix(name)}])
    return {}


def log_stream(api: Api, name: str, properties: Properties) -> Learned:
    api("logs").create_log_stream(logGroupName=properties["LogGroupName"], logStreamName=name)
    return {}


def delivery_stream(api: Api, name: str, properties: Properties) -> Learned:
    firehose = api("firehose")
    asked = {one: value for one, value in properties.items() if one != "DeliveryStreamName"}
    firehose.create_delivery_stream(DeliveryStreamName=name, **parameters(firehose, "CreateDeliveryStream", asked))
    return {}


def subscription_filter(api: Api, name: str, properties: Properties) -> Learned:
    asked = {one[0].lower() + one[1:]: value for one, value in properties.items() if one != "FilterName"}
    api("logs").put_subscription_filter(filterName=name, **asked)
    return {}


def metric_filter(api: Api, name: str, properties: Properties) -> Learned:
    transformations = [{one[0].lower() + one[1:]: value for one, value in each.items()} for each in properties["MetricTransformations"]]
    api("logs").put_metric_filter(
        logGroupName=properties["LogGroupName"], filterName=name, filterPattern=properties["FilterPattern"], metricTransformations=transformations
    )
    return {}


def event_invoke_config(api: Api, _: str, properties: Properties) -> Learned:
    functions = api("lambda")
    functions.put_function_event_invoke_config(**parameters(functions, "PutFunctionEventInvokeConfig", properties))
    return {}


def function_url(api: Api, _: str, properties: Properties) -> Learned:
    asked = {"FunctionName": properties["TargetFunctionArn"]} | {one: properties[one] for one in ("AuthType", "Cors", "InvokeMode", "Qualifier") if one in properties}
    answer = api("lambda").create_function_url_config(**asked)
    return {REF: answer["FunctionArn"], "FunctionArn": answer["FunctionArn"], "FunctionUrl": answer["FunctionUrl"]}


def alarm(api: Api, name: str, properties: Properties) -> Learned:
    cloudwatch = api("cloudwatch")
    cloudwatch.put_metric_alarm(**{"AlarmName": name} | parameters(cloudwatch, "PutMetricAlarm", properties))
    return {}


def bus_policy(api: Api, _: str, properties: Properties) -> Learned:
    statement = {"Sid": properties["StatementId"]} | properties["Statement"]
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    api("events").put_permission(EventBusName=properties.get("EventBusName", "default"), Policy=json.dumps(policy))
    return {}


def schedule(api: Api, name: str, properties: Properties) -> Learned:
    scheduler = api("scheduler")
    scheduler.create_schedule(**{"Name": name} | parameters(scheduler, "CreateSchedule", properties))
    return {}


def _gateway(operation: str, identity: str) -> Callable[[Api, str, Properties], Learned]:
    def make(api: Api, _: str, properties: Properties) -> Learned:
        gateway = api("apigatewayv2")
        asked = parameters(gateway, operation, properties)
        answer = getattr(gateway, re.sub("(?<=.)(?=[A-Z])", "_", operation).lower())(**asked)
        return {REF: answer[identity]} | ({"ApiEndpoint": answer["ApiEndpoint"]} if "ApiEndpoint" in answer else {})

    return make


def public_key(api: Api, _: str, properties: Properties) -> Learned:
    return {REF: api("cloudfront").create_public_key(PublicKeyConfig=properties["PublicKeyConfig"])["PublicKey"]["Id"]}


def distribution(api: Api, name: str, properties: Properties) -> Learned:
    cloudfront = api("cloudfront")
    config = _distribution(name, properties["DistributionConfig"])
    made = cloudfront.create_distribution(**parameters(cloudfront, "CreateDistribution", {"DistributionConfig": config}))["Distribution"]
    return {REF: made["Id"], "Id": made["Id"], "DomainName": made["DomainName"]}


def _distribution(name: str, config: Properties) -> Properties:
    """CloudFormation and the API name the same things differently."""
    config = {"CallerReference": name} | {("IsIPV6Enabled" if one == "IPV6Enabled" else one): value for one, value in config.items()}
    origins = []
    for origin in config["Origins"]:
        custom = origin.get("CustomOriginConfig")
        ports = {"HTTPPort": 80, "HTTPSPort": 443}
        renamed = {("CustomHeaders" if one == "OriginCustomHeaders" else one): value for one, value in origin.items()}
        if custom:
            renamed["CustomOriginConfig"] = ports | {("OriginSslProtocols" if one == "OriginSSLProtocols" else one): value for one, value in custom.items()}
        origins.append(renamed)
    behavior = dict(config["DefaultCacheBehavior"])
    if methods := behavior.get("AllowedMethods"):
        behavior["AllowedMethods"] = {"Quantity": len(methods), "Items": methods}
    return config | {"Origins": origins, "DefaultCacheBehavior": behavior}


# In the order in which they are made: each type stands behind those it refers to.
FINISHERS: dict[str, Callable[[Api, str, Properties], Learned]] = {
    "AWS::ApiGatewayV2::Api": _gateway("CreateApi", "ApiId"),
    "AWS::SecretsManager::Secret": secret,
    "AWS::IAM::RolePolicy": role_policy,
    "AWS::Logs::LogStream": log_stream,
    "AWS::S3::BucketPolicy": bucket_policy,
    "AWS::SQS::QueuePolicy": queue_policy,
    "AWS::SNS::TopicPolicy": topic_policy,
    "AWS::Events::EventBusPolicy": bus_policy,
    "AWS::SNS::Subscription": subscription,
    "AWS::KinesisFirehose::DeliveryStream": delivery_stream,
    "AWS::Logs::SubscriptionFilter": subscription_filter,
    "AWS::Logs::MetricFilter": metric_filter,
    "AWS::Lambda::EventInvokeConfig": event_invoke_config,
    "AWS::Lambda::Url": function_url,
    "AWS::Scheduler::Schedule": schedule,
    "AWS::ApiGatewayV2::Integration": _gateway("CreateIntegration", "IntegrationId"),
    "AWS::ApiGatewayV2::Route": _gateway("CreateRoute", "RouteId"),
    "AWS::ApiGatewayV2::Stage": _gateway("CreateStage", "StageName"),
    "AWS::CloudFront::PublicKey": public_key,
    "AWS::CloudFront::Distribution": distribution,
    "AWS::CloudWatch::Alarm": alarm,
}

# Made before the stack, for the service gives the id that resources of the stack refer to. They refer to none.
BEFORE_THE_STACK = {"AWS::ApiGatewayV2::Api"}
