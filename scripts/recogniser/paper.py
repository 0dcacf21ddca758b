"""What lines are written on, and what is drawn around them: shades, grounds, rings and pills, signs."""

import numpy as np
from faces import font_of
from PIL import Image, ImageDraw


def shades(r):
    """Ground and ink, 0–255: light on dark as often as dark on light, and one in seven faint."""
    kind = r.random()
    contrast = r.uniform(22, 60) if kind < 0.14 else r.uniform(60, 130) if kind < 0.4 else r.uniform(130, 255)
    ground = r.uniform(0, 60) if r.random() < 0.48 else r.uniform(195, 255) if r.random() < 0.85 else r.uniform(40, 215)
    brighter, darker = ground + contrast <= 255, ground - contrast >= 0
    ink = ground + contrast if brighter and (not darker or r.random() < 0.5) else ground - contrast
    return round(ground), round(min(255, max(0, ink)))


def union(boxes):
    """The box around all of them."""
    lefts, tops, rights, bottoms = zip(*boxes)
    return min(lefts), min(tops), max(rights), max(bottoms)


def between(ground, ink, share):
    return round(ground + (ink - ground) * share)


def ground_of(r, size, ground, ink, em):
    """A flat ground mostly; else one that changes along the line, in blots as a photograph does, or that is a card's."""
    width, height = size
    kind = r.random()
    if kind < 0.7:
        return Image.new("L", size, ground)
    away, room = (1 if ground > ink else -1), abs(ground - ink) * 0.5
    if kind < 0.88:
        along = r.random() < 0.7
        ramp = np.linspace(ground + away * r.uniform(-room, 30), ground + away * r.uniform(-room * 0.4, 30), width if along else height)
        field = np.broadcast_to(ramp if along else ramp[:, None], (height, width))
        return Image.fromarray(np.clip(field, 0, 255).astype(np.uint8))
    if kind < 0.94:
        across = r.randint(3, 12)
        blots = np.array([[ground + r.uniform(-room, room) * 0.7 for _ in range(across)] for _ in range(3)])
        return Image.fromarray(np.clip(blots, 0, 255).astype(np.uint8)).resize(size, Image.BICUBIC)
    image = Image.new("L", size, round(min(255, max(0, ground + r.uniform(-60, 60)))))
    card = (em * r.uniform(1.3, 2.1), em * r.uniform(0.6, 1.1), width - em * r.uniform(1.3, 2.1), height - em * r.uniform(0.5, 1))
    ImageDraw.Draw(image).rounded_rectangle(card, radius=em * r.uniform(0, 0.8), fill=ground)
    return image


def enclose(r, canvas, box, ground, ink):
    """A ring, disc, pill or battery around the text. Returns its box and the shade to write in."""
    pen = ImageDraw.Draw(canvas)
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    x, y = (left + right) / 2, (top + bottom) / 2
    line = max(1, round(height * r.uniform(0.04, 0.14)))
    shade = ink if r.random() < 0.6 else between(ground, ink, r.uniform(0.3, 1))
    if width < 2.2 * height and r.random() < 0.55:
        reach = max(width, height) / 2 * r.uniform(1.25, 2.1)
        shape, radius = (x - reach, y - reach, x + reach, y + reach), reach
    else:
        wide, high = height * r.uniform(0.15, 0.6), height * r.uniform(0.1, 0.4)
        shape = (left - wide, top - high, right + wide, bottom + high)
        radius = (height / 2 + high) * r.uniform(0.3, 1)
    # In a filled shape the text has the ground's shade, so both must differ.
    is_outline = r.random() < 0.5 or abs(shade - ground) < 20
    if is_outline:
        pen.rounded_rectangle(shape, radius=radius, outline=shade, width=line)
    else:
        pen.rounded_rectangle(shape, radius=radius, fill=shade)
        if r.random() < 0.3 and shape[2] - shape[0] > 2 * radius and shape[3] - shape[1] > 2 * line:  # a battery that is not full
            level = r.uniform(shape[0] + radius, shape[2] - radius)
            pen.rectangle((level, shape[1] + line, shape[2] - radius, shape[3] - line), fill=between(shade, ground, r.uniform(0.2, 0.5)))
    end = shape[2]
    if r.random() < 0.35:  # its pole
        end = shape[2] + height * r.uniform(0.08, 0.2)
        pen.rectangle((shape[2], y - height * 0.18, end, y + height * 0.18), fill=shade)
    return (round(shape[0]), round(shape[1]), round(end), round(shape[3])), ink if is_outline else ground


