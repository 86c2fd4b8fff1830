"""Writes evasions.tsv and splits innocents.txt into innocents.tsv. Deterministic: run it again and nothing changes.

The transforms are a program's; the words, carriers, misspellings, masks, leet and splits are written by hand.
Written before any tuning and before its author had read the folding code (see README.md).
"""
import hashlib
import pathlib
import random
import unicodedata

HERE = pathlib.Path(__file__).parent

WORDS = {
    "en": "fuck shit cunt bitch asshole motherfucker bastard dickhead wanker bullshit slut whore twat cocksucker fucking faggot shithead pussy".split(),
    "de": "scheiße arschloch fotze wichser hurensohn missgeburt schlampe ficken hure arsch schwuchtel verpiss".split(),
    "fr": "putain merde connard salope enculé pute connasse enfoiré couilles pédé".split(),
    "es": "puta mierda joder cabrón gilipollas coño pendejo maricón follar hijueputa".split(),
    "it": "cazzo merda stronzo vaffanculo puttana coglione minchia frocio fanculo".split(),
    "pt": "merda caralho puta porra cabrão foder buceta viado arrombado".split(),
    "nl": "kut klootzak hoer neuken kankerlijer godverdomme kutwijf flikker".split(),
    "pl": "kurwa chuj spierdalaj skurwysyn jebać pizda pierdolony dziwka".split(),
    "ro": "muie pula pizda labagiu futut căcat bulangiu".split(),
    "el": "μαλάκας γαμώ πούστης σκατά μουνί πουτάνα αρχίδι καριόλα".split(),
    "ru": "блять хуй пизда ебать мудак пидор говно".split(),
    "tr": "orospu siktir yarrak piç amcık".split(),
    "sv": "fitta jävel kuk jävla knulla".split(),
    "cs": "kurva píča kokot zmrd čurák".split(),
    "fi": "vittu perkele paska huora kusipää".split(),
    "hu": "kurva fasz geci picsa".split(),
}
CARRIERS = {
    "en": ["what the {} is going on here", "you are such a {} honestly", "shut up {} nobody asked you", "oh {} I forgot my keys again",
           "my boss is a complete {} and everyone knows it", "{} this whole update, it broke everything", "why are you being a {} today?",
           "lol {} off mate", "That referee was {} from start to finish.", "can you believe this {} posted my address",
           "listen here you {}, give me my money back", "the new season is {} and the writers know it", "I said: {}. What are you going to do about it?",
           "go home {}", "hey @mods this guy is a {} and should be banned", "absolute {} behaviour from the seller, avoid",
           "nobody likes you, {}!", "it was 3am and he yelled {} out of the window", "ugh, {}, not again", "10/10 would call him {} again"],
    "de": ["du bist so ein {} echt jetzt", "was für ein {} ist das denn", "halt die Klappe {}", "{} ich habe den Zug verpasst", "mein Chef ist ein {}",
           "Komm doch her du {}!", "Der Schiri war {} heute Abend.", "So ein {} habe ich noch nie gesehen", "geh weg {}"],
    "fr": ["quel {} celui-là", "oh {} j'ai raté le bus", "tu es vraiment un {} tu sais", "ferme-la {} !", "c'est quoi ce {} encore",
           "Bande de {}, rendez-moi mon argent", "il m'a traité de {} devant tout le monde", "allez {} on y va"],
    "es": ["eres un {} de verdad", "qué {} es esto", "cállate {}", "{} se me olvidó la cartera", "mi jefe es un {}", "vete ya {} y no vuelvas",
           "El árbitro estuvo {} todo el partido.", "menudo {} el vendedor"],
    "it": ["sei proprio un {}", "che {} vuoi da me", "stai zitto {}", "{} ho perso il treno", "il mio capo è un {}", "ma vai via {} e non tornare", "Questo aggiornamento è {}."],
    "pt": ["és mesmo um {}", "que {} é essa", "cala a boca {}", "{} perdi o autocarro", "o meu chefe é um {}", "vai embora {} e não voltes", "Este jogo está uma {}."],
    "nl": ["wat een {} ben jij zeg", "hou je mond {}", "{} ik heb de trein gemist", "mijn baas is een {}", "ga weg {}", "Die scheids was {} vandaag."],
    "pl": ["co za {} z niego", "zamknij się {}", "{} spóźniłem się na pociąg", "mój szef to {}", "idź stąd {}", "Ten sędzia to {} i tyle."],
    "ro": ["ce {} mai e și asta", "taci din gură {}", "{} am pierdut trenul", "șeful meu e un {}", "pleacă de aici {}"],
    "el": ["τι {} είναι αυτό", "σκάσε ρε {}", "{} έχασα το τρένο", "το αφεντικό μου είναι {}", "φύγε από εδώ {}"],
    "ru": ["что за {} вообще", "заткнись {}", "{} я опоздал на поезд", "мой начальник {}", "иди отсюда {}"],
    "tr": ["ne biçim {} bu", "kapa çeneni {}", "{} treni kaçırdım", "git buradan {}"],
    "sv": ["vilken {} du är", "håll käften {}", "{} jag missade tåget", "min chef är en {}"],
    "cs": ["co je to za {}", "drž hubu {}", "{} ujel mi vlak", "můj šéf je {}"],
    "fi": ["mikä {} tämä on", "ole hiljaa {}", "{} myöhästyin junasta", "pomoni on {}"],
    "hu": ["mi ez a {} már megint", "hallgass {}", "{} lekéstem a vonatot", "a főnököm egy {}"],
}
LATIN = ["en", "de", "en", "fr", "en", "es", "en", "it", "pt", "en", "nl", "pl", "en", "ro", "tr", "sv", "en", "cs", "fi", "hu", "en", "de", "fr", "en"]
ANY = ["en", "de", "el", "fr", "en", "es", "ru", "it", "pt", "en", "nl", "pl", "en", "ro", "el", "sv", "en", "cs", "ru", "hu", "en", "fi", "tr", "en"]

