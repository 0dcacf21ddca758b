"""What is written on a line: numbers as phones print them, dates, times, phrases, words and nonsense."""

import words as vocabulary
from alphabet import CHARACTERS

MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split(),
}
SHORT_MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec Sept".split(),
    "id": "Jan Feb Mar Apr Mei Jun Jul Agu Agt Ags Sep Okt Nov Des".split(),
}
WEEKDAYS = {
    "en": "Sunday Monday Tuesday Wednesday Thursday Friday Saturday Sun Mon Tue Wed Thu Fri Sat S M T W F".split(),
    "id": "Minggu Senin Selasa Rabu Kamis Jumat Sabtu Min Sen Sel Rab Kam Jum Sab M S R K J".split(),
}
UNITS = (
    "steps Steps STEPS langkah Langkah km KM Km mi m ft kcal KCAL Cal Cal. cal kkal kal min Min MIN mins mnt menit hr hrs"
    " h jam s sec bpm BPM % spm pts floors lantai kg ml mmHg /km km/h min/km kkal/hari steps/min langkah/mnt a per"
).split()
# What stands alone: digits, and the initials of days and of spans of time.
LONE = "0123456789" + "00112" + "SMTWF" + "SRKJ" + "DWMYHBT"
# Characters that look alike, which a reader has to tell apart by their shape alone.
ALIKE = "0OoQD1Il|!i5S8B6G2Z7T9gq4A3E"


