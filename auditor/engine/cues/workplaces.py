"""Finds where a bio says that its author works or holds an office, by how bios say it.

"Midwife at …", "founder, …", "team doctor for …", "VA nurse", "county health officer": here a name needs no
word of institutions in it. Knows occupations and offices; knows nothing of the owner's employers or of rules.
"""

from __future__ import annotations

import re
from functools import lru_cache

from auditor.engine import lexicon
from auditor.engine.cues.phrases import Places, word_set
from auditor.engine.patterns import lazy
from auditor.engine.text import NormalText
from auditor.engine.words import listed

_READ = 2_000
_JOB = (
    r"(?:doctor|doc|dr|nurse|nursing|rn|rns|lpn|lvn|rmn|rgn|rvn|lvt|cvt|crna|fnp|np|npc|pa|pa-c|md|do|dds"
    r"|dmd|dvm|gp|gpst\d?|physician"
    r"|surgeon|resident|registrar|reg|fellow|attending|consultant|intern|extern|houseman|student|ms[1-5]"
    r"|m[1-4]|pgy-?\d|f[y]?[12]|sho|midwife"
    r"|midwifery|doula|ibclc|matron|sister|charge|paramedic|medic|para|emt(?:-?[pb])?|aemt|firefighter"
    r"|pharmacist|pharmd|rph|chemist|dispenser|dentist|orthodontist"
    r"|hygienist|rdh|vet|veterinarian|optometrist|optom|optician|physio(?:therapist)?|pt|dpt|ot|otr|slp"
    r"|speech therapist|dietitian|dietician"
    r"|nutritionist|rd|psychologist|psych|counsell?or|therapist|rrt|rt|social worker|lcsw|radiographer"
    r"|sonographer|technologist|technician"
    r"|tech|scientist|researcher|professor|prof|lecturer|faculty|postdoc|phd(?: student| candidate)?"
    r"|candidate|instructor|educator|preceptor|trainee"
    r"|hospitalist|intensivist|internist|(?:[a-z]+(?:ologist|iatrist|iatrician|etrist|aedist|opedist"
    r"|opractor|etician|etrician))"
    r"|an(?:a)?esthetist|gynae?|ent|icu|nicu|picu|er|ed|em|a&e|l&d|picc|carer|hca|cna|ma|phlebotomist|odp"
    r"|coroner|chaplain|scribe|receptionist"
    r"|front desk|dispatcher|porter|manager|coordinator|navigator|practitioner|specialist|assistant"
    r"|officer|clinician|hod|hos|staff nurse|ultrasound|nights|shifts|rdms|mrt|dialysis|theatres?"
    r"|anesthesia|anaesthesia|surgery|advisor|adviser"
    r"|enfermer[ao]|m[eé]dic[oa]|doctora?|dra|pediatra|residente|matrona|partera|farmac[eé]utic[oa]"
    r"|fisioterapeuta|psic[oó]log[oa]|dentista"
    r"|[a-z]+[oó]log[oa]|enfermeir[ao]|infirmi(?:er|[eè]re)|interne|m[eé]decin|sage-femme"
    r"|pharmacien(?:ne)?|urgentiste|p[eé]diatre|kin[eé]"
    r"|arzt|[aä]rztin|assistenz[aä]rzt(?:in)?|ober[aä]rzt(?:in)?|fach[aä]rzt(?:in)?|pflege\w*|hebamme"
    r"|apotheker(?:in)?|kinder[aä]rzt(?:in)?"
    r"|verpleegkundige|huisarts|verloskundige|[a-z]*arts|sykepleier|lege|fastlege|jordmor|sjuksk[oö]terska"
    r"|barnmorska|l[aä]kare|l[aä]ge|sygeplejerske"
    r"|infermier[ae]|medico|ostetrica|farmacista|lekarz|piel[eę]gniarka|asistent[aă]?|hem[sş]ire|doktor)"
)
_OFFICE = (
    r"(?:(?:co-?)?founder|(?:co-?)?owner|managing partner|partner|principal|(?:medical |clinical "
    r"|associate |executive |programme? |nursing |research )?director"
    r"|head|chief(?: medical| nursing| executive)?(?: officer)?|chair|chairman|chairwoman|vice-?chair"
    r"|president(?:-elect)?|vice president|dean|lead|trustee|secretary|treasurer"
    r"|delegate|ambassador|spokes(?:person|man|woman)|c[emno]o|cmio|due[nñ]a|director[a]?|jefa?"
    r"|chef(?:fe)? de service|leit(?:er|erin|ung)|gr[uü]nder(?:in)?"
    r"|fundador[a]?|fondat\w+|titolare|soci[oa]|associ[eé]e?|advis[eo]r|board member"
    r"|commissioner)"
)
_CAPITAL = r"[A-ZÀ-Þ](?:[\w'&-]|\.(?=\w))*"
_NAMED = (
    rf"((?:(?:the|The|la|el|los|las|le|l'|d'|St\.?|Dr\.?) ?)?{_CAPITAL}"
    r"(?: (?:(?:of|the|and|&|de|la|du|des|del|da|do|y|et|van|von) )?(?:(?:the|la) )?(?:&"
    rf"|{_CAPITAL})){{0,5}})"
)
_JOB_AT_NAME = lazy(
    rf"(?i:(?<![\w@#]){_JOB}(?: (?!who|behind)[a-z&/-]+){{0,2}}?),? (?:at|@|w/|with|for|en el|en la|en|em"
    rf"|no|na|du|au|à l'|à la|à|am|an der|im|sa|bij|vid|på|ved|presso|hos|al|del|do|da)(?: the)? ?{_NAMED}"
)
_JOB_OF_SAINT = lazy(
    rf"(?i:(?<![\w@#]){_JOB})(?:,| [|@/·•-]|:) ?((?:the |The )?(?:Royal|St\.?|Saint|Santa|San|Our Lady"
    r"|Mount|Mercy|Good Samaritan|Sacred Heart|Queen|King|Prince"
    r"|Princess) [A-Z][\w'-]+(?: [A-Z][\w'-]+){0,3})"
)
_WORKS_AT_NAME = lazy(
    r"(?i:(?<![\w@#])(?:works?|working|employed|practi[cs](?:e|es|ing)|training|placement|rotating|nights?"
    r"|days|shifts?|day job|by day|on the floor|trabajo|trabalho|je travaille|arbeite|lavoro|jobber"
    r"|werkt?)(?: [a-z&/-]+){0,2}?)"
    rf"(?::| at| @| w/| with| for| by| en| em| na| no| au| à| am| im| ved| på| bij) ?(?:the )?{_NAMED}"
)
_STANDS_FIRST = lazy(
    r"(?<![\w@#])((?:University|Univ|College|School|Institute|Hospital|Centre|Center|Ministry|Department"
    r"|Dept|Cl[ií]nica|Cl[ií]nique|Universidade?|Universit[àéyä]t?|Instituto|Institut|H[oô]pital|Ospedale"
    r"|Policlinico|Klinikum|Klinik|Krankenhaus|Centro de Salud|Centro M[eé]dico|Maternidade?|Maternit[eé]"
    r"|Santa Casa|CHU|CHRU|CHR|AP-HP|ASL|UBS|UPA|IMSS|ISSSTE|EsSalud|Spital(?:ul)?|Szpital|Nemocnice"
    r"|Bolnica|Faculdade|Facultad|Facult[eé]|Secretar[ií]a|Farm[aá]cia|Pharmacie"
    r"|Apotheke|Praxis|Praktijk|[Hh]uisartsenpraktijk|HMP|HMYOI|FCI|MV|MS|HMS|USS|USNS|HMAS|HMNZS|Camp|Fort)"
    r" (?:(?:of|for|de|da|do|di|del|des|du|d'|der|la|las|los|the|in|am"
    r"|Dr\.?) ){0,3}[A-ZÀ-Þ][\w'-]+(?: [A-ZÀ-Þ][\w'-]+){0,3})"
)
_STANDS_LAST = lazy(
    r"(?<![\w@#])([A-ZÀ-Þ][\w'-]+ ?-?(?:universitets)?(?:sjukhuset?|sykehuse?t?|sygehus|klinikken"
    r"|ziekenhuis|krankenhaus|klinikum|klinik|praksis|praktijk|legesenter|legekontor|v[aå]rdcentral(?:en)?"
    r"|l[aä]kargrupp|kórház|hastanesi|hospitalet|sairaala|terveysasema))(?!\w)"
)
_ENDING = (
    r"(?:Provincial|Memorial|General|Behavioral(?: Health)?|Behavioural(?: Health)?"
    r"|Pa?ediatrics|Aesthetics|Opticians"
    r"|Orthodontics|Psychology|Physio(?:therapy)?|Vets|Veterinary|Urology|Medical|Drugs?|Drugstore"
    r"|Fertility|Wellness"
    r"|Genetics|Recovery|Imaging|Rehab(?:ilitation)?|Associates|Partners|Collective|Chemists?|Dermatology"
    r"|Cardiology|Staffing|Squad|SO[M]|FHT|Dentistry|Dental|Smiles|Eye ?[Cc]are|Eyes|Midwifery|Midwives"
    r"|Counsell?ing|Therapy|Therapies|Kidney|Transport|Air|Medics"
    r"|Healthcare|Medics|Optometry|Nephrology|Oncology|Skin|Spine|Birth|Pilates|Podiatry|Chiropractic"
    r"|Audiology|Hearing|Med|HealthCare|Schools|Prov)"
)
_BY_ITSELF = lazy(
    r"(?:\A|(?:[|•·,;/–—\n(:]|[.] |[^\w\s'’\"#@&+.,-]) ?)((?:[A-ZÀ-Þ][\w'’-]+ (?:(?:&|and|of"
    rf"|the) )?){{1,4}}{_ENDING})(?=\s?(?:\Z|[|•·,;/–—\n).:!(]|[^\w\s'’&]))"
)
_SPACED_AT = lazy(r"(?<!\w)@ ((?:the )?[\w][\w'&.-]*(?: [\w&][\w'&-]*){0,4})")
_HANDLE_BY_ITSELF = lazy(
    r"(?:\A|[|•·/\n]|[^\w\s'.,:;!?&@#()/|+-]) ?@([a-z0-9_]{5,30})(?=\s?(?:\Z|[|•·,/\n.]|[^\w\s@]"
    r"|(?: [a-z]+){1,2}(?:\Z|[|•·,/\n.])))"
)
_NOT_A_PLACE = lazy(
    r"pod(?:cast)?|^dr|^nurse|^doc|md$|rn$|phd$|blog|writes|photo|art|bakes|cooks|runs|home|family|mama"
    r"|mom|dad|the[a-z]+nurse|journal|news"
)
_OTHER_ACCOUNT = lazy(
    r"(?:\b(?:stuff|see|find|over|more|pics|photos?|personal|private|tiktok|ig|insta|instagram|twitter|x"
    r"|threads|bluesky|yt|youtube|podcasts?|pod|host|co-?host|follow|also|alt|dms?|home|kids|life|work"
    r"|posts?"
    r"|married|wife|husband|mum|mom|dad|mama|partner|me|main|account|other|writes?|newsletter|blog|by|via"
    r"|feat|thanks|h/t|hubs|son|daughter|handle|twin|sister|brother|sibling|behind|fan|is|talk|side|fun"
    r"|art|music|band|dog|cat)\b(?: [a-z]+)?(?: at| on| to| of| with| it's| is| here| over)*|[:→➡👉⬇️]) ?\Z"
)
_ON_PLATFORM = lazy(
    r" (?:on |over on |for |\()(?:ig|insta\w*|tiktok|x|twitter|threads|bluesky|youtube|the)\b"
)
_OFFICE_NAME = lazy(
    rf"(?i:(?<![\w@#]){_OFFICE})(?:,| of| at| @| for| \||:| de| del| von| der|) (?:the )?{_NAMED}"
)
_JOB_AT_SMALL = lazy(
    rf"(?<![\w@#]){_JOB}(?: (?!who|behind)[a-z&/-]+){{0,1}}? (?:at|@"
    r"|w/) ((?:the )?[a-z][\w'&.-]*(?: [a-z&][\w'&.-]*){0,4})"
)
_HANDLE = lazy(
    rf"(?<![\w@#]){_JOB}(?:[ ,|]{{1,3}}[a-z0-9&/'-]+){{0,3}}?[ ,|:(]{{1,3}}(?:(?:at|for|with|w/|in|en|em|na"
    r"|no|du|am|sa) )?(?:the )?@([a-z0-9_]{3,30})"
)
_TEAM = lazy(
    r"(?<![\w@#])(?:(?:official|head|lead|chief|team|club|academy|match ?day)(?: team)? (?:physician"
    r"|doctor|doc|chiropractor|physio(?:therapist)?|dentist"
    r"|nurse|medic|surgeon|psychologist|dietitian)|physio|doctor|medic)(?:,| for| of| to| at"
    r"| with)? (?:the )?"
)
_IS_TEAM = lazy(r"@?[A-Z][\w'-]*(?: [A-Z][\w'-]*){0,3}")
_TEAMS = lazy(
    r"\b(?:rugby|football|fc|rfc|afc|united|rovers|athletics|olympic|hockey|cricket|cycling|union|lions"
    r"|[a-z]{3,}s)\b"
)
_SERVICE = (
    r"(?:us |royal (?:[a-z]+ )?)?(?:army|navy|air force|marine corps|coast guard|space force|raf|usaf"
    r"|usn|ramc|raaf|defence force|national guard|uniformed services|foreign service|peace corps"
    r"|veterans affairs|veterans' affairs|va|vha|i[h]s|usphs|cdc|nih|fda|ukhsa|hse|msf)"
)
_SERVICES = lazy(
    rf"(?<![\w@#,] )(?<![\w@#]){_SERVICE} (?:[a-z]+ )?{_JOB}(?!\w)|(?<![\w@#]){_JOB}(?: [a-z]+)? (?:in|with"
    rf"|for|at) (?:the |our )?{_SERVICE}(?!\w)"
    r"|(?<![\w@#])(?:surg )?(?:lt|ltc|ltcol|lt col|lt cdr|flight lieutenant|squadron leader|wing commander"
    r"|lieutenant(?: colonel| commander)?|captain|colonel|commander|sergeant|corporal|commissioned officer"
    r"|cdr|cmdr|capt|cpt|maj|major|col|wg cdr|sqn ldr|flt lt|sgt|ssgt|msgt|hm[123c])[,. ]{1,2}(?:(?:mc"
    rf"|nc|dc|msc),? )?{_SERVICE}(?!\w)"
    r"|(?<![\w@#])surg(?:eon)? (?:lt|lieutenant|cdr|commander|capt)(?: cdr)?\b|\bactive[- ]duty\b"
)
_STATE = lazy(
    r"(?<![\w@#])(?:(?:deputy|assistant|acting|chief) )?(?:state|county|city|national|federal|provincial"
    r"|regional|territorial|town|borough|district|cantonal) (?:public )?(?:(?:chief )?(?:medical|health"
    r"|dental|nursing|mental health)"
    r" )?(?:officer|epidemiologist|commissioner|examiner|coroner|veterinarian|health official|toxicologist"
    r"|medical director)\b(?! wife)"
    r"|(?<![\w@#])(?:deputy |assistant |chief )?(?:coroner|medical examiner)\b(?! show)"
    r"|(?<![\w@#])(?:(?:deputy|assistant|acting) )?(?:surgeon general|commissioner of health"
    r"|health commissioner|health minister|minister of health|director of public health)\b"
    r"|(?<!my )(?<!your )(?<!our )(?<![\w@#])(?:(?:city|town|county|parish|district"
    r"|borough) )?(?:councill?ors?|council ?(?:member|woman|man)|alder(?:man|woman|person)"
    r"|state (?:senator|representative|rep)|assembly(?:member|man|woman)|school board (?:member|trustee"
    r"|(?:vice[- ])?chair|president))\b"
    r"|(?<![\w@#])(?:board of (?:trustees|directors)|board (?:director|trustee))\b(?! (?:meetings?"
    r"|games?))|(?<![\w@#])(?:elected|appointed) member\b|\bcandidate for (?:city|town|county|state"
    r"|congress|senate|council|mayor|parliament)"
    r"|(?<![\w@#])(?:race|match-?day|event|tour|expedition) (?:doctor|doc|medic|physician"
    r"|physio),? (?:(?:for|at|of) (?:the )?)?(?!who|and|or|at heart)[a-z]{4,}"
)
_UNION = lazy(
    r"(?<![\w@#])(?:unison|rcn|rcm|bma|unite|gmb|seiu|nysna|nnu|csp|hcsa|ncnu|ifpte|anmf|nzno|inmo|sor|lmc"
    r"|loc|lpc|ldc|jdc|pcn|lnc|ccg|icb|trade union|nurses' union|union|local \d{1,4})(?: [a-z]+)?"
    r" (?:steward|branch secretary|secretary|delegate|convenor|convener|chair|president|treasurer"
    r"|spokes\w+|vice[- ]chair|clinical director|medical director|council member)\b"
    r"|(?<![\w@#])(?:unison|rcn|rcm|bma|unite|gmb|seiu|anmf|nzno|inmo|sor|lmc|loc|lpc|jdc|lnc) rep\b"
    r"|(?<![\w@#])(?:chair|secretary|treasurer|president|delegate)(?: of|,"
    r"|:) (?:the )?(?:[a-z'-]+ ){0,3}?(?:committee|union|council|society|association|federation|senate"
    r"|assembly|college|caucus)\b"
)
_LOOSE = lazy(r" (?:for|with|w/) ?(?:the )?\Z")
_ANY_JOB = lazy(rf"(?<![\w@#]){_JOB}(?!\w)")
_NO_NAMES = listed(
    "adhd adhs autism large heart work home night nights sea christmas easter weekends weekend school"
    " dawn dusk noon midnight monday tuesday wednesday"
    " thursday friday saturday sunday your my the a an his her our their this that any some all icu itu"
    " nicu picu"
    " ccu hdu ed er or pacu nhs us usa uk nyc la opinions views dogs cats women women's kids children"
    " children's mum mom dad she he they"
    " i ms pcos ibd ibs md phd love interest passion day hire rent fun life you me people patients best"
    " one two every no not least last"
    " sydney london dublin melbourne houston chicago toronto manchester boston board-certified medicine"
    " surgery pediatrics paediatrics"
    " rn bsn msn dnp ccrn cen fnp tiktok instagram twitter x youtube linkedin threads bluesky facebook ig"
)
_SMALL_STOPS = lazy(
    r" (?:and|but|by|in|with|who|where|when|since|for|on|not|she|he|they|she/her|he/him|mum|mom|dad|lover"
    r"|enjoyer|fan|views|opinions|tweets|from|w|mama|wife|husband|nights|days|until|then|forever|x\d?)\b.*"
    r"|[,.;|/].*"
)
_GENERIC_ALONE = listed(
    "community rural city county teaching university local district general hospital hospitals clinic"
    " clinics center centre school schools practice pharmacy academic medical"
    " private public primary secondary care home large small big busy home homes birth births bedside moment"
)


