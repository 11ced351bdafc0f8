"""What a careful reviewer lets stand, and what looks harmless and isn't (guideline digest, part 5)."""

# ruff: noqa: E501 - a table of posts reads best one to a line
from __future__ import annotations

import pytest

from auditor.engine import AccountContext, Engine, Subject
from auditor.model import Category, Severity
from connectors.model import Owner, Use

LET_STAND = [
    ("colleague", "Congrats to Dr Lena Ortiz on her FACS!", None),
    ("eponyms", "Parkinson, Graves, Addison and Hodgkin walk into a bar. The Foley stays outside.", None),
    ("drug names", "Humira, Stelara and Yasmin are brand names, not people.", None),
    ("multiple sclerosis", "New review of MS therapy and April guidance. Grace and Will present it.", None),
    ("public figure", "Thinking of the senator after the stroke news. Get well soon.", None),
    ("own illness", "My gallbladder comes out on Friday. I am already a terrible patient.", None),
    ("family", "My mum's chemo starts Monday, send cake.", None),
    ("pet", "Took my 14 y/o cat to the vet last night, she bit everybody.", None),
    ("clinic phone", "Call 555-0142 to book your flu jab at our practice. Open Mon to Fri 9 to 5.", None),
    ("conference", "#ASPN2024 starts 12 July, see you at poster 14.", None),
    ("registry number", "NCT01234567 is recruiting, DOI 10.1000/xyz123, ORCID 0000-0002-1825-0097.", None),
    ("job move", "Starting at Mercy Hospital, Toledo, next month. New badge, same feet.", None),
    ("share of staff", "Over 90% of our staff are vaccinated.", None),
    ("cohort age", "Adults aged 65+ and the age >=90 subgroup did worst in the trial.", None),
    ("own birthday", "Turning 40 on Saturday. Presents: sleep.", None),
    ("published case", "A 34-year-old woman presents with fever: classic case report, NEJM 2021. Read it, it is superb.", None),
    ("exam stem", "USMLE stem: a 67-year-old man presents with chest pain. Next best step?", None),
    ("television", "Dr House would be fired before the first commercial of every episode.", None),
    ("history", "Phineas Gage got an iron bar through his skull in 1848 and walked to the cart.", None),
    ("simulation", "SimMan coded again in the sim lab. Third time today, poor manikin.", None),
    ("idiom", "I'm dead on my feet. This printer coded. Killed it anyway.", None),
    ("quote to condemn", "A man at the bus stop called a nurse useless. Shame on him.", None),
    ("generic advice", "If you have chest pain, call 911. Don't drive yourself.", None),
    ("peer question", "How do you dose heparin in CKD stage 4? Guideline links welcome.", None),
    ("sponsor", "Ad, paid by Quietline: these insoles are fine. I get money if you buy.", None),
    ("product", "Ultrasound saved the day again. Buy your department a probe.", None),
    ("staffing", "4 nurses for 32 beds again. That is a policy.", None),
    ("politics", "Vote yes on Prop 2. Both sides of my family disagree.", None),
    ("mirrored politics", "Vote no on Prop 2. Both sides of my family disagree.", None),
    ("gratitude", "A patient hugged me today, love this job.", None),
    ("aggregate", "I've seen dozens of these over the years. Wear a helmet.", None),
    ("neutral review reply", "We take feedback seriously; please call our office.", "★☆☆☆☆ Renata V.: Waited forever."),
    ("decline", "I can't advise individuals here. Please call your clinician.", "My knee is swollen, what do I take?"),
    ("thanks", "Thank you, that means a lot to the whole team.", "★★★★★ M. Duarte: Lovely people!"),
    ("weather", "Storm tonight. Charge your phones and check on your neighbours.", None),
    ("hobby", "10k in 52 minutes, knee intact, coffee after.", None),
    ("link", "New blog on sleep: https://example.org/sleep", None),
]  # fmt: skip

STOP_AT = [
    ("hundredth", "Happy 100th to our favourite resident! She still beats me at cards on our ward every night."),
    ("new heart", "She finally got her new heart last night. Her husband has slept in our waiting room for 40 days."),
    ("botulism", "Our first botulism in a decade, still in bay 3, he made the sausages himself."),
    ("room", "To the mom in room 12 who sang to her baby all night: he heard you. He was still warm."),
    ("weatherman", "Guess which weatherman was on my table this morning? I can't say, but his hip is new."),
    ("ecmo", "Day 14 on ECMO for our youngest COVID mom. Her twins are in our NICU upstairs, her husband asks every night."),
    ("village", "The mayor's brother came in last night, yellow as a lemon. No names, but the whole town knows."),
    ("snowmobile", "Another snowmobile vs. tree tonight in our trauma bay. He is 19 and his mum had just posted the video."),
]  # fmt: skip

ACCOUNT = AccountContext("x", "@invented", "Quill Invented", Use.PROFESSIONAL, "Nurse. Views mine.")
ENGINE = Engine(Owner(name="Quill Invented", role="nurse", city="Ely"), (ACCOUNT,), b"key")


def is_flagged(text: str, parent: str | None = None) -> bool:
    subject = Subject("1", "reply" if parent else "post", text, parent_text=parent)
    found = ENGINE.audit_item(subject, ACCOUNT)
    return any(f.category is Category.PHI and f.severity is not Severity.INFO for f in found)


@pytest.mark.reader
@pytest.mark.parametrize(
    ("text", "parent"), [case[1:] for case in LET_STAND], ids=[case[0] for case in LET_STAND]
)
def test_is_let_stand(text: str, parent: str | None) -> None:
    assert not is_flagged(text, parent)


@pytest.mark.parametrize("text", [case[1] for case in STOP_AT], ids=[case[0] for case in STOP_AT])
def test_is_stopped_at_though_it_looks_harmless(text: str) -> None:
    assert is_flagged(text)