rows = []
counter = {}


def rng(*parts):
    return random.Random(hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest())


def add(technique, language, word, evaded):
    n = counter[technique] = counter.get(technique, 0) + 1
    r = rng(technique, language, word, n)
    text = evaded if n % 6 == 3 else r.choice(CARRIERS[language]).format(evaded)
    rows.append([technique, language, word, text])


def ascii_of(word):
    return "".join(c for c in unicodedata.normalize("NFD", word.replace("ß", "ss")) if not unicodedata.combining(c))


def applied(technique, languages, transform, only=lambda word: True):
    """One row a language in the list: its next word, transformed."""
    for i, language in enumerate(languages):
        words = [w for w in WORDS[language] if only(w)]
        r = rng(technique, i)
        word = r.choice(words)
        add(technique, language, word, transform(word, r, i))


def offset(lower, upper=None, digits=None):
    def one(c):
        if "a" <= c <= "z":
            return chr(lower + ord(c) - 97)
        if upper and "A" <= c <= "Z":
            return chr(upper + ord(c) - 65)
        return c
    return lambda word: "".join(one(c) for c in word)


# Compatibility forms
applied("full_width", LATIN, lambda w, r, i: offset(0xFF41, 0xFF21)(ascii_of(w).upper() if i % 5 == 0 else ascii_of(w)))
MATH = [0x1D41A, 0x1D482, 0x1D4EA, 0x1D51E, 0x1D552, 0x1D586, 0x1D5BA, 0x1D5EE, 0x1D622, 0x1D656, 0x1D68A]
applied("math_alphabet", LATIN, lambda w, r, i: offset(MATH[i % len(MATH)])(ascii_of(w)))


ENCLOSED = [offset(0x24D0), offset(0x249C), lambda w: offset(0, 0x1F130)(w.upper()), lambda w: offset(0, 0x1F150)(w.upper()),
            lambda w: offset(0, 0x1F170)(w.upper()), lambda w: offset(0, 0x24B6)(w.upper())]
applied("enclosed", LATIN, lambda w, r, i: ENCLOSED[i % 6](ascii_of(w)))
applied("regional_indicator", LATIN, lambda w, r, i: (" " if i % 3 == 0 else "").join(offset(0x1F1E6)(ascii_of(w))))
SMALL = dict(zip("abcdefghijklmnopqrstuvwxyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡxʏᴢ"))
applied("small_capitals", LATIN, lambda w, r, i: "".join(SMALL.get(c, c) for c in ascii_of(w)))
SUPER = dict(zip("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"))
SUB = dict(zip("aehijklmnoprstuvx", "ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"))
applied("superscript", LATIN, lambda w, r, i: "".join((SUB if i % 4 == 1 else SUPER).get(c, SUPER.get(c, c)) for c in ascii_of(w)))

# Characters nobody sees
HIDDEN = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u180e", "\u2063", "\u034f", "\u115f", "\u3164"]


def between(word, insert, r, share=1.0):
    out = [word[0]]
    inserted = False
    for k, c in enumerate(word[1:]):
        if r.random() < share or (k == len(word) - 2 and not inserted):
            out.append(insert())
            inserted = True
        out.append(c)
    return "".join(out)


applied("zero_width", ANY, lambda w, r, i: between(w, lambda: HIDDEN[i % len(HIDDEN)] * r.choice([1, 1, 2]), r, 0.5))
applied("bidi_reversed", ANY, lambda w, r, i: ["\u202e" + w[::-1] + "\u202c", between(w, lambda: r.choice("\u200e\u200f\u202a\u2066\u2069"), r, 0.6),
                                               "\u2067\u202e" + w[::-1] + "\u202c\u2069"][i % 3])
