"""Turns a video as TikTok's Display API tells it into the item that the export's reader makes of the same.

Pure. Source: developers.tiktok.com, "List Videos" and "Video Object", 2026.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from connectors.derived_ids import DerivedIds
from connectors.model import Item
from connectors.part_reading import Unfit
from connectors.tiktok.items import item
from connectors.tiktok.sections import Holds

FIELDS = "id,create_time,title,video_description,share_url"
_ID = re.compile(r"\d{1,24}", re.ASCII)
_END = 4_102_444_800
"""The year 2100, in seconds."""


def caption(video: object) -> Item:
    """The item of one video: its caption.

    Raises: Unfit.
    """
    if not isinstance(video, dict):
        raise Unfit("it is no video")
    id = video.get("id")
    if isinstance(id, int) and not isinstance(id, bool):
        id = str(id)
    if not isinstance(id, str) or not _ID.fullmatch(id):
        raise Unfit("it has no id")
    moment = video.get("create_time")
    if isinstance(moment, bool) or not isinstance(moment, int) or not 0 < moment < _END:
        raise Unfit("it has no time")
    # Both are said to hold the caption; where one was cut, the other may not be.
    texts = [text for key in ("video_description", "title") if isinstance(text := video.get(key), str)]
    link = video.get("share_url")
    record = {
        "Date": f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d %H:%M:%S} UTC",
        "Title": max(texts, key=len, default=""),
        # What follows the page's own address tells TikTok who passed the link on.
        "Link": link[:500].partition("?")[0] if isinstance(link, str) else "",
        "Likes": "0",
    }
    return replace(item(Holds.POSTS, record, DerivedIds()), id=id, has_platform_id=True)
