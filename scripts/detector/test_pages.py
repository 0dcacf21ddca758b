"""What pages are trained on has to be what they say: python3 -m unittest, in this folder."""

import random as randoms
import sys
import unittest
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "recogniser"))

import numpy as np
import pages
from test_draw import index_for


class DrawnPages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.index = index_for(cls)
        cls.pages = [cls.page(seed) for seed in range(12)]

    @classmethod
    def page(cls, seed):
        r = randoms.Random(seed)
        return pages.Page(r, *pages.tools(cls.index, r)).filled()

    def test_the_same_seed_draws_the_same_page(self):
        again = self.page(3)
        self.assertTrue(np.array_equal(np.asarray(again.image), np.asarray(self.pages[3].image)))
        self.assertTrue(np.array_equal(np.asarray(again.lines), np.asarray(self.pages[3].lines)))

    def test_pages_have_lines_and_room_between_them(self):
        for page in self.pages:
            share = (np.asarray(page.lines) > 0).mean()
            self.assertLess(share, 0.4)
        self.assertGreater(np.mean([(np.asarray(page.lines) > 0).any() for page in self.pages]), 0.8)

    def test_where_a_line_is_something_can_be_seen(self):
        for page in self.pages:
            box = page.lines.getbbox()
            if box is None:
                continue
            rows = np.asarray(page.lines)
            y = int(np.argmax(rows.any(axis=1)))
            xs = np.flatnonzero(rows[y])
            around = np.asarray(page.image.convert("L"))[max(0, y - 4) : y + 8, xs.min() : xs.max() + 1]
            self.assertGreater(int(around.max()) - int(around.min()), 8)

    def test_what_is_damaged_keeps_its_lines_in_place(self):
        image, lines = self.page(5).damaged()
        self.assertEqual(image.size, lines.size)


if __name__ == "__main__":
    unittest.main()
