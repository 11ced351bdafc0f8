"""What boards, regulators and employers acted on is found; what a careful reviewer lets stand is let stand.

Every post is invented on the fact pattern of a documented case; names, places and details are not the case's.
The traps are those of the guideline digest, read for every category.
"""

# ruff: noqa: E501 - a table of posts reads best one to a line
from __future__ import annotations

from dataclasses import dataclass

import pytest

from auditor.engine import AccountContext, Engine, Subject
from auditor.engine.reading import Reading
from auditor.model import Category, Finding, Severity
from connectors.model import Owner, Use


@dataclass(frozen=True, slots=True)
class Case:
    """A post of one documented fact pattern."""

    pattern: str
    category: str
    text: str
    parent: str | None = None
    use: str = "professional"
    platform: str = "x"
    city: str = "Duluth, MN"
    conflicts: tuple[str, ...] = ()
    kind: str = "post"


CASES = (
    # Replies to reviews: name, visit, bill, insurance, diagnosis (OCR 2019 to 2023).
    Case("reply tells treatment, insurance and cost", "phi", "Mr Orlebar, you had the crown and the deep cleaning on the plan we discussed; your insurer paid $640 and you still owe the rest.", "★☆☆☆☆ T. Orlebar: They overcharge.", platform="google", kind="reply"),
    Case("reply names the reviewer and sneers at her wits", "phi", "Tamsin, Tamsin, Tamsin. You came in on the 3rd with a root canal nobody could miss and could not follow the form a child signs. Next time read it, Tamsin.", "★☆☆☆☆ T. O.: Unprofessional office.", platform="google", kind="reply"),
    Case("reply tells that the reviewer was seen and paid for", "phi", "We saw your son twice in May and your insurance covered both fillings, so I don't know why you are upset.", "★★☆☆☆ Long wait.", platform="yelp", kind="reply"),
    Case("reply tells a mental health diagnosis", "phi", "Given your bipolar disorder and the fact that you stopped your lithium before your last session with us, this review does not surprise me.", "★☆☆☆☆ Dr didn't listen at all.", platform="google", kind="reply"),
    # Success stories and media.
    Case("success story with first name, condition and recovery", "phi", "Success story! Bertil came to us in March after his stroke and could not stand. Look at this photo: yesterday he walked out of our rehab unit on his own.", use="professional", platform="facebook"),
    Case("before and after with a face", "phi", "Before and after of one of our patients, 34, rhinoplasty in April. Swipe for her profile, she cried when the splint came off. 📸", platform="instagram", kind="caption"),
    Case("film crew in the emergency department", "phi", "The camera crew filmed our trauma bay last night. They'll blur the face of the man we lost, so it will be on channel 5 in the autumn.", platform="facebook"),
    Case("livestream from the operating room", "phi", "Going live from OR 4 right now while I close this tummy tuck, come and ask me anything, she's asleep 😂", platform="tiktok", kind="caption"),
    # Posts of emergency and delivery rooms.
    Case("unnamed trauma with enough detail for the town", "phi", "Rough one in our ED on Saturday night. Nineteen, thrown from the boat at the lake, arm gone below the elbow. His friends sat in the hall in wet shorts.", platform="facebook", use="personal"),
    Case("late patient with an earlier stillbirth", "phi", "My patient is three hours late AGAIN for her induction this morning. If it wasn't for her stillbirth last year I'd have given up her slot.", platform="facebook", use="personal"),
    Case("empty trauma room after a subway accident", "phi", "Man vs the 6 train, this is what our trauma room looked like at midnight. 📷", platform="instagram", kind="caption"),
    Case("worked on the man from the news", "phi", "Worked on the guy from the Route 9 crash tonight, the one who shot at the troopers. Came face to face with evil and hope he rots.", platform="facebook", use="personal"),
    Case("a governor's after-hours visit", "phi", "The governor got our whole clinic opened on a Saturday for his check-up, must be nice. Fifteen of us on overtime."),
    Case("celebrity in the unit", "phi", "No names but the singer from that halftime show is in our ICU, bed 6, and she looks rough. I hung her antibiotics myself."),
    Case("snowmobile against tree", "phi", "Another snowmobile vs. tree in our ED tonight. Helmet in two pieces, he is 22 and from right here in town."),
    Case("hundredth birthday", "phi", "Happy 100th to our favourite resident! She ate two slices on our ward and asked for gin."),
    Case("new heart", "phi", "She finally got her new heart last night. Sixteen months in our unit, her boys drew on every window."),
    Case("botulism in bay 3", "phi", "Our first botulism in a decade, still in bay 3, and nobody is eating her pickled beets."),
    Case("mother in room 12", "phi", "To the mom in room 12: he knew your voice. I was the one holding the lamp."),
    Case("weatherman's surgeon", "phi", "Guess which weatherman has the same surgeon as you? I was in the room this morning."),
    Case("copay explained twice", "phi", "Thanks for the feedback, Lou, your copay was explained twice.", "★☆☆☆☆ Lou P: surprise bill", platform="google", kind="reply"),
    Case("day 14 on ECMO", "phi", "Day 14 on ECMO for our youngest COVID mom. Her baby is upstairs and has her nose."),
    Case("resident named in a diary", "phi", "Mrs Abernethy in room 9 pinched me again at breakfast. Dementia is a thief and she has a grip like a crab.", use="personal", platform="facebook"),
    Case("child's chemotherapy board shown", "phi", "Photo of our board this morning: seven kids for chemo, the one in bed 4 is the headmaster's girl.", platform="instagram", kind="caption", use="personal"),
    Case("comment on a fundraiser", "phi", "Glad the swelling is down! See you Thursday for the dressing, tell your mum the script is ready.", "[Fundraiser: Help Corin walk again] We got home yesterday, one day at a time.", platform="facebook", kind="comment", use="personal"),
    # Advice.
    Case("reply on weaning to a mother", "advice", "You can wean baby onto low carb, high fat real food from six months. No cereals, give him meat and eggs instead.", "Is low carb eating ok for breastfeeding mums? Worried about baby's wind", kind="reply"),
    Case("prescription in public", "advice", "Take azithromycin 500 mg once daily for 5 days with montelukast at night, buy it from any chemist and you'll be fine.", "Doctor I have fever and cough since 4 days, what should I take?", kind="reply", city="Pune, India"),
    Case("animal treated from afar", "advice", "Stop the prednisone, give her half a baby aspirin twice daily and boiled rice. No need to take her in.", "My old dog has been vomiting and limping since her shots, what should I do doctor?", kind="reply", city="El Paso, TX"),
    Case("photographs of rashes invited", "advice", "That's shingles, classic. Start acyclovir 800 mg five times a day, I'd not wait for your GP.", "Doc what is this rash on my ribs? it burns like mad, photo attached", kind="reply"),
    # Conflicts of interest.
    Case("sponsored dietitian, label buried", "coi", "Hot take: diet soda is fine and the panic is overblown. I've swapped my afternoon snack for an ice cold Fizzette and I feel amazing, it's the best treat out there.\n\nSee you in class!\n\n#dietitian #balance #nutrition #health #sp", platform="instagram", kind="caption", conflicts=("Fizzette (paid partnership)",)),
    Case("paid physician praises the payer's drug", "coi", "Zorvamab is a game changer in second line. Ask for it by name.", conflicts=("Zorvamab (speaker fees)",)),
    Case("vitamin sold as a cure", "coi", "My own immune drops beat any vaccine for COVID: vitamin D, zinc, proven. $49 a bottle, link in bio, code IMMUNE20.", conflicts=("Immune drops (own product)",)),
    Case("staff told to write reviews", "coi", "Team: every one of you please leave the clinic a five star review from home tonight, use your maiden names. Pizza on me.", platform="facebook"),
    Case("discount for good reviews", "coi", "Show us your five star Google review and get $50 off your next filler, bring a friend!", platform="instagram", kind="caption"),
    Case("negative reviews bought off", "coi", "She took her one star review down for a refund, works every time. We have them sign that they won't post bad reviews now.", platform="facebook"),
    Case("toxin offered to the public", "coi", "Anti-wrinkle jabs 3 areas £159 for Mother's Day, limited slots left, DM to book 💉", platform="instagram", kind="caption", city="Leeds, UK"),
    Case("Kenalog for hay fever", "coi", "Hay fever season! Kenalog injection back in our clinic, £80, book now via the link in bio.", platform="instagram", kind="caption", city="Leeds, UK"),
    Case("testimonial in Australian advertising", "coi", "“Best surgeon in the state, I look ten years younger, thank you so much!” Another happy patient at our clinic. Book your consult today.", platform="instagram", kind="caption", city="Geelong, Australia"),
    # Conduct.
    Case("nurses' list of what disgusts them in labour patients", "conduct", "My ick: when a patient's whole family comes to the desk to ask how much the baby weighs. Another ick: you ask for the shower again. Girl goodbye, these mamas are the worst.", platform="tiktok", kind="caption"),
    Case("game with patients' fluids on the bench", "conduct", "Are patients allowed to leave us gifts on the paper? Guess the fluid! These people are disgusting 🤢", platform="tiktok", kind="caption"),
    Case("organ as a guessing game", "conduct", "The price is right, OR edition: guess the weight of what we took out today. Winner gets to name it.", platform="instagram", kind="caption"),
    Case("placenta selfie", "conduct", "Me and my girls with a placenta, selfie of the year 😂 best lab ever", platform="facebook", use="personal"),
    Case("needle missed on purpose for mockery of a badge", "conduct", "He laughed at my pronoun pin so I missed his vein on purpose and had to stick him twice. Oops.", platform="x", use="personal"),
    Case("wrong medicine for a people", "conduct", "I'll purposely give all the Jews the wrong meds, just watch me.", use="personal"),
    Case("injections against officers", "conduct", "If one of those agents lands on my ward I know which syringe he gets. Sux, and then we watch.", platform="tiktok", kind="caption", use="personal"),
    Case("racist remark on a president's wife", "conduct", "Monkey face and poor ghetto English, there, I said it. First lady my foot.", platform="facebook", use="personal"),
    Case("lying face down about the ward on duty", "conduct", "Planking on the resus trolley and the helipad on night shift, who's next? Quiet night on duty so we put the photos up 😂", platform="facebook", use="personal"),
    Case("own malpractice trial told day by day", "conduct", "Day two of my malpractice trial. The plaintiff's lawyer is a clown and juror three is asleep already. My deposition prep coach says no jokes.", platform="x"),
    Case("boasts of breaking infection rules", "conduct", "Don't tell my job but I don't wear a mask anywhere, still travelling, and my kids have playdates with everyone. Skipped my mask in the ward too.", platform="tiktok", kind="caption"),
    Case("pandemic called a hoax", "conduct", "COVID is a hoax and the vaccine kills more people than it saves. Masks do nothing. Wake up.", platform="x", city="London, UK"),
    Case("unequivocal claim without evidence", "conduct", "There is absolutely no need for a vaccine. Hydroxychloroquine cures it, full stop.", platform="x", city="Toronto, ON"),
    Case("terror justified", "conduct", "Every one of them had it coming, Jews are vermin and the men who did it are heroes.", platform="x", city="London, UK"),
    Case("profane posts under the hospice's name", "conduct", "Another fucking shift with these fucking bastards and their fucking families. Patients are bloody animals tonight.", platform="facebook", use="personal"),
    Case("years of demeaning posts", "conduct", "Women who wear that are trash and the abortionists are baby killers who should hang.", platform="facebook", use="personal", city="Hobart, Tasmania"),
    Case("drug seekers as a type", "conduct", "Drug seekers get a punch card in our triage: ten fake seizures and the eleventh is free."),
)  # fmt: skip

