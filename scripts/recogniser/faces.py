"""Faces under open licences that lines are set in, from npm and Debian; how often each is taken."""

import json
import re
from functools import lru_cache
from pathlib import Path

from alphabet import CHARACTERS
from fontTools.ttLib import TTFont
from PIL import ImageFont

# Faces of phones, and those drawn after them, come more often than others. What is not named has the weight 0.5.
WEIGHTS = {
    "inter": 5, "intertight": 1.5, "roboto": 6, "robotoflex": 1, "robotocondensed": 1.5, "figtree": 2, "notosans": 2, "opensans": 1.5,
    "lato": 1, "manrope": 1, "plusjakartasans": 1, "dmsans": 1, "nunito": 1.2, "nunitosans": 1, "poppins": 1, "montserrat": 1,
    "rubik": 1, "mplusrounded1c": 1, "varelaround": 1, "quicksand": 0.7, "barlow": 0.8, "heebo": 0.8, "publicsans": 0.8,
    "arimo": 1.2, "comfortaa": 0.3, "ptserif": 0.3, "notoserif": 0.3, "robotomono": 0.4, "oswald": 0.4,
}  # fmt: skip
DEBIAN = (
    "opentype/cantarell/*.otf", "opentype/urw-base35/NimbusSans-*.otf", "opentype/urw-base35/NimbusSansNarrow-*.otf", "truetype/dejavu/DejaVuSans*.ttf",
    "truetype/liberation*/LiberationSans-*.ttf", "truetype/clear-sans/*.ttf", "truetype/b612/B612-*.ttf", "truetype/jura/*.ttf",
)  # fmt: skip
# Ranges of signs that stand beside text on phones and are no part of it.
SIGN_RANGES = ((0x2191, 0x21FF), (0x2300, 0x23FF), (0x25A0, 0x27BF), (0x2B00, 0x2BFF), (0x1F300, 0x1F6FF))
# Among them what looks like characters that are read: rules, dots, ringed digits, letters.
READABLE = (
    (0x2460, 0x24FF), (0x2500, 0x259F), (0x2776, 0x2793), (0x2758, 0x275A), (0x25CF, 0x25CF), (0x25C9, 0x25C9), (0x26AB, 0x26AB), (0x2B24, 0x2B24),
    (0x23AF, 0x23AF), (0x2795, 0x2796), (0x2192, 0x2192), (0x2715, 0x2716), (0x00D7, 0x00D7), (0x2717, 0x2718), (0x2573, 0x2573),
)  # fmt: skip
# Alphabets that the recogniser does not read, and the faces that have them. Without complex layout they are not set as their readers
# would, but look like nothing else, either. Of Greek and Cyrillic only what no Latin letter looks like.
FOREIGN_RANGES = (
    (0x3041, 0x3096), (0x30A1, 0x30FA), (0x4E00, 0x9FFF), (0x0E01, 0x0E30), (0x0E40, 0x0E46), (0x0905, 0x0939), (0x0985, 0x09B9), (0x0B85, 0x0BB9),
    (0xAC00, 0xD7A3), (0x0627, 0x064A), (0x05D0, 0x05EA), (0x0531, 0x0556), (0x10D0, 0x10F0), (0x1200, 0x1340), (0x1780, 0x17A2), (0x1000, 0x1021), (0x0E81, 0x0EAE),
)  # fmt: skip
FOREIGN_LETTERS = "ДЖИЙЛПФЦШЩЯджйфцшщΔΛΞΠΣΨΩλξπψ"
# Letters with marks, which are foreign within words of our own.
MARKED = "ÀÁÂÃÄÅÇÈÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåçèêëìíîïñòóôõöøùúûüýÿăđęłńśšžčěşğıạảấầẩệịọốộớợụứửự"
FOREIGN_FROM = (
    "truetype/noto/NotoSans{Thai,Arabic,Devanagari,Bengali,Tamil,Hebrew,Armenian,Georgian,Ethiopic,Khmer,Myanmar,Lao}-{Regular,Bold}.ttf",
    "truetype/dejavu/DejaVuSans*.ttf", "truetype/droid/DroidSansFallbackFull.ttf", "truetype/wqy/wqy-microhei.ttc",
)  # fmt: skip
SIGNS_FROM = ("truetype/dejavu/DejaVuSans.ttf", "truetype/noto/NotoSansSymbols-Regular.ttf", "truetype/noto/NotoSansSymbols2-Regular.ttf")


