"""Tags by which a resource is made under an id or an ARN that was known before it: see patches.py."""

KEY_ID = "sluice:key-id"
ARN_SUFFIX = "sluice:arn-suffix"