applied("tag_characters", ANY, lambda w, r, i: between(w, lambda: chr(0xE0061 + r.randrange(26)), r, 0.7))
applied("variation_selectors", ANY, lambda w, r, i: between(w, lambda: r.choice(["\ufe0f", "\ufe00", "\U000E0100", "\U000E0133"]), r, 0.7))
MARKS = "\u0300\u0301\u0302\u0303\u0307\u0308\u030a\u0316\u0323\u0331\u0334\u0335\u0336\u0337\u0338\u035b\u0361\u0489\u20dd"
applied("combining_marks", ANY, lambda w, r, i: "".join(c + "".join(r.choice(MARKS[:18]) for _ in range(1 + (i % 5))) for c in w))
DIACRITIC = {"a": "àåãāą", "b": "ḃḅ", "c": "çćĉč", "d": "ďḋđ", "e": "èêëęē", "f": "ḟƒ", "g": "ĝğġ", "h": "ĥḥħ", "i": "ìîïīį", "j": "ĵ", "k": "ķḳķ",
             "l": "ļľł", "m": "ṁṃ", "n": "ñńň", "o": "òôõōø", "p": "ṕṗ", "r": "ŕřṛ", "s": "śŝş", "t": "ţťŧ", "u": "ùûüūů", "v": "ṽṿ", "w": "ŵẁ", "y": "ýÿ", "z": "źżž"}
applied("precomposed_marks", LATIN, lambda w, r, i: "".join(r.choice(DIACRITIC[c]) if c in DIACRITIC else c for c in ascii_of(w)))

# Look-alikes
CYRILLIC = dict(zip("aceiopsxyhkmtbu", "асеіорѕхуһкмтьυ"[:15]))
CYRILLIC = {"a": "а", "c": "с", "e": "е", "i": "і", "o": "о", "p": "р", "s": "ѕ", "x": "х", "y": "у", "h": "һ", "j": "ј", "d": "ԁ", "q": "ԛ", "w": "ԝ", "k": "к", "m": "м", "t": "т", "l": "ӏ", "b": "Ь", "u": "ц", "n": "п", "r": "г"}
CLEAR_CYRILLIC = {k: v for k, v in CYRILLIC.items() if k not in "unrbmt"}
applied("cyrillic_look_alikes", LATIN, lambda w, r, i: "".join((CLEAR_CYRILLIC if i % 3 else CYRILLIC).get(c, c) for c in ascii_of(w)))
GREEK = {"a": "α", "b": "β", "e": "ε", "i": "ι", "k": "κ", "n": "η", "o": "ο", "p": "ρ", "s": "ς", "t": "τ", "u": "υ", "v": "ν", "w": "ω", "x": "χ", "y": "γ"}
applied("greek_look_alikes", LATIN, lambda w, r, i: "".join(GREEK.get(c, c) for c in ascii_of(w)))
OTHERS = [{"u": "ս", "o": "օ", "h": "հ", "n": "ո", "p": "ք", "s": "ѕ", "g": "ց", "f": "ք"}, {"a": "Ꭺ", "c": "Ꮯ", "e": "Ꭼ", "h": "Ꮋ", "k": "Ꮶ", "i": "Ꭵ", "t": "Ꭲ", "s": "Ꮪ", "p": "Ꮲ", "l": "Ꮮ", "m": "Ꮇ", "w": "Ꮃ", "r": "Ꮢ", "d": "Ꭰ", "b": "Ᏼ", "u": "U", "f": "F", "o": "O", "n": "N"},
          {"a": "ꓮ", "b": "ꓐ", "c": "ꓚ", "d": "ꓓ", "e": "ꓰ", "f": "ꓝ", "h": "ꓧ", "i": "ꓲ", "k": "ꓗ", "l": "ꓡ", "m": "ꓟ", "n": "ꓠ", "o": "ꓳ", "p": "ꓑ", "r": "ꓣ", "s": "ꓢ", "t": "ꓔ", "u": "ꓴ", "v": "ꓦ", "w": "ꓪ"},
          {"c": "ⅽ", "i": "ⅰ", "m": "ⅿ", "d": "ⅾ", "o": "ⲟ", "p": "ⲣ", "t": "ⲧ", "s": "ꮪ", "a": "ɑ", "g": "ɡ", "u": "ʋ", "l": "ⅼ"}]
OTHERS[0].pop("f"), OTHERS[0].pop("p")
applied("other_script_look_alikes", LATIN, lambda w, r, i: "".join(OTHERS[i % 4].get(c, c) for c in ascii_of(w)),
        lambda w: sum(c in "uohnsgcikmdt" for c in ascii_of(w)) >= 2)
