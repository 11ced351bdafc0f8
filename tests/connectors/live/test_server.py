"""Which addresses a token may be sent to."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import UnsafeServer
from connectors.server import checked, is_loopback


@pytest.mark.parametrize(
    ("given", "server"),
    [
        ("social.example", "https://social.example"),
        (" https://social.example/ ", "https://social.example"),
        ("HTTPS://Social.Example:8443", "https://social.example:8443"),
        ("https://xn--mnchen-3ya.example", "https://xn--mnchen-3ya.example"),
        ("http://127.0.0.1:3010", "http://127.0.0.1:3010"),
        ("http://localhost:3010/", "http://localhost:3010"),
        ("http://[::1]:3010", "http://[::1]:3010"),
        ("https://[2001:db8::1]", "https://[2001:db8::1]"),
        ("https://192.0.2.7", "https://192.0.2.7"),
    ],
)
def test_a_server_is_kept_as_its_address_alone(given: str, server: str) -> None:
    assert checked(given) == server
    assert checked(server) == server


@pytest.mark.parametrize(
    "given",
    [
        "",
        " ",
        "https://",
        "http://social.example",
        "http://192.168.1.5",
        "http://localhost.elsewhere.example",
        "http://127.0.0.1.elsewhere.example",
        "http://127.0.0.1@elsewhere.example",
        "http://0.0.0.0:80",
        "http://0x7f000001",
        "http://2130706433",
        "ftp://social.example",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://ada:secret@social.example",
        "https://social.example/api",
        "https://social.example?x=1",
        "https://social.example#x",
        "https://social.example\\@elsewhere.example",
        "https://social example",
        "https://social.example\nX: y",
        "https://social.example:99999",
        "https://social.example:port",
        "https://sociål.example",
        "https://ѕocial.example",
        "https://[::1",
        "https://a%2eb.example",
        "https://<b>.example",
        "https://..",
        "https://-",
        "//social.example",
        "@ada@social.example",
    ],
)
def test_an_address_that_is_no_server_or_not_safe_is_refused(given: str) -> None:
    with pytest.raises(UnsafeServer) as caught:
        checked(given)
    assert "secret" not in str(caught.value)


@given(st.text(max_size=60) | st.from_regex(r"(https?://)?[a-z0-9.:@/\\\[\]%?#-]{0,40}", fullmatch=True))
def test_whatever_is_typed_a_token_goes_over_tls_or_stays_on_this_machine(text: str) -> None:
    try:
        server = checked(text)
    except UnsafeServer:
        return
    parts = urlsplit(server)
    assert parts.scheme == "https" or is_loopback(parts.hostname or "")
    assert not (parts.username or parts.password or parts.path or parts.query or parts.fragment)
    assert checked(server) == server


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost", "LOCALHOST"])
def test_this_machine_is_known(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "localhost.example", "10.0.0.1", "0.0.0.0", "127.1", "::", "::2"])
def test_another_machine_is_not_taken_for_it(host: str) -> None:
    assert not is_loopback(host)
