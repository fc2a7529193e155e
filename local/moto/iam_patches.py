"""Signatures are not checked where IAM is on: moto computes others than AWS for keys with blanks and for paths that end in a slash."""

from __future__ import annotations

from moto.iam.access_control import IAMRequestBase


def patch_signatures() -> None:
    IAMRequestBase.check_signature = lambda self: None