TRAPS = (
    ("colleague", "Congrats to Dr Lena Ortiz on her FACS!", None),
    ("eponyms", "Parkinson, Graves, Addison and Hodgkin walk into a bar. The Foley stays outside.", None),
    ("brand names", "Humira, Stelara and Yasmin are brand names, not people.", None),
    ("public figure's news", "Thinking of the senator after the stroke news.", None),
    ("family's illness", "My mum's chemo starts Monday, send cake.", None),
    ("own illness", "I was a patient at St Orla's myself last year. Be kind to the night staff.", None),
    ("pet", "My 14 y/o cat has opinions about the thermometer.", None),
    ("own telephone", "Call 555-0142 to book your flu jab. Open Mon to Fri 9 to 5.", None),
    ("conference", "#ASPN2024 12 July, poster 14, come and argue with me.", None),
    ("trial number", "NCT01234567 is recruiting. ICD-10 code S72.0 has never been so popular.", None),
    ("job move", "Starting at Mercy, Toledo, in May. New badge, same feet.", None),
    ("shares and cohorts", "Over 90% of our staff are vaccinated; the age >=90 subgroup did worst in the trial.", None),
    ("published case", "A 34-year-old woman presents with fever and a rash: NEJM 2021, superb case report.", None),
    ("exam stem", "USMLE stem: a 67-year-old man presents with chest pain. Next best step?", None),
    ("fiction", "House MD would be struck off before the first advert.", None),
    ("history", "Henrietta Lacks deserves more than a plaque. Phineas Gage got one.", None),
    ("simulation", "SimMan coded again. Third time today.", None),
    ("idiom", "I'm dead on my feet, this printer coded, killed it anyway. Crazy shift.", None),
    ("quoting to condemn", "A man at the bus stop called a trainee “you stupid cow”. Unacceptable, and we said so.", None),
    ("generic advice", "If you have chest pain, call 911.", None),
    ("peers' question", "How do you dose heparin in CKD?", None),
    ("told sponsor", "Ad, paid by Quietline: these insoles are fine. I get money if you buy.", None),
    ("product without a tie", "Ultrasound saved the day.", None),
    ("staffing", "4 nurses for 32 beds again. That is a decision somebody made.", None),
    ("politics one way", "Vote yes on Prop 2.", None),
    ("politics the other way", "Vote no on Prop 2.", None),
    ("racism told by its target", "Somebody called me a slur at the desk last week. My manager stood beside me. Thank you.", None),
    ("gratitude", "A patient hugged me today, love this job.", None),
    ("aggregate", "I've seen dozens of these over the years. Wear a helmet.", None),
    ("neutral review reply", "We take feedback seriously; please call our office.", "★☆☆☆☆ Renata V.: Waited forever."),
    ("redirect", "I can't advise individuals here. Please call your clinician; if it feels urgent, your emergency no.", "My knee is swollen, what do I take?"),
    ("talk to your doctor", "Please talk to your own doctor about that one.", "Should I stop my statin?"),
    ("process answer", "You can always ask for an interpreter, it costs you nothing.", "Mum doesn't speak English, how does the ward manage?"),
    ("thanks", "Thank you, that made my day!", "Loved your talk"),
    ("nurse defends a grandfather's care", "My grandad's last weeks could have been gentler. His care home needs more training, and I wrote to them.", None),
    ("solidarity in a war", "I stand with the people of that city. Every child there deserves a doctor.", None),
    ("open request for reviews", "If we looked after you well, an honest review helps others find us.", None),
    ("no toxin advertised", "Consultations are £60. We talk first; most of you need sunscreen.", None),
    ("disagreement", "You and I disagree on lavage and that's fine. Beers at the congress.", "Lavage isn't dead"),
    ("gallows humour at oneself", "Three coffees, no lunch, wrong shoes. I am the drug seeker and the drug is tea.", None),
)  # fmt: skip


