"""Draws lines of text as phones print them, as the detector cuts them out. One call, one line, and where each glyph is."""

import io
import random as randoms
import re
from dataclasses import dataclass

import numpy as np
import paper
import rows
from alphabet import CLASS_OF, UNREADABLE, UNREADABLE_SIGN, FRAGMENT
from faces import MARKED, Faces, font_of
from net import HEIGHT, STEP
from paper import union
from PIL import Image, ImageDraw, ImageFilter
from texts import Texts

# Pixels of the widest line, and characters of the longest.
WIDEST = 544
LONGEST = 46
# How much of a glyph may be missing so that it is still the same one, and from how much on it is a fragment, as shares
# of its ink. In between nothing is drawn: a person could not say, either.
WHOLE, PART = 0.12, 0.22
# The least difference between the brightest and the darkest pixel of a line, of 255, with which it can be read.
LEAST_CONTRAST = 10
# Glyphs that a cut does not change, or makes into others.
THIN = frozenset("1Iil|.,:;'’‘“”\"!-–—·•° ()[]{}/\\_")


# The style of runs in another alphabet, beside 0 and 1 of `Texts.line`.
FOREIGN_STYLE = 2
# Characters of Chinese that look like ours when they stand alone.
LIKE_OURS = frozenset("一二三十口工丁卜人入八乙了丨丿亅")
UNMARKED = str.maketrans(MARKED, "o" * len(MARKED))


@dataclass
class Glyph:
    character: str
    style: int
    left: float
    right: float
    place: float


@dataclass
class Drawn:
    """Grey [32, width], classes, and where each of them is in pixels of the image's width."""

    image: np.ndarray
    classes: list
    places: list


def glyph_of(character, style, start, font):
    """Where the ink of a character that is written at `start` lies."""
    left, _, right, _ = font.getbbox(character, anchor="ls")
    if character == " ":
        left, right = 0, font.getlength(" ")
    return Glyph(character, style, start + left, start + right, start + (left + right) / 2)


