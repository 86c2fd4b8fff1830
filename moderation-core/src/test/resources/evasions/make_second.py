"""Writes second-evasions.tsv and second-innocents.tsv from what is written by hand here. Deterministic. See README.md."""
import hashlib
import pathlib
import random

HERE = pathlib.Path(__file__).parent

CARRIERS = {
    "en": ["why is he such a {}", "{} all of this", "tell that {} to come back", "honestly {} man", "get lost, {}!", "the whole team is {} tonight"],
    "de": ["was soll der {} hier", "{} schon wieder", "so ein {}, wirklich", "geh doch, {}!"],
    "fr": ["mais quel {} lui", "{} j'en ai marre", "dégage {} !"],
    "es": ["menudo {} de vecino", "{} otra vez no", "lárgate {}"],
    "it": ["ma quel {} del vicino", "{} di nuovo", "vattene {}"],
    "pt": ["mas que {} de vizinho", "{} outra vez", "some daqui {}"],
    "nl": ["wat doet die {} hier", "{} alweer", "rot op {}"],
    "pl": ["co tu robi ten {}", "{} znowu", "wynoś się {}"],
    "ro": ["ce caută {} ăsta aici", "{} iarăși", "ieși afară {}"],
    "sv": ["vad gör den {} här", "{} igen", "stick {}"],
    "da": ["hvad laver den {} her", "{} igen da", "skrid {}"],
    "cs": ["co tu dělá ten {}", "{} už zase", "vypadni {}"],
    "el": ["τι κάνει εδώ ο {}", "{} πάλι", "φύγε {}"],
    "fi": ["mitä se {} täällä tekee", "{} taas", "lähde {}"],
    "hu": ["mit keres itt az a {}", "{} már megint", "tűnj el {}"],
    "tr": ["bu {} burada ne arıyor", "{} yine mi", "defol {}"],
    "ru": ["что тут делает этот {}", "{} опять", "вали {}"],
}
# technique: "language plain>written" separated by ";"; plain may be left out when it is what is written without the disguise.
HAND = {
    "letter_swap": "en fuck>fcuk;en shit>shti;en bitch>bicth;en asshole>assohle;en bastard>basatrd;en whore>wohre;en motherfucker>motherfcuker;en dickhead>dikchead;en bullshit>bullsiht;en wanker>wnaker;en cunt>cnut;en faggot>fagogt;en fucking>fukcing;en retard>retrad;de arschloch>arshcloch;de hurensohn>hurnesohn;de wichser>wihcser;de schlampe>schalmpe;fr connard>connrad;fr putain>putian;fr salope>saolpe;es mierda>miedra;es pendejo>pednejo;it stronzo>strozno;it puttana>puttnaa;pt caralho>caralhoo>carlaho;nl klootzak>klotozak;pl kurwa>kuwra;pl skurwysyn>skurwsyyn;ro bulangiu>bulnagiu;sv fitta>fitat;cs kokot>kokto;fi perkele>perkeel;hu picsa>pisca;tr orospu>oropsu;el μαλάκας>μαλκάας;ru пидор>пиодр;ru мудак>мудка",
    "homoglyph_il1": "en shit>shlt;en bitch>bltch;en asshole>asshoIe;en dick head>dlckhead;en slut>sIut;en slut>s1ut;en cocksucker>c0cksucker>cocksuckeṛ;en bullshit>buIIshit;en bullshit>bul1shit;en faggot>fagg0t;en pussy licker>pussyIicker;en shitty>shltty;en bitches>bItches>b1tches;en dipshit>dlpshit;de fick dich>fIck dich>flck dich;de schlampe>schIampe;de wichser>wlchser;fr salope>saIope;fr enculé>encuIé;es mierda>mlerda;es gilipollas>gl1ipoIIas;it coglione>cogIione;it figlio di puttana>flglio di puttana;pt filho da puta>fiIho da puta;pt caralho>caraIho;nl klootzak>kIootzak;nl lul>IuI;pl pizda>plzda;ro pula>puIa;sv jävel>jäveI;sv fitta>fltta;fi perkele>perkeIe;fi vittu>vlttu;hu picsa>plcsa;tr siktir>slktir",
    "phonetic": "en fuck>phuck;en fuck>fuq;en fucking>fuhking;en fucker>fukka;en bitch>beetch;en bitch>bich;en shit>sheit;en asshole>assh0al>asshoal;en asshole>azzhoal;en cunt>kunt;en cunts>kunts;en whore>hoar>whoar;en cock sucker>koksucker;en dickhead>dikked>dikhed;en bastard>barstard;en motherfucker>muthafukka;en motherfucker>mutherfucka;en pussy>poosy>pussi;en bullshit>boolshit;en faggot>phaggot;en slut>sloot;en retard>reetard;en wanker>wankah;en twat>twot;en prick>prik;en dick>dikk;en fucks>fux;en sucks>sux;en sex>sexx>seks;de scheiße>schaisse;de arschloch>aarshloch;de wichser>wixxer;de ficken>fikken;de hurensohn>huhrensohn;fr putain>putin>poutain;fr enculé>ankulé;fr connard>konar;fr nique>nik ta mère;es cabrón>kabron;es hijo de puta>ijo de puta;es joder>hoder;es cojones>kojones;it cazzo>kazzo;it vaffanculo>vafanculo>vaffankulo;it coglione>coglioni>koglione;pt caralho>karalho;pt foda-se>fodace;pl kurwa>kurva;pl chuj>huj;nl klootzak>klootsak;nl kut>qut;ro futut>phutut;ro curva>kurva>curwă;tr siktir>siqtir;tr amcık>amcuk;cs kurva>qurva;el γαμώ>gamo;ru блядь>блять;ru пидорас>педорас;ru ебать>ибать;hu fasz>phasz",
    "abbreviation": "en wtf;en stfu;en gtfo;en kys;en stfu>s.t.f.u.;en ffs;en fml;en lmfao;en sob>sonovabitch;en pos>pos human;en mf>mfer;en fu>fu2>f u;en bs>total bs;en af>dumb af;en mofo;en wtaf;en fugly;en tf>what tf;en milf;en thot;en gfy;en omfg;de hdf;de huso;de hs>du hs;de hdm;de wtf>wtf ey;fr ntm;fr fdp;fr tg>tg toi;fr ptn;fr mdrr>jtn>jtnm>ntgm;es hdp;es ctm;es hpt>hp>hijueputa>jueputa;es ptm>ptmr;es lpm;it vffc>vaff>vffnc>vaffa;it pdm>pdc>mdc;it tdc;it fdp>fdm>fdp>figlio di p.;pt vsf;pt fdp;pt pqp;pt vtnc;pt krl;pt fds>vsfd;nl gvd;nl kkr>kkr hoer;nl kk>kkwijf;pl jbc>jp>jprdl;pl kwa>krwa;pl wypier>wypad>spierd;pl skur>chwdp;pl chwdp>hwdp;ro mm>sugi p>sgp>muie;ro pm>pl>plm;sv fan>ffs;tr amk;tr aq;tr oç>o.ç.;tr sg>s.g>sg lan;tr mk>mq>amq;ru бл>бля;ru пзд>пздц;ru нах>нах;ru хз>хз>хуй;el gmt>γμτ;hu bmeg;hu kva>kva anyád;fi vmp;cs pč>kua>do pč",
    "vowel_drop": "en fuck>fck;en shit>sht;en bitch>btch;en asshole>asshl;en bastard>bstrd;en cunt>cnt;en fucking>fckng;en motherfucker>mthrfckr;en dickhead>dckhd;en whore>whr;en slut>slt;en bullshit>bllsht;en wanker>wnkr;en faggot>fggt;en retard>rtrd;en cocksucker>ccksckr;en douchebag>dchbg;en bitches>btchs;de scheiße>schß>schss;de arschloch>rschlch;de hurensohn>hrnshn;de wichser>wchsr;de ficken>fckn;fr putain>ptn;fr connard>cnnrd;fr salope>slp>slpe;fr enculé>encl>nculé;fr merde>mrd>mrde;es mierda>mrda;es cabrón>cbrn;es pendejo>pndj;es puta>pta;it cazzo>czz;it stronzo>strnz;it vaffanculo>vffncl;pt caralho>crlh;pt merda>mrda;pt porra>prra;nl klootzak>kltzk;nl godverdomme>gdvrdmm;pl kurwa>krw>krwa;pl skurwysyn>skrwsn;pl jebać>jbć;sv jävla>jvl>jvla;tr siktir>sktr;tr orospu>orsp;cs kurva>krv>krva;ru блядь>блд>бльдь>блдь;ru пиздец>пздц;el μαλάκας>μλκς",
    "glued": "en you>youbastard;en you>stupidwhore;en what>whattheshit;en you>youfatcunt;en what>uglyslut;en you>dumbbitchface;en x>killyourself;en x>goandkillyourself;en x>suckmydick;en x>kissmyass;en x>eatshitanddie;en x>dirtyfaggot;en x>totalwanker;en x>pieceofshit;en x>sonofabitch;en x>fuckoffandleave;en x>iwillkillyou;en x>lyingbastards;en x>whatadickhead;en x>stupidretard;de x>duarschloch;de x>fickdichdoch;de x>duhurensohn;de x>dreckigeschlampe;de x>soeinewichser;fr x>grosconnard;fr x>filsdeputeva;fr x>tagueulesale;fr x>salesalope;fr x>vatefairefoutre;es x>hijodelagranputa;es x>vetealamierda;es x>eresungilipollas;es x>putamierda;it x>vaffanculostronzo;it x>pezzodimerda;it x>figliodiputtana;it x>seiunostronzo;pt x>filhodaputa;pt x>vaitefoder;pt x>vaiparaocaralho;nl x>vuileklootzak;nl x>stommehoer;pl x>tychuju;pl x>jebanykurwa;pl x>kurwamac;ro x>muielatoti;ro x>sugipulaba;sv x>dinjävlafitta;tr x>orospucocugu;tr x>siktirgitlan;cs x>dopiče>dokurvyuž;ru x>пошелнахуй;ru x>сукаблядь;el x>ρεμαλάκαςείσαι>γαμώτησπίτι>γαμώτο;hu x>bazdmegmár;fi x>voivittu",
    "leet_multi": "en fuck>|=uck;en fuck>fuc|<;en fuck>f|_|ck;en shit>sh|t;en shit>5|-|it;en bitch>|3itch;en bitch>bi+ch;en bitch>b!t(h;en asshole>/-\\ssho|e;en asshole>@55h0|_e;en cunt>c|_|nt;en cunt>(unt;en whore>\\/\\/hore;en wanker>\\/\\/anker;en whore>vvhore;en motherfucker>|\\/|otherfucker;en dickhead>|)ickhead;en dickhead>dick|-|ead;en bastard>ba$+ard;en slut>5|_ut;en faggot>|=@gg0t;en nigger>|\\|igger;en bullshit>8ull5h1+;en cocksucker>c()cksucker;en pussy>|>ussy;de arschloch>4r5(h10(h;de fotze>f()tze;de scheisse>$<heisse;fr merde>|\\/|erde;fr connard>(onn@rd;fr putain>|>utain;es mierda>/\\/\\ierda;es puta>pu+a;es cabron>(abr0n;it cazzo>c/-\\zzo;it stronzo>5+ronzo;it merda>|\\/|erda;pt caralho>c@r@l|-|o;pt merda>/\\/\\erda;nl klootzak>|<lootzak;nl hoer>|-|oer;pl kurwa>kur\\/\\/a;pl chuj>ch|_|j;ro pula>pu|_a;ro muie>|\\/|uie;sv fitta>fi++a;fi vittu>\\/ittu;tr siktir>5ik+ir;cs kokot>|<okot;hu fasz>|=asz",
    "hashtag_camel": "en #YouAreABitch;en #FuckThisGame;en #TotalBastard;en #StupidWhores;en #KillYourself;en #GoDieBitch;en #WhatAWanker;en #SuckMyDick;en #dumbAssholes;en #LyingCunts;de #DuHurensohn;de #FickDichDoch;de #AlleArschlöcher;de #scheissTag;fr #QuelConnard;fr #PutainDeMerde;fr #NiqueTaMere;es #HijoDePuta;es #QueMierda;es #PutoGobierno;it #VaffanculoTutti;it #CheCazzo;it #GovernoStronzo;pt #FilhoDaPuta;pt #VaiSeFoder;nl #DomKutwijf;nl #VuileHoer;pl #JebaćTo;pl #KurwaMać;ro #MuiePSD;sv #JävlaIdioter;tr #SiktirGit;ru #ИдиНахуй;el #ΡεΜαλάκα;cs #DoPiče",
    "split_words": "en f uck;en fu ck;en sh it;en bit ch;en bas tard;en ass hole;en mother fu cker;en w hore;en cu nt;en wan ker;en fag got;en dick he ad;en bull sh it;en fu cking;en re tard;en b itch;en sl ut;en who re;en co ck su cker;en s h i t;en f u c k;de arsch loch;de scheis se;de hur en sohn;de wich ser;de schlam pe;de fot ze;fr con nard;fr put ain;fr sal ope;fr en culé;es mier da;es pen dejo;es gili pollas;es ca brón;it stron zo;it vaff anculo;it putt ana;it ca zzo;pt cara lho;pt por ra;nl kloot zak;nl ho er;pl kur wa;pl skur wysyn;pl ch uj;ro pu la;ro mu ie;sv fit ta;fi vit tu;fi per kele;hu ge ci;tr oros pu;tr sik tir;cs ko kot;cs kur va;ru су ка;ru бля дь;ru х уй;el μαλ άκας;el γα μώ",
    "mask_star": "en f*ck;en f**k;en sh*t;en s**t;en b*tch;en b**ch;en a**hole;en c*nt;en c**t;en wh*re;en motherf*cker;en d*ckhead;en f***ing;en bullsh*t;en w*nker;en f@ggot>f*ggot;en n*gger;en r*tard;en sl*t;en b*st*rd;de a***h>a**chloch;de f*tze;de sch**ße;de h*rensohn;de f*ck dich;de w*chser;fr p*tain;fr c*nnard;fr s*lope;fr m*rde;fr p**e>p*te;fr encul*;es m*erda;es p*ta;es c*brón;es h*jo de p*ta;it c*zzo;it str*nzo;it m*rda;it vaff*nculo;pt c*ralho;pt p*ta;pt f*da-se;nl k*t>k*twijf;nl kl**tzak;nl h*er;pl k*rwa;pl ch*j;pl p*zda;ro p*la;ro m*ie;sv f*tta;tr or*spu;tr s*ktir;cs k*kot;cs p*ča;ru х*й;ru с*ка;ru бл*дь;el μαλ*κας;fi v*ttu;hu f*sz",
    "quote_censor": "en f'u'c'k;en \"f\"uck;en f\"uck\"ing;en sh'it;en b'itch;en sh\"it\";en 'f'ucker;en as's'hole;en c'unt;en mother'fucker;en f´uck;en bi`tch;en wh'ore;en \"b\"i\"t\"c\"h\";en s’h’i’t;de a'rschloch;de \"Hu\"rensohn;de sch'eiße;fr c'onnard>con'nard;fr \"pu\"tain;fr sal'ope;es m'ierda>mier'da;es \"pu\"ta;it str'onzo;it ca\"zz\"o;pt car'alho;nl kloot'zak;pl k'urwa;ro m'uie;sv f'itta;fi v'ittu;cs k'okot;tr s'iktir;ru с'ука;el μαλ'άκας",
    "missing_diacritics": "de arschlocher;de hurensohne;de miststuck;fr encule;fr batard;fr pede;fr enfoire;fr petasse;es cabron;es maricon;es cono de tu madre;es cabrones;pt cabrao;pt cuzao;pt vai tomar no cu, otario;pl jebac;pl pierdolic;pl gowno;ro cacat;ro curva ordinara>du-te dracului;ro pizda ma-tii;sv javla;sv javlar;sv djavla;da rovhul;da kaelling;cs pica>do piči;cs curak;cs srac;fi kusipaa;fi paskapaa;hu kocsog;hu kurva anyad;tr orospu cocugu;tr amcik;tr pic kurusu;tr got veren>gotveren;el μαλακας;el πουτανα;el γαμω;ru долбоеб",
    "transliteration": "el malakas;el gamoto;el poutana;el skata re;el mouni;el arxidia;el kariola;el poustis;el gamiesai;ru blyad;ru suka blyat;ru pizdets;ru khuy;ru nakhuy;ru mudak;ru pidor;ru yebat;ru gandon;ru shlyukha;ru zhopa;ru govno;ru dolboyob;ru ublyudok;de arschloecher;de hurensoehne;de scheisze;de ruede>miststueck;sv jaevla;sv jaevel;da roevhul;da kaelling;fi kusipaeae;bg kurva>da eba;bg putka;ru huylo;ru idi nahui",
}
AUTO = {
    "en": "fuck shit bitch asshole bastard cunt whore wanker motherfucker dickhead bullshit faggot slut cocksucker".split(),
    "de": "scheiße arschloch hurensohn fotze wichser schlampe nutte".split(),
    "fr": "putain merde connard salope enculé couilles".split(),
    "es": "mierda gilipollas pendejo joder cabrón".split(),
    "it": "cazzo stronzo puttana coglione vaffanculo".split(),
    "pt": "caralho merda porra buceta".split(),
    "nl": "klootzak hoer godverdomme".split(),
    "pl": "kurwa chuj skurwysyn".split(),
    "ro": "muie pizda labagiu".split(),
    "sv": "fitta jävla".split(), "da": "kælling røvhul".split(), "cs": "kurva zmrd kokot".split(),
    "el": "μαλάκας πουτάνα γαμώτο".split(), "fi": "vittu perkele".split(), "hu": "picsa geci".split(),
    "tr": "orospu siktir yarrak".split(), "ru": "сука блядь мудак пизда".split(),
}
DIGITS = dict(zip("oieastg", "0134579"))
CYRILLIC = dict(zip("aeopcyxiskm", "аеорсухіѕкм"))
GREEK_LATIN = dict(zip("αορκτεμην", "aopkτεμhν"))
RUSSIAN_LATIN = dict(zip("аеорсухкм", "aeopcyxkm"))
LATIN = dict(zip("aeiounstgcldrh", "ąęıøųɲșţģçłđŗħ"))