def find(npm, debian=Path("/usr/share/fonts")):
    """All faces with the letters and digits: [{path, family, missing}], the signs: [[path, character]], and other alphabets: [[path, characters]]."""
    files = sorted(Path(npm).glob("@expo-google-fonts/*/*/*.ttf")) + sorted(f for pattern in DEBIAN for f in Path(debian).glob(pattern))
    faces = []
    for file in files:
        covered = covers(file)
        if all(character in covered for character in CHARACTERS if character.isascii()):
            missing = "".join(character for character in CHARACTERS if character not in covered)
            faces.append({"path": str(file), "family": re.split(r"[-_\[]", file.stem)[0].lower(), "missing": missing})
    signs = []
    for name in SIGNS_FROM:
        file = Path(debian) / name
        if file.exists():
            signs += [[str(file), chr(code)] for code in sorted(map(ord, covers(file))) if within(code, SIGN_RANGES) and not within(code, READABLE)]
    return {"faces": faces, "signs": signs, "foreign": foreign(npm, Path(debian))}


def foreign(npm, debian):
    """Faces with letters of other alphabets: [[path, those letters]], an entry for each alphabet of a face."""
    files = sorted(Path(npm).glob("@expo-google-fonts/m-plus-rounded-1c/*/*.ttf")) + sorted(Path(npm).glob("@expo-google-fonts/roboto/[45670]*/*.ttf"))
    files += sorted(f for pattern in FOREIGN_FROM for each in braced(pattern) for f in debian.glob(each))
    found = []
    for file in files:
        codes = sorted(map(ord, covers(file)))
        sets = ["".join(chr(code) for code in codes if first <= code <= last) for first, last in FOREIGN_RANGES]
        sets.append("".join(letter for letter in FOREIGN_LETTERS if ord(letter) in set(codes)))
        found += [[str(file), letters] for letters in sets if len(letters) > 20]
    return found


def braced(pattern):
    """`a{b,c}` → `ab`, `ac`."""
    found = re.search(r"{([^}]*)}", pattern)
    if found is None:
        return [pattern]
    return [each for choice in found[1].split(",") for each in braced(pattern[: found.start()] + choice + pattern[found.end() :])]


def covers(file):
    """The characters that a font file has glyphs for."""
    with TTFont(file, lazy=True, fontNumber=0) as font:
        return {chr(code) for code in font.getBestCmap()}


def within(code, ranges):
    return any(first <= code <= last for first, last in ranges)


class Faces:
    """Gives one face after the other, phones' own more often."""

    def __init__(self, random, index):
        self.random = random
        known = json.loads(Path(index).read_text())
        self.signs = known["signs"]
        # Chinese and Korean have as many characters as all others together, and more readers.
        self.foreign = [(path, letters, len(letters) ** 0.5) for path, letters in known["foreign"]]
        self.families = {}
        for face in known["faces"]:
            self.families.setdefault(face["family"], []).append(face)
        self.names = list(self.families)
        self.weights = [WEIGHTS.get(name, 0.5) for name in self.names]

    def pick_foreign(self):
        """A face, and the letters of another alphabet that it has; `None` where no face has any."""
        if not self.foreign:
            return None
        path, letters, _ = self.random.choices(self.foreign, [weight for _, _, weight in self.foreign])[0]
        return path, letters

    def pick(self, text):
        """Two faces of one family that have all characters of `text`: the main one, and one for what stands beside it."""
        for _ in range(20):
            family = self.families[self.random.choices(self.names, self.weights)[0]]
            # Half of a family's faces are slanted, and hardly any line on a phone is.
            upright = [face for face in family if not re.search(r"Italic|Oblique", face["path"])]
            family = upright if upright and self.random.random() < 0.93 else family
            first = self.random.choice(family)
            if any(character in first["missing"] for character in text):
                continue
            second = first if self.random.random() < 0.4 else self.random.choice(family)
            return first["path"], (first if any(c in second["missing"] for c in text) else second)["path"]
        return None


@lru_cache(maxsize=800)
def font_of(path, size):
    """A face at a size in pixels. Without complex layout: the alphabet needs none, and it is three times as fast."""
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