LEAST_WITH_LEARNED_LAYERS = 0.95
"""The aim is 0.95; a learned layer that has seen too few such posts doubts some that the rules find."""


def reading_of(case: Case) -> tuple[Engine, Reading]:
    account = AccountContext(case.platform, "@quill", "Quill Invented", Use(case.use), "")
    owner = Owner(name="Quill Invented", role="physician", city=case.city, conflicts=case.conflicts)
    subject = Subject("1", case.kind, case.text, parent_text=case.parent)
    return Engine(owner, (account,), b"key"), Reading(subject, account, owner)


def by_rules(case: Case) -> list[Finding]:
    engine, reading = reading_of(case)
    return engine.first_layer(reading)


def findings(case: Case) -> list[Finding]:
    engine, reading = reading_of(case)
    return engine.audit_item(reading.subject, reading.account)


def loud(found: list[Finding]) -> set[str]:
    """Categories found above info."""
    return {f.category.value for f in found if f.severity is not Severity.INFO}


@pytest.mark.parametrize("case", CASES, ids=[case.pattern for case in CASES])
def test_what_was_acted_on_is_found_by_the_rules(case: Case) -> None:
    assert case.category in loud(by_rules(case))


@pytest.mark.reader
def test_the_learned_layers_let_it_stand() -> None:
    found = [case.category in loud(findings(case)) for case in CASES]

    assert sum(found) / len(found) >= LEAST_WITH_LEARNED_LAYERS


@pytest.mark.reader
@pytest.mark.parametrize(("text", "parent"), [trap[1:] for trap in TRAPS], ids=[trap[0] for trap in TRAPS])
def test_what_a_careful_reviewer_lets_stand_is_let_stand(text: str, parent: str | None) -> None:
    kind = "reply" if parent else "post"

    assert loud(findings(Case("", "", text, parent, kind=kind))) == set()


def test_cases_and_traps_are_of_every_category() -> None:
    assert {case.category for case in CASES} >= {
        Category.PHI,
        Category.ADVICE,
        Category.COI,
        Category.CONDUCT,
    }


@pytest.mark.reader
def test_a_patient_named_in_so_many_words_is_never_put_in_doubt() -> None:
    named = Case("", Category.PHI, "My patient Mrs Edna Quill, 94, fell off the ferry last night.")

    assert Category.PHI in loud(findings(named))
