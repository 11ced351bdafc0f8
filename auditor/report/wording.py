"""The words in which a report speaks: calm, of risk and never of a verdict. Knows nothing of any format."""

from __future__ import annotations

from datetime import date, datetime

from auditor.disposition import Disposition
from auditor.model import Category, EntryState, Severity, SpanType, Tier
from auditor.report.model import Audience

CATEGORY = {
    Category.PHI: "Patient information",
    Category.ADVICE: "Individual advice in public",
    Category.DISCLAIMER: "Affiliation and disclaimer",
    Category.COI: "Conflict of interest",
    Category.MIXING: "Personal and professional mixed",
    Category.CONDUCT: "Conduct",
}
SEVERITY = {
    Severity.CRITICAL: "Critical",
    Severity.HIGH: "High",
    Severity.MEDIUM: "Medium",
    Severity.LOW: "Low",
    Severity.INFO: "Info",
}
TIER = {
    Tier.LIKELY_PHI: "May disclose patient information",
    Tier.NOT_DEIDENTIFIED: "May not be de-identified",
    Tier.STANDARDS: "Professional standards",
    Tier.HOUSEKEEPING: "Housekeeping",
}
DISPOSITION = {
    Disposition.OPEN: "Not yet decided",
    Disposition.LATER: "Put off",
    Disposition.EDIT: "To be edited",
    Disposition.DELETE: "To be deleted",
    Disposition.GONE: "No longer there",
    Disposition.RESOLVED: "No longer found",
    Disposition.KEEP: "Kept, with a reason",
    Disposition.FALSE_POSITIVE: "False alarm",
}
STATE = {
    EntryState.PLANNED: "Planned",
    EntryState.QUEUED: "Confirmed; not yet asked for",
    EntryState.ASKED: "Asked for; answer not yet known",
    EntryState.GONE: "Gone",
    EntryState.ALREADY_GONE: "Was already gone",
    EntryState.REFUSED: "Refused by the platform",
    EntryState.UNKNOWN: "Said to be deleted; to be verified",
    EntryState.BY_HAND: "Waits for the owner's own hand",
    EntryState.DROPPED: "Taken out of the plan",
}
PROOF = {
    EntryState.GONE: "Looked at again afterwards and no longer there",
    EntryState.ALREADY_GONE: "Looked at and no longer there",
}
NO_PROOF = "None yet"
SPAN = {
    SpanType.NAME: "name",
    SpanType.AGE: "age",
    SpanType.DATE: "date or time",
    SpanType.LOCATION: "place",
    SpanType.FACILITY: "facility",
    SpanType.CONTACT: "contact detail",
    SpanType.ID: "number or code",
    SpanType.RELATION: "relation",
    SpanType.CONDITION: "condition",
    SpanType.EVENT: "event",
    SpanType.IMAGE: "picture",
    SpanType.FRAME: "whose story it is",
    SpanType.PHRASE: "wording",
}
AUDIENCE = {
    Audience.DEPARTMENT_HEAD: "Prepared for a department head",
    Audience.SELF: "For the account owner alone",
    Audience.COUNSEL: "Prepared for counsel",
}
CAUTION = {
    Audience.DEPARTMENT_HEAD: "Holds no text, link or picture of any post.",
    Audience.SELF: "Holds the full text of posts, which may identify patients. Keep it as you would a chart.",
    Audience.COUNSEL: (
        "Holds the full text of posts, which may identify patients, and what is on record of their "
        "preservation. Hand it to counsel only."
    ),
}

WHAT_IT_IS = (
    "This is a self-audit: the account owner's own look at their public posts, with software that points out "
    "what a credentialing committee, a board or a privacy officer might stop at. A finding says that a post "
    "may identify someone or may fall short of a standard. It is a risk to be looked at, not a verdict."
)
NO_FINDINGS = "No findings is not the same as no problems: see what was not looked at."
OPINIONS = "Opinions are not findings, whatever their direction."
LEFT_OUT_PROTECTED = (
    "Findings on speech that employment or whistleblower law may protect are left out and not counted."
)
ADDED_PROTECTED = (
    "The owner chose to include findings on speech that employment or whistleblower law may protect, which "
    "this report leaves out as a rule."
)
EARLIER_WITHOUT_PROTECTED = (
    "Closed cycles are counted without findings on speech that employment or whistleblower law may protect."
)
LEFT_OUT_KEPT = "Findings that the owner looked at and kept are in the numbers and not listed one by one."
ADDED_KEPT = "The owner chose to list the findings that were looked at and kept, too."
MASKS = (
    "Words of a post are replaced by what kind of words they are. Dates are cut to their month. The "
    "reference is the item's content under a key that stays with the owner, who can find the item by it; "
    "nobody else can."
)
PLATFORM = {
    "x": "X",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "linkedin": "LinkedIn",
    "tiktok": "TikTok",
    "threads": "Threads",
    "bluesky": "Bluesky",
    "mastodon": "Mastodon",
    "youtube": "YouTube",
}
"""Where a clinician is likely to have an account; those from which nothing was brought in are named."""
NOT_LOOKED_AT = (
    "Stories and live streams, beyond the captions and comments that an export keeps",
    "Direct messages, and closed groups whose posts no export holds",
    "Likes, reactions, follows and lists",
    "What pictures, videos and sound recordings show or say",
    "Posts by others that name, tag or quote the owner",
    "Comments by others under the owner's posts",
    "Copies elsewhere: reposts, quotes, screenshots, search engines and archives",
    "Review sites and any other place that is not listed above",
    "Anything deleted before the accounts were brought in, or posted since",
)
HOW_DELETIONS_COUNT = (
    "A deletion counts as gone only when a complete export made afterwards no longer holds the item; the "
    "owner's word alone does not count. Before anything is deleted, the owner is asked whether a complaint, "
    "claim or inquiry is known, and a copy is preserved under encryption."
)
AS_SIGNED = (
    "This self-audit is closed: findings are told as they stood when it was signed, accounts and deletions "
    "as they are known now."
)
SIGNED_WHILE_UNDECIDED = "Signed off while {} of the findings were undecided, by the owner's choice."
WHOLE = "the post as a whole"
UNDATED = "no date"
UNSIGNED = "Not signed: this cycle is still open."


def number(n: int) -> str:
    """Such as `4,922`."""
    return f"{n:,}"


def day(on: date | None) -> str:
    """ISO 8601; empty for None."""
    return on.isoformat() if on else ""


def moment(at: datetime) -> str:
    """To the minute; says UTC where it is."""
    return at.strftime("%Y-%m-%d %H:%M") + (
        " UTC" if at.utcoffset() is not None and not at.utcoffset() else ""
    )


def platform_name(platform: str) -> str:
    """The platform as it writes itself; one that is not known as the vault knows it."""
    return PLATFORM.get(platform, platform)


def reader_took_part(audited: int, with_reader: int) -> str:
    """In how many of the audited items the engine's third layer took part."""
    if not audited:
        return "nothing has been audited yet"
    if not with_reader:
        return "took no part: rules and words decided alone"
    if with_reader >= audited:
        return "took part for every audited item"
    return f"took part for {with_reader:,} of {audited:,} audited items"
