"""How bios say in English that the views are their author's own and no institution's.

One list for each way of saying so: the words are mine, I speak for myself, they are not my employer's. All
are regular expressions over one breath of small letters, in which an institution's name is `INSTITUTION`.
Knows wording alone.
"""

from __future__ import annotations

INSTITUTION = "instname"
"""Stands for every institution that a bio names."""

_SAID = (
    r"(?:views?|opinions?|thoughts?|takes?|tweets?|posts?|posting|skeets?|toots?|threads?|rants?|words"
    r"|content|nonsense"
    r"|waffle|musings?|ramblings?|mutterings?|jokes?|memes?|comments?|statements?|ideas?|beliefs?"
    r"|perspectives?|reckons?"
    r"|haverins|k[oō]rero|whakaaro|tantrums?|moans?|guff|stuff|noise|everything|anything|all of (?:it"
    r"|this)|all this"
    r"|it all|whatever|shitposts?|ops?|typos|mistakes|errors|spelling|scribbl\w+|grumbl\w+|grumpiness|gripes?"
    r"|whing(?:es?|ing)|whin(?:es|ing)|moaning|banter|bants|blethers?|havers|commentary|advocacy|politics"
    r"|feelings|shade"
    r"|sarcasm|snark|sass|humou?r|puns|attitude|complaints|drivel|rubbish|twaddle|chatter|yapping|reflections"
    r"|conclusions|remarks|observations|outbursts|brain ?farts|hot air|wisdom|swearing|cynicism|bias(?:es)?"
    r"|hyperbole|tangents|notions?|blurts?|hunches)"
)
_HERE = (
    r"(?: (?:expressed|here|posted|shared|tweeted|stated|on here|on this (?:page|account|site)|herein"
    r"|(?:that )?i (?:post|share|express|hold|write|say|tweet)|and (?:my )?[a-z]+|& [a-z]+|held|voiced|aired"
    r"|made|in this (?:feed|account))){0,3}"
)
_LINK = (
    r"(?:are|r|is|be|being|remains?|=|:|belongs? to|comes? from|represent|reflect|solely|strictly|entirely"
    r"|purely|all|only"
    r"|just|very much|definitely|always|obvs|obviously|mostly|of|the|those of|my|and|not)"
)
_NOUN_OF_OTHERS = (
    r"(?! (?:making|doing|statements?|tours|life|practice|health ?care|medicine|responsibility|kids?"
    r"|children|best|trainer|training|finance|growth|stylist|brand|record|boss|garden|patients?))"
)
_SELF = (
    r"(?:me|myself|mysel|self|the author|one (?:[a-z]+ )?(?:person|nurse|doctor|man|woman|midwife|medic"
    r"|human)|personal|private"
    r"|own|home-?made|home-?grown|my (?:fault|problem|cat|dog)|a single"
    r"|self-?[a-z]+(?:ed|en|made|grown|own)|home-?(?:brewed|spun|baked)|diy|individual|yours truly|by me"
    r"|made (?:at home|by me)|(?:the|this) (?:account|page)(?:'s)? (?:holder|owner)|the (?:owner|holder"
    r"|writer|person|human)"
    r" (?:of|behind|typing))"
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
    r"\b(?:personal|private|my own) (?:account|acct|a/c|page|handle|profile|feed|blog"
    r"|capacity|timeline|space|ramblings)\b(?! please)",
    r"(?<!entitled to )\b(?:my|these) (?:views?|opinions?|thoughts|takes|tweets|words"
    r"|guff)\b(?=\W{0,3}(?:\Z|only\b|alone\b"
    r"|not\b|and not\b"
    r"|never\b|nobody\b|no one\b))",
    rf"\b(?:mine|my own)\b\W{{1,3}}(?:all |the |these )?{_SAID}\b",
    rf"\b{_SAID}\b{_HERE}[^.]{{0,20}}\bbelongs? (?:only |solely )?to (?:me|one|a single|this)\b",
    r"\b(?:account|page|feed|profile|acct|blog) (?:is )?(?:strictly |purely |entirely |all )?(?:personal"
    r"|private|my own)\b",
    r"\bpersonal (?:twitter|insta\w*|fb|facebook|x|bluesky|bsky|mastodon|tiktok|ig|musings|soapbox|corner"
    r"|diary)\b",
    r"\b(?:usual|standard|std|typical|customary|normal|obvious) disclaimers?\b|\bprivate citizen\b",
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
    r"\b(?:don't|dont|do not|never|pls don't|please don't) (?:blame|hang|pin) (?:them|it|em|my|this"
    r"|that|instname|the (?:hospital|clinic|trust|practice|employer|school|company|department|job|boss))\b",
    r"\b(?:i alone am|i am alone|i'm alone) to blame\b|\bcan't be blamed\b|\b(?:cannot|can not) be blamed\b",
    r"\b(?:it's|is|are|it is) on me\b,? (?:not|never|and not)|\bif it'?s (?:\w+ ){1,2}(?:it'?s|it was"
    r"|that'?s) (?:just )?me\b",
    r"\bi said it\b|\bi say what i say\b|\b(?:all|fault) mine(?:,| and) (?:not|never)\b|\boff my own bat\b",
    r"\bin (?:a |my )?(?:personal|private) capacity\b",
    r"\b(?:write|writes|writing|post|posts|posting|tweet|tweets|speak|speaks|speaking|talk|here) as"
    r" [a-z]+(?: [a-z]+){0,3}?,? (?:and |but )?(?:not|never) (?:as|for|on behalf of|the|my|instname)\b",
    r"\bwhat (?:i|she|he) (?:says?|posts?|writes?|thinks?|tweets?) (?:isn't|is not|ain't|is never) what"
    r" (?!you |we |i )(?:[a-z]+ ){1,4}?(?:says?|thinks?|posts?|writes?|believes?|means?|wants?)\b",
    r"\b(?:it was|it's|it is|that's|that was|this is) (?:only |just |all )?me,? (?:and |but )?(?:not|never)"
    r" (?:them|they|instname|the|my|our|his|her)\b",
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
    r"|owners?|work|captain|island|crew|parish|county|state|government|ward|unit|place|health"
    r" (?:service|board)"
    r"|residency|fellowship|team|(?:federal )?gov(?:ernment|t)?|dod|mod|va"
    r"|store|shop|business|station|lab|charity|health system)(?:'s|s')?"
    r"|employers?(?:'s|s')?|work's|work(?! (?:today|yet|tonight|hard|life|mode|out))|theirs|dod|mod|hhs"
    r"|the va|the nhs|the military"
    r"|us (?:army|navy|air force|government)|them|anyone's|anybody's|nobody's|my job's|a job|acgme"
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
    r"|approved|vetted|paid|owned|authori[sz]ed|sanctioned|connected|as|repp?ing|here for"
    r"|here on behalf of)\W{1,2}){0,4}"
    rf"(?:(?:of|for|from|by|with|to|on)\W{{1,2}})?{_THEIRS}(?! (?:advice|patient|player|sports|team that))",
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
    r"\bnothing to do with (?:my )?(?:work|job|employer|instname)\b|\bunaffiliated\b(?! voter)"
    r"|\bindependent of my"
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

_BOSS = (
    r"(?:employers?|boss(?:es)?|manag(?:er|ers|ement)|hr|comms(?: team| dept\.?| department)?|pr(?: team"
    r"| dept\.?| department)"
    r"|press office|legal|lawyers|attendings?|pd|program(?:me)?(?: director)?|dean|matron|supervisors?"
    r"|higher-?ups|institut\w{1,6}"
    r"|hospitals?|trust|department|dept|residency|fellowship|board|clinic|practice|company|uni|university"
    r"|school|district|workplace"
    r"|job|nhs|dod|mod|va|government|army|navy|organi[sz]ation|agency|health (?:system|board|service)"
    r"|college|pharmacy|instname"
    r"|(?:people|ones?|folks) (?:who|that) (?:pay|employ)s? me)"
)
_DISTANT = (
    r"(?:(?:doesn't|don't|didn't|hasn't|haven't|isn't|aren't|wasn't|won't|can't|does not|do not|did not"
    r"|has not|have not|is not|are not"
    r"|never|neither|would never|wouldn't|had no|has no|have no|bears? no|takes? no"
    r"|not)\b[^.]{0,30}?\b(?:endors\w+|approv\w+|agree\w*"
    r"|writ\w+|wrote|reads?|reading|seen?|knows?|known|responsib\w+|posts?|tweets?|speak\w*|says?|said"
    r"|part|part in|this|these"
    r"|involved|consulted|blame\w*|fault|opinions?|views?|monitor\w*|ask(?:ed)?|sanction\w*|vet(?:s|ted)?"
    r"|control\w*|run|own)\b"
    r"|(?:is |are )?(?:innocent|blameless|uninvolved|not involved|unaware|oblivious|exempt)\b"
    r"|(?:disagrees?|disowns?"
    r"|despairs?|cringes?|winces?)\b"
    r"|knows? (?:nothing|nowt)|(?:has|have) (?:nothing|no idea|better things|never|not seen|its own"
    r"|their own|an? (?:\w+ )?"
    r"(?:press office|account|comms|spokes\w+|page|website))|(?:speaks?|talks?|tweets?) for (?:itself"
    r"|themselves))"
)
_AT_A_DISTANCE = (
    rf"\b(?:{_SAID}|account|page|feed|profile|corner|mouth|soapbox)\b[^.|]{{0,25}}?(?:\b(?:is|are|they're)"
    r"|'s) (?:all )?mine\b",
    r"\b(?:instname's|(?:hospital|employer|trust|clinic|practice|company|department|boss|institution)(?:'s"
    r"|s'))"
    r" (?:own )?(?:views?|opinions?|line|position|posts)\b[^.]{0,6}?\b(?:are|is|live|on|elsewhere"
    r"|available|can"
    r"|ask|follow|see)\b(?! (?:mine|my views))",
    r"\bresemblance\b[^.]{0,40}?\b(?:accidental|coincidental|coincidence|accident)\b",
    r"\bnot an? (?:press release|hospital broadcast|policy statement|press conference|mouthpiece)\b",
    r"\b(?:not|nothing)\b[^.]{0,12}?\b(?:hospital|trust|employer|company|clinic)[- ]issued?\b",
    r"\b(?:views?|opinions?|takes|thoughts|words)\b[^.]{0,12}?\bnot (?:included|issued|covered|part of"
    r"|in my (?:salary"
    r"|contract|job))\b",
    rf"\b{_SAID}\b[^.]{{0,12}}?\bmy (?:own )?responsibility\b|\bi alone\b(?! (?:in|at|on)\b)|\bby me alone\b",
    r"\bhere i (?:speak|talk|post|write|tweet) as an? \w|\bbinds? only (?:me|myself)\b",
    r"\b(?:lanyard|badge|work hat)(?: is| stays)? off\b|\boff[- ]badge\b|\bnot a lanyard\b"
    r"|\boff[- ]message\b|\bnot on[- ]message\b",
    r"\bmy (?:own )?(?:2p|two pence|2¢|tuppence|tuppenny?worth|tuppence worth|\$0\.02|soapbox)\b"
    r"|\b(?:usual|standard|std|same) caveats?\b",
    r"\b(?:in|on) my own time\b[^.]{0,20}?\bmy own\b|\b(?:written|posted|typed|sent) (?:in"
    r"|on) my own time\b|\bown time,? own\b",
    r"\b(?:100 ?%|all|entirely|wholly|one hundred percent) (?:me|myself|personal)\b(?! (?:time|training"
    r"|growth|finance|up|out|on|and (?:my|the)|about))",
    r"\b0 ?% (?:instname|hospital|employer|work|official)\b|\bnone theirs\b|\bnot vetted\b",
    r"\b(?:only|just) myself to blame\b|\bno ?one but me to blame\b|\banswer for (?:what i|my own words"
    r"|my words|these|every)\b|\bmine to answer for\b",
    r"\b(?:bind|binding on) (?:no ?one|nobody)\b|\b(?:don't|do not) hold (?:it|this|them|these|that"
    r"|me) (?:against|to) (?:it|instname|them|my|the)\b",
    r"\bnot speaking (?:ex cathedra|officially|as (?:an? |the )?(?:[a-z]+ )?(?:employee|spokes\w+|official"
    r"|representative))\b|\bnot as (?:an? )?(?:[a-z]+ )?employee\b",
    r"\b(?:write|post|tweet|speak|here) as a private (?:person|citizen|individual)\b|\bhere privately\b"
    r"|\b(?:my|it's my) name on (?:it|these|this)\b",
    r"\b(?:property|work|fault|views|opinions) of my (?:cat|dog|kids|keyboard|kettle)\b|\b(?:approved"
    r"|vetted|endorsed) (?:only )?by my (?:cat|dog)\b|\bapproved (?:only )?by the (?:cat|dog)\b",
    r"\bspeak for my (?:kettle|cat|dog|couch|keyboard|sofa)\b|\b(?:and|for) (?:no ?one|nobody"
    r"|naebody) else\b(?! (?:is|can|will|does|has))",
    r"\bdisclaimer\W{1,3}(?:all |it's )?(?:mine|me|own|personal|my own)\b|\bno (?:logo|letterhead|lanyard"
    r"|badge)\b",
    r"\b(?:nobody|no-? ?one|none)(?:'s)? but (?:me|myself|mine)\b|\b(?:nobody|no-? ?one|anyone"
    r"|anybody)'s (?:pr"
    r"|press office|comms)\b",
    r"\b(?:everything|anything|whatever|said|posts?|tweets?)\b[^.]{0,20}?\bmy (?:own )?fault\b",
    r"\bindependent of (?:all|any) employers?\b|\bunrepresentative\b",
    rf"(?:\A|[,;:(&] ?|\b(?:and|but|so|because|disclaimer) )(?:my |the |our |your )?{_BOSS}(?: (?:and|or"
    rf"|nor|&) (?:my |the )?{_BOSS})?"
    rf" (?:[a-z]+ )?{_DISTANT}",
    rf"\bno {_BOSS} (?:[a-z]+ ){{0,2}}?(?:involved|consulted|endors\w+|harmed|to blame|speaks?|approv\w+"
    r"|represented|attached|implied)\b",
    r"\b(?:not|isn't|ain't|never|nothing|none|nowt|no)(?: [a-z']+){0,3}? (?:official|officially"
    r"|institutional|corporate)"
    r" (?:[a-z]+ )?(?:accounts?|page|feed|channel|views?|opinions?|position|line|policy|capacity|spokes\w+"
    r"|voice|statements?"
    r"|communications?|stance|word|anything)\b",
    r"\b(?:not|no|isn't|non)[ -](?:an? |the |my )?(?:work|hospital|nhs|trust|employer|company|university"
    r"|school|clinic|practice|corporate"
    r"|business)(?:'s)? (?:account|page|feed|profile|acct|handle|talking|speaking|views?|opinions?"
    r"|mouthpiece)\b",
    r"\b(?:nothing|not|none of (?:it|this)) (?:is )?work[- ]related\b",
    r"\b(?:not|nor|never|isn't) (?:the )?(?:reflect\w*|representative"
    r"|indicative)(?: of)?(?: [a-z]+){0,3} policy\b|\b(?:doesn't|don't|not) reflect"
    r"(?: [a-z]+){0,3} policy\b",
    r"(?:\A|\b(?:here|posting|speaking|tweeting|writing|talking|posts?|only) )(?:purely |only "
    r"|just )?(?:as|in my capacity as) (?:an? )?(?:private )?(?:individual"
    r"|person|citizen|human|civilian|member of the public)\b",
    r"\b(?:individual|independent|civilian|citizen) (?:views?|opinions?|account|capacity|voice|thoughts)\b",
    r"\b(?:my|me) own hat\b|\bno hats? on\b|\bhats? off here\b|\bwork hat (?:is )?off\b"
    r"|\bnot in my (?:role|day job|capacity)\b"
    r"|\bnot as (?:an? |the )?(?:director|chair|dean|president|chief|head|employee|representative|rep"
    r"|spokes\w+|lead|officer|ceo"
    r"|cmo|doctor|nurse) (?:of|at|for)?\b|\bnot as (?:an? |the )?(?:director|chair|dean|president|employee"
    r"|representative|spokes\w+)\Z",
    rf"\b(?:leaves?|leaving|keeps?|keeping) (?:my |the |our )?{_BOSS} out of\b|\b(?:my "
    rf"|the ){_BOSS}(?: stays?| is kept| gets left) out\b"
    rf"|\b(?:my |the ){_BOSS}(?:'s| is) not (?:in|part of) (?:this|it|here)\b",
    r"\b(?:don't|do not|never) (?:@|tag|sue|e-?mail|ring|call|write to|complain to|bother|contact|tell"
    r"|dm) (?:my|the) (?:employer|boss|manager|job|work)\b",
    rf"\b(?:don't|do not|never) (?:@|tag|sue) (?:my |the )?{_BOSS}\b",
    r"\b(?:complaints?|complain|grievances?|objections?|hate mail)(?: (?:go|come))?(?: straight"
    r"| directly)? to me\b",
    r"\b(?:all |the |any )?blame (?:is |goes |rests |lies )?(?:on|with|to) me\b|\bblame(?:'s"
    r"| is) (?:all )?mine\b",
    r"(?:\A|, )(?:it's|it is|that's|this is|all|it's all|everything(?: here)? is|these are) (?:all )?on me\b",
    r"\bmine and (?:only )?mine\b|\bmine alone\b|\bsubjective and mine\b|\bfor myself only\b"
    r"|\byours truly (?:speaking|talking|only)\b",
    r"(?:\A|\b(?:is|are|all|tweets|posts|account|page|everything) )(?:strictly|purely|entirely"
    r"|solely) (?:personal|private|my own|me)\b(?! (?:growth|training|finance|practice))",
    r"\bpersonal,? not professional\b|\bmy (?:voice|mouth|words|brain|head)(?: only\b| alone\b|,? (?:not"
    r"|nobody|no one)\b)",
    r"\b(?:straight )?from my (?:own )?(?:brain|head|mouth|couch|keyboard) (?:only|alone|not|and)\b",
    rf"\bmy (?:{_SAID}|account|page|feed|timeline|profile|twitter|mouth|brain|head|voice"
    r"|words),? my (?:views?|opinions?|problem|fault|words|takes"
    r"|responsibility|rules|thoughts)\b",
    r"\b(?:sole|full|all) responsibility\b|\b(?:solely|alone|only i am|entirely) responsible\b",
    r"\b(?:on|in) (?:my|me) own (?:behalf|name)\b|\bon behalf of (?:myself|me|no ?-?one|nobody)\b"
    r"|\bnot (?:here )?for my employer\b",
    r"\brepresent(?:s|ing)? (?:only |just |solely )?(?:myself|me|nobody|no-? ?one|no (?:organi[sz]ation"
    r"|institution|employer|hospital|one))\b",
    r"\b(?:nobody|no-? ?one) (?:pays|paid|asked|told|hired|employs|made) me to (?:tweet|post|say|write"
    r"|share|think|do)\b|\bnot paid to (?:post|tweet|say|write|think)\b",
    r"\b(?:they|work|instname|my (?:job|employer|boss|hospital)) (?:rents?|hires?|pays? for|employs?|owns?"
    r"|buys?|bought|gets?)(?: me,?| my)[^.]{0,25}?\b(?:not|don't|doesn't)\b",
    r"\bi work (?:there|for (?:them|instname))[^.]{0,25}?\b(?:don't|do not|not)\b[^.]{0,12}?\b(?:speak"
    r"|talk|tweet|post|write)\b",
    r"\bunofficially (?:speaking|mine|me)\b|\bun(?:endorsed|sanctioned|vetted|approved|authori[sz]ed)\b",
    r"\b(?:self-?(?:inflicted|generated|made|authored|written)|home-?(?:made|grown|brewed|spun|baked)"
    rf"|diy) {_SAID}\b|\b{_SAID} (?:are )?(?:self-?inflicted|self-?generated|self-?authored)\b",
    rf"\b{_SAID}\b{_HERE}(?: are| is)?(?: solely| only| just)? (?:by|of|from|those of) (?:me|myself"
    r"|yours truly|the account (?:holder|owner)|the (?:owner|holder|author|writer|person))\b(?! and (?:my"
    r"|friends))",
    r"\baccount (?:owner|holder)'s\b",
    rf"\b(?:my |our |these )?{_SAID}\b{_HERE} (?:may|might|could|will|do|often) (?:not |often )?(?:differ"
    r"|be (?:those|shared)|match|align|represent|reflect|coincide)\b",
    rf"\b(?:separate|independent|distinct|divorced) (?:from|of) (?:my |the |any )?(?:work|day job|{_BOSS})\b",
    r"\boff duty,? off record\b|\boff the record\b[^.]{0,20}?\bmy own\b",
    r"\b(?:for )?official (?:[a-z]+ )?(?:accounts?|page|stuff|news|info|comms|line|views?"
    r"|updates?)\b[^.]{0,30}?\b(?:follow|elsewhere|see|go to|over (?:at|there))\b"
    r"|\bfor official (?:[a-z]+ )?(?:news|stuff|info|updates?|views?)\b",
    r"\b(?:comms|hr|pr|legal|management|the press office)\b(?: [a-z]+)? (?:haven't|hasn't|didn't|don't"
    r"|doesn't|know nothing|knows nothing|neither)\b",
)
ENGLISH = (*_OWN, *_FOR_ONESELF, *_NOT_THEIRS, *_AT_A_DISTANCE)
ACROSS = rf"\b{_SAID}(?: are)? (?:{_MINE}|own\b|personal\b)"
"""What a line's end or a bar may part: "Views", "my own"."""
ASKED = rf"\b{_SAID}(?: [a-z]+){{0,3}}\Z"
"""What "Mine." answers: "Whose views are these?"."""