IPA = {"a": "ɑ", "b": "ɓ", "d": "ɗ", "e": "ɛ", "f": "ƒ", "g": "ɡ", "h": "ɦ", "i": "ɩ", "k": "ƙ", "l": "ɭ", "m": "ɱ", "n": "ɳ", "o": "ɵ", "p": "ρ", "r": "ɾ", "s": "ʂ", "t": "ƭ", "u": "ʉ", "v": "ʋ", "y": "ʏ", "z": "ʐ", "c": "ƈ"}
applied("latin_look_alikes", LATIN, lambda w, r, i: "".join(IPA.get(c, c) for c in ascii_of(w)))
TO_LATIN = {"а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "у": "y", "х": "x", "к": "k", "и": "u", "ь": "b", "т": "m",
            "α": "a", "ο": "o", "ν": "v", "ι": "i", "κ": "k", "ρ": "p", "υ": "u", "ά": "á", "ώ": "ó"}
MIXED = ["en", "ru", "el", "en", "ru", "el", "de", "ru", "el", "en", "ru", "el", "fr", "ru", "el", "en", "es", "ru", "el", "it", "pl", "en", "ru", "el"]


def mixed(word, r, i):
    if word[0] > "\u02ff":
        changed = "".join(TO_LATIN.get(c, c) if k % 2 == i % 2 else c for k, c in enumerate(word))
        return changed if changed != word else "".join(TO_LATIN.get(c, c) for c in word)
    plain = ascii_of(word)
    return "".join(CLEAR_CYRILLIC.get(c, c) if k % 2 == 0 else GREEK.get(c, c) if r.random() < 0.5 and c in "aoiepu" else c for k, c in enumerate(plain))


applied("mixed_script", MIXED, mixed, lambda w: w[0] < "\u02ff" or mixed(w, rng(w), 0) != w)
FLIP = dict(zip("abcdefghijklmnopqrstuvwxyz", "ɐqɔpǝɟƃɥᴉɾʞlɯuodbɹsʇnʌʍxʎz"))
applied("upside_down", LATIN[:16], lambda w, r, i: "".join(FLIP.get(c, c) for c in reversed(ascii_of(w))), lambda w: sum(c in "aefhkrt" for c in ascii_of(w)) >= 1)


def listed(technique, text):
    """language word = evaded; evaded; ..."""
    for line in text.strip().splitlines():
        language, rest = line.strip().split(" ", 1)
        word, forms = rest.split(" = ")
        for form in forms.split(" ;; "):
            add(technique, language, word, form)


listed("leet_digits", """
en fuck = fuc4k ;; fu(k
en shit = 5h1t ;; sh1t ;; 5hit
en bitch = b1tch ;; b17ch ;; 8itch
en asshole = a55hole ;; 4ssh0le ;; 455h0l3
en motherfucker = m0th3rfuck3r ;; mo7herfuck3r
en cunt = cun7
en bastard = b4st4rd
en whore = wh0r3
de arschloch = 4rschl0ch ;; arschl0ch
de scheiße = sch3isse ;; 5ch31ss3
de wichser = w1chs3r
fr salope = s4l0pe ;; sal0p3
fr connard = c0nn4rd
es mierda = m1erda ;; m13rd4
es pendejo = p3nd3j0
it cazzo = c4zz0 ;; ca22o
it stronzo = str0nz0
pt caralho = c4r4lh0
nl klootzak = kl00tz4k
pl kurwa = kurw4
ro pizda = p1zd4
tr orospu = 0r0spu
fi perkele = p3rk3l3
sv fitta = f1tt4
""".replace("fuc4k ;; fu(k", "fvck"))
listed("symbol_letters", """
en asshole = @$$hole ;; a$$h0le ;; @sshole
en shit = $hit ;; $h!t ;; sh!t
en bitch = b!tch ;; bi+ch ;; b|tch
en cunt = ¢unt ;; (unt
en fuck = fu¢k ;; ƒuck ;; fµck
en bastard = b@st@rd
en slut = $lut ;; s|ut
de arsch = @rsch ;; ar$ch
de scheiße = $cheiße ;; sche!ße
fr salope = $@lope
fr merde = m€rde
es puta = put@ ;; pu+a
es cabrón = c@brón
it stronzo = $tronzo
it cazzo = c@zzo
pt merda = m€rd@
nl klootzak = klootz@k
pl kurwa = kurw@
ro căcat = c@c@t
hu fasz = f@sz
fi vittu = v!ttu ;; vi++u
cs píča = p!ča
""")
listed("multi_character_leet", r"""
en fuck = |=uck ;; fu|< ;; phuck ;; ph|_|ck ;; f|_|ck ;; |=|_|(|<
en shit = s|-|it ;; 5|-|1+ ;; sh][t
en whore = \/\/hore ;; vvhore
en wanker = vvanker ;; \/\/anker ;; wan|<er
en motherfucker = |\/|otherfucker ;; /\/\otherfucker
en bitch = |3itch ;; 13itch ;; bit(|-|
en dickhead = |)ickhead ;; dick|-|ead
en cunt = c|_|nt ;; cu|\|t
en asshole = /\sshole ;; assh()le
de hure = |-|ure
de wichser = vvichser ;; \/\/ichser
fr merde = |\/|erde
es mierda = |\/|ierda
es puta = |>uta
it puttana = |>uttana
it cazzo = cazz()
pl kurwa = kur\/\/a ;; kurvva
pt merda = /\/\erda
nl kut = |<ut
sv kuk = |<u|<
""")
listed("masked_letters", """
en fuck = f*ck ;; f**k ;; f#ck ;; fu*k ;; f_ck ;; f?ck ;; f.ck ;; f-ck ;; fu**
en shit = sh*t ;; s**t ;; sh#t ;; sh-t
en bitch = b*tch ;; b**ch ;; bi*ch ;; b#tch
en asshole = a**hole ;; *sshole ;; assh*le ;; a*shole
en cunt = c*nt ;; c**t ;; cu*t
en motherfucker = motherf*cker ;; m*therf**ker ;; motherf***er
en bullshit = bullsh*t ;; bullsh** ;; b*llshit
en whore = wh*re
en faggot = f*ggot ;; fa**ot
de scheiße = sch**ße ;; sche*ße ;; Sch***e
de arschloch = arschl*ch ;; a****loch ;; A*schloch
de hurensohn = h*rensohn ;; hur*ns*hn
de fotze = f*tze
fr putain = p*tain ;; put*in ;; p#tain
fr merde = m*rde ;; m**de
fr connard = c*nnard ;; conn*rd
fr salope = s*lope
es puta = p*ta ;; p_ta
es mierda = mi*rda ;; m**rda
es cabrón = cabr*n
it cazzo = c*zzo ;; ca**o
it stronzo = str*nzo
it vaffanculo = v*ffanculo ;; vaff*nculo
pt caralho = c*ralho ;; car*lho
pl kurwa = k*rwa ;; k***a ;; ku*wa
pl chuj = ch*j
nl klootzak = kl**tzak ;; kl*otzak
ro muie = m*ie
el μαλάκας = μαλ*κας ;; μ*λάκας
el γαμώ = γ*μώ
ru блять = бл*ть ;; бл#ть
ru хуй = х*й
ru сука = с*ка
""")