_OF_TEAM = lazy(
    r"(?<![\w@#])[A-Z][\w'-]+ (?:[Tt]eam|[Cc]lub) (?:doctor|doc|physician|chiro(?:practor)?|physio|medic"
    r"|dentist|surgeon)(?!\w)"
)


def told(text: NormalText, names: frozenset[str] = frozenset()) -> Places:
    """Where a bio tells of its author's work or office, by its wording alone.

    Args:
        text: The bio.
        names: Words of the author's own name, which a handle of her own other account is made of.
    """
    value, folded = text.value[:_READ], text.folded[:_READ]
    found = [
        match.span(1)
        for match in _JOB_AT_NAME.finditer(value)
        if _is_name(match.group(1), words=2 if _LOOSE.search(value, match.start(), match.start(1)) else 1)
    ]
    found += [match.span(1) for match in _JOB_OF_SAINT.finditer(value) if not _is_town(match.group(1))]
    found += [match.span(1) for match in _OFFICE_NAME.finditer(value) if _is_name(match.group(1), words=2)]
    for match in _JOB_AT_SMALL.finditer(folded):
        size = _size_of_small_name(match.group(1))
        if size:
            found.append((match.start(1), match.start(1) + size))
    found += [m.span(1) for m in _WORKS_AT_NAME.finditer(value) if _is_name(m.group(1))]
    found += [m.span(1) for pattern in (_STANDS_FIRST, _STANDS_LAST) for m in pattern.finditer(value)]
    found += [m.span(1) for m in _BY_ITSELF.finditer(value) if _is_practice(m.group(1))]
    has_work = _ANY_JOB.search(folded) is not None
    for match in _SPACED_AT.finditer(value) if has_work else ():
        size = _size_of_small_name(match.group(1).lower())
        if size:
            found.append((match.start(1), match.start(1) + size))
    handles = [*_HANDLE.finditer(folded), *(_HANDLE_BY_ITSELF.finditer(folded) if has_work else ())]
    found += [
        (m.start(1) - 1, m.end(1))
        for m in handles
        if _is_workplaces_handle(folded, m.start(1), m.end(1), names)
    ]
    for match in _TEAM.finditer(folded):
        name = _IS_TEAM.match(value, match.end())
        if (
            name
            and (match.group().count(" ") > 1 or _TEAMS.search(name.group().lower()))
            and _is_name(name.group())
        ):
            found.append((match.start(), name.end()))
    found += [match.span() for match in _OF_TEAM.finditer(value)]
    for pattern in (_SERVICES, _STATE, _UNION):
        found += [match.span() for match in pattern.finditer(folded)]
    return tuple(sorted(set(found)))


