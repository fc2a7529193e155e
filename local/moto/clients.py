"""boto3 clients for a local endpoint."""

from __future__ import annotations

import boto3
from botocore.client import BaseClient
from botocore.config import Config


def client(service: str) -> BaseClient:
    """Endpoint, region and credentials come from the environment; path style, since a local endpoint has no subdomains."""
    return boto3.client(service, config=Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 2}))
