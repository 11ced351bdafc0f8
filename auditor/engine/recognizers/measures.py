"""Finds readings and counts of a course of illness: a weight, a laboratory value, eleven transfers.

Knows nothing of what is normal, nor of whose they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.engine.marks import Mark, MarkKind
from auditor.engine.patterns import Worded, lazy
from auditor.engine.words import listed

if TYPE_CHECKING:
    from auditor.engine.reading import Reading

_NUMBER_WORD = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen"
    r"|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two"
    r"|three|four|five"
    r"|six|seven|eight|nine))?)"
)
_ANALYTES = (
    "hb hgb haemoglobin hemoglobin lactate creatinine potassium sodium bmi gcs inr troponin ammonia glucose"
    " ferritin crp platelets a1c hba1c bili bilirubin phos phosphate calcium cd4 psa apgar apgars sats"
    " spo2 icp"
    " fev1 egfr tsh ck bac lipase cobalt pulse pulso ph"
)
_VALUE = lazy(
    rf"\b(?:{'|'.join(_ANALYTES.split())})(?: level| count)?(?:,? (?:of |was |is |at |= ?|hit |under "
    rf"|over |down to "
    rf"|up to |above |below |still )?|[:=] ?)(?:\d{{1,6}}(?:\.\d{{1,2}})?|{_NUMBER_WORD})\b%?"
)
_WEIGHED = lazy(
    rf"\b(?:\d{{1,4}}(?:\.\d{{1,2}})?|{_NUMBER_WORD}(?: hundred)?)[ -](?:grams?|gramos|kilos?|kgs?|lbs?"
    r"|pounders?)\b(?!/)"
)
_GLUED = lazy(r"\b\d{1,3}(?:\.\d{1,2})?(?:kgs?|lbs?)\b(?!/)")
_COUNTED = lazy(
    rf"\b(?:\d{{1,3}}|{_NUMBER_WORD})(?: failed| more| rounds of| cycles of| units of)? (?:transfers|cycles"
    r"|rounds|sessions|transfusions|miscarriages|losses|embryos|stents|surgeries|operations|shocks"
    r"|lit(?:re|er)s"
    r"|stitches|sutures|staples|implants|syringes|units|vials|seizures|grafts|iui|ivf|blood|chemo)\b"
)
_LASTED = lazy(rf"\b(?:\d{{1,3}}|{_NUMBER_WORD}) (?:minutes|hours|days|nights|weeks|mornings)\b")
_UNABLE = lazy(
    r"\b(?:he|she|who|and|but|still) (?:can't|cannot|couldn't|hasn't|hadn't|won't|wouldn't"
    r"|no longer) (?:even )?"
    r"(?:walk|walked|speak|spoken|speaks|talk|talked|eat|eaten|swallow|see|hear|remember|slept|sleep"
    r"|stand|feel"
    r"|move|moved|find|recogni[sz]e|breathe|answer|write|read|count)\b"
)
_FORMS = (
    ("value", Worded(listed(_ANALYTES), _VALUE), 1.0),
    (
        "weight",
        Worded(listed("gram grams gramos kilo kilos kg kgs lb lbs pounder pounders"), _WEIGHED),
        1.0,
    ),
    (
        "count",
        Worded(
            listed(
                "transfers cycles rounds sessions transfusions miscarriages losses embryos stents surgeries"
                " operations shocks litres liters stitches sutures staples implants syringes units vials"
                " seizures grafts iui ivf blood chemo"
            ),
            _COUNTED,
        ),
        0.5,
    ),
    ("lasted", Worded(listed("minutes hours days nights weeks mornings"), _LASTED), 0.5),
    ("unable", Worded(listed("can cannot couldn hasn hadn won wouldn longer"), _UNABLE), 0.5),
)


def find(reading: Reading) -> Iterator[Mark]:
    """CONDITION marks: value, weight, count, lasted, unable."""
    if reading.text.digits:
        for match in _GLUED.finditer(reading.text.folded):
            yield Mark(match.start(), match.end(), MarkKind.CONDITION, "weight", "", 1.0)
    for detail, form, weight in _FORMS:
        for match in form.find(reading.text):
            yield Mark(match.start(), match.end(), MarkKind.CONDITION, detail, "", weight)