class Texts:
    """Makes up one line after the other with `random`, an instance of `random.Random`."""

    def __init__(self, random):
        self.random = random
        self.phrases = vocabulary.phrases()
        self.dictionaries = {language: vocabulary.dictionary(language) for language in ("en", "id")}

    def line(self):
        """Runs of (text, style): style 0 is the line's main face, 1 another size, weight or shade."""
        if self.random.random() < 0.04:
            return [(self.random.choice(LONE), 0)]
        kind = self.random.random()
        if kind < 0.33:
            return [(self.number(), 0)]
        if kind < 0.52:
            return self.measured()
        if kind < 0.57:
            return self.pair()
        if kind < 0.60:
            return self.columns()
        if kind < 0.68:
            return [(self.date(), 0)]
        if kind < 0.82:
            return [(self.cased(self.random.choice(self.phrases)), 0)]
        if kind < 0.93:
            return [(self.sentence(), 0)]
        return [(self.nonsense(), 0)]

    def number(self):
        r = self.random
        n = r.randint(0, 10 ** r.choice([1, 2, 2, 3, 3, 4, 4, 4, 4, 5, 5, 6]) - 1)
        kind = r.random()
        if kind < 0.44:
            return f"{n:,}".replace(",", r.choice([",", ".", ",", ".", " ", "", "’"]))
        if kind < 0.54:
            return f"{r.randint(0, 99)}{r.choice('.,')}{r.randint(0, 99):0{r.choice([1, 2, 2])}d}"
        if kind < 0.64:
            return f"{r.randint(0, 23):0{r.choice([1, 2])}d}{r.choice(':.')}{r.randint(0, 59):02d}"
        if kind < 0.68:
            return f"{r.randint(0, 23):0{r.choice([1, 2])}d}:{r.randint(0, 59):02d}:{r.randint(0, 59):02d}"
        if kind < 0.73:
            return f"{r.randint(0, 100)}{r.choice(['%', '%', ' %'])}"
        if kind < 0.80:
            return f"{r.choice(['/', '/ ', '+', '-', '–', '<', '>', '#', '~', '×'])}{self.grouped(n)}"
        if kind < 0.84:
            return f"{r.randint(2, 15)}{r.choice(['’', chr(39)])}{r.randint(0, 59):02d}{r.choice(['”', chr(34)])}"
        if kind < 0.88:
            return f"{r.randint(0, 12)}{r.choice(['h ', 'h', ' hr ', ' jam ', ' h '])}{r.randint(0, 59)}{r.choice(['m', ' min', ' mnt', ' m'])}"
        if kind < 0.91:
            mark = r.choice(":.")
            times = [f"{r.randint(0, 23):02d}{mark}{r.randint(0, 59):02d}" for _ in range(2)]
            return r.choice([" – ", "–", " - ", "-"]).join(times)
        if kind < 0.94:
            return f"{r.randint(1, 12)}/{r.randint(1, 31)}" + r.choice(["", f"/{r.randint(20, 29)}", f"/{r.randint(2020, 2029)}"])
        return "".join(r.choice("0123456789") for _ in range(r.randint(1, 9)))

    def grouped(self, n):
        return f"{n:,}".replace(",", self.random.choice([",", ".", "", ","]))

    def measured(self):
        """A number with its unit, or behind its name."""
        r = self.random
        number = self.number()
        unit = r.choice(UNITS) if r.random() < 0.75 else self.cased(r.choice(self.phrases))
        style = r.choice([0, 1, 1])
        if r.random() < 0.12:
            return [(self.cased(r.choice(self.phrases)), style), (r.choice([" ", ": ", " · ", "  "]) + number, 0)]
        runs = [(number, 0), (r.choice(["", " ", " "]) + unit, style)]
        if r.random() < 0.12:
            runs += [(" " + self.number(), 0), (r.choice(["", " "]) + r.choice(UNITS), style)]
        return runs

    def pair(self):
        """A count with its goal."""
        r = self.random
        goal = self.grouped(r.choice([r.randint(1, 999), r.randint(1, 30) * 500, r.randint(1, 40) * 1000]))
        unit = r.choice(["", "", " " + r.choice(UNITS), r.choice(UNITS)])
        count = self.grouped(r.randint(0, 10 ** r.choice([1, 2, 3, 4, 5]) - 1))
        return [(count, 0), (r.choice(["/", " /", " / ", "/", " of ", " dari "]) + goal + unit, r.choice([0, 1]))]

    def columns(self):
        """What stands side by side and is found as one line: entries of a legend, of a row, of a bar with tabs."""
        r = self.random
        items = [r.choice([self.number, lambda: r.choice(self.phrases), lambda: r.choice(self.phrases)])() for _ in range(r.choice([2, 2, 3]))]
        return [(item if index == 0 else " " + item, 0) for index, item in enumerate(items)]

    def date(self):
        r = self.random
        language = r.choice(["en", "id"])
        day, year = r.randint(1, 31), r.randint(2019, 2030)
        month = r.choice(MONTHS[language] + SHORT_MONTHS[language])
        weekday = r.choice(WEEKDAYS[language])
        today = r.choice(["Today", "Yesterday"] if language == "en" else ["Hari ini", "Kemarin"])
        clock = f"{r.randint(0, 23):02d}{r.choice(':.')}{r.randint(0, 59):02d}"
        half = f"{r.randint(1, 12)}:{r.randint(0, 59):02d}{r.choice(['', ' '])}{r.choice(['AM', 'PM', 'am', 'pm'])}"
        text = r.choice(
            [
                f"{weekday}, {day} {month}", f"{weekday}, {day} {month} {year}", f"{day} {month} {year}", f"{weekday} {day} {month}",
                f"{month} {day}, {year}", f"{weekday}, {month} {day}", f"{weekday}, {month} {day}, {year}", f"{day} {month}",
                f"{month} {day}", f"{month} {year}", f"{year}-{r.randint(1, 12):02d}-{day:02d}", f"{day}/{r.randint(1, 12)}/{year}",
                f"{day:02d}.{r.randint(1, 12):02d}.{year}", weekday, weekday, month, today, f"{today}, {day} {month}", f"{today} {clock}",
                f"{day}–{r.randint(1, 31)} {month} {year}", f"{day} {month} – {r.randint(1, 31)} {r.choice(MONTHS[language])}",
                f"{weekday} {clock}", half, half, f"{today}, {half}", clock, f"{day} {month}, {clock}",
            ]
        )  # fmt: skip
        return text if r.random() < 0.75 else text.upper()

    def cased(self, text):
        kind = self.random.random()
        if kind < 0.45:
            return text
        change = str.capitalize if kind < 0.62 else str.title if kind < 0.78 else str.upper if kind < 0.92 else str.lower
        return change(text)

    def sentence(self):
        r = self.random
        pool = self.dictionaries[r.choice(["en", "id"])]
        text = self.cased(" ".join(r.choice(pool) for _ in range(r.choice([1, 1, 1, 2, 2, 3, 4, 5, 6]))))
        kind = r.random()
        if kind < 0.2:
            return text + r.choice(".,!?:…")
        if kind < 0.24:
            return f"({text})"
        if kind < 0.4:
            return text.replace(" ", r.choice([" · ", " • ", " & ", " - ", ", ", " – ", " | ", ": ", "/", " → "]), 1)
        return text

    def nonsense(self):
        r = self.random
        pool = r.choice([CHARACTERS.strip(), "0123456789.,:/%-", ALIKE, "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"])
        text = "".join(" " if r.random() < 0.08 else r.choice(pool) for _ in range(r.randint(1, 11)))
        return text.strip() or "0"