def some(rnd, word, table, most):
    places = [i for i, c in enumerate(word) if c in table]
    for i in rnd.sample(places, min(most, len(places))):
        word = word[:i] + table[word[i]] + word[i + 1:]
    return word


def inner(rnd, word):
    return rnd.randrange(1, len(word) - 1)


def transforms(rnd, lang):
    def at(word, sign):
        i = inner(rnd, word)
        return word[:i] + sign + word[i:]

    def double(word):
        i = inner(rnd, word)
        return word[:i] + word[i] + word[i:]

    def stretch(word):
        i = inner(rnd, word)
        return word[:i] + word[i] * rnd.randrange(3, 7) + word[i + 1:]
    mixed = RUSSIAN_LATIN if lang == "ru" else {"α": "a", "ο": "o", "κ": "k", "υ": "u"} if lang == "el" else CYRILLIC
    return {
        "doubled_letters": double,
        "stretched": stretch,
        "leet_digits": lambda w: some(rnd, w, DIGITS, 2),
        "mixed_script": lambda w: some(rnd, w, mixed, 2),
        "latin_look_alikes": lambda w: some(rnd, w, LATIN, 2),
        "newline": lambda w: at(w, "\\n"),
        "zero_width": lambda w: at(w, "\u200b"),
        "unicode_escapes": lambda w: "".join("\\\\u%04x" % ord(c) for c in w),
    }