@lru_cache(maxsize=256)
def _beside(word: str) -> re.Pattern[str]:
    word = re.escape(word)
    return re.compile(
        rf"(?<![\w#@])(?:{word}(?:'s)?(?= {_JOB}(?!\w))|(?:(?<=at )|(?<=w/ )|(?<= @ )){word}(?![\w'-]))"
    )


def beside_job(text: NormalText, word: str) -> list[tuple[int, int]]:
    """Where one word of an employer's name stands before an occupation or after "at": `Kaiser internist`."""
    if not word:
        return []
    return [match.span() for match in _beside(word).finditer(text.folded[:_READ])]


def _is_workplaces_handle(folded: str, start: int, end: int, names: frozenset[str]) -> bool:
    """Whether a handle is a place's, and neither a person's nor the author's other account."""
    body = folded[start:end]
    if (
        body in _NO_NAMES
        or _NOT_A_PLACE.search(body)
        or any(len(name) > 2 and name in body for name in names)
    ):
        return False
    return (
        _OTHER_ACCOUNT.search(folded, max(0, start - 41), start - 1) is None
        and _ON_PLATFORM.match(folded, end) is None
    )


def _is_practice(name: str) -> bool:
    """Whether a run that ends in a specialty is a practice's name: of three words, or begun by a rare one."""
    words = name.replace("’", "'").lower().split()
    if not _is_name(name):
        return False
    first = words[0].removesuffix("'s")
    return (
        len(words) > 2
        or words[0] != first
        or lexicon.common_words().get(first, 0.0) < _EVERYDAY
        or "&" in words
    )


