"""Which addresses a token may be sent to. Knows no platform."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from connectors.errors import UnsafeServer

_LABEL = r"(?!-)[a-z0-9_-]{1,63}(?<!-)"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?|[0-9a-f.]*:[0-9a-f:.]*", re.ASCII)
"""A name in ASCII (others have a form with xn--), or an address of numbers."""


def checked(text: str) -> str:
    """The server's address as scheme, host and port alone: `https://` is put before a bare name.

    Plain http is for this machine only (a test double on loopback).
    Raises: UnsafeServer.
    """
    given = text.strip()
    address = given if "://" in given else f"https://{given}"
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if not host or not _HOST.fullmatch(host) or any(sign in address for sign in "\\ \t\r\n"):
        raise UnsafeServer("That is no server's address.", "Give it like https://social.example.")
    if parts.username or parts.password:
        raise UnsafeServer("The address holds a name or password.", "Give the server alone.")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise UnsafeServer("The address goes on after the server.", "Give it like https://social.example.")
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(host)):
        raise UnsafeServer(
            "Tokens are sent over https only; plain http is for this machine alone.",
            "Give the address with https://.",
        )
    name = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{name}{f':{port}' if port else ''}"


def is_loopback(host: str) -> bool:
    """Whether the name is this machine itself, without asking a name server."""
    if host.casefold() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