rows = []


def add(technique, lang, word, written, rnd):
    carrier = "{}" if technique == "hashtag_camel" and rnd.random() < .3 else rnd.choice(CARRIERS.get(lang, ["{}"]))
    rows.append((technique, lang, word, carrier.format(written)))


rnd = random.Random(17)
for technique, cases in HAND.items():
    for case in cases.split(";"):
        lang, rest = case.split(" ", 1)
        parts = rest.split(">")
        written = parts[-1].replace("\\", "\\\\") if technique == "leet_multi" else parts[-1]
        add(technique, lang, parts[0], written, rnd)
for technique in transforms(rnd, "en"):
    for lang, words in AUTO.items():
        for word in rnd.sample(words, min(len(words), 6 if lang == "en" else 1)):
            written = transforms(rnd, lang)[technique](word)
            if written != word:
                add(technique, lang, word, written, rnd)


def half(key):
    return "tune" if int(hashlib.sha256(key.encode()).hexdigest(), 16) % 2 else "held_out"


with open(HERE / "second-evasions.tsv", "w", encoding="utf-8") as out:
    out.write("id\thalf\ttechnique\tlanguage\tword\ttext\n")
    for n, (technique, lang, word, text) in enumerate(rows, 1):
        out.write(f"se-{n:04}\t{half(technique + text)}\t{technique}\t{lang}\t{word}\t{text}\n")
with open(HERE / "second-innocents.txt", encoding="utf-8") as source, open(HERE / "second-innocents.tsv", "w", encoding="utf-8") as out:
    out.write("id\thalf\tkind\tlanguage\ttext\n")
    kind, n = "", 0
    for line in source:
        line = line.rstrip("\n")
        if line.startswith("# "):
            kind = line[2:]
        elif line:
            n += 1
            lang, text = line.split(" ", 1)
            out.write(f"si-{n:04}\t{half(kind + text)}\t{kind}\t{lang}\t{text}\n")