def _is_name(name: str, words: int = 1) -> bool:
    """Whether a run of capitalised words can be an institution's name: no town, weekday, field or unit."""
    parts = [part.strip(".,'&-").lower() for part in name.replace(",", " ").split()]
    parts = [part for part in parts if part]
    telling = [part for part in parts if part not in _NO_NAMES and len(part) > 2]
    if len(parts) < words or not telling or parts[0] in _NO_NAMES:
        return False
    fields = word_set("affiliation", "fields")
    if all(part in fields or part.removesuffix("'s") in fields for part in parts):
        return False
    return not _is_town(name)


def _is_town(name: str) -> bool:
    """Whether a name is that of a city, a country or a state, or of one followed by its state."""
    city = name.split(",")[0].strip()
    if city.casefold() in lexicon.regions():
        return True
    found = lexicon.places().lookup(city)
    return bool(found) and found[0].population > _CITY


def _size_of_small_name(run: str) -> int:
    """How much of a run of small letters after "at" is a name; 0 where it is none."""
    name = _SMALL_STOPS.sub("", run)
    words = name.split()
    if not words or words[0] in _NO_NAMES or words[0].rstrip("s") in _NO_NAMES:
        return 0
    generic = word_set("affiliation", "generic") | word_set("affiliation", "facility")
    common = lexicon.common_words()
    telling = [word for word in words if word not in _GENERIC_ALONE and word not in generic]
    has_generic = any(word in generic for word in words)
    is_rare = any(common.get(word, 0.0) < _EVERYDAY for word in telling)
    return len(name) if telling and (has_generic or is_rare) and not _is_town(name) else 0


_CITY = 100_000
"""Inhabitants from which a name rather stands for the city than for its hospital."""
_EVERYDAY = 3.0
"""How frequent (Zipf) a word is that by itself is no name."""
