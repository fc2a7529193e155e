"""boto3 clients for a local endpoint."""

from __future__ import annotations

import os
import signal
import urllib.request

signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the runner's to handle, and boto3 takes a while to load

import boto3  # noqa: E402
from botocore.client import BaseClient  # noqa: E402
from botocore.config import Config  # noqa: E402


def client(service: str) -> BaseClient:
    """Endpoint, region and credentials come from the environment; path style, since a local endpoint has no subdomains."""
    return boto3.client(service, config=Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 2}))


def post(path: str, body: bytes = b"") -> None:
    """To what moto, or the runner's server around it, has beside AWS."""
    request = urllib.request.Request(os.environ["AWS_ENDPOINT_URL"] + path, data=body, headers={"Content-Type": "text/plain"})
    with urllib.request.urlopen(request, timeout=10):
        pass
