"""What Presidio, a general detector of personal data, makes of the same posts, read in two simple ways.

It finds details and says nothing of whose they are, so a post is taken as `phi` when it finds any entity, or
when it finds one that identifies by itself. It is no dependency: whoever wants the comparison installs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from auditor.errors import InputError
from auditor.learning.labelled import LabelledText
from auditor.model import Category, Span, SpanType
from tests.benchmarks.detection.cost import timed
from tests.benchmarks.detection.verdicts import Claim, Judged, Verdicts

INSTALL = (
    "Install it in the environment that runs the benchmark:"
    " pip install presidio-analyzer && python -m spacy download en_core_web_sm"
)
_TYPES = {
    "PERSON": SpanType.NAME,
    "DATE_TIME": SpanType.DATE,
    "LOCATION": SpanType.LOCATION,
    "ORGANIZATION": SpanType.FACILITY,
    "NRP": SpanType.RELATION,
    "PHONE_NUMBER": SpanType.CONTACT,
    "EMAIL_ADDRESS": SpanType.CONTACT,
    "URL": SpanType.CONTACT,
    "IP_ADDRESS": SpanType.CONTACT,
}
"""Every other entity is a number of some registry: an ID."""
_INDIRECT = frozenset({"DATE_TIME", "LOCATION", "ORGANIZATION", "NRP", "URL"})
"""What identifies nobody by itself."""
_MODELS = ("en_core_web_lg", "en_core_web_md", "en_core_web_sm")
_NO_MODEL = (
    "No spaCy model of English is installed: Presidio ran by its patterns alone, blind to names and places."
)


def judge(texts: Sequence[LabelledText]) -> list[Verdicts]:
    """Both readings of the items, from one pass; bios are left out.

    Raises: InputError where Presidio is not installed.
    """
    analyzer, model = load()
    items = [text for text in texts if text.kind != "bio"]
    analyzer.analyze("A quiet walk by the river today.", language="en")
    found, cost = timed(
        lambda: [analyzer.analyze(text.text, language="en") for text in items], [t.text for t in items]
    )
    return [
        Verdicts(
            f"Presidio, {name}; {model or 'patterns alone'}",
            tuple(Judged(text, claims(one, is_wide)) for text, one in zip(items, found, strict=True)),
            categories=(Category.PHI.value,),
            cost=cost,
            remarks=() if model else (_NO_MODEL,),
        )
        for name, is_wide in (("any entity", True), ("an entity that identifies by itself", False))
    ]


def load() -> tuple[Any, str]:
    """Presidio's analyzer for English, and the spaCy model under it; empty where none is installed.

    Raises: InputError where Presidio is not installed.
    """
    try:
        import spacy
        import tldextract
        from presidio_analyzer import AnalyzerEngine
        from presidio_analyzer.nlp_engine import SpacyNlpEngine
    except ImportError:
        raise InputError("Presidio is not installed.", INSTALL) from None
    model = next((name for name in _MODELS if find_spec(name)), "")
    nlp = SpacyNlpEngine(models=[{"lang_code": "en", "model_name": model or _MODELS[-1]}])
    # Both set here, for Presidio itself would fetch what it misses: a model, a newer list of domains.
    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())
    nlp.nlp = {"en": import_module(model).load() if model else spacy.blank("en")}
    return AnalyzerEngine(nlp_engine=nlp, supported_languages=["en"]), model


def claims(found: Sequence[Any], is_wide: bool) -> dict[str, Claim]:
    """What Presidio's results (`entity_type`, `start`, `end`, `score`) say of a post."""
    kept = [one for one in found if is_wide or one.entity_type not in _INDIRECT]
    if not kept:
        return {}
    spans = tuple(Span(one.start, one.end, _TYPES.get(one.entity_type, SpanType.ID)) for one in kept)
    rules = tuple(sorted({f"presidio/{one.entity_type}" for one in kept}))
    return {Category.PHI.value: Claim(max(one.score for one in kept), rules, spans)}
