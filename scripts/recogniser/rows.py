"""Whole rows that are more than a text on its ground: status bars, and charts and signs on which nothing is to be read."""

import paper
import signs
from PIL import Image, ImageDraw, ImageFilter

# What stands in status bars beside clocks, shares and rates.
CARRIERS = "4G 4G+ 5G 5G+ LTE LTE+ VoLTE Vo H+ 3G E XL TSEL SOS Wi-Fi VoWiFi KB/s K/s MB/s AM PM N".split()


def nothing(r, em, faces):
    """A chart's bars, dots, rings, blots of a photograph, or signs in a row. Gives the picture and the box of what is drawn."""
    size = (round(em * r.uniform(4, 14)), round(em * 3.2))
    ground, ink = paper.shades(r)
    canvas = paper.ground_of(r, size, ground, ink, em)
    top, base = round(em * r.uniform(1.0, 1.4)), round(em * 2)
    kind = r.random()
    if kind < 0.3:
        box = series(r, canvas, (round(em), top, size[0] - round(em), base), ground, ink)
    elif kind < 0.4:
        box = (round(em), round(em * 0.8), round(em * r.uniform(2, 3)), base)
        blots(r, canvas, box)
    else:
        box = in_a_row(r, canvas, (round(em), top, size[0] - round(em), base), ground, ink, faces)
    return canvas, box


def series(r, canvas, area, ground, ink):
    """Columns of a chart, dots, capsules or rings of days: four or more of one kind side by side, of all heights or of one."""
    pen = ImageDraw.Draw(canvas)
    left, top, right, bottom = area
    height = bottom - top
    step = max(3.0, min(height * r.uniform(0.12, 1.3), (right - left) / 4))
    count = min(int((right - left) / step), r.randint(4, 40))
    share, kind = r.uniform(0.25, 0.92), r.choice(["bars", "bars", "dots", "capsules", "rings", "dashes"])
    from_middle = r.random() < 0.25
    other = ink if r.random() < 0.5 else paper.between(ground, ink, r.uniform(0.2, 1))
    for index in range(count):
        x = left + index * step
        wide = step * share
        shade = ink if r.random() < 0.7 else other
        if kind == "bars":
            high = height * r.random() ** r.choice([0.4, 1, 2])
            y = top + (height - high) / 2 if from_middle else bottom - high
            pen.rounded_rectangle((x, y, x + wide, y + max(high, 1)), radius=wide * r.choice([0, 0.5]), fill=shade)
        elif kind == "dots":
            reach = min(wide, height) / 2
            y = bottom - reach if r.random() < 0.8 else bottom - reach - (height - 2 * reach) * r.random()
            pen.ellipse((x, y - reach, x + 2 * reach, y + reach), fill=shade)
        elif kind == "capsules":
            pen.rounded_rectangle((x, top, x + wide, bottom), radius=wide / 2, fill=shade)
        elif kind == "dashes":
            y = (top + bottom) / 2
            pen.rectangle((x, y, x + wide, y + max(1, height * 0.1)), fill=shade)
        else:
            reach = min(wide, height) / 2
            y = (top + bottom) / 2
            circle = (x, y - reach, x + 2 * reach, y + reach)
            line = max(1, round(reach * r.uniform(0.15, 0.5)))
            pen.ellipse(circle, outline=paper.between(ground, ink, 0.3), width=line)
            pen.arc(circle, 270, 270 + r.uniform(0, 360), fill=ink, width=line)
    return left, top, round(left + count * step), bottom


def blots(r, canvas, box):
    """A piece of a photograph: blots of all shades with edges between them."""
    left, top, right, bottom = box
    across, down = r.randint(2, 7), r.randint(2, 5)
    part = Image.new("L", (across, down))
    part.putdata([r.randint(0, 255) for _ in range(across * down)])
    part = part.resize((right - left, bottom - top), r.choice([Image.BICUBIC, Image.BILINEAR, Image.NEAREST]))
    pen = ImageDraw.Draw(part)
    for _ in range(r.randint(0, 5)):
        x, y = r.randint(0, part.width), r.randint(0, part.height)
        pen.ellipse((x, y, x + r.randint(2, part.width), y + r.randint(2, part.height)), fill=r.randint(0, 255))
    if r.random() < 0.7:
        part = part.filter(ImageFilter.GaussianBlur(part.height * r.uniform(0.01, 0.08)))
    canvas.paste(part, (left, top))


def in_a_row(r, canvas, area, ground, ink, faces):
    """One sign mostly, else some side by side."""
    left, top, right, bottom = area
    pen = ImageDraw.Draw(canvas)
    height, x = bottom - top, float(left)
    for _ in range(r.choice([1, 1, 1, 1, 1, 1, 2, 3, 5])):
        wide = height * r.uniform(0.8, 1.25)
        if x + wide > right:
            break
        shade = ink if r.random() < 0.6 else paper.between(ground, ink, r.uniform(0.35, 1))
        if r.random() < 0.25 and faces.signs:
            paper.sign(r, canvas, (round(x), top, round(x), bottom), "right", shade, ground, faces.signs, wide, 0, dots=False)
        else:
            signs.composite(r, pen, (x, top, x + wide, bottom), shade, ground)
        x += wide + height * r.uniform(0.1, 1)
    return left, top, max(left + 2, round(x)), bottom