def sign(r, canvas, box, side, shade, ground, signs, size, gap, dots=True):
    """Draws a sign left or right of `box`. Returns its box, and whether it is a full dot, which is read as one."""
    pen = ImageDraw.Draw(canvas)
    left, top, right, bottom = box
    middle = (top + bottom) / 2 + (bottom - top) * r.uniform(-0.08, 0.08)
    kind = r.random() if dots else r.uniform(0.14, 1)
    if kind < 0.14:
        size *= r.uniform(0.25, 0.6)
    if kind >= 0.42 and signs:
        path, character = r.choice(signs)
        face = font_of(path, max(8, round(size * 1.15)))
        x0, y0, x1, y1 = face.getbbox(character, anchor="ls")
        if x1 - x0 < 2 or y1 - y0 < 2:
            return None
        x = left - gap - (x1 - x0) if side == "left" else right + gap
        y = middle - (y1 - y0) / 2
        pen.text((x - x0, y - y0), character, fill=shade, font=face, anchor="ls")
        return (x, y, x + x1 - x0, y + y1 - y0), False
    x = left - gap - size if side == "left" else right + gap
    y = middle - size / 2
    area = (x, y, x + size, y + size)
    if kind < 0.14:
        pen.ellipse(area, fill=shade)
        return area, True
    outlines(r, pen, area, shade, ground)
    return area, False


def outlines(r, pen, area, shade, ground):
    """One of the simple shapes of which signs on phones consist."""
    x, y, end, bottom = area
    size, middle = end - x, (y + bottom) / 2
    line = max(1, round(size * r.uniform(0.06, 0.16)))
    kind = r.randrange(9)
    if kind == 0:
        pen.ellipse(area, outline=shade, width=line)
    elif kind == 1:
        pen.rounded_rectangle(area, radius=size * r.uniform(0, 0.35), outline=shade, width=line)
    elif kind == 2:
        pen.rounded_rectangle(area, radius=size * r.uniform(0, 0.5), fill=shade)
        pen.ellipse((x + size * 0.3, y + size * 0.3, x + size * 0.7, y + size * 0.7), fill=ground)
    elif kind == 3:  # a chevron
        turn, centre = r.choice([-1, 1]), x + size / 2
        pen.line((centre - turn * size * 0.2, y + size * 0.1, centre + turn * size * 0.2, middle, centre - turn * size * 0.2, bottom - size * 0.1), fill=shade, width=line)
    elif kind == 4:  # bars of a signal
        for bar in range(4):
            pen.rectangle((x + bar * size * 0.28, y + size * (0.75 - 0.22 * bar), x + bar * size * 0.28 + size * 0.17, bottom), fill=shade)
    elif kind == 5:  # a wireless network
        for bow in range(3):
            reach = size * (0.33 + 0.33 * bow)
            pen.arc((x + size / 2 - reach, y + size * 0.9 - reach, x + size / 2 + reach, y + size * 0.9 + reach), 225, 315, fill=shade, width=line)
    elif kind == 6:  # prints of a shoe
        pen.ellipse((x, y, x + size * 0.45, y + size * 0.6), fill=shade)
        pen.ellipse((x + size * 0.5, y + size * 0.4, end, bottom), fill=shade)
    elif kind == 7:  # a drop or flame
        pen.polygon([(x + size * 0.5, y), (x + size * 0.9, y + size * 0.6), (x + size * 0.1, y + size * 0.6)], fill=shade)
        pen.ellipse((x + size * 0.1, y + size * 0.3, x + size * 0.9, bottom), fill=shade)
    else:  # a clock
        pen.ellipse(area, outline=shade, width=line)
        pen.line((x + size / 2, y + size * 0.2, x + size / 2, middle, x + size * 0.75, middle), fill=shade, width=line)
