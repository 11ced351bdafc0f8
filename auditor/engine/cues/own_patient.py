"""Tells whether somebody who writes is already in the author's care, and whether the answer tells it to all.

Reads the text that is answered and the answer; knows nothing of rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.engine.cues.phrases import Places
from auditor.engine.patterns import Worded, lazy
from auditor.engine.words import listed

if TYPE_CHECKING:
    from auditor.engine.reading import Reading

_TEST = (
    r"(?:results?|blood ?works?|bloods?|labs?|scans?|biops(?:y|ies)|sugars?|tests?|samples?|swabs?|smears?"
    r"|x-?rays?|mri|ct"
    r"|ultrasound|report|urine|levels?|letter|form|referral)"
)
_DUE_WORDS = (
    r"app(?:oin)?t?ments?|appts?|slot|session|follow-?up|check-?up|cleaning|laser|peel|crown|filling"
    r"|braces?|cast|stitches"
    r"|injections?|infusion|physio|script|prescription|refill|repeat|order|tablets|meds|patches|inhalers?"
    r"|dressing"
    r"|review|visit|surgery|op|procedure|treatment|sheet|exercises|programme|boot|splint|denture|implant"
    r"|aligners?"
)
_DUE = rf"(?:{_DUE_WORDS})"
_ASKS_OF_OWN_CARE = lazy(
    rf"\b(?:my|the) (?:[a-z]+ )?{_TEST}\b[^.?!\n]{{0,20}}\b(?:back|in|ready|come|came|arrive\w*|say|show)\b"
    rf"|\b(?:did|have|has|are|is|any news on|any word on)\b[^.?!\n]{{0,25}}\bmy (?:[a-z]+ )?{_TEST}\b"
    rf"|\b(?:move|push|change|swap|shift|book|cancel|reschedule|make it to|see you (?:at|for)|ready"
    rf"|collect|late for)\b"
    rf"[^.?!\n]{{0,25}}\b(?:my|our) (?:[a-z]+ )?{_DUE}\b"
    rf"|\bmy (?:[a-z]+ )?{_DUE}\b[^.?!\n]{{0,25}}\b(?:ready|moved?|pushed?|changed?|in yet|come in|to"
    rf" (?:next|mon|tue|wed|thu"
    r"|fri|sat|sun|later|earlier)|still on|i'm meant to have)\b"
    r"|\bmy few bits\b|\bsign(?:ed)? my\b|\bring me about\b|\brang me about\b|\brefund me\b"
    r"|\b(?:it's|its|it is|this is|hey|hi|here is)? ?[a-z]{3,12} (?:here )?from (?:your|the|clinic|class"
    r"|group|monday|tuesday"
    r"|wednesday|thursday|friday|saturday)\b|\bfrom your (?:[a-z]+ )?(?:list|clinic|class|group|ward"
    r"|practice|mondays?"
    r"|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?)\b"
    r"|\byou (?:did|took|fixed|delivered|stitched|got|scanned|saw|treated|operated|jabbed|pulled|sewed|cut"
    r"|set|gave|put|prescribed"
    r"|bled|poked) (?:me|my|our|mine|him|her|us)\b|\bwhat (?:you|u) gave me\b"
    r"|\b(?:these|those|the|my new) (?:pills|tablets|meds|drops|cream|patches|new ones) (?:you|have|are|is"
    r"|make)\b"
    r"|\bwhich (?:of the sheet|one|exercise)\b[^?]{0,30}\bmeant to\b|\bi'd be let\b|\bwould you let me\b"
    r"|\bthe cream is\b"
    r"|\baapne\b[^.?!]{0,40}\bmer[ai]\b",
)
_THANKS_A_CLINICIAN = lazy(
    r"\b(?:cheers|ta|thanks|thank you|thank u|thx)(?:,)? (?:so much )?(?:doc|doctor|dr|nurse|sister"
    r"|[a-z]{3,9}[,!]? you'?re a"
    r" (?:lifesaver|legend|star|angel))\b"
)
_DAY = r"(?:mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?s?|tomorrow|tonight|next week|this week"
_TREATMENT = (
    r"(?:stitches|boot|cast|dressing|exercises|cream|drops|tablets|patches|splint|sling|wound|scar|plaster"
    r"|drain"
    r"|brace|inhaler|ointment|[a-z]{3,12}(?:pril|olol|statin|formin|cillin|mycin|azole|sartan|profen"
    r"|azepam|tinoin))"
)
_TELLS = Worded(
    listed(
        "see done booked moved pushed sorted you youre ur your the til till until before at back stay stop"
        " skip drop"
        " keep bump restart halve hold mind up double it same bag bags sack order script prescription"
        " tablets patches"
        " kilo kilos"
    ),
    lazy(
        rf"\bsee (?:you|u|ye|ya)\b[^.?!\n]{{0,25}}\b(?:clinic|appt|{_DAY}|the \d{{1,2}}(?:st|nd|rd|th)?)\b"
        r"|\b(?:done|booked|moved|pushed|sorted|you're|ur|youre)\b[^.?!\n]{0,20}\b"
        rf"(?:(?:{_DAY}) (?:at )?\d{{1,2}}|\d{{1,2}}[:.]\d\d|\d{{1,2}} ?(?:am|pm))\b"
        rf"|\b(?:til|till|until|before|at) (?:your|ur) (?:next|{_DUE_WORDS}|scan)\b"
        rf"|\bsame time\b[^.?!]{{0,15}}\b(?:{_DAY})\b|\bstay on what you're on\b|\byou passed\b"
        r"|\b(?:came|come|comes|are|is|were|was|looks?) back"
        r" (?:fine|normal|clear|ok|okay|good|great|low|high|negative|positive|grand|perfect)\b"
        r"|\b(?:the|your) (?:sugar|hb|iron|thyroid|cholesterol|potassium|inr|a1c|count|level)s?(?:'s| is|"
        r" are| was| were)"
        r" (?:down|up|fine|normal|low|high|back|ok|okay|perfect|good|better)\b"
        rf"|\b(?:stop|skip|drop|keep|bump|restart|halve|hold|mind|up|double)(?: up)? (?:the|your|those)"
        rf" {_TREATMENT}\b"
        r"|\b(?:your|the) (?:intake(?: sheet)?|chart|file|notes|form|food diary|record|statement"
        r"|consent)\b[^.?!\n]{0,30}"
        r"\b(?:says?|said|shows?|filled|states?)\b"
        r"|\byou (?:told|gave|signed|missed|cancelled|canceled|wrote|ticked) (?:us|me|it|the|your|on|two"
        r"|three)\b"
        r"|\b(?:bags?|sack|order|script|prescription|tablets|patches) (?:is|are|here|ready|under|landed"
        r"|waiting)\b"
        r"|\bkilos? (?:up|down)\b"
    ),
)
_DECLINES = lazy(
    r"\b(?:can't|cannot|can not|won't|unable to|don't|do not|please don't) (?:discuss|advise|comment|talk"
    r" about|answer|look|check|give|share|see"
    r" (?:that|it|your)|say)|\bnot (?:on|over|in) (?:here|public|social)|\b(?:use|through|via) the"
    r" (?:portal|app)\b|\bplease (?:call|ring|contact|phone|message"
    r" the)\b|\b(?:call|ring|phone) (?:the|our|your) (?:office|practice|surgery|clinic|gp|ward|team)\b"
)


_PART = lazy(r"\W{0,3}\d{1,2} ?/")
"""One's own numbered thread answers nobody."""