def status_texts(r):
    """What a status bar says, from left to right; `None` where a sign stands, and whether a text is a battery's."""
    clock = f"{r.randint(0, 23):{r.choice(['', '02'])}d}{r.choice('::.')}{r.randint(0, 59):02d}"
    rate = f"{r.uniform(0, 99):.{r.choice([0, 1, 2])}f}"
    charge = str(r.choice([r.randint(1, 100), r.randint(10, 99)]))
    pieces = [(None, False)] * r.choice([0, 1, 2, 3, 3])
    if r.random() < 0.35:
        pieces.append((rate, False))
    pieces += [(r.choice(CARRIERS), False) for _ in range(r.choice([0, 0, 1, 1, 2]))]
    pieces += [(None, False)] * r.choice([0, 1, 1, 2, 3])
    r.shuffle(pieces)
    if r.random() < 0.3:
        pieces.insert(0, (clock, False))
    kind = r.random()
    if kind < 0.55:
        pieces.append((charge, True))
    elif kind < 0.85:
        pieces.append((charge + "%", False))
        pieces += [(None, False)] * r.choice([0, 1])
    if not any(text for text, _ in pieces):
        pieces.append((clock, False))
    return pieces


def battery(r, pen, box, shade, ground):
    """A battery around its number, full, or full in part. Gives its right end and the shade to write in."""
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    by_x, by_y = height * r.uniform(0.25, 0.6), height * r.uniform(0.12, 0.4)
    shape = (left - by_x, top - by_y, right + by_x, bottom + by_y)
    radius = (shape[3] - shape[1]) * r.uniform(0.2, 0.5)
    kind = r.random()
    written = ground
    if kind < 0.35:
        pen.rounded_rectangle(shape, radius=radius, outline=shade, width=max(1, round(height * 0.08)))
        written = shade
    elif kind < 0.6 or width < 4:
        pen.rounded_rectangle(shape, radius=radius, fill=shade)
    else:  # what is left of it darker than what is used
        used = paper.between(ground, shade, r.uniform(0.3, 0.6))
        pen.rounded_rectangle(shape, radius=radius, fill=used)
        level = shape[0] + (shape[2] - shape[0]) * r.uniform(0.3, 0.95)
        pen.rounded_rectangle((shape[0], shape[1], max(level, shape[0] + 2 * radius), shape[3]), radius=radius, fill=shade)
    end = shape[2]
    if r.random() < 0.5:
        end += height * r.uniform(0.08, 0.2)
        pen.rectangle((shape[2], (top + bottom) / 2 - height * 0.18, end, (top + bottom) / 2 + height * 0.18), fill=shade)
    return end, written


def status(r, em, faces, font_of):
    """
    A status bar: the picture, the box of all of it, the height of its type, and its texts: (text, x, baseline, font, shade).
    Some networks' names are written very small there, one above the other; these are signs, not texts.
    """
    pair = faces.pick("0123456789%:KB/s")
    if pair is None:
        return None
    pieces = status_texts(r)
    size = (round(em * (2 + 2.6 * len(pieces))), round(em * 3.2))
    ground, ink = paper.shades(r)
    canvas = paper.ground_of(r, size, ground, ink, em)
    pen = ImageDraw.Draw(canvas)
    base, x = round(em * 2), em * 1.0
    font = font_of(pair[r.choice([0, 0, 1])], round(em))
    small = font_of(pair[0], max(9, round(em * r.uniform(0.55, 0.85))))
    high = font.getbbox("0", anchor="ls")
    top = base + high[1]
    gap = em * r.uniform(0.12, 0.5)
    parts, texts = [], []
    for text, is_battery in pieces:
        if text is None:
            wide = (base - top) * r.uniform(0.8, 1.35)
            area = (x, top - em * 0.05, x + wide, base + em * 0.05)
            kind = r.random()
            if kind < 0.3:
                paper.outlines(r, pen, area, ink, ground)
            elif kind < 0.45:
                tiny = font_of(pair[0], max(7, round(em * 0.42)))
                for row, name in enumerate(r.choice([("Vo", "LTE"), ("Vo", "Wi"), ("LTE", "1"), ("KB", "/s"), ("4G", "")])):
                    pen.text((x, top + em * (0.3 + 0.42 * row)), name, fill=ink, font=tiny, anchor="ls")
            elif kind < 0.7 and faces.signs:
                drawn = paper.sign(r, canvas, (round(x), top, round(x), base), "right", ink, ground, faces.signs, wide, 0, dots=False)
                area = drawn[0] if drawn is not None else area
            else:
                signs.composite(r, pen, area, ink, ground)
            x, part = area[2] + gap, area
        else:
            face = font if r.random() < 0.6 or is_battery else small
            left, up, right, down = face.getbbox(text, anchor="ls")
            shade = ink
            if is_battery:
                x += em * 0.4
                end, shade = battery(r, pen, (x + left, base + up, x + right, base + down), ink, ground)
                part = (x + left - em * 0.4, base + up - em * 0.2, end, base + down + em * 0.2)
            else:
                end, part = x + right, (x + left, base + up, x + right, base + down)
            texts.append((text, x, base, face, shade))
            x = end + gap * (1 if is_battery else r.uniform(1, 1.6))
        parts.append(tuple(map(round, part)))
    return canvas, paper.union(parts), base - top, texts
