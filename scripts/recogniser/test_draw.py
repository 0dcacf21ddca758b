"""What lines are trained on has to be what it says: python3 -m unittest, in this folder."""

import json
import random
import re
import tempfile
import unittest
from pathlib import Path

import numpy as np
import rows
from alphabet import CHARACTERS, CLASS_OF, FRAGMENT, UNREADABLE
from draw import LONGEST, WIDEST, Drawer
from faces import covers, font_of, foreign
from net import HEIGHT, STEP
from texts import Texts


def some_faces(folder):
    """An index of whatever faces this machine has that cover the letters; `None` where it has none."""
    found = []
    for pattern in ("truetype/dejavu/DejaVuSans*.ttf", "truetype/liberation*/LiberationSans-*.ttf", "opentype/urw-base35/NimbusSans-*.otf"):
        for file in sorted(Path("/usr/share/fonts").glob(pattern)):
            covered = covers(file)
            if all(c in covered for c in CHARACTERS if c.isascii()):
                found.append({"path": str(file), "family": file.stem.split("-")[0].lower(), "missing": "".join(c for c in CHARACTERS if c not in covered)})
    if not found:
        return None
    index = Path(folder) / "faces.json"
    index.write_text(json.dumps({"faces": found, "signs": [], "foreign": foreign(folder, Path("/usr/share/fonts"))}))
    return str(index)


def index_for(case):
    """An index of such faces that lasts as long as the tests of `case`, which are skipped where there is none."""
    folder = tempfile.TemporaryDirectory()
    case.addClassCleanup(folder.cleanup)
    index = some_faces(folder.name)
    if index is None:
        raise unittest.SkipTest("no face on this machine has all letters")
    return index


class DrawnLines(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.index = index_for(cls)
        drawer = Drawer(cls.index, 7)
        cls.lines = [line for line in (drawer.line() for _ in range(400)) if line is not None]

    def test_most_tries_give_a_line(self):
        self.assertGreater(len(self.lines), 300)

    def test_the_same_seed_draws_the_same_lines(self):
        one, other = Drawer(self.index, 3), Drawer(self.index, 3)
        for _ in range(20):
            a, b = one.line(), other.line()
            self.assertEqual(a is None, b is None)
            if a is not None:
                self.assertEqual(a.classes, b.classes)
                self.assertTrue(np.array_equal(a.image, b.image))

    def test_lines_have_the_height_and_no_more_than_the_width_that_is_trained_on(self):
        for line in self.lines:
            self.assertEqual(line.image.shape[0], HEIGHT)
            self.assertLessEqual(line.image.shape[1], WIDEST)
            self.assertLessEqual(len(line.classes), LONGEST + 4)

    def test_each_character_has_a_place_within_the_line_and_behind_the_one_before(self):
        for line in self.lines:
            self.assertEqual(len(line.places), len(line.classes))
            self.assertTrue(all(0 <= place < line.image.shape[1] for place in line.places))
            self.assertTrue(all(a <= b + 2 for a, b in zip(line.places, line.places[1:])))

    def test_a_line_has_as_many_steps_as_its_characters_need(self):
        for line in self.lines:
            repeated = sum(a == b for a, b in zip(line.classes, line.classes[1:]))
            self.assertGreaterEqual(-(-line.image.shape[1] // STEP), len(line.classes) + repeated + 1)

    def test_some_lines_are_cut_and_say_so(self):
        cut = [line for line in self.lines if FRAGMENT in line.classes]
        self.assertGreater(len(cut), 5)
        for line in cut:
            self.assertIn(FRAGMENT, (line.classes[0], line.classes[-1]))

    def test_some_say_nothing(self):
        self.assertGreater(sum(not line.classes for line in self.lines), 15)
        drawer = Drawer(self.index, 9)
        for _ in range(100):
            canvas, box = rows.nothing(drawer.r, 40, drawer.faces)
            self.assertTrue(0 <= box[0] < box[2] and 0 <= box[1] < box[3] <= canvas.height, box)
            self.assertGreater(float(np.asarray(canvas.crop(box)).std()), 0)

    def test_a_status_bar_says_its_texts_and_none_of_its_signs(self):
        drawer = Drawer(self.index, 9)
        drawn = [rows.status(drawer.r, 30, drawer.faces, font_of) for _ in range(60)]
        drawer = Drawer(self.index, 9)
        lines = [drawer.status(30) for _ in range(60)]
        self.assertGreater(sum(line is not None for line in lines), 30)
        said = {text for _, _, _, texts in drawn for text, *_ in texts}
        for line in lines:
            words = "".join("#" if c == FRAGMENT else CHARACTERS[c - 1] for c in line.classes).split(" ") if line is not None else []
            for word in words:
                self.assertTrue("#" in word or word in said or re.fullmatch(r"\d+([.:]\d+)?%?|[A-Za-z/+-]+\d?[A-Za-z+]*|\dG\+?", word), word)

    def test_words_of_other_alphabets_and_lines_above_each_other_are_one_class_each(self):
        drawer = Drawer(self.index, 9)
        lines = [line for line in (drawer.unreadable(40) for _ in range(60)) if line is not None]
        self.assertGreater(len(lines), 30)
        for line in lines:
            self.assertEqual(line.classes, [UNREADABLE])
        if drawer.faces.foreign:
            self.assertGreater(sum(UNREADABLE in line.classes and len(line.classes) > 1 for line in self.lines), 3)

    def test_what_is_written_can_be_seen(self):
        for line in self.lines:
            if any(c not in (FRAGMENT, UNREADABLE, CLASS_OF[" "]) for c in line.classes):
                self.assertGreater(int(line.image.max()) - int(line.image.min()), 8)


class WrittenTexts(unittest.TestCase):
    def test_numbers_come_grouped_in_all_ways_that_phones_group_them(self):
        texts = Texts(random.Random(1))
        numbers = {texts.number() for _ in range(4000)}
        for pattern in (r"\d+,\d{3}", r"\d+\.\d{3}", r"\d+ \d{3}", r"\d{4,}", r"\d+:\d\d", r"\d+%"):
            self.assertTrue(any(re.fullmatch(pattern, number) for number in numbers), pattern)


if __name__ == "__main__":
    unittest.main()
