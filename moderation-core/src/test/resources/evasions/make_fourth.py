"""Writes fourth-evasions.tsv and fourth-innocents.tsv, all of them held out. Deterministic: run it again and nothing changes.

Written on 2026-11-30 before its writer had read the folding, the banks or a missed row of the other lists, to test what other lists
will find. Words are of the public lists LDNOOBW (CC BY 4.0), surge-ai/profanity (MIT), cuss (MIT) and washyourmouthoutwithsoap (MIT), and a few mild ones beside.
"""
import base64
import codecs
import hashlib
import pathlib
import random
import unicodedata
import urllib.parse

HERE = pathlib.Path(__file__).parent

WORDS = {
    "en": "bastard bitch bullshit asshole wanker dickhead prick slut arsehole bollocks tosser twat douchebag whore fuck shit".split(),
    "de": "arschloch wichser hurensohn schlampe scheiße fotze arsch nutte".split(),
    "fr": "connard salope enculé putain merde branleur enfoiré couilles".split(),
    "es": "cabrón gilipollas puta mierda pendejo coño zorra capullo".split(),
    "it": "stronzo cazzo troia coglione puttana merda vaffanculo".split(),
    "pt": "caralho puta merda cabrão foder porra".split(),
    "nl": "klootzak hoer kut lul eikel neuken godverdomme".split(),
    "pl": "kurwa chuj dupa skurwysyn pizda jebać cipa".split(),
    "ro": "muie pula pizda curva căcat".split(),
    "el": "μαλάκας πούστης σκατά πουτάνα".split(),
    "ru": "сука блядь хуй пизда жопа говно мудак".split(),
    "tr": "orospu siktir yarak göt pezevenk".split(),
    "sv": "fitta hora kuk skit jävla helvete".split(),
    "cs": "kurva píča zmrd hovno debil prdel".split(),
    "fi": "vittu perkele paska huora kusipää".split(),
    "hu": "kurva geci fasz picsa szar".split(),
    "da": "fisse kusse luder røvhul lort".split(),
    "no": "fitte drittsekk kuk faen".split(),
    "bg": "кучка курва лайно педераст".split(),
    "hr": "kurva govno jebati kurac".split(),
    "sk": "piča hovno prdel kretén".split(),
    "uk": "сука хуй курва лайно".split(),
    "et": "munn perse lits kurat".split(),
    "lv": "kuce bastards penis".split(),
    "lt": "kalė šūdas pizda".split(),
    "sl": "kurba pizda kurac kreten".split(),
}
MILD = {
    "en": "idiot moron loser scumbag pervert imbecile".split(), "de": "idiot trottel vollpfosten miststück".split(), "fr": "crétin abruti bouffon".split(),
    "es": "idiota imbécil payaso".split(), "it": "idiota cretino deficiente".split(), "pt": "idiota otário burro".split(), "nl": "idioot sukkel".split(),
    "pl": "idiota debil frajer".split(), "ro": "idiot prost nesimțit".split(), "el": "ηλίθιος βλάκας".split(), "ru": "идиот дебил урод".split(), "tr": "salak gerizekalı".split(),
    "sv": "idiot".split(), "cs": "blbec".split(), "fi": "idiootti".split(), "hu": "idióta".split(), "da": "idiot".split(), "bg": "идиот".split(), "uk": "дурень".split(),
}
CARRIERS = {
    "en": ["you absolute {}, learn to drive", "nobody asked for your opinion {}", "what a {} he turned out to be", "{} this, I am done with all of you", "my ex is a {} and I said it", "take that back you {}",
           "imagine being such a {} on a monday", "stop calling me at night {}"],
    "de": ["lern erst mal fahren du {}", "was bist du denn für ein {}", "niemand hat dich gefragt {}", "so ein {} aber auch"],
    "fr": ["apprends à conduire {}", "t'es vraiment qu'un {}", "personne t'a sonné {}", "encore ce {} devant chez moi"],
    "es": ["aprende a conducir {}", "nadie te ha preguntado {}", "menudo {} estás hecho", "otra vez este {} en mi puerta"],
    "it": ["impara a guidare {}", "nessuno ti ha chiesto niente {}", "ma quanto sei {}", "di nuovo questo {} sotto casa"],
    "pt": ["aprende a conduzir {}", "ninguém te perguntou nada {}", "mas que {} me saíste", "outra vez este {} à porta"],
    "nl": ["leer eens rijden {}", "niemand vroeg jou iets {}", "wat ben jij een {} man"], "pl": ["naucz się jeździć {}", "nikt cię nie pytał {}", "ale z ciebie {}"],
    "ro": ["învață să conduci {}", "nu te-a întrebat nimeni {}", "ești un {} și jumătate"], "el": ["μάθε να οδηγείς {}", "κανείς δεν σε ρώτησε {}", "είσαι μεγάλος {}"],
    "ru": ["научись водить {}", "тебя никто не спрашивал {}", "ну ты и {}"], "tr": ["önce araba kullanmayı öğren {}", "sana soran olmadı {}"], "sv": ["lär dig köra {}", "ingen frågade dig {}"],
    "cs": ["nauč se řídit {}", "nikdo se tě neptal {}"], "fi": ["opettele ajamaan {}", "kukaan ei kysynyt sinulta {}"], "hu": ["tanulj meg vezetni {}", "senki nem kérdezett {}"],
    "da": ["lær at køre {}", "ingen spurgte dig {}"], "no": ["lær deg å kjøre {}", "ingen spurte deg {}"], "bg": ["научи се да караш {}", "никой не те пита {}"], "hr": ["nauči voziti {}", "nitko te nije pitao {}"],
    "sk": ["nauč sa šoférovať {}", "nikto sa ťa nepýtal {}"], "uk": ["навчись їздити {}", "тебе ніхто не питав {}"], "et": ["õpi sõitma {}", "keegi ei küsinud sinult {}"], "lv": ["iemācies braukt {}", "neviens tev neprasīja {}"],
    "lt": ["išmok vairuoti {}", "niekas tavęs neklausė {}"], "sl": ["nauči se voziti {}", "nihče te ni vprašal {}"],
}
LATIN = "en de fr en es it pt en nl pl ro tr en sv cs fi hu en da no hr sk en et lv lt sl".split()
MAIN = "en de fr es en it pt nl en pl ro sv".split()
CYRILLIC, GREEK = ["ru", "bg", "uk"], ["el"]