class Drawer:
    """Draws lines with one seed. `index` is the file that `faces.find` was written to."""

    def __init__(self, index, seed):
        self.r = randoms.Random(seed)
        self.texts = Texts(self.r)
        self.faces = Faces(self.r, index)

    def line(self):
        """A line, or `None` where what came out is none: too long, too narrow for its text."""
        r = self.r
        em = min(110.0, max(11.0, r.lognormvariate(3.5, 0.45)))
        kind = r.random()
        if kind < 0.09:
            canvas, box = rows.nothing(r, em, self.faces)
            return self.cut_out(canvas, box, [], box[3] - box[1], em)
        if kind < 0.13:
            return self.status(min(em, 48.0))
        if kind < 0.155:
            return self.unreadable(min(em, 48.0))
        runs, other = (self.runs(), None) if kind < 0.93 else self.foreign()
        if runs is None:
            return None
        text = "".join(run for run, style in runs if style != FOREIGN_STYLE)
        if len(text) > 24:
            em = min(em, 44.0)
        faces = self.faces.pick(text.translate(UNMARKED))
        if faces is None:
            return None
        ratio = r.choice([0.45, 0.5, 0.55, 0.6, 0.7, 0.8, 1, 1])
        fonts = [font_of(faces[0], round(em)), font_of(faces[1], max(9, round(em * ratio)))]
        fonts.append(font_of(other or faces[0], round(em)))
        canvas, box, glyphs, ih = self.compose(runs, fonts, em)
        if canvas is None:
            return None
        return self.cut_out(canvas, box, glyphs, ih, em)

    def status(self, em):
        """A status bar, in which only the texts are read."""
        drawn = rows.status(self.r, em, self.faces, font_of)
        if drawn is None:
            return None
        canvas, box, ih, texts = drawn
        glyphs = []
        for text, x, base, font, shade in texts:
            if glyphs:
                end = glyphs[-1].right
                glyphs.append(Glyph(" ", 0, end, x, (end + x) / 2))
            ImageDraw.Draw(canvas).text((x, base), text, fill=shade, font=font, anchor="ls")
            for at, character in enumerate(text):
                glyphs.append(glyph_of(character, 0, x + font.getlength(text[:at]), font))
        return self.cut_out(canvas, box, glyphs, ih, em)

    def unreadable(self, em):
        """Two lines in one box, or a text that stands on its side or leans."""
        r = self.r
        lines = [r.choice([self.texts.number(), r.choice(self.texts.phrases)]) for _ in range(2)]
        faces = self.faces.pick("".join(lines))
        if faces is None or min(map(len, lines)) < 2 or max(map(len, lines)) > 24:
            return None
        ground, ink = paper.shades(r)
        fonts = [font_of(faces[0], round(em)), font_of(faces[1], max(9, round(em * r.choice([0.5, 0.7, 0.85, 1]))))]
        boxes = [font.getbbox(text, anchor="lt") for font, text in zip(fonts, lines)]
        side = round(max(box[2] for box in boxes) + 2 * em)
        is_turned = r.random() < 0.35
        canvas = paper.ground_of(r, (side, side if is_turned else round(em * 4.5)), ground, ink, em)
        mask = Image.new("L", canvas.size, 0)
        pen, y = ImageDraw.Draw(mask), canvas.height / 2 - em * (0.5 if is_turned else 1)
        for text, font, box in list(zip(lines, fonts, boxes))[: 1 if is_turned else 2]:
            x = r.choice([em, (canvas.width - box[2]) / 2])
            pen.text((x, y), text, fill=255, font=font, anchor="lt")
            y += box[3] + em * r.uniform(0.1, 0.6)
        if is_turned:
            mask = mask.rotate(r.choice([90, 90, 270, r.uniform(25, 70), r.uniform(-70, -25)]), Image.BILINEAR)
        box = mask.getbbox()
        if box is None:
            return None
        canvas.paste(ink, (0, 0), mask)
        middle = (box[0] + box[2]) / 2
        return self.cut_out(canvas, box, [Glyph(UNREADABLE_SIGN, 0, box[0], box[2], middle)], box[3] - box[1], em)

    def foreign(self):
        """Words in another alphabet, alone or beside a number; or words of ours with a letter that is not. And the face for them."""
        r = self.r
        if r.random() < 0.25:
            text = r.choice(self.texts.phrases)
            letters = [at for at, character in enumerate(text) if character.isalpha()]
            if not letters or len(text) > LONGEST:
                return None, None
            at = r.choice(letters)
            return [(text[:at] + r.choice(MARKED) + text[at + 1 :], 0)], None
        picked = self.faces.pick_foreign()
        if picked is None:
            return None, None
        path, characters = picked
        # A letter alone may look like one of ours, or like a digit; characters of Chinese mostly look like nothing else.
        lengths = [1, 1, 2, 2, 3, 4, 4, 6, 9] if len(characters) > 1000 else [3, 4, 4, 5, 6, 9]
        words = " ".join("".join(r.choice(characters) for _ in range(r.choice(lengths))) for _ in range(r.choice([1, 1, 1, 2, 3])))
        if words in LIKE_OURS:
            return None, None
        runs = [(words, FOREIGN_STYLE)]
        if r.random() < 0.4:
            gap = r.choice(["", " "])
            runs = [(self.texts.number() + gap, 0), *runs] if r.random() < 0.6 else [*runs, (gap + self.texts.number(), 0)]
        return (runs if all(c in CLASS_OF for text, style in runs if style == 0 for c in text) else None), path

    def runs(self):
        r = self.r
        if r.random() < 0.03:
            return [("", 0)]
        for _ in range(20):
            runs = [(re.sub(r" +", " ", text), style) for text, style in self.texts.line()]
            text = "".join(text for text, _ in runs)
            if text.strip() and len(text) <= LONGEST and all(character in CLASS_OF for character in text):
                runs[0] = (runs[0][0].lstrip(), runs[0][1])
                runs[-1] = (runs[-1][0].rstrip(), runs[-1][1])
                return runs if all(text for text, _ in runs) else None
        return None

    def compose(self, runs, fonts, em):
        """Everything on its ground: the picture, the box of text and signs, the glyphs, and the height of the text's ink."""
        r = self.r
        tracking = em * r.uniform(0.01, 0.14) if r.random() < 0.1 else 0
        # Columns that the detector took for one line, with signs between them or not.
        wide = em * r.uniform(0.3, 2.8) if len(runs) > 1 and r.random() < 0.2 else 0
        pad, base = round(em * 2.4), round(em * 2)
        length = sum(fonts[style].getlength(text) + tracking * len(text) for text, style in runs) + wide * len(runs)
        size = (round(length) + 2 * pad, round(em * 3.2))
        masks = [Image.new("L", size, 0), Image.new("L", size, 0)]
        lift = em * r.uniform(0.05, 0.35) if r.random() < 0.12 else 0
        glyphs, gaps = self.write(masks, runs, fonts, pad, base, tracking, wide, lift)
        if r.random() < 0.1:  # strokes that are rounder, thicker or thinner than the face has them
            radius, gain, middle = em * r.uniform(0.015, 0.04), r.uniform(2, 4), r.uniform(90, 160)
            table = [max(0, min(255, round((value - middle) * gain + 127))) for value in range(256)]
            masks = [mask.filter(ImageFilter.GaussianBlur(radius)).point(table) for mask in masks]
        boxes = [box for box in (mask.getbbox() for mask in masks) if box is not None]
        if not boxes and glyphs:
            return None, None, None, None
        box = union(boxes) if boxes else (pad, round(base - 0.7 * em), pad + 1, base)
        ih = box[3] - box[1]
        ground, ink = paper.shades(r)
        # What is printed fainter can still be seen.
        least = min(1.0, max(0.35, 20 / max(1, abs(ink - ground))))
        second = ink if r.random() < 0.4 else paper.between(ground, ink, r.uniform(least, 1))
        canvas = paper.ground_of(r, size, ground, ink, em)
        if wide > 1.2 * em and r.random() < 0.6:
            self.signs_between(canvas, box, gaps, ground, ink, em)
        if r.random() < 0.12:
            self.neighbours(canvas, box, ih, ink, em, fonts[0])
        count = len(glyphs)
        if glyphs and r.random() < (0.16 if count <= 3 else 0.04 if count <= 6 else 0.01):
            box, ink = paper.enclose(r, canvas, box, ground, ink)
            second = ink
        if r.random() < (0.16 if glyphs else 1):
            for _ in range(r.choice([1, 1, 1, 1, 2, 3])):
                box = self.with_sign(canvas, box, ih, ground, ink, em, glyphs)
        for mask, shade in zip(masks, (ink, second)):
            canvas.paste(shade, (0, 0), mask)
        if r.random() < 0.015:
            y = box[3] + max(1, round(em * 0.04))
            ImageDraw.Draw(canvas).line((box[0], y, box[2], y), fill=ink, width=max(1, round(em * 0.05)))
        if r.random() < 0.03:
            middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
            canvas = canvas.rotate(r.uniform(-1.6, 1.6), Image.BILINEAR, center=middle, fillcolor=ground)
        return canvas, box, glyphs, ih

    def write(self, masks, runs, fonts, x, base, tracking, wide, lift):
        """Writes the runs on one baseline. Gives where the ink of each character came to lie, and the gaps between runs."""
        glyphs, gaps = [], []
        pens = [ImageDraw.Draw(mask) for mask in masks]
        for index, (text, style) in enumerate(runs):
            font, pen = fonts[style], style % FOREIGN_STYLE
            y = base - (lift if style == 1 else 0)
            if not tracking:
                pens[pen].text((x, y), text, fill=255, font=font, anchor="ls")
            for at, character in enumerate(text):
                start = x + font.getlength(text[:at]) + tracking * at
                if tracking:
                    pens[pen].text((start, y), character, fill=255, font=font, anchor="ls")
                if style != FOREIGN_STYLE:
                    glyphs.append(glyph_of(character, style, start, font))
            if style == FOREIGN_STYLE:
                # Each word is one sign for the reader, who cannot count letters that it does not know.
                for word in re.finditer(r"\S+|\s+", text):
                    start, end = (x + font.getlength(text[:at]) + tracking * at for at in word.span())
                    glyphs.append(Glyph(" " if word[0].isspace() else UNREADABLE_SIGN, style, start, end, (start + end) / 2))
            x += font.getlength(text) + tracking * len(text)
            if wide and index + 1 < len(runs):
                if glyphs and not text.endswith(" ") and not runs[index + 1][0].startswith(" "):
                    glyphs.append(Glyph(" ", style, x, x + wide, x + wide / 2))
                gaps.append((x, x + wide))
                x += wide
        return glyphs, gaps

    def signs_between(self, canvas, box, gaps, ground, ink, em):
        """Signs in the gaps between columns, which belong to what follows and are not read."""
        r = self.r
        for start, end in gaps:
            size = min(em, (end - start) * r.uniform(0.45, 0.75))
            shade = ink if r.random() < 0.6 else paper.between(ground, ink, r.uniform(0.35, 1))
            near = (round(start), box[1], round(start), box[3])
            paper.sign(r, canvas, near, "right", shade, ground, self.faces.signs, size, (end - start - size) * r.uniform(0.3, 0.7), dots=False)

    def neighbours(self, canvas, box, ih, ink, em, font):
        """Lines above and below, of which the box holds a little."""
        r = self.r
        for below in (False, True):
            if r.random() < 0.6:
                text = self.texts.number() if r.random() < 0.5 else r.choice(self.texts.phrases)
                y = box[3] + ih * 0.12 + em * r.uniform(0.55, 0.9) if below else box[1] - ih * r.uniform(0.1, 0.3)
                ImageDraw.Draw(canvas).text((box[0] + r.uniform(-em, em), y), text, fill=ink, font=font, anchor="ls")

    def with_sign(self, canvas, box, ih, ground, ink, em, glyphs):
        r = self.r
        shade = ink if r.random() < 0.6 else paper.between(ground, ink, r.uniform(0.35, 1))
        side = "left" if r.random() < 0.7 or not glyphs else "right"
        size = ih * r.uniform(0.6, 1.35) if glyphs else em * r.uniform(0.4, 1.2)
        gap = ih * r.choice([r.uniform(0.08, 0.5), r.uniform(0.3, 1)])
        drawn = paper.sign(r, canvas, box, side, shade, ground, self.faces.signs, size, gap)
        if drawn is None:
            return box
        area, is_dot = drawn
        if is_dot:
            dot = Glyph("•", 0, area[0], area[2], (area[0] + area[2]) / 2)
            edge = area[2] if side == "left" else area[0]
            near = box[0] if side == "left" else box[2]
            gap_glyph = Glyph(" ", 0, min(edge, near), max(edge, near), (edge + near) / 2)
            # Without text beside them, dots are signs like others.
            if glyphs and side == "left":
                glyphs[:0] = [dot, gap_glyph]
            elif glyphs:
                glyphs += [gap_glyph, dot]
        return union([box, tuple(map(round, area))]) if box[2] - box[0] > 1 else tuple(map(round, area))

    def cut_out(self, canvas, box, glyphs, ih, em):
        """The part that the detector would give, made small, compressed and brought to the recogniser's height."""
        r = self.r
        height = box[3] - box[1]
        margins = [height * (r.uniform(0.05, 0.18) if r.random() < 0.8 else r.uniform(-0.05, 0.35)) + r.uniform(-0.5, 0.5) for _ in range(4)]
        if r.random() < 0.07:
            margins[r.choice([0, 2])] += height * r.uniform(0.2, 1.2)
        margins = [max(margin, -0.02 * height) for margin in margins]
        edge = None
        if glyphs and not {"•", UNREADABLE_SIGN} & {glyphs[0].character, glyphs[-1].character} and r.random() < 0.14:
            edge = r.choice(["left", "right", "top", "bottom"])
        if not glyphs and r.random() < 0.3:
            side = r.randrange(4)
            margins[side] = -r.uniform(0.1, 0.6) * (height if side % 2 == 1 else min(height, box[2] - box[0]))
        kept = list(glyphs)
        crop = [box[0] - margins[0], box[1] - margins[1], box[2] + margins[2], box[3] + margins[3]]
        if edge is not None:
            kept = self.cut(edge, crop, box, kept, ih, em)
            if kept is None:
                return None
        crop = [max(0, round(crop[0])), max(0, round(crop[1])), min(canvas.width, round(crop[2])), min(canvas.height, round(crop[3]))]
        if crop[2] - crop[0] < 2 or crop[3] - crop[1] < 4:
            return None
        image = self.degraded(canvas.crop(crop))
        width = max(8, round(image.width / image.height * HEIGHT * min(1.2, max(0.75, r.gauss(0.98, 0.06)))))
        if width > WIDEST:
            return None
        classes = [FRAGMENT if glyph.character == "" else CLASS_OF.get(glyph.character, UNREADABLE) for glyph in kept]
        scale = width / (crop[2] - crop[0])
        places = [min(width - 1.0, max(0.0, (glyph.place - crop[0]) * scale)) for glyph in kept]
        needed = len(classes) + sum(a == b for a, b in zip(classes, classes[1:]))
        if -(-width // STEP) < needed + 1:
            return None
        drawn = np.asarray(image.resize((width, HEIGHT), Image.BILINEAR))
        # Thin strokes of a faint ink can vanish when they are made smaller.
        if classes and int(drawn.max()) - int(drawn.min()) < LEAST_CONTRAST:
            return None
        return Drawn(drawn, classes, places)

    def cut(self, edge, crop, box, glyphs, ih, em):
        """Moves an edge of the crop into the text: a little, so that all is still to be read, or so far that it is not."""
        r = self.r
        share = r.uniform(0.02, WHOLE) if r.random() < 0.4 else r.uniform(PART, 0.85)
        if edge in ("top", "bottom"):
            share = share if share <= WHOLE else r.uniform(0.35, 0.7)
            if share <= WHOLE and any(glyph.character in ".,_-–:;'’" for glyph in glyphs):
                share = 0.02
            crop[1 if edge == "top" else 3] = box[1] + share * ih if edge == "top" else box[3] - share * ih
            if share <= WHOLE:
                return glyphs
            middle = (glyphs[0].left + glyphs[-1].right) / 2
            return [Glyph("", 0, glyphs[0].left, glyphs[-1].right, middle)]
        glyph = glyphs[0] if edge == "left" else glyphs[-1]
        width = glyph.right - glyph.left
        if glyph.character in THIN or width * (1 - share) < 0.06 * em:
            return None
        at = glyph.left + share * width if edge == "left" else glyph.right - share * width
        crop[0 if edge == "left" else 2] = at
        if share <= WHOLE:
            return glyphs
        seen = (at, glyph.right) if edge == "left" else (glyph.left, at)
        part = Glyph("", glyph.style, *seen, sum(seen) / 2)
        return [part, *glyphs[1:]] if edge == "left" else [*glyphs[:-1], part]

    def degraded(self, image):
        r = self.r
        if r.random() < 0.35 and image.height > 16:
            share = max(r.uniform(0.35, 1), 11 / image.height)
            filters = [Image.BILINEAR, Image.BICUBIC, Image.LANCZOS] + ([Image.NEAREST] if share > 0.7 else [])
            image = image.resize((max(2, round(image.width * share)), max(5, round(image.height * share))), r.choice(filters))
        if r.random() < 0.4:
            file = io.BytesIO()
            image.save(file, "JPEG", quality=r.randint(30, 95))
            image = Image.open(file)
        return image
