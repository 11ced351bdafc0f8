"""Tells whether a bio says, in whatever wording, that the views are its author's own and no institution's.

A bio says it in passing: "takes are mine", "blame me, not the clinic", "it doesn't speak for QRH". "Not
medical advice" and "retweets are no endorsement" put nobody at a distance. Knows nothing of rules.
"""

from __future__ import annotations

from itertools import pairwise

from auditor.engine.cues.institutions import mentions
from auditor.engine.patterns import lazy
from auditor.engine.text import NormalText
from connectors.model import Owner

_READ = 2_000
_INSTITUTION = "instname"
"""Stands for every institution that the bio names."""
_BREAKS = lazy(r"[.!?;](?=\s|\Z|\W)|[|\n•·✦⋅~]+|\s[-/]+\s")
_SIGNS = lazy("[\u2190-\u225f\u2261-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]+")

_SAID = (
    r"(?:views?|opinions?|thoughts?|takes?|tweets?|posts?|posting|skeets?|toots?|threads?|rants?|words"
    r"|content|nonsense"
    r"|waffle|musings?|ramblings?|mutterings?|jokes?|memes?|comments?|statements?|ideas?|beliefs?"
    r"|perspectives?|reckons?"
    r"|haverins|k[oō]rero|whakaaro|tantrums?|moans?|guff|stuff|noise|everything|anything|all of (?:it"
    r"|this)|all this"
    r"|it all|whatever|shitposts?|ops?|typos|mistakes|errors|spelling)"
)
_HERE = (
    r"(?: (?:expressed|here|posted|shared|tweeted|stated|on here|on this (?:page|account|site)|herein"
    r"|(?:that )?i (?:post|share|express|hold|write|say|tweet)|and (?:my )?[a-z]+|& [a-z]+)){0,3}"
)
_LINK = (
    r"(?:are|r|is|be|being|remains?|=|:|belongs? to|comes? from|represent|reflect|solely|strictly|entirely"
    r"|purely|all|only"
    r"|just|very much|definitely|always|obvs|obviously|mostly|of|the|those of|my|and|not)"
)
_NOUN_OF_OTHERS = (
    r"(?! (?:kids?|children|best|trainer|training|finance|growth|stylist|brand|record|boss|garden|patients?))"
)
_SELF = (
    r"(?:me|myself|mysel|self|the author|one (?:[a-z]+ )?(?:person|nurse|doctor|man|woman|midwife|medic"
    r"|human)|personal|private"
    r"|own|home-?made|home-?grown|my (?:fault|problem|cat|dog)|a single)"
)
_MINE = (
    r"(?:mine|(?:all |solely |just )?my (?:very )?own|me own|mi own|ma ain|my alone|me alone|(?:his|her"
    r"|their|our) own"
    r"|(?:hers|his|ours|theirs) (?:alone|only)|ours|from me)"
)
_OWN = (
    rf"\b{_SAID}\b{_HERE}\W{{0,4}}(?:{_LINK}\W{{1,3}}){{0,5}}{_MINE}\b{_NOUN_OF_OTHERS}",
    rf"\b{_SAID}\b{_HERE}\W{{0,4}}(?:{_LINK}\W{{1,4}}){{1,5}}(?:only |just )?{_SELF}\b{_NOUN_OF_OTHERS}",
    r"\b(?:views?|opinions?|thoughts|tweets?|posts)\W{1,2}(?:personal|private|own|solo m[ií]as?)\b"
    + _NOUN_OF_OTHERS,
    r"\b(?:my own|own|ma ain|me own|solely my|strictly my|purely my|only my|just my|personal|private|these"
    r" are my|all my)"
    rf" (?:[a-z]+ )?(?:{_SAID}|capacity|opinyon|mouth|views?|voice)\b(?! (?:on|about|welcome|matter|count"
    rf"|of|piece|into)\b)",
    r"\b(?:personal|private|my own) (?:account|acct|page|handle|profile|feed|blog|capacity)\b",
    r"\b(?:my|these) (?:views?|opinions?|thoughts|takes|tweets|words|guff)\b(?=\W{0,3}(?:\Z|only\b|alone\b"
    r"|not\b|and not\b"
    r"|never\b|nobody\b|no one\b))",
    rf"\b(?:mine|my own)\b\W{{1,3}}(?:all |the |these )?{_SAID}\b",
    rf"\b{_SAID}\b{_HERE}[^.]{{0,20}}\bbelongs? (?:only |solely )?to (?:me|one|a single|this)\b",
    r"\b(?:account|page|feed|profile|acct|blog) (?:is )?(?:strictly |purely |entirely |all )?(?:personal"
    r"|private|my own)\b",
    r"\bpersonal (?:twitter|insta\w*|fb|facebook|x|bluesky|bsky|mastodon|tiktok|ig|musings|soapbox|corner"
    r"|diary)\b",
    r"\b(?:usual|standard|obvious) disclaimers?\b|\bprivate citizen\b",
    r"\bown (?:views?|opinions?|thoughts|takes|words|guff)\b",
    r"\b(?:just|only|purely) (?:my )?(?:opinion|views?|2 cents|two cents)\b",
    r"\b(?:vmo|omo|imho|imo)\b",
    r"\bone (?:old |tired )?[a-z]+'s (?:opinions?|views?|say-so|mutterings?|thoughts|takes?|ramblings?)\b",
    r"\bjust one (?:[a-z]+ ){1,3}?[a-z]+'s (?:opinions?|views?)\b",
    r"\b[a-z]+(?:'s) own (?:opinions?|views?|thoughts)\b|\bopinions? (?:his|hers|theirs) (?:alone|own)\b",
)
_FOR_ONESELF = (
    r"\b(?:speak|speaks|speaking|talk|talking|tweet|tweeting|post|posts|posting|write|writes|writing|blog"
    r"|opino|hablo|opinando"
    r"|answer)\b(?: (?:here|only|just|solely|on here|but|pero)){0,3} (?:for|as|por|pour) (?:myself|me|us"
    r"|only me|mí|just me"
    r"|one|nobody|no one|my own|mysel|ourselves|m[ií] (?:sola|solo|misma|mismo))\b",
    r"\b(?:just|only|this is|it's|it is|its|that's|here it's|is only|posts are) (?:just |only )?(?:me|us"
    r"|[a-z]+)"
    r" (?:talking|speaking|thinking|rambling|ranting|typing)\b",
    r"\b(?:me|us) (?:talking|speaking|thinking out loud|here|alone talking)\b(?! to\b)",
    r"\b(?:just|only|this is only|this is just) me\b(?=\W{0,3}(?:\Z|not\b|never\b|and not\b|here\b|on"
    r" here\b))",
    r"\bposts? ?(?:=|are|is) ?me\b",
    r"\bthinking out loud\b|\b(?:flying|speaking|tweeting|posting) solo\b|\bhere as (?:me|myself)\b",
    r"\brepresents? (?:only |just )?(?:me|myself|nobody|no one|no-one|my own)\b|\bspeaks? (?:only )?for"
    r" (?:her|him|them)sel(?:f|ves)\b",
    r"\b(?:what|whatever|anything|everything|stuff) (?:i|leaves my|comes out of my|you"
    r" read)\b[^.]{0,40}?\b(?:mine|me"
    r"|my own|on me|myself|represents me)\b",
    r"\b(?:out of|leaves) my own (?:mouth|head)\b|\bmy mouth(?: is my own|, my words)\b|\bmy own (?:mouth"
    r"|mind)\b",
    r"\bblame (?:me|mysel|it on me|these on me|this on me|it all on me)\b(?! for)",
    r"\b(?:don't|dont|do not|never|pls don't|please don't) (?:blame|hang|pin) (?:them|it|em|my|the|this"
    r"|that|instname)\b",
    r"\b(?:i alone am|i am alone|i'm alone) to blame\b|\bcan't be blamed\b|\b(?:cannot|can not) be blamed\b",
    r"\b(?:it's|is|are|it is) on me\b,? (?:not|never|and not)|\bif it'?s (?:\w+ ){1,2}(?:it'?s|it was"
    r"|that'?s) (?:just )?me\b",
    r"\bi said it\b|\bi say what i say\b|\b(?:all|fault) mine(?:,| and) (?:not|never)\b|\boff my own bat\b",
    r"\bin (?:a |my )?(?:personal|private) capacity\b",
)
_THEIRS = (
    r"(?:instname(?:'s|s')?"
    r"|(?:my|the|our|any|their|his|her|those|this)(?: [a-z]+)? (?:employers?|hospitals?|hosp|jobs?"
    r"|boss(?:es)?|trusts?"
    r"|institut\w{1,6}|clinics?|practices?|workplace|surgery|university|uni|company|schools?|districts?"
    r"|college|squad"
    r"|partnership|agency|departments?|dept|council|club|facility|nhs|organi[sz]ations?|boards?|pharmacy"
    r"|program(?:me)?"
    r"|church|ministry|army|navy|bishop|ship|prison|base|services?|centre|center|collective|group|province"
    r"|landlord"
    r"|owners?|work|captain|island|crew|team|parish|county|state|government|ward|unit|place|health"
    r" (?:service|board)"
    r"|store|shop|business|station|lab|charity|health system)(?:'s|s')?"
    r"|employers?(?:'s|s')?|work's|work|theirs|them|anyone's|anybody's|nobody's|my job's|a job|acgme"
    r"|(?:any|an) institution"
    r"|jobs?)\b"
)
_VOICED = (
    r"(?:speak\w*|talk\w*|represent\w*|reflect\w*|endors\w*|stand[s]? for|views?|opinions?|voice|behalf"
    r"|approv\w+|official\w*"
    r"|sanction\w*|vetted|vets?|responsib\w+|blame\w*|business|spokes\w+|mouthpiece|affiliat\w+|says?"
    r"|posts?|tweets?|edits?"
    r"|signs? off|agrees?|knows?|position|policy|comms|chat|related)"
)
_NOT = (
    r"(?:nothing|none|not|no|never|doesn't|doesnt|does not|don't|dont|do not|nobody|isn't|isnt|aren't|won't"
    r"|nor|neither|without)"
)
_NOT_THEIRS = (
    rf"(?:\bnot|≠|!=|=/=|<>|\bnever|\bnor|\bneither|\besp\w* not)\W{{1,2}}(?:(?:in any way|necessarily"
    rf"|speaking|those"
    r"|that|views?|opinions?|the (?:views?|voice|opinions?)|on behalf|a mouthpiece|(?:a|an|the) spokes\w+"
    r"|affiliated|endorsed"
    r"|representing|representative|reflective|related|responsible|from|policy and not|by|on|sponsored"
    r"|approved|vetted|paid|owned|authori[sz]ed|sanctioned|connected|as)\W{1,2}){0,4}"
    rf"(?:(?:of|for|from|by|with|to|at|on)\W{{1,2}})?{_THEIRS}(?! (?:advice|patient|player))",
    rf"\b{_NOT}\b[^.]{{0,45}}?\b{_VOICED}\b[^.]{{0,30}}?\b(?:{_THEIRS}|(?:for|of|by) (?:it|anyone|anybody"
    rf"|any\b|no one|nobody)"
    r"|(?:those|anyone|anybody|whoever|the people) (?:who )?pays? me|no one's|nobody's)",
    rf"{_THEIRS}(?:\W{{1,2}}[a-z']+){{0,3}}?\W{{1,2}}(?:doesn't|doesnt|don't|dont|does not|do not|can't"
    rf"|cannot|won't|isn't|is not"
    rf"|didn't|hasn't|neither|never|has nothing|had nothing|not|is responsible for neither"
    rf"|would)\b[^.]{{0,40}}?\b{_VOICED}\b",
    rf"\b{_NOT}\b[^.]{{0,40}}?\b{_THEIRS} (?:[a-z]+ ){{0,2}}?{_VOICED}\b",
    rf"{_THEIRS} (?:has|have|can get|gets|get) (?:its|their|his|her|the)(?: very)? own\b|\bthe company can"
    rf" get its own\b",
    r"(?<!\bat )(?<!@ )(?<!@)(?<!for )(?<!in )(?<!with )(?<!of )\binstname(?: [a-z]+){0,2} (?:doesn't"
    r"|didn't|isn't|can't|won't|never"
    r"|has no|hasn't|does not|did not|is not|has nothing)\b",
    r"\b(?:not|don't|doesn't|isn't|keep|nor)(?: (?!at\b|in\b|for\b|with\b|from\b)[a-z]+){0,2}"
    r" instname\b",
    r"\b(?:instname|they|work|my (?:job|employer|boss))\b[^.]{0,20}?\bpays? me (?:to"
    r"|for)\b[^.]{0,30}?\b(?:not|never)\b",
    r"\bi (?:tweet|post|say|write|talk|speak)\b[^.]{0,30}?\b(?:instname|they|work|the hospital|my employer)"
    r" (?:doesn't|does not|don't|do not|never)\b",
    r"\b(?:employers?|boss|bosses)\b[^.]{0,50}?\b(?:isn't|is not|aren't|are not|not responsible|unnamed)\b",
    r"\b(?:nobody|no one|naebody|no-one|nae body) else'?s\b|\bon (?:no one|nobody|no-one)'s behalf\b"
    r"|\bnobody's official\b",
    r"\b(?:nobody|no one|no-one)\b[^.]{0,40}?\b(?:approv\w+|vets?|vetted|edits|signs? off|endors\w+"
    r"|looking over my shoulder)",
    r"\b(?:don't|do not|doesn't) (?:edit|vet|read|approve|own|pay) (?:me|my|this|any)\b|\bnobody pays me"
    r" to\b",
    r"\bnothing to do with (?:my )?(?:work|job|employer|instname)\b|\bunaffiliated\b|\bindependent of my"
    r" employer\b",
    r"\bunofficial\b(?=\W{0,3}(?:\Z|account|page|views?|opinions?|thoughts|posts?|voice|capacity|musings))",
    r"\bnot (?:an? )?(?:official|institutional|corporate) (?:account|page|views?|position)\b|\bnot policy\b",
    r"\b(?:no one's|nobody's|not (?:an?|the|anyone's|anybody's))(?: [a-z]+)? (?:mouthpiece|spokes\w+|voice"
    r"|rep\b|representative"
    r"|megaphone|press officer?)\b|\bnot (?:in )?(?:any |an |my )?(?:official|professional) capacity\b"
    r"|\bnothing (?:here )?(?:is )?official\b",
    r"\b(?:employers?|boss|bosses|comms team|press office|pr team|hr)\b[^.]{0,40}?\b(?:cringes?|disagrees?"
    r"|disowns?|rather|wish(?:es)?"
    r"|hates?|has no idea|weeps?|winces?|denies|despairs?|sighs?)\b|\bofficial (?:account|page|handle"
    r"|channel|stuff|line|news)\b"
    r"[^.]{0,15}?(?:@|\belsewhere|\bover)",
    r"\b(?:human|person|man|woman|nurse|doctor|midwife)(?:,| and)? not (?:an? |the |my )?(?:institution"
    r"|hospital|organi[sz]ation"
    r"|spokes\w+|brand|press office|official)\b|\b(?:without|w/o)\b[^.]{0,25}?\b(?:blessing|permission"
    r"|approval|endorsement)\b",
    r"\bno (?:medical )?boardroom\b|\b(?:tweets?|posts|views) employer\b|\bwork,? not\b",
    r"\b(?:views?|opinions?|tweets?|posts?|takes) ?(?:≠|!=|=/=|<>|not ?=) ?\w",
)
_ELSEWHERE_SPOKEN = (
    # Spanish, Portuguese, French, Italian, Catalan
    r"\b(?:opini[oó]n(?:es)?|tuits?|ideas|comentarios|opini[oõ]es|opinioes) (?:es |son |s[aã]o |muy |solo "
    r"|s[oó]lo )*(?:m[ií]as?"
    r"|propias?|personal(?:es)?|minhas?|pessoais|pr[oó]prias)\b|\bmis opiniones son m[ií]as\b",
    r"\blo que (?:digo|tuiteo|escribo|opino|publico)\b|\bhablo (?:solo |s[oó]lo )?por m[ií]\b|\bopino por"
    r" m[ií]\b|\bpor m[ií] sola\b",
    r"\b(?:mes|ces|mon) (?:opinions?|propos|avis|tweets)\b|\b(?:avis|opinions?|propos) (?:strictement "
    r"|purement )?(?:personnel"
    r"|à moi|juste)|\b(?:avis|opinions?|propos|tweets)\W{1,3}(?:sont )?(?:juste |que )?(?:les miens|miens"
    r"|à moi)\b|\bn'engage(?:nt)?(?: ici)? que\b|\bparle (?:pour moi|en mon nom)\b|\bà titre (?:personnel"
    r"|privé)\b|\bcompte personnel\b",
    r"\bopinion[ie] (?:strettamente |solo )?(?:personal[ie]|mi[ae]|mie)\b|\ba titolo personale\b"
    r"|\bopinions? pr[oò]pies?\b",
    # German, Dutch, Afrikaans, the North
    r"\b(?:meine|eigene|private|pers[oö]nliche) (?:eigene )?(?:meinung\w*|ansicht\w*|tweets|sicht)\b"
    r"|\bhier privat\b"
    r"|\btweets? privat\b|\bprivater account\b",
    r"\b(?:eigen|mijn|eie|my eie) (?:mening\w*|sienings?|opinie\w*)\b|\bop persoonlijke titel\b|\bin"
    r" pers[oö]nlicher\b",
    r"\b(?:[aå]sikter|egn[ae]|mina egna|mine egne|omat)\b[^.]{0,20}?\b(?:egna|mina|mine|meninger?"
    r"|holdninger|[aå]sikter|synspunkter"
    r"|mielipite\w*)\b",
    # Celtic, Māori, Pacific
    r"\b(?:tuairim[ií]|tuairim)\b|\bliom f[eé]in\b|\bbarn (?:fy hun|bersonol|i)\b|\bfy marn\b|\bnōku\b"
    r"|\bno'u lava\b",
    # Slavic, Baltic, Turkish, Hungarian, Greek
    r"\bopini[ea] (?:własne|prywatne|moje|personale)\b|\bpoglądy własne\b|\bn[aá]zory (?:vlastn[ií]|jsou"
    r" moje)\b|\bopinii personale\b"
    r"|(?:личное|моё|мое|власна|особиста) (?:мнение|думка)|мнение (?:личное|моё|мое)|\bki[sş]isel"
    r" g[oö]r[uü][sş]|\bg[oö]r[uü][sş]ler(?:im)?"
    r" (?:bana|kendi)|\bsaj[aá]t v[eé]lem[eé]ny|προσωπικές (?:απόψεις|γνώμες)|απόψεις (?:προσωπικές|μου)",
    # Filipino, Malay, Vietnamese, Swahili, Zulu and neighbours, Yoruba
    r"\b(?:sariling |personal na )opi(?:nyon|nion)\w*|\bopinyon (?:ko|lang)\b|\bpendapat (?:sendiri"
    r"|pribadi|saya|peribadi)\b"
    r"|\bquan điểm cá nhân\b|\b(?:mawazo|maoni)\b[^.]{0,12}?\b(?:yangu|binafsi)\b|\bimibono yami\b"
    r"|\b(?:izimvo|uluvo) (?:zam|lwam)\b"
    r"|\bmegopolo ya ?ka\b",
    # South Asia, in letters of their own and in Latin ones
    r"विचार[^.]{0,12}(?:निजी|मेरे|व्यक्तिगत|वैयक्तिक|अपने)|(?:निजी|मेरे|व्यक्तिगत|वैयक्तिक|माझे) (?:विचार"
    r"|मत)|মতামত (?:আমার|ব্যক্তিগত|নিজস্ব)"
    r"|(?:ব্যক্তিগত|নিজস্ব) মতামত|\b(?:vichar|vichaar|views?|raay|mat)\b[^.]{0,10}?\b(?:niji|mere|apne"
    r"|vaiyaktik|majhe)\b"
    r"|\b(?:niji|mere apne|majhe) (?:vichar|vichaar)|கருத்துக்கள்|అభిప్రాయాలు|ذاتی (?:رائے|خیالات)",
    # Arabic, Hebrew, Persian, Chinese, Japanese, Korean
    r"(?:آرائي|رأيي|آراء) (?:شخصية|الشخصية)|تمثلني|דעותיי|דעה אישית|نظر شخصی"
    r"|[个個]人(?:观点|觀點|意见|意見|の見解|の意見|言论)"
    r"|(?:见解|ツイート|発言|投稿)は(?:すべて)?個人|개인(?:적인)? (?:의견|견해)",
)
_PATTERNS = tuple(lazy(source) for source in (*_OWN, *_FOR_ONESELF, *_NOT_THEIRS, *_ELSEWHERE_SPOKEN))
_ACROSS = lazy(rf"\b{_SAID}(?: are)? {_MINE}\b")
"""What a line's end may part: "Views", "my own"."""