def told_in_public(reading: Reading) -> Places:
    """Where an answer tells of appointments, results or treatment to somebody in the author's care.

    Empty where the one answered shows no tie of care, or the answer declines and points to the practice.
    """
    parent, text = reading.parent, reading.text
    if parent is None or not _TELLS.is_met(text) or _PART.match(text.value):
        return ()
    asked = parent.folded[:_READ]
    if not (_ASKS_OF_OWN_CARE.search(asked) or _THANKS_A_CLINICIAN.search(asked)):
        return ()
    if _DECLINES.search(text.folded, 0, _READ):
        return ()
    return tuple(match.span() for match in _TELLS.pattern.finditer(text.folded, 0, _READ))


def recalls_care(reading: Reading) -> Places:
    """Where an answer tells the one answered what she did or had, beside an illness or a treatment: "you were
    septic when you came in". Of a question or a general answer nothing is told in that way."""
    if reading.parent is None or not _RECALLS.is_met(reading.text) or _PART.match(reading.text.value):
        return ()
    if not any(hit.group.kind in ("condition", "procedure", "drug") for hit in reading.hits):
        return ()
    folded = reading.text.folded
    if _DECLINES.search(folded, 0, _READ):
        return ()
    return tuple(match.span() for match in _RECALLS.pattern.finditer(folded, 0, _READ))


_RECALLS = Worded(
    listed("you u ye"),
    lazy(
        r"(?<!if )(?<!when )(?<!wish )(?<!like )(?<!what )\b(?:you|u|ye) (?:were|was|had|came|did|told"
        r"|asked|said|passed|failed|lost|broke|tore"
        r"|cracked|healed|left|missed|cancelled|canceled|refused|declined|signed|chose|bled|pushed"
        r"|laboured|labored|walked|slept|coded"
        r"|bit|fainted|cried|arrived|screamed|howled|swallowed|stopped|skipped|brought|woke)\b"
    ),
)
_READ = 2_000
