"""A stub of TikTok's Login Kit and Display API, with what its pages say that they refuse.

Source: developers.tiktok.com, 2026. Never compared with the real one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from connectors.credentials import Credentials
from connectors.model import ItemKind
from connectors.tiktok.api import CONNECTOR
from tests.connectors.live.held_clock import START
from tests.connectors.live.proxy import Request
from tests.connectors.live.stub import Answer, Stub, bearer_of, form_of, query_of

CLIENT, SECRET = "awinventedkey1234", "invented-client-secret-5678"
REDIRECT = "http://127.0.0.1:8917/callback"
SCOPES = ("user.info.basic", "user.info.profile", "video.list")
FIRST = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
_USER_FIELDS = {
    "open_id": "user.info.basic",
    "union_id": "user.info.basic",
    "avatar_url": "user.info.basic",
    "display_name": "user.info.basic",
    "bio_description": "user.info.profile",
    "profile_deep_link": "user.info.profile",
    "username": "user.info.profile",
    "is_verified": "user.info.profile",
}
_VIDEO_FIELDS = {
    "id", "create_time", "cover_image_url", "share_url", "video_description", "duration", "height", "width",
    "title", "embed_html", "embed_link", "like_count", "comment_count", "share_count", "view_count",
}  # fmt: skip


@dataclass
class Grant:
    """What one sign-in has given."""

    user: dict[str, str]
    access: str
    refresh: str
    scopes: tuple[str, ...] = SCOPES
    is_expired: bool = False


def _user(number: int, username: str, name: str, bio: str) -> dict[str, str]:
    return {
        "open_id": f"invented-open-id-000{number}",
        "username": username,
        "display_name": name,
        "bio_description": bio,
    }


@dataclass
class Video:
    id: str
    created: datetime
    text: str
    is_public: bool = True
    changed: dict[str, object] = field(default_factory=dict)
    """Fields that the server gives in another form."""


class TikTokStub(Stub):
    """One app, two people, and the videos of the first."""

    def __init__(self) -> None:
        self.ada = _user(1, "ada.invented", "Ada Invented", "Nurse. Views my own.")
        self.eve = _user(2, "eve.invented", "Eve Invented", "")
        self.videos: list[Video] = []
        self.codes: dict[str, tuple[dict[str, str], str]] = {}
        self.granted_scopes: tuple[str, ...] = SCOPES
        self.grant = Grant(self.ada, "act.invented-access-token-0", "rft.invented-refresh-token-0")
        self.grants = [self.grant]
        self._numbers = 0
        super().__init__()

    def credentials(self, url: str) -> Credentials:
        return self.signed_in(url, self.grant)

    def other_credentials(self, url: str) -> Credentials | None:
        number = self._next()
        other = Grant(self.eve, f"act.other-token-{number}", f"rft.other-token-{number}")
        self.grants.append(other)
        return self.signed_in(url, other)

    def signed_in(self, url: str, grant: Grant) -> Credentials:
        secrets = {
            "client_id": CLIENT,
            "client_secret": SECRET,
            "access_token": grant.access,
            "refresh_token": grant.refresh,
            "made": (START - timedelta(hours=1)).isoformat(),
            "until": (START + timedelta(hours=23)).isoformat(),
        }
        return Credentials(url, MappingProxyType(secrets), grant.scopes, may_delete=True)

    def add(self, texts: Sequence[str]) -> Sequence[str]:
        made = []
        for text in texts:
            number = self._next()
            id = f"74{number:017d}"
            self.videos.append(Video(id, FIRST + timedelta(minutes=7 * number), text))
            made.append(id)
        return made

    def ids(self) -> set[str]:
        return {video.id for video in self.videos if video.is_public}

    def refuse(self, id: str) -> bool:
        return False

    def revoke(self) -> None:
        self.grants.clear()

    def authorise(self, address: dict[str, str]) -> dict[str, str]:
        """What Login Kit's page does as the person agrees; `address` is its query."""
        assert address["client_key"] == CLIENT
        assert address["redirect_uri"] == REDIRECT
        assert address["response_type"] == "code"
        assert set(address["scope"].split(",")) <= set(SCOPES)
        code = f"invented-code-{self._next()}"
        self.codes[code] = (self.ada, address["code_challenge"])
        return {"code": code, "state": address["state"], "scopes": ",".join(self.granted_scopes)}

    def answer(self, request: Request) -> Answer:
        routes = {
            ("POST", "/v2/oauth/token/"): self._token,
            ("POST", "/v2/oauth/revoke/"): self._revoke,
            ("GET", "/v2/user/info/"): self._info,
            ("POST", "/v2/video/list/"): self._list,
            ("POST", "/v2/video/query/"): self._query,
        }
        found = routes.get((request.method, request.route))
        return found(request) if found else _error(404, "unsupported_path")

    def _next(self) -> int:
        self._numbers += 1
        return self._numbers

    def _token(self, request: Request) -> Answer:
        form = form_of(request)
        if (form.get("client_key"), form.get("client_secret")) != (CLIENT, SECRET):
            return _refused("invalid_client")
        if form.get("grant_type") == "authorization_code":
            user, challenge = self.codes.pop(form.get("code", ""), (None, ""))
            if user is None or form.get("redirect_uri") != REDIRECT:
                return _refused("invalid_grant")
            if hashlib.sha256(form.get("code_verifier", "").encode()).hexdigest() != challenge:
                return _refused("invalid_request")
            return self._granted(user, self.granted_scopes)
        old = next((each for each in self.grants if each.refresh == form.get("refresh_token")), None)
        if form.get("grant_type") != "refresh_token" or old is None:
            return _refused("invalid_grant")
        old.refresh = f"used up {old.refresh}"
        return self._granted(old.user, old.scopes)

    def _granted(self, user: dict[str, str], scopes: tuple[str, ...]) -> Answer:
        number = self._next()
        new = Grant(user, f"act.invented-access-token-{number}", f"rft.invented-refresh-{number}", scopes)
        self.grants.append(new)
        if user is self.ada:
            self.grant = new
        return Answer(
            body={
                "access_token": new.access,
                "expires_in": 86400,
                "open_id": user["open_id"],
                "refresh_expires_in": 31536000,
                "refresh_token": new.refresh,
                "scope": ",".join(scopes),
                "token_type": "Bearer",
            }
        )

    def _revoke(self, request: Request) -> Answer:
        form = form_of(request)
        if (form.get("client_key"), form.get("client_secret")) != (CLIENT, SECRET):
            return _refused("invalid_client")
        self.grants = [each for each in self.grants if each.access != form.get("token")]
        return Answer()

    def _signed_in(self, request: Request, *scopes: str) -> Grant | Answer:
        grant = next((each for each in self.grants if each.access == bearer_of(request)), None)
        if grant is None or grant.is_expired:
            return _error(401, "access_token_invalid")
        if set(scopes) - set(grant.scopes):
            return _error(401, "scope_not_authorized")
        return grant

    def _info(self, request: Request) -> Answer:
        fields = query_of(request).get("fields", "").split(",")
        if request.body or not set(fields) <= set(_USER_FIELDS):
            return _error(400, "invalid_params")
        grant = self._signed_in(request, *(_USER_FIELDS[name] for name in fields))
        if isinstance(grant, Answer):
            return grant
        return _ok({"user": {name: grant.user[name] for name in fields if name in grant.user}})

    def _videos(self, request: Request) -> tuple[list[Video], set[str], dict[str, object]] | Answer:
        grant = self._signed_in(request, "video.list")
        if isinstance(grant, Answer):
            return grant
        fields = set(query_of(request).get("fields", "").split(","))
        try:
            body = json.loads(request.body or b"{}")
        except ValueError:
            return _error(400, "invalid_params")
        if not fields <= _VIDEO_FIELDS or not isinstance(body, dict):
            return _error(400, "invalid_params")
        mine = self.videos if grant.user is self.ada else []
        return sorted((v for v in mine if v.is_public), key=lambda v: v.created, reverse=True), fields, body

    def _list(self, request: Request) -> Answer:
        found = self._videos(request)
        if isinstance(found, Answer):
            return found
        videos, fields, body = found
        count, cursor = body.get("max_count", 10), body.get("cursor")
        if not isinstance(count, int) or not 1 <= count <= 20 or not isinstance(cursor, int | None):
            return _error(400, "invalid_params")
        if cursor is not None:
            videos = [video for video in videos if video.created.timestamp() * 1000 < cursor]
        page, rest = videos[:count], videos[count:]
        last = int(page[-1].created.timestamp() * 1000) if page else 0
        return _ok({"videos": [_told(v, fields) for v in page], "cursor": last, "has_more": bool(rest)})

    def _query(self, request: Request) -> Answer:
        found = self._videos(request)
        if isinstance(found, Answer):
            return found
        videos, fields, body = found
        filters = body.get("filters")
        wanted = filters.get("video_ids") if isinstance(filters, dict) else None
        if not isinstance(wanted, list) or not 1 <= len(wanted) <= 20:
            return _error(400, "invalid_params")
        return _ok({"videos": [_told(video, fields) for video in videos if video.id in wanted]})


