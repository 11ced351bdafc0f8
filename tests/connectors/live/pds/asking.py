"""What the tests of Bluesky ask of requests, tokens and moderators."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import replace

from connectors.credentials import Credentials
from tests.connectors.live.pds.running import Pds
from tests.connectors.live.proxy import Fault, Proxy

JSON = {"Content-Type": "application/json"}


def refusal(name: str, status: int = 400) -> Fault:
    return Fault(status, JSON, json.dumps({"error": name, "message": "words of the server"}).encode())


def called(proxy: Proxy) -> list[str]:
    """The methods that were asked for, in order."""
    return [request.route.rpartition(".")[2] for request in proxy.requests]


def expired(credentials: Credentials) -> Credentials:
    """The same with an access token whose time is up, truly signed by the PDS's own key."""
    parts = credentials.secrets["session"].split(":::")
    _, claims, _ = parts[2].split(".")
    told = json.loads(base64.urlsafe_b64decode(claims + "=="))
    told |= {"iat": told["iat"] - 86_400, "exp": told["iat"] - 79_200}
    head = parts[2].partition(".")[0]
    signed = f"{head}.{base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip('=')}"
    sign = hmac.new(b"jwt-secret", signed.encode(), hashlib.sha256).digest()
    parts[2] = f"{signed}.{base64.urlsafe_b64encode(sign).decode().rstrip('=')}"
    return replace(credentials, secrets={"session": ":::".join(parts)})


def take_down(pds: Pds, subject: Mapping[str, object]) -> None:
    """As the server's moderators do."""
    body = {"subject": subject, "takedown": {"applied": True}}
    pds.administer("com.atproto.admin.updateSubjectStatus", body)