SEPARATORS = [".", "-", "_", "|", "/", "·", "~", "'", ",", "+", "•", "—", "=", ":", "\\", "*", "^", "..", "--", "\u2010"]
applied("inner_separators", ANY, lambda w, r, i: SEPARATORS[i % len(SEPARATORS)].join(w.upper() if i % 7 == 0 else w))
SPACES = [" ", " ", "  ", "\u00a0", " ", "\u2003", "\t", "\u3000"]
applied("spelled_out", ANY, lambda w, r, i: SPACES[i % len(SPACES)].join(w.upper() if i % 4 == 0 else w))
listed("word_split", """
en fuck = fu ck ;; f uck ;; fuc k
en shit = sh it ;; s hit ;; shi t
en asshole = ass hole ;; as shole ;; assh ole
en motherfucker = mother fucker ;; mother fu cker ;; motherf ucker
en bitch = bit ch ;; bi tch ;; b itch
en cunt = cu nt ;; c unt
en bullshit = bull shit ;; bullsh it
en whore = wh ore
en wanker = wan ker
de arschloch = arsch loch ;; arschl och
de hurensohn = huren sohn ;; hure nsohn
de scheiße = schei ße ;; sch eiße
fr connard = conn ard ;; con nard
fr putain = pu tain ;; put ain
es gilipollas = gili pollas ;; gilipo llas
es mierda = mier da ;; mi erda
it vaffanculo = vaffan culo ;; vaf fan culo
it stronzo = stron zo
pt caralho = cara lho ;; car alho
pl kurwa = kur wa ;; ku rwa
nl klootzak = kloot zak ;; kl ootzak
ro căcat = că cat
el μαλάκας = μαλά κας ;; μα λάκας
ru пизда = пи зда ;; пиз да
""")
applied("newlines_inside", ANY, lambda w, r, i: ("\n".join(w) if i % 3 else w[: len(w) // 2] + "\n" + w[len(w) // 2:]) if i % 4 else "\n\n".join(w))
EMOJI = ["😀", "🔥", "❤️", "💩", "👍🏽", "🙃", "⭐", "🤣", "💀", "👨‍👩‍👧", "🇪🇺", "✨", "🖕", "🌸", "👉", "⚡"]
applied("emoji_inside", ANY, lambda w, r, i: between(w, lambda: EMOJI[(i * 3 + r.randrange(3)) % len(EMOJI)], r, 1.0 if i % 2 else 0.4))
listed("emoji_letters", """
en fuck = 🇫uck ;; f⛎ck ;; fu©k ;; 🅵🆄🅲🅺
en shit = 💲hit ;; sh❗t ;; sℹ️it ;; sh1️⃣t ;; shℹ️t
en bitch = 🅱itch ;; 🅱️itch ;; bit©h ;; 🅱ℹtch
en asshole = 🅰sshole ;; 🅰️💲💲hole ;; assh⭕le ;; assh0️⃣le ;; a💲💲h🅾️le
en motherfucker = Ⓜotherfucker ;; Ⓜ️otherfucker ;; m🅾therfucker
en cunt = ©unt ;; cun✝ ;; cun✝️
en bastard = 🅱️🅰️stard
de arschloch = 🅰️rschl🅾️ch ;; arschl⭕ch
fr merde = Ⓜ️erde
es puta = 🅿uta ;; 🅿️uta ;; put🅰️
it cazzo = c🅰️zz🅾️
it puttana = 🅿️uttana
pt porra = 🅿️orra
ro pula = 🅿️ula
pl pizda = 🅿️izda
sv fitta = fi🇹🇹🅰️
""".replace("sℹ️it ;; ", ""))


def stretched(word, r, i):
    if i % 2:
        return "".join(c * r.choice([2, 3, 4]) for c in word)
    k = r.choice([j for j, c in enumerate(word) if c in "aeiouyαοιуиоаея" or j == len(word) - 1])
    return word[:k] + word[k] * r.randint(3, 9) + word[k + 1:]


applied("stretched_letters", ANY, stretched)
applied("doubled_letters", ANY, lambda w, r, i: "".join(c * 2 for c in w) if i % 3 == 0 else (lambda k: w[:k] + w[k] * 2 + w[k + 1:])(r.randrange(len(w))),
        lambda w: len(w) >= 4)
applied("html_entities", ANY, lambda w, r, i: "".join((f"&#{ord(c)};" if i % 3 == 0 else f"&#x{ord(c):x};" if i % 3 == 1 else f"&#{ord(c):05d};") if r.random() < 0.6 or k == 1 else c for k, c in enumerate(w)))
applied("url_escapes", ANY, lambda w, r, i: "".join("".join(f"%{b:02X}" if i % 2 else f"%{b:02x}" for b in c.encode()) if ord(c) > 127 or r.random() < 0.5 or k == 1 else c for k, c in enumerate(w)))
applied("unicode_escapes", ANY, lambda w, r, i: "".join((f"\\u{ord(c):04x}" if i % 3 else f"\\x{ord(c):02x}" if ord(c) < 256 else f"\\u{ord(c):04X}") if r.random() < 0.6 or k == 0 else c for k, c in enumerate(w)))
applied("reversed_word", ANY, lambda w, r, i: w[::-1].upper() if i % 5 == 0 else w[::-1], lambda w: len(w) >= 5 and w[::-1] != w or w in ("fuck", "shit", "cunt"))
applied("separators_and_case", ANY, lambda w, r, i: (SEPARATORS[(i * 3) % 16] * r.randint(2, 4)).join(c.upper() if k % 2 == i % 2 else c for k, c in enumerate(w)))

COMBOS = [
    lambda w, r: " ".join(offset(0xFF41)(ascii_of(w))),
    lambda w, r: between("".join(CLEAR_CYRILLIC.get(c, c) for c in ascii_of(w)), lambda: "\u200b", r),
    lambda w, r: ".".join("".join({"i": "1", "o": "0", "e": "3", "a": "4"}.get(c, c) for c in ascii_of(w))),
    lambda w, r: "".join(c * r.choice([1, 3]) for c in "".join({"i": "!", "a": "@", "s": "$", "o": "0"}.get(c, c) for c in ascii_of(w))),
    lambda w, r: "-".join(c + "\u0336" for c in w),
    lambda w, r: between(offset(MATH[r.randrange(7, 11)])(ascii_of(w)), lambda: "\u200d", r, 0.5),
    lambda w, r: "\u202e" + "".join(CLEAR_CYRILLIC.get(c, c) for c in ascii_of(w))[::-1] + "\u202c",
    lambda w, r: "_".join(c.upper() if k % 2 else c * 2 for k, c in enumerate(w)),
    lambda w, r: "".join(f"&#{ord(c)};" for c in "".join({"i": "1", "o": "0", "e": "3", "a": "@"}.get(c, c) for c in ascii_of(w))),
    lambda w, r: "🔥".join(SMALL.get(c, c) for c in ascii_of(w)),
    lambda w, r: w[0] + "\u00ad" + w[1:-1].upper() + "." + w[-1],
    lambda w, r: " ".join("".join(DIACRITIC.get(c, c)[0] for c in ascii_of(w))),
]
applied("two_techniques", (LATIN + LATIN)[:36], lambda w, r, i: COMBOS[i % len(COMBOS)](w, r))

listed("misspelling", """
en fuck = fuk ;; phuck ;; fck ;; fuq ;; phuk ;; fucc ;; fvck
en fucking = fuking ;; fcking ;; fuckin ;; phucking ;; effing fuckn
en shit = shiet ;; sh1te ;; shyt ;; shite
en bitch = biatch ;; bich ;; beotch ;; biotch ;; btch
en asshole = azzhole ;; arsehole ;; asshoel ;; assh0l
en cunt = kunt ;; cnut
en motherfucker = muthafucka ;; mofo motherfuker ;; mutherfucker
en bastard = basterd ;; bastid bastard
en whore = hoar whore ;; whoar
en pussy = pussi ;; pu55y
en dickhead = dikhead ;; dickhed
de scheiße = scheisse ;; schaise ;; scheiss ;; shice scheisse
de arschloch = aschloch ;; arschlock ;; arshloch
de wichser = wixer ;; wixxer ;; wikser
de ficken = fikken ;; figgen ;; fick
fr putain = ptn ;; putin de merde ;; putaing ;; pitain putain
fr connard = konard ;; conar connard ;; konnard
fr enculé = enkulé ;; enculer ;; nkulé
fr nique = nik ta mere ;; niquer
es hijo de puta = hijueputa ;; hijoputa ;; jodeputa hijoputa ;; ijo de puta
es joder = hoder joder ;; jodeer ;; joer joder
es cabrón = kabron ;; cabronazo
it cazzo = kazzo ;; cazo cazzo ;; catzo
it vaffanculo = vaffankulo ;; fanculo ;; affanculo
it stronzo = stronso ;; sstronzo
pt caralho = karalho ;; carai caralho ;; krl caralho
pt foda-se = fodase ;; foda se ;; fds foda-se
pt puta = puuta ;; putta
pl kurwa = kurva ;; kurfa ;; kuźwa kurwa ;; qrwa
pl chuj = huj ;; hooy chuj
nl klootzak = klootsak ;; klojo klootzak
ro futut = futu-ti ;; fututi
ru блять = бля ;; блядь ;; блять блин
tr siktir = sktir ;; s1ktir
fi vittu = viddu ;; vitu
""".replace(" ;; assh0l\n", "\n").replace(" ;; shice scheisse", "").replace("effing fuckn", "fuckn").replace("mofo motherfuker", "mofo")
       .replace("bastid bastard", "bastid").replace("hoar whore ;; ", "").replace("pitain putain", "pitain").replace("conar connard ;; ", "")
       .replace("hoder joder ;; ", "").replace(" ;; joer joder", "").replace("jodeputa hijoputa ;; ", "").replace("cazo cazzo ;; ", "")
       .replace("carai caralho ;; krl caralho", "karaio").replace(" ;; fds foda-se", "").replace("kuźwa kurwa ;; ", "").replace(" ;; hooy chuj", "")
       .replace(" ;; klojo klootzak", "").replace(" ;; блять блин", "").replace(" ;; putta", ""))
listed("words_glued", """
en fuck = fuckyou ;; fuckoff ;; fuckface ;; youfuck ;; whatthefuck ;; holyfuck ;; fuckthis ;; gofuckyourself
en shit = shitshow ;; bullshitter ;; holyshit ;; shitface ;; youpieceofshit ;; eatshit
en bitch = sonofabitch ;; bitchass ;; bitchslap ;; youbitch
en asshole = youasshole ;; assholes ;; hugeasshole
en cunt = cuntface ;; stupidcunt
en motherfucker = motherfuckingidiot ;; youmotherfucker
de scheiße = scheißkerl ;; scheißegal ;; drecksscheiße
de arschloch = duarschloch ;; riesenarschloch ;; arschlöcher
de hurensohn = duhurensohn
fr merde = merdeux ;; demerde
fr connard = grosconnard ;; sale connard
fr nique = niquetamere ;; niquetarace
es puta = hijodeputa ;; putamadre ;; deputamadre
es mierda = mierdoso ;; unamierda
it cazzo = checazzo ;; cazzone ;; testadicazzo
it merda = dimerda
pt puta = filhodaputa ;; putaquepariu
nl klootzak = kankerklootzak ;; vieze klootzak
pl kurwa = okurwa ;; kurwamać
ro muie = muielavoi
el μαλάκας = ρεμαλάκα ;; παλιομαλάκας
ru хуй = нахуй ;; похуй
fi vittu = vitunidiootti
""")
listed("digits_glued", """
en fuck = fuck123 ;; 69fuck ;; fuck2024 ;; xX_fuck_Xx
en shit = shit4u ;; 1shit1 ;; shit99
en bitch = bitch007 ;; 2bitch
en asshole = asshole42 ;; the_asshole_99
en cunt = cunt88x ;; 7cunt7
de hurensohn = hurensohn161 ;; xhurensohnx
de arschloch = arschloch1 ;; arschloch_2000
fr connard = connard75 ;; 93connard
fr salope = salope69
es puta = puta666 ;; puta_99
es gilipollas = gilipollas33
it stronzo = stronzo10 ;; 7stronzo
it cazzo = cazzo1
pt caralho = caralho10
nl klootzak = klootzak020
pl kurwa = kurwa123 ;; 1kurwa
ro muie = muie112
el μαλάκας = μαλάκας7
ru пизда = пизда77
""")
listed("punctuation_attached", """
en fuck = (fuck) ;; "fuck" ;; fuck!!!1! ;; #fuck ;; _fuck_ ;; ~fuck~ ;; **fuck** ;; fuck...
en shit = «shit» ;; shit?! ;; [shit] ;; ~~shit~~
en bitch = @bitch ;; bitch's ;; bitch/
en asshole = asshole, ;; ‘asshole’ ;; <asshole>
de scheiße = „scheiße“ ;; #scheiße ;; SCHEIẞE
de arschloch = *arschloch* ;; Arschloch!!!!!!
fr putain = «putain» ;; l'enculé ;; d'enculé
fr connard = "connard" ;; #connard
es joder = ¡joder! ;; ¿joder?
es mierda = #mierda
it cazzo = «cazzo» ;; cazzo!!!!
pt merda = (merda) ;; #merda
nl kut = kut!! ;; #kut
pl kurwa = „kurwa” ;; #kurwa
el γαμώ = «γαμώ» ;; ΓΑΜΩ!!
ru сука = «СУКА» ;; #сука
""")
listed("transliteration", """
ru блять = blyat ;; blyad ;; bljad
ru хуй = nahuy ;; nahui
ru сука = suka blyat ;; cyka blyat
ru пизда = pizda ;; pizdets
ru мудак = mudak
ru пидор = pidor ;; pidoras
ru ебать = yebat ;; ebat
el μαλάκας = malakas ;; malaka ;; re malaka
el γαμώ = gamoto ;; gamo to ;; gamw
el πούστης = poustis ;; pousti
el πουτάνα = poutana
el σκατά = skata
el μουνί = mouni
el αρχίδι = arxidi ;; arhidia
fr enculé = encule
fr pédé = pede
fr enfoiré = enfoire
es cabrón = cabron
es maricón = maricon
de scheiße = SCHEISSE
pl jebać = jebac
ro căcat = cacat
cs píča = pica
cs čurák = curak
fi kusipää = kusipaa
pt cabrão = cabrao
tr piç = pic kurusu
""".replace("tr piç = pic kurusu\n", "").replace("cs píča = pica\n", ""))
listed("hashtag_camel_case", """
en fuck = #FuckThis ;; #fuckyouall ;; FuckOff ;; WhatTheFuck ;; @FuckYou2
en shit = #HolyShit ;; #BullShit ;; EatShit
en bitch = #BasicBitch ;; SonOfABitch
en asshole = #AssHole ;; #TeamAssHole
de scheiße = #ScheissTag ;; #AllesScheiße
de arschloch = #ArschLoch
fr putain = #PutainDeMerde ;; #OhPutain
fr merde = #VieDeMerde
es puta = #HijoDePuta ;; #PutaMadre
es mierda = #QueMierda
it cazzo = #CheCazzo ;; #TestaDiCazzo
it vaffanculo = #VaffanculoATutti
pt puta = #FilhoDaPuta
pt merda = #QueMerda
nl kut = #KutWeer
pl kurwa = #KurwaMać
""")


def half(strata, key):
    """Each stratum's rows in the order of their ids' hashes, dealt alternately."""
    out = {}
    for rank, row in enumerate(sorted(strata, key=lambda row: hashlib.sha256(row[0].encode()).hexdigest())):
        out[row[0]] = "tune" if rank % 2 == 0 else "held_out"
    return out


def split(numbered, stratum):
    halves = {}
    for name in sorted({row[stratum] for row in numbered}):
        halves.update(half([row for row in numbered if row[stratum] == name], name))
    return halves


def write(name, header, numbered, stratum):
    halves = split(numbered, stratum)
    with open(HERE / name, "w", encoding="utf-8", newline="\n") as out:
        out.write("\t".join(header) + "\n")
        for row in numbered:
            assert all("\t" not in cell and "\n" not in cell for cell in row), row
            out.write("\t".join([row[0], halves[row[0]]] + row[1:]) + "\n")


seen = set()
unique = [row for row in rows if (row[3] not in seen and not seen.add(row[3]))]
unique = [[c.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t") for c in row] for row in unique]
write("evasions.tsv", ["id", "half", "technique", "language", "word", "text"], [[f"ev-{n:04d}"] + row for n, row in enumerate(unique, 1)], 1)

innocents = []
if (HERE / "innocents.txt").exists():
    section = None
    for line in (HERE / "innocents.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            section = line[3:].strip()
        elif line.strip():
            language, text = line.split(" ", 1)
            innocents.append([section, language, text])
    texts = [row[2] for row in innocents]
    assert len(set(texts)) == len(texts), [t for t in texts if texts.count(t) > 1]
    write("innocents.tsv", ["id", "half", "kind", "language", "text"], [[f"in-{n:04d}"] + row for n, row in enumerate(innocents, 1)], 1)
print(len(unique), "evasions,", len({r[0] for r in unique}), "techniques,", len({r[1] for r in unique}), "languages;", len(innocents), "innocents")