def are_said(text: NormalText, owner: Owner) -> bool:
    """Whether a bio, or a name shown above it, says that the views are its author's own."""
    clauses = _clauses(text, owner)
    return any(pattern.search(clause) for clause in clauses for pattern in _PATTERNS) or any(
        _ACROSS.search(f"{one} {other}") for one, other in pairwise(clauses)
    )


def _clauses(text: NormalText, owner: Owner) -> list[str]:
    """The bio in breaths: small letters, hashtags as words, institutions by one word."""
    plain, at = [], 0
    for start, end, shown in sorted(_replaced(text, owner), key=_longest_first):
        if start >= at:
            plain += [text.folded[at:start], shown]
            at = end
    whole = "".join(plain) + text.folded[at:_READ]
    pieces = [_SIGNS.sub(" ", _arrows(piece)) for piece in _BREAKS.split(whole)]
    return [" ".join(piece.split()) for piece in pieces if piece and piece.strip()]


def _longest_first(one: tuple[int, int, str]) -> tuple[int, int]:
    return one[0], -one[1]


def _replaced(text: NormalText, owner: Owner) -> list[tuple[int, int, str]]:
    told = [(start, end, _INSTITUTION) for start, end in mentions(text, owner)]
    told += [
        (tag.start, tag.end, " ".join(word.word for word in tag.words))
        for tag in text.tags
        if tag.sign == "#"
    ]
    return [one for one in told if one[1] <= _READ]


def _arrows(piece: str) -> str:
    """Signs that stand for "are" as one."""
    return piece.replace("➡", "=").replace("→", "=").replace("->", "=").replace("👉", "=")