def _told(video: Video, fields: set[str]) -> dict[str, object]:
    whole = {
        "id": video.id,
        "create_time": int(video.created.timestamp()),
        "title": video.text[:150],
        "video_description": video.text,
        "share_url": f"https://www.tiktok.com/@ada.invented/video/{video.id}?utm_campaign=tt4d_open_api",
        **video.changed,
    }
    return {name: value for name, value in whole.items() if name in fields}


def _ok(data: dict[str, object]) -> Answer:
    return Answer(body={"data": data, "error": {"code": "ok", "message": "", "log_id": "2026"}})


def _error(status: int, code: str) -> Answer:
    return Answer(status, {"error": {"code": code, "message": "Invented reason.", "log_id": "2026"}})


def _refused(error: str) -> Answer:
    return Answer(400, {"error": error, "error_description": "Invented reason.", "log_id": "2026"})


class _Double:
    platform = "tiktok"
    connector = CONNECTOR
    deletes: frozenset[ItemKind] = frozenset()
    can_look = True
    limited = (429, {"Retry-After": "60"})

    def missing(self) -> str:
        return ""

    def start(self) -> TikTokStub:
        return TikTokStub()

    def is_delete(self, request: Request) -> bool:
        return request.method == "DELETE"


DOUBLE = _Double()
