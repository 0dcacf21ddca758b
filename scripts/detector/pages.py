"""
Draws pages as a finder of lines may meet them, and where their lines are.

    pages.py FOLDER --pages 2000 [--seed 1] [--faces faces.json]

Writes NAME.png, and NAME.lines.png beside it: white where the middle of a line is, as the network is asked for it. They are made
up on purpose: nothing here is laid out as any app that the program knows.
"""

import argparse
import io
import random as randoms
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "recogniser"))

import blocks
import numpy as np
from faces import Faces, font_of
from PIL import Image, ImageDraw, ImageFilter
from texts import Texts

WIDTHS = (640, 720, 720, 750, 828, 1080, 1080, 1080, 1080, 1125, 1170, 1290)
# The share of a line's height by which what the network is asked for is smaller on each side.
# DB (Liao et al. 2020) moves the border inwards by area × (1 − 0.4²) ÷ perimeter.
SHRUNK = 1 - 0.4**2
# Least difference of a line's ink to its ground, of 255, with which anybody would find it.
LEAST_CONTRAST = 24


class Page:
    """A page while it is drawn: pens for what is seen and for where lines are."""

    def __init__(self, r, texts, faces):
        self.r, self.texts, self.faces = r, texts, faces
        self.width = r.choice(WIDTHS)
        kind = r.random()
        self.height = round(self.width * (r.uniform(1.7, 2.3) if kind < 0.8 else r.uniform(0.35, 1.6)))
        self.is_dark = r.random() < 0.5
        self.image = blocks.ground(r, (self.width, self.height), self.is_dark)
        self.lines = Image.new("L", self.image.size, 0)
        self.pen, self.line_pen = ImageDraw.Draw(self.image), ImageDraw.Draw(self.lines)
        self.pair = faces.pick("0123456789")
        self.ink = blocks.ink(r, self.is_dark)
        self.accent = blocks.colour(r, r.uniform(90, 255) if self.is_dark else r.uniform(20, 170))
        self.unit = self.width / r.uniform(22, 34)  # the size of usual type

    def measure(self, text, size, style=0):
        face = self.pair if not any(c in self.missing(self.pair[style]) for c in text) else self.faces.pick(text)
        if face is None:
            return None
        font = font_of(face[style], max(8, round(size)))
        return font, font.getbbox(text, anchor="ls")

    def missing(self, path):
        if not hasattr(self.faces, "lacks"):
            self.faces.lacks = {face["path"]: face["missing"] for family in self.faces.families.values() for face in family}
        return self.faces.lacks.get(path, "")

    def text(self, text, x, y, size, at="left", fill=None, style=0, over=None):
        """Writes a line with its baseline at `y`. Gives the box of its ink, or `None` where there was no room."""
        measured = self.measure(text, size, style)
        if measured is None or not text.strip():
            return None
        font, (left, top, right, bottom) = measured
        x -= left + (0 if at == "left" else (right - left) / (2 if at == "middle" else 1))
        box = (x + left, y + top, x + right, y + bottom)
        if box[0] < 2 or box[1] < 2 or box[2] > self.width - 2 or box[3] > self.height - 2 or box[2] - box[0] < 2:
            return None
        if np.asarray(self.lines.crop([round(v) for v in box])).any():
            return None  # something is written there
        fill = fill or (self.ink if self.r.random() < 0.6 else blocks.fainter(self.r, self.ink, self.image, box))
        ground = np.asarray(self.image.crop([round(v) for v in box]).convert("L"))
        shade = blocks.luma(fill)
        self.pen.text((x, y), text, fill=fill, font=font, anchor="ls")
        if over is not None or abs(float(np.median(ground)) - shade) >= LEAST_CONTRAST:
            self.mark(box)
        return box

    def mark(self, box):
        left, top, right, bottom = box
        width, height = right - left, bottom - top
        by = width * height * SHRUNK / (2 * (width + height))
        if width - 2 * by >= 1 and height - 2 * by >= 1:
            self.line_pen.rectangle((left + by, top + by, right - by - 1, bottom - by - 1), fill=255)

    def filled(self):
        """Blocks below one another until the page is full."""
        r = self.r
        y = self.unit * r.uniform(0.3, 1.5)
        if r.random() < 0.5:
            y = blocks.status_bar(self, y)
        while y < self.height - self.unit:
            y = r.choice(blocks.BLOCKS)(self, y) + self.unit * r.choice([0.1, 0.4, 0.8, 1.5, 3])
        if r.random() < 0.4:
            blocks.navigation(self)
        return self

    def damaged(self):
        """What cameras, messengers and editors do to it."""
        r = self.r
        image, lines = self.image, self.lines
        if r.random() < 0.12:
            turn = r.gauss(0, 1.2)
            image, lines = (each.rotate(turn, Image.BICUBIC, fillcolor=0) for each in (image, lines))
        if r.random() < 0.25:
            share = r.uniform(0.4, 0.95)
            small = (round(image.width * share), round(image.height * share))
            image, lines = image.resize(small, Image.BICUBIC), lines.resize(small, Image.BILINEAR)
        if r.random() < 0.15:
            image = image.filter(ImageFilter.GaussianBlur(r.uniform(0.4, 2)))
        if r.random() < 0.12:
            noise = np.random.default_rng(r.getrandbits(32)).normal(0, r.uniform(2, 12), (image.height, image.width, 3))
            image = Image.fromarray(np.clip(np.asarray(image) + noise, 0, 255).astype(np.uint8))
        if r.random() < 0.15:
            image = image.point([round(max(0, min(255, (v - 128) * f + 128 + b))) for f, b in [(r.uniform(0.4, 1.2), r.uniform(-50, 50))] for v in range(256)] * 3)
        if r.random() < 0.4:
            file = io.BytesIO()
            image.save(file, "JPEG", quality=r.randint(25, 95))
            image = Image.open(file).convert("RGB")
        return image, lines


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--faces", type=Path, required=True, help="what `faces.find` of the recogniser found")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for index in range(options.pages):
        name = options.folder / f"{options.seed}-{index:06}"
        if name.with_suffix(".lines.png").exists():
            continue
        r = randoms.Random(f"{options.seed}/{index}")
        page = Page(r, *tools(options.faces, r)).filled()
        image, lines = page.damaged()
        image.save(name.with_suffix(".png"), compress_level=1)
        lines.save(name.with_suffix(".lines.png"), compress_level=1)


known = {}


def tools(path, r):
    """Texts and faces, loaded once, that take their chances from `r`."""
    if not known:
        known["texts"], known["faces"] = Texts(r), Faces(r, path)
    known["texts"].random = known["faces"].random = r
    return known["texts"], known["faces"]


if __name__ == "__main__":
    main()
