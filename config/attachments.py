"""Where attachments are kept, as Django's STORAGES says it."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from config.environment import Environment, Refusal

KINDS = ("folder", "s3")


def attachment_storage(env: Environment) -> dict[str, Any]:
    """A folder in VAR_DIR, or a bucket of whatever speaks S3."""
    kind = env.choice("ATTACHMENT_STORAGE", "folder", KINDS)
    bucket = env.text("BUCKET")
    options = {
        "bucket_name": bucket,
        "endpoint_url": env.text("BUCKET_ENDPOINT_URL") or None,
        "region_name": env.text("BUCKET_REGION") or None,
        "access_key": env.text("BUCKET_ACCESS_KEY") or None,
        "secret_key": env.text("BUCKET_SECRET_KEY") or None,
        "addressing_style": env.choice("BUCKET_ADDRESSING", "auto", ("auto", "path", "virtual")),
        "location": env.text("BUCKET_PREFIX"),
        "default_acl": None,
        "file_overwrite": True,  # a key is new each time, and has to stay as it was given
        "querystring_auth": True,
        "signature_version": "s3v4",
    }
    if kind == "folder":
        return {"BACKEND": "files.storage.DurableFolder"}
    if not bucket:
        raise Refusal("BUCKET is missing. Attachments are to be kept in a bucket.")
    if find_spec("boto3") is None:
        raise Refusal("ATTACHMENT_STORAGE=s3 needs pip install -r requirements-s3.txt.")
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
