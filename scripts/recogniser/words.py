"""The words that lines are made of: what phones print about steps, and everyday words of both languages."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# What the program knows of apps and what our own drawings of screens say: phrases as they are printed.
SOURCES = ("src/reading/apps", "src/reading/extract", "src/reading/scope", "scripts/draw")
DICTIONARIES = {
    "en": Path("/usr/share/dict/american-english"),
    "id": Path("/usr/share/hunspell/id_ID.dic"),
}
# What stands around a count on phones, in status bars and on navigation, and in no profile.
AROUND = """AM|PM|am|pm|4G|4G+|5G|5G+|LTE|LTE+|VoLTE|H+|Wi-Fi|TSEL|Telkomsel|XL|Indosat|Tri|SOS|GPS|NFC|KB/s|K/s|MB/s|Edit|Done|OK|
Cancel|Save|Share|Back|Next|More|Add|Search|Summary|Sharing|Browse|Today|Yesterday|Hari ini|Kemarin|Besok|Day|Week|Month|Year|
Hari|Minggu|Bulan|Tahun|6 Months|D|W|M|Y|H|B|T|Total|TOTAL|Average|AVERAGE|Rata-rata|Daily Average|See all|Lihat semua|Details|
Home|Beranda|You|Saya|Me|Profile|Profil|Devices|Perangkat|Settings|Setelan|Sleep|Tidur|Heart Rate|Detak jantung|SpO2|VO2 max|
Water|Air|Food|Makanan|Floors|Lantai|Energy|Energi|Distance|Jarak|Pace|Cadence|Resting|Avg|Max|Min|Body Battery|Stress|Stres|
Goal|Target|left|lagi|tersisa|to go|of|dari|just now|baru saja|ago|yang lalu|Good morning|Selamat pagi|Premium|Trends|Awards"""
PHRASE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .,'’+\-/:%&!?()·]{1,38}")


def phrases():
    """Texts in quotes of the program's own sources, sorted."""
    found = {phrase.strip() for phrase in AROUND.replace("\n", "").split("|")}
    for folder in SOURCES:
        for file in sorted((ROOT / folder).rglob("*.ts")):
            for text in re.findall(r'"((?:[^"\\\n]|\\.)*)"', file.read_text(encoding="utf-8")):
                if PHRASE.fullmatch(text) and not text.endswith(".ts") and not text.startswith("node:"):
                    found.add(text)
    return sorted(found)


def dictionary(language):
    """Words of 2 to 13 letters of one language, sorted."""
    lines = DICTIONARIES[language].read_text(encoding="utf-8", errors="ignore").splitlines()
    return sorted({word for line in lines if re.fullmatch(r"[A-Za-z'\-é]{2,13}", word := line.split("/")[0].strip())})