rows = []
turn = {}


def rng(*parts):
    return random.Random(hashlib.sha256("|".join(map(str, ("fourth",) + parts)).encode()).hexdigest())


def bare(word):
    return "".join(c for c in unicodedata.normalize("NFD", word.replace("ß", "ss").replace("ø", "o")) if not unicodedata.combining(c))


def add(technique, language, word, text):
    rows.append([technique, language, word, text])


def apply(technique, languages, transform, n, mild=0.25, plain=None, only=lambda w: len(w) > 3):
    """n rows, the languages in turn; a share of mild words."""
    r = rng(technique)
    offset = r.randrange(len(languages))
    done = 0
    tried = 0
    while done < n and tried < 10 * n:
        language = languages[(offset + tried) % len(languages)]
        tried += 1
        pool = MILD[language] if language in MILD and r.random() < mild else WORDS[language]
        words = [w for w in pool if only(w)]
        if not words:
            continue
        word = r.choice(words)
        evaded = transform(plain(word) if plain else word, r)
        if evaded is None or evaded == word:
            continue
        text = evaded if r.random() < 0.12 else r.choice(CARRIERS[language]).format(evaded)
        add(technique, language, word, text)
        done += 1


def shift(lower):
    return lambda w, r: "".join(chr(lower + ord(c) - 97) if "a" <= c <= "z" else c for c in w)


def table(pairs):
    t = dict(zip(pairs[0], pairs[1]))
    return lambda w, r: "".join(t.get(c, c) for c in w)


def join(separators, jitter=False):
    def f(w, r):
        s = r.choice(separators)
        return "".join(c + ((r.choice(separators) if jitter else s) if i < len(w) - 1 else "") for i, c in enumerate(w))
    return f


VOWELS = set("aeiouyáéíóúäöüåøęąăâîêèàãõαεηιουωάέήίόύώаеиоуыэюяє")


def masked(symbols, whole=False):
    def f(w, r):
        inner = [i for i in range(1, len(w) - 1)]
        vowels = [i for i in inner if w[i] in VOWELS] or inner
        hide = set(inner) if whole else set(r.sample(vowels, min(len(vowels), r.choice([1, 1, 2]))))
        return "".join(r.choice(symbols) if i in hide else c for i, c in enumerate(w))
    return f


