"""Finds people told of by what they are to others: "the mayor's brother", "coaches my son"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.engine.marks import Mark, MarkKind
from auditor.engine.patterns import Worded, lazy
from auditor.engine.words import listed

if TYPE_CHECKING:
    from auditor.engine.reading import Reading

_KIN = (
    r"brother|sister|son|daughter|wife|husband|mother|father|mum|mom|mam|dad|nan|nana|gran"
    r"|grandma|grandpa|grandad|granddad|grandmother|grandfather|kid|kids|boy"
    r"|boys|girl|lad|lass|missus|twin|uncle|aunt|auntie|cousin|ex|ex-wife|ex-husband|nephew"
    r"|niece|grandson|granddaughter|mother-in-law|father-in-law|son-in-law"
    r"|daughter-in-law|sister-in-law|brother-in-law|partner|girlfriend|boyfriend|fianc[eé]e?"
    r"|baby|little one|youngest|eldest|oldest|widow|parents|bride|groom|bridegroom|hubby|granny|nanna"
    r"|stepson|stepdaughter|stepdad|stepmum|stepmom|grandkids|grandparents|godson|goddaughter|widower"
)
_NOT_OWNER = (
    r"(?!my |our |his |her |their |your |it's |that's |what's |who's |there's |he's |she's |let's |here's )"
)
_KIN_WORDS = listed(
    "brother sister son daughter wife husband mother father mum mom mam dad nan nana gran grandma grandpa"
    " grandad granddad grandmother grandfather kid kids boy boys girl lad lass missus twin uncle aunt auntie"
    " cousin ex nephew niece grandson granddaughter partner girlfriend boyfriend fiance fiancee fiancé"
    " fiancée baby little youngest eldest oldest widow parents bride groom bridegroom hubby granny nanna"
    " stepson stepdaughter stepdad stepmum stepmom grandkids grandparents godson goddaughter widower"
)
_KIN_OF = lazy(
    rf"\b(?:the|our|my|your|that|a|some) {_NOT_OWNER}[a-z-]{{2,20}}(?: [a-z-]{{2,15}})?'s"
    rf" (?:[a-z]+ )?(?:{_KIN})\b"
)
_NAME_KIN = lazy(rf"\b[A-Z][a-z]{{2,15}}(?:'s) (?:[a-z]+ )?(?:{_KIN})\b")
_DEEDS = listed(
    "coach coaches coached teach teaches taught drive drives drove run runs play plays played sing sings sang"
    " sell sells sold own owns fixes delivers reads lead leads preach preaches calls umpire umpires judge"
    " judges judged rings mows conducts directs directed keeps bakes cuts trains serves served host hosts"
    " captain captains marshals announce announces designed built painted paints wrote writes won dances"
    " danced races raced rides rode skippers farm farms fishes shear shears pours stamps tears locks guards"
    " signs"
)
_DEED = lazy(
    r"\b(?:who|whose|that|he|she|him that|her that|also|still|used to|and) (?:used to |still "
    r"|also |has |has just )?(?:coach(?:es|ed)?|teach(?:es)?|taught|drives?|drove|runs?|plays?"
    r"|played"
    r"|sings?|sang|sells?|sold|owns?|fixes|delivers|reads|leads?|preach(?:es)?|calls|umpires?"
    r"|judges?|judged|rings|mows|conducts|directs|directed|keeps|bakes|cuts|trains|serves"
    r"|served|hosts?|captains?"
    r"|marshals|announces?|designed|built|painted|paints|wrote|writes|won|dances|danced|races"
    r"|raced|rides|rode|skippers|farms?|fishes|shears?|pours|stamps|tears|locks|guards|signs)"
    r" (?:the|our|my|for|in|at|half|every|your|a|his|her|up|it|us|that|this|on|those|all|off"
    r"|with)\b"
)
_CERTAIN = lazy(r"\b(?:a certain|that certain|one certain|a particular) (?:[a-z'-]+ ){0,2}[a-z'-]{3,20}\b")
_DESCRIBED = lazy(
    r"\b(?:the|that|our|a|this) (?:[a-z]+ ){0,2}(?:man|woman|lady|bloke|guy|gentleman|girl|boy"
    r"|kid|lad|chap|fella|fellow|one|couple|folks|family|dude|mum|mom|dad|teacher|driver"
    r"|coach) (?:who|whose|that|off|with the|in the|from the|behind the|on the|at the)\b(?:"
    r" [a-z']+){0,3}"
)
_SCHOOL = lazy(
    r"\b(?:my|our) (?:son|daughter|kid|kids|boy|girl|youngest|eldest|nephew|niece|neighbou?r"
    r"|mum|mom|dad|husband|wife|sister|brother|friend)s?'s? (?:[a-z0-9]+ ){0,3}(?:teacher"
    r"|coach|class|classmate|friend|school|team|room|boss|landlord|colleague|scout leader"
    r"|tutor|principal|best friend|mate|squad|boy|kid|dentist|priest|pastor)\b"
    r"|\b(?:same|in the same) (?:school|class|kinder(?:garten)?|team|church|gym|street|road"
    r"|choir|building|club|pew|grade|year|squad|daycare|creche|nursery|surgeon|room|row)\b(?:"
    r" (?:as|with|room as) [a-z' ]{3,25})?"
)
_ONLY = lazy(
    r"\b(?:the )?only (?:[a-z'-]+ ){1,4}(?:in|on|at|within|for|around|this side of) (?:the "
    r"|this |our |town|a |these |\w+ )(?:[a-z]+)?|\bonly (?:one )?(?:in|of) (?:the |this |our"
    r" )?(?:county|state|town|village|island|province|country|district|region|city|class"
    r"|school|team)\b"
    r"|\b(?:first|oldest|youngest|smallest|tiniest|last) [a-z'-]+(?: [a-z'-]+)? (?:ever"
    r" )?(?:in|on|at) (?:the|this|our) (?:county|state|town|village|island|province|country"
    r"|district|region|city|unit|hospital|history|valley)\b"
)
_ADDRESSED_KIN = lazy(
    r"\b(?:your|ur|yer|tu) (?:late |dear |poor |lovely |wee |little )?(?:mum|mom|mam|dad"
    r"|father|mother|husband|wife|son|daughter|brother|sister|nan|gran|grandma|grandpa|grandad"
    r"|boy|girl|lad|lass|kid|baby|little one|mama|papa|uncle|aunt|mamá|mami|papá|fella|man"
    r"|missus|partner|twin|twins)\b"
)
_THEIR_KIN = lazy(
    r"\b(?:his|her|their|whose) (?:late |own |twin |little |big |older |younger |elder |first |second "
    r"|only |poor "
    r"|new )?(?:(?:mother|father|son|daughter|sister|brother)-in-law|brothers?|sisters?|sons?"
    r"|daughters?|wife|husband|mother|father|mums?|moms?|mam|dads?|daddy|mama"
    r"|papa|nana?|gran|granny|grandma|grandpa|grand?dad|grandmother|grandfather|missus|twin|uncles?"
    r"|aunts?|auntie"
    r"|cousins?|nephews?|nieces?|grandsons?|granddaughters?|grandkids|"
    r"girlfriend|boyfriend|fianc[eé]e?|parents|folks|stepdad|stepmum|stepmom|hubby|widow|bride|groom)\b"
)
_THEIR_KIN_WORDS = listed(
    "brother brothers sister sisters son sons daughter daughters wife husband mother father mum mums mom moms"
    " mam dad dads daddy mama papa nan nana gran granny grandma grandpa grandad granddad grandmother"
    " grandfather missus twin uncle uncles aunt aunts auntie cousin cousins nephew nephews niece nieces"
    " grandson grandsons granddaughter granddaughters grandkids law girlfriend boyfriend fiance fiancee"
    " fiancé"
    " fiancée parents folks stepdad stepmum stepmom hubby widow bride groom"
)
_PEOPLE = (
    r"brothers|sisters|sons|daughters|boys|girls|twins|lads|teachers|coaches|drivers|crewmen|crew|deckhands"
    r"|farmers|parents|grandmothers|grandfathers|grannies|nans|dads|mums|moms|cousins|players|altar servers"
    r"|firefighters|priests|nuns|widows|shearers|skippers|fishermen|miners|musicians|singers|bakers|barbers"
)
_SOME_OF = lazy(
    rf"\b(?:both|the two|the three|two|three|four|five|all three|all four) (?:of )?(?:the |our |her "
    rf"|his |their )?"
    rf"(?:little |young |older |younger |big )?(?:{_PEOPLE})\b"
    rf"|\bone of (?:the|our|my|your|his|her) (?:own |two |three |four |few "
    rf"|last )?(?:[a-z]+ )?(?:{_PEOPLE})\b"
)
_RETIRED = lazy(
    r"\bretired (?!from|at|in|last|this|and|after|to|early|now|because|today|with|on|but|so|or|as|for"
    r"|when|since"
    r"|doctor|nurse|gp|surgeon|her|him|his|my|our|the|by|just|due|me|yet|people|patients)[a-z][a-z'-]{3,20}\b"
    r"(?: [a-z]{4,15}(?=[,.;!]))?"
)
_TEACHES = lazy(
    r"\b(?:he|she|who|still|also|and) (?:teaches|coaches|umpires|skippers|captains|referees|shears|conducts"
    r"|sings|fishes|crews|deejays|mcs) [a-z][a-z'-]{2,20}\b"
    r"|\b(?:father|mother|dad|mum|mom|brother|sister|husband|wife|son|daughter|family|folks|parents"
    r"|uncle|aunt)"
    r" (?:drives?|runs?|owns?|coach(?:es)?|teach(?:es)?|fish(?:es)?|farms?|plays?|keeps?|skippers?"
    r"|sells?|sings?)"
    r" (?:the|our|at|for|in|a|that|your|half)\b"
)
_FORMS = (
    ("kin-of", Worded(_KIN_WORDS, _KIN_OF), 2.0),
    (
        "school",
        Worded(
            listed(
                "same teacher coach class classmate friend school team room boss landlord colleague scout"
                " tutor principal mate squad boy kid dentist priest pastor"
            ),
            _SCHOOL,
        ),
        2.0,
    ),
    ("deed", Worded(_DEEDS, _DEED), 2.0),
    ("certain", Worded(listed("certain particular"), _CERTAIN), 2.0),
    (
        "described",
        Worded(
            listed(
                "man woman lady bloke guy gentleman girl boy kid lad chap fella fellow one couple folks"
                " family dude mum mom dad teacher driver coach"
            ),
            _DESCRIBED,
        ),
        2.0,
    ),
    ("uniqueness", Worded(listed("only first oldest youngest smallest tiniest last"), _ONLY), 2.0),
    ("your-kin", Worded(listed("your ur yer tu"), _ADDRESSED_KIN), 1.0),
    ("their-kin", Worded(_THEIR_KIN_WORDS, _THEIR_KIN), 0.5),
    ("some-of", Worded(listed("both two three four five one"), _SOME_OF), 1.0),
    ("described", Worded(listed("retired"), _RETIRED), 1.5),
    (
        "deed",
        Worded(
            listed(
                "teaches coaches umpires skippers captains referees shears conducts sings fishes crews"
                " deejays"
                " mcs father mother dad mum mom brother sister husband wife son daughter family folks parents"
                " uncle aunt"
            ),
            _TEACHES,
        ),
        2.0,
    ),
)


def find(reading: Reading) -> Iterator[Mark]:
    """RELATION marks: kin-of, school, deed, certain, described, uniqueness, your-kin, their-kin, some-of."""
    text = reading.text
    for detail, form, weight in _FORMS:
        for match in form.find(text):
            yield Mark(match.start(), match.end(), MarkKind.RELATION, detail, "", weight)
    if not text.runs.isdisjoint(_KIN_WORDS):
        for match in _NAME_KIN.finditer(text.value):
            yield Mark(match.start(), match.end(), MarkKind.RELATION, "kin-of", "", 2.0)