# Letters of other shapes
apply("full_width", LATIN, shift(0xFF41), 9, plain=bare)
for base, n in ((0x1D41A, 4), (0x1D4EA, 3), (0x1D586, 3), (0x1D68A, 3)):
    apply("math_letters", LATIN, shift(base), n, plain=bare)
apply("circled_and_squared", LATIN, lambda w, r: shift(r.choice([0x24D0, 0x249C]))(w, r) if r.random() < 0.5 else "".join(chr(r.choice([0x1F130, 0x1F150, 0x1F170]) + ord(c) - 97) for c in w), 10, plain=bare)
apply("small_capitals", LATIN, table(("abcdefghijklmnopqrstuvwyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ")), 8, plain=bare)
apply("superscript", LATIN, table(("abcdefghijklmnoprstuvwxyz", "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")), 8, plain=bare)
apply("regional_indicators", LATIN, lambda w, r: r.choice(["\u200b", " ", ""]).join(chr(0x1F1E6 + ord(c) - 97) for c in w), 8, plain=bare)
apply("upside_down", LATIN, lambda w, r: table(("abcdefghijklmnopqrtuvwyz", "ɐqɔpǝɟƃɥᴉɾʞʃɯuodbɹʇnʌʍʎz"))(w, r)[::-1], 8, plain=bare)
apply("mirrored", LATIN, lambda w, r: table(("abcdefghijklmnopqrstuvwxyz", "ɒdɔbɘꟻǫʜiꞁʞ|mᴎoqpɿꙅƚuvwxʏƹ"))(w, r)[::-1], 4, plain=bare)
apply("cyrillic_look_alikes", LATIN, table(("aceopxyikmhtbn", "асеорхуікмнтьп")), 10, plain=bare)
apply("greek_look_alikes", LATIN, table(("aeiopuvxyktnb", "αειορυνχγκτηβ")), 8, plain=bare)
apply("cherokee_lisu_armenian", LATIN, lambda w, r: table(r.choice([("adegijklmrsuvwz", "ᎪᎠᎬᏀᎥᎫᏦᏞᎷᎡᏚᏌᏙᎳᏃ"), ("acdefghijklmnoprstuvwyz", "ꓮꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓬꓜ"), ("uoqsnhljgcwfp", "սօգѕոհլյցсաքք")]))(w, r), 9, plain=bare)
apply("latin_look_alikes", LATIN, table(("abcdefghiklmnoprstuyz", "ɑƀƈɗɛƒɠɦɩƙƚɱɲɵƥɽʂƭʉƴʐ")), 8, plain=bare)
apply("ipa", ["en", "de", "fr", "it"], table(("aegijnorsu", "ɑɛɡɪʝŋɔɹʃʊ")), 6, plain=bare)
apply("cyrillic_words_latin_letters", CYRILLIC, table(("асеорхукм", "aceopxykm")), 6)
apply("greek_words_latin_letters", GREEK, table(("αοικυτν", "aoikutv")), 4, plain=bare)
apply("mixed_scripts", LATIN, lambda w, r: "".join({"a": "аα", "o": "оο", "e": "еε", "c": "сϲ", "i": "іι", "p": "рρ", "s": "ѕ", "k": "кκ", "u": "υц", "t": "тτ", "n": "пη", "h": "һн"}.get(c, c)[r.randrange(len({"a": "аα", "o": "оο", "e": "еε", "c": "сϲ", "i": "іι", "p": "рρ", "s": "ѕ", "k": "кκ", "u": "υц", "t": "тτ", "n": "пη", "h": "һн"}.get(c, c)))] if r.random() < 0.7 else c for c in w), 9, plain=bare)
# Characters nobody sees
apply("zero_width", LATIN + CYRILLIC, join(["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f", "\u2063"]), 12)
apply("variation_and_tags", LATIN, lambda w, r: "".join(c + r.choice(["\ufe0f", "\ufe0e", "\U000e0061", ""]) for c in w), 8)
apply("bidi", LATIN, lambda w, r: "\u202e" + w[::-1] + "\u202c", 5)
apply("combining_light", LATIN + CYRILLIC, join(["\u0336", "\u0332", "\u0337", "\u0325", "\u0308"]), 9)
apply("zalgo", LATIN, lambda w, r: "".join(c + "".join(chr(r.randrange(0x300, 0x36F)) for _ in range(r.randrange(4, 9))) for c in w), 8, plain=bare)
# Signs
apply("leet", LATIN, table(("aeiost", "431057")), 14, plain=bare)
apply("leet_heavy", LATIN, lambda w, r: "".join({"a": "/-\\", "b": "|3", "c": "(", "d": "|)", "e": "€", "f": "|=", "h": "|-|", "i": "!", "k": "|<", "l": "|_", "m": "|V|", "n": "|\\|", "o": "()", "s": "$", "t": "+", "u": "|_|", "v": "\\/", "w": "\\/\\/"}.get(c, c) if r.random() < 0.65 else c for c in w), 8, plain=bare)
apply("symbols", LATIN, table(("aceilost", "@¢€!|0$+")), 12, plain=bare)
apply("l_i_1", LATIN, lambda w, r: w.replace("l", "I") if "l" in w else w.replace("i", r.choice(["l", "|", "1"])) if "i" in w else None, 8, plain=bare)
apply("mask_star", LATIN + CYRILLIC, masked("*"), 14, mild=0.1)
apply("mask_other", LATIN + CYRILLIC + GREEK, masked("#_-.%x?"), 10, mild=0.1)
apply("mask_grawlix", LATIN, masked("@#$%&!*"), 6, mild=0.1)
apply("mask_emoji", LATIN, masked(["🍑", "🔥", "💀", "⭐", "🍆", "🙊"]), 8, mild=0.1)
apply("mask_inner", ["en", "de", "fr", "es", "ru"], masked("*", whole=True), 6, mild=0, only=lambda w: 4 <= len(w) <= 6)
# Gaps
apply("sep_dot", LATIN + CYRILLIC, join([".", "·", "•", ". "]), 9)
apply("sep_space", LATIN + GREEK, join([" ", "  ", "\u2009", "\u00a0"]), 10)
apply("sep_dash", LATIN + CYRILLIC, join(["-", "_", "–", " - "]), 9)
apply("sep_other", LATIN, join(["/", "|", "~", "*", "'", ",", "+", "^", "\\"], jitter=True), 9)
apply("sep_emoji", LATIN, join(["👏", "🔥", "❤️", " 🙃 "]), 8)
apply("sep_newline", LATIN + GREEK, join(["\n", "\n\n", " \n"]), 8)
apply("one_separator", LATIN, lambda w, r: (lambda i: w[:i] + r.choice([".", "-", "_", "'", "/", "\n", "- "]) + w[i:])(r.randrange(2, len(w) - 1)), 9)
apply("split_in_two", LATIN, lambda w, r: (lambda i: w[:i] + " " + w[i:])(r.randrange(2, len(w) - 1)), 9, only=lambda w: len(w) > 5)
apply("brackets", LATIN, lambda w, r: (lambda i: w[:i] + r.choice(["({})", "[{}]", "{{{}}}", "<{}>"]).format(w[i]) + w[i + 1:])(r.randrange(0, len(w))), 8)
apply("markdown", LATIN, lambda w, r: (lambda i: w[:i] + r.choice(["**", "__", "~~", "`", "||"]) + w[i:])(r.randrange(1, len(w))), 8)
apply("html_tags", LATIN, lambda w, r: (lambda i, t: w[:i] + t + w[i:])(r.randrange(1, len(w)), r.choice(["<b></b>", "<i>", "<span class=x></span>", "<!-- -->", "<wbr>"])), 8)
# Encodings
apply("html_entities", LATIN, lambda w, r: "".join(r.choice(["&#%d;" % ord(c), "&#x%x;" % ord(c)]) if r.random() < 0.7 else c for c in w), 6)
apply("url_escapes", LATIN, lambda w, r: "".join("%%%02x" % b for b in w.encode()), 5)
apply("u_escapes", LATIN, lambda w, r: "".join("\\u%04x" % ord(c) for c in w), 5)
apply("base64", LATIN, lambda w, r: base64.b64encode(w.encode()).decode(), 6, mild=0)
apply("rot13", LATIN, lambda w, r: codecs.encode(w, "rot13"), 6, plain=bare, mild=0)
MORSE = dict(zip("abcdefghijklmnopqrstuvwxyz", ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --..".split()))
apply("morse", LATIN, lambda w, r: " ".join(MORSE[c] for c in w), 6, plain=bare, mild=0)
apply("hex_bytes", ["en", "de", "fr", "es"], lambda w, r: " ".join("%02x" % b for b in w.encode()), 4, plain=bare, mild=0)
BRAILLE = dict(zip("abcdefghijklmnopqrstuvwxyz", "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵"))
apply("braille", LATIN, lambda w, r: "".join(BRAILLE[c] for c in w), 6, plain=bare, mild=0)
# Slips and tempers
apply("stretched", LATIN + CYRILLIC, lambda w, r: (lambda i: w[:i] + w[i] * r.randrange(3, 9) + w[i + 1:])(r.choice([i for i, c in enumerate(w) if c in VOWELS] or [1])), 9)
apply("doubled", LATIN, lambda w, r: "".join(c * 2 for c in w), 7)
apply("swapped", MAIN, lambda w, r: (lambda i: w[:i] + w[i + 1] + w[i] + w[i + 2:])(r.randrange(1, len(w) - 2)), 10, only=lambda w: len(w) > 4)
apply("dropped_letter", MAIN, lambda w, r: (lambda i: w[:i] + w[i + 1:])(r.randrange(1, len(w) - 1)), 9, only=lambda w: len(w) > 5)
apply("added_letter", MAIN, lambda w, r: (lambda i: w[:i] + r.choice("aehjkmnrst") + w[i:])(r.randrange(1, len(w))), 9, only=lambda w: len(w) > 4)
NEAR = {"a": "s", "s": "d", "e": "r", "i": "o", "o": "i", "u": "y", "t": "r", "r": "t", "c": "v", "n": "m", "h": "j", "l": "k", "k": "l", "m": "n", "p": "o", "f": "g", "g": "f", "d": "f", "b": "v"}
apply("neighbour_key", MAIN, lambda w, r: (lambda i: w[:i] + NEAR.get(w[i], "x") + w[i + 1:])(r.randrange(1, len(w))), 9, only=lambda w: len(w) > 5)
apply("dropped_vowels", MAIN, lambda w, r: w[0] + "".join(c for c in w[1:] if c not in VOWELS), 8, only=lambda w: len(w) > 5)
apply("no_diacritics", ["fr", "es", "pt", "ro", "cs", "hr", "lt", "fi", "hu", "el", "tr", "sk", "lv"], lambda w, r: None, 0)
apply("no_diacritics", ["fr", "es", "pt", "ro", "cs", "lt", "fi", "hu", "el", "tr", "sk", "da", "sv"], lambda w, r: bare(w), 9)
apply("added_diacritics", LATIN, table(("aeiounscy", "äëïöüñšçÿ")), 8, plain=bare)
apply("reversed", LATIN, lambda w, r: w[::-1], 8)
apply("case_alternation", LATIN, lambda w, r: "".join(c.upper() if i % 2 else c for i, c in enumerate(w)), 6, mild=0)
apply("truncated", MAIN, lambda w, r: w[:-1] + r.choice(["...", "-", "*", "—"]), 7, mild=0, only=lambda w: len(w) > 5)
# Company
apply("glued", LATIN, lambda w, r: r.choice(["{0}face", "total{0}", "{0}lol", "mega{0}", "{0}123", "xx{0}xx"]).format(w), 10, mild=0)
apply("hashtag", LATIN, lambda w, r: r.choice(["#Total{0}", "#Such{0}Energy", "#{0}OfTheYear", "#my{0}neighbour"]).format(w.capitalize()), 8, mild=0)
apply("mention", LATIN, lambda w, r: r.choice(["@the_{0}", "@{0}_99", "@real.{0}", "@{0}official"]).format(w), 7, mild=0)
apply("inserted_word", ["en"], lambda w, r: w[: len(w) // 2] + r.choice(["(no)", "-insert-", " [lol] ", "(ahem)"]) + w[len(w) // 2:], 4, mild=0)
NATO = dict(zip("abcdefghijklmnopqrstuvwxyz", "alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa quebec romeo sierra tango uniform victor whiskey xray yankee zulu".split()))
apply("nato", ["en", "de", "nl", "sv"], lambda w, r: " ".join(NATO[c] for c in w), 7, plain=bare, mild=0.1)
AS_IN = dict(zip("abcdefghijklmnopqrstuvwxyz", "apple banana cat dog egg fish goat hat ice jam king lemon moon nose orange pig queen rat snake table umbrella van water xylophone yes zebra".split()))
apply("as_in", ["en"], lambda w, r: r.choice([", ", " "]).join("%s as in %s" % (c, AS_IN[c]) for c in w), 5, mild=0.1)
apply("spelled_names", ["en"], lambda w, r: "-".join(dict(zip("abcdefghijklmnopqrstuvwxyz", "ay bee cee dee ee eff gee aitch eye jay kay el em en oh pee cue ar ess tee you vee doubleyou ex why zee".split()))[c] for c in w), 5, mild=0)
apply("capitals_in_words", ["en"], lambda w, r: " ".join(dict(zip("abcdefghijklmnopqrstuvwxyz", "Apples Bring Children Delight Every Friday Grandma Has Ice Jelly Keeps Lemons Making Nice Orange Pies Quietly Round Sunny Tables Under Very Warm Xmas Yellow Zones".split()))[c] for c in w), 4, mild=0)
apply("acrostic_lines", ["en"], lambda w, r: "\n".join(dict(zip("abcdefghijklmnopqrstuvwxyz", "All of us came;Before the rain;Could you see it;Days go by;Even now;For a while;Give it time;How are you;It was late;Just once;Keep going;Let me know;My old friend;Not today;On we go;Please stay;Quite so;Remember me;Sing with us;The end is near;Until dawn;Very well;We will see;Xylophones play;You knew;Zero regrets".split(";")))[c] for c in w), 5, mild=0)
apply("pig_latin", ["en"], lambda w, r: w[1:] + w[0] + "ay" if w[0] not in "aeiou" else w + "way", 6)
CYR_TO_LAT = dict(zip("абвгдежзийклмнопрстуфхцчшщъыьэюяєіїґ", "a b v g d e zh z i y k l m n o p r s t u f h ts ch sh sht a y  e yu ya ye i yi g".split(" ")))
apply("latin_for_cyrillic", CYRILLIC, lambda w, r: "".join(CYR_TO_LAT.get(c, c) for c in w), 10)
EL_TO_LAT = dict(zip("αβγδεζηθικλμνξοπρστυφχψως", "a v g d e z i th i k l m n ks o p r s t u f x ps o s".split()))
apply("latin_for_greek", GREEK, lambda w, r: "".join(EL_TO_LAT.get(c, c) for c in w), 5, plain=bare)
LAT_TO_CYR = dict(zip("abcdefghijklmnopqrstuvwxyz", "абкдефгхийклмнопкрстувшхиз"))
apply("cyrillic_for_latin", LATIN, lambda w, r: "".join(LAT_TO_CYR.get(c, c) for c in w), 7, plain=bare)
RU_KEYS = dict(zip("йцукенгшщзхъфывапролджэячсмитьбю", "qwertyuiop[]asdfghjkl;'zxcvbnm,."))
apply("keyboard_of_another_alphabet", ["ru"], lambda w, r: "".join(RU_KEYS.get(c, c) for c in w), 5)
# Two at once
apply("leet_and_dots", LATIN, lambda w, r: ".".join(table(("aeios", "43105"))(w, r)), 7, plain=bare)
apply("stretched_and_masked", LATIN, lambda w, r: (lambda m: m[0] * 3 + m[1:] + m[-1] * 3)(masked("*")(w, r)), 5, mild=0)
apply("capitals_spaced_leet", LATIN, lambda w, r: " ".join(table(("aeio", "4310"))(w, r)).upper(), 7, plain=bare)

# By hand: technique | language | word | text
for line in (HERE / "fourth-by-hand.txt").read_text(encoding="utf-8").splitlines():
    if line:
        technique, language, word, text = line.split("|", 3)
        add(technique, language, word, text.replace("\\n", "\n"))


def escaped(text):
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


with open(HERE / "fourth-evasions.tsv", "w", encoding="utf-8") as out:
    out.write("id\thalf\ttechnique\tlanguage\tword\ttext\n")
    for i, (technique, language, word, text) in enumerate(rows, 1):
        out.write(f"fo-{i:04}\theld_out\t{technique}\t{language}\t{word}\t{escaped(text)}\n")
with open(HERE / "fourth-innocents.tsv", "w", encoding="utf-8") as out:
    out.write("id\thalf\tkind\tlanguage\ttext\n")
    for i, line in enumerate((HERE / "fourth-innocents.txt").read_text(encoding="utf-8").splitlines(), 1):
        kind, language, text = line.split("|", 2)
        out.write(f"fi-{i:04}\theld_out\t{kind}\t{language}\t{escaped(text.replace(chr(92) + 'n', chr(10)))}\n")
