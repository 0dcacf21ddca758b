"""
Signs as apps draw them, on which nothing is to be read: people, lists, ticks, globes. In parts that are thrown together anew.

None may look like a character, or the reader learns not to see that one: no two dots above each other, no ring alone, no two bars.
"""

import math


def composite(r, pen, area, shade, ground):
    """One sign within `area`, in `shade` on `ground`; sometimes within a disc or a tile of its own, in the ground's shade."""
    x, y, end, bottom = area
    size = min(end - x, bottom - y)
    if r.random() < 0.3:
        if r.random() < 0.6:
            pen.ellipse(area, fill=shade)
        else:
            pen.rounded_rectangle(area, radius=size * r.uniform(0.1, 0.4), fill=shade)
        by = size * r.uniform(0.14, 0.26)
        area, shade, ground = (x + by, y + by, end - by, bottom - by), ground, shade
    r.choice(SIGNS)(r, pen, area, shade, ground)


def stroke(r, area):
    return max(1, round((area[3] - area[1]) * r.uniform(0.05, 0.16)))


def person(r, pen, area, shade, ground):
    """Head and shoulders, of one or of two."""
    x, y, end, bottom = area
    width, height = end - x, bottom - y
    heads = r.choice([(0.5,), (0.5,), (0.32, 0.72)])
    for middle in heads:
        cx, head = x + width * middle, width * r.uniform(0.14, 0.22) / len(heads) ** 0.4
        pen.ellipse((cx - head, y + height * 0.08, cx + head, y + height * 0.08 + 2 * head), fill=shade)
        wide, top = head * r.uniform(1.5, 2.1), y + height * 0.16 + 2 * head
        if top < bottom - 2:
            pen.pieslice((cx - wide, top, cx + wide, 2 * bottom - top), 180, 360, fill=shade)


def walker(r, pen, area, shade, ground):
    """Somebody who walks or runs: a head, and limbs at all angles."""
    x, y, end, bottom = area
    width, height = end - x, bottom - y
    line = stroke(r, area)
    head = height * r.uniform(0.08, 0.13)
    neck = (x + width * r.uniform(0.45, 0.65), y + height * 0.28)
    pen.ellipse((neck[0] - head, neck[1] - 2.2 * head, neck[0] + head, neck[1] - 0.2 * head), fill=shade)
    hip = (neck[0] - width * r.uniform(0, 0.15), y + height * 0.6)
    pen.line((*neck, *hip), fill=shade, width=line)
    for start, reach in ((neck, 0.3), (neck, 0.3), (hip, 0.32), (hip, 0.32)):
        bend = (start[0] + width * r.uniform(-0.3, 0.3), start[1] + height * reach * 0.5)
        pen.line((*start, *bend, bend[0] + width * r.uniform(-0.22, 0.22), bend[1] + height * reach * r.uniform(0.1, 0.6)), fill=shade, width=line)


def list_of_lines(r, pen, area, shade, ground):
    """Three or four strokes below one another, with or without dots before them."""
    x, y, end, bottom = area
    count, line = r.choice([3, 3, 3, 4]), stroke(r, area)
    has_dots = r.random() < 0.5
    for index in range(count):
        middle = y + (bottom - y) * (index + 0.5) / count
        start = x + (end - x) * 0.25 if has_dots else x
        pen.rectangle((start, middle - line / 2, end - (end - x) * r.choice([0, 0, 0.3]), middle + line / 2), fill=shade)
        if has_dots:
            pen.ellipse((x, middle - line * 0.7, x + line * 1.4, middle + line * 0.7), fill=shade)


def upright_bars(r, pen, area, shade, ground):
    """Three or four upright strokes of one height, the button for what was open last; or two thick ones, a pause."""
    x, y, end, bottom = area
    count = r.choice([2, 3, 3, 3, 4])
    line = (end - x) / count * (r.uniform(0.6, 0.8) if count == 2 else r.uniform(0.12, 0.6))
    for index in range(count):
        middle = x + (end - x) * (index + 0.5) / count
        pen.rounded_rectangle((middle - line / 2, y, middle + line / 2, bottom), radius=line * r.uniform(0, 0.5), fill=shade)


def grid(r, pen, area, shade, ground):
    """Dots or squares in rows and columns, or three below one another."""
    x, y, end, bottom = area
    columns, rows = r.choice([(2, 2), (2, 2), (3, 3), (1, 3), (2, 3), (4, 4)])
    reach = min((end - x) / columns, (bottom - y) / rows) * r.uniform(0.12, 0.42)
    is_round, is_full = r.random() < 0.6, r.random() < 0.75
    for row in range(rows):
        for column in range(columns):
            cx, cy = x + (end - x) * (column + 0.5) / columns, y + (bottom - y) * (row + 0.5) / rows
            radius = reach if is_round else reach * r.choice([0, 0.3])
            kind = {"fill": shade} if is_full else {"outline": shade, "width": max(1, round(reach * 0.4))}
            pen.rounded_rectangle((cx - reach, cy - reach, cx + reach, cy + reach), radius=radius, **kind)


TICK = ((0.05, 0.5), (0.38, 0.85), (0.95, 0.15))
ARROW = ((0.95, 0.5), (0.05, 0.5), (0.4, 0.15), (0.05, 0.5), (0.4, 0.85))
TRIANGLE = ((0.1, 0.9), (0.5, 0.1), (0.9, 0.9), (0.1, 0.9))
FRAME = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9), (0.1, 0.1))
PULSE = ((0.0, 0.6), (0.25, 0.6), (0.4, 0.1), (0.6, 0.95), (0.75, 0.6), (1, 0.6))
HOUSE = ((0.05, 0.55), (0.5, 0.1), (0.95, 0.55), (0.8, 0.55), (0.8, 0.95), (0.2, 0.95), (0.2, 0.55), (0.05, 0.55))
RISE = ((0.0, 0.8), (0.3, 0.5), (0.55, 0.7), (1, 0.15))
STROKES = (TICK, ARROW, TRIANGLE, FRAME, PULSE, HOUSE, RISE)
TURNS = (lambda u, v: (u, v), lambda u, v: (1 - u, v), lambda u, v: (v, u), lambda u, v: (v, 1 - u))


def strokes(r, pen, area, shade, ground):
    """Ticks, arrows, houses: strokes from one point to the next."""
    x, y, end, bottom = area
    at = lambda u, v: (x + (end - x) * u, y + (bottom - y) * v)  # noqa: E731
    shape = r.choice(STROKES)
    turn = r.choice(TURNS) if shape in (ARROW, TRIANGLE) else TURNS[0]
    points = [at(*turn(u, v)) for u, v in shape]
    if r.random() < 0.25 and len(points) > 3:
        pen.polygon(points, fill=shade)
    else:
        pen.line([c for point in points for c in point], fill=shade, width=stroke(r, area), joint="curve")


def arcs(r, pen, area, shade, ground):
    """Rings within one another, whole or in part, some of them fainter."""
    x, y, end, bottom = area
    size, middle = min(end - x, bottom - y), ((x + end) / 2, (y + bottom) / 2)
    rings = r.choice([1, 1, 2, 3, 3])
    line = max(1, round(size / rings * r.uniform(0.1, 0.3)))
    whole = rings > 1 and r.random() < 0.4
    for ring in range(rings):
        reach = size / 2 - ring * line * r.uniform(1.3, 1.8)
        if reach <= 1:
            break
        box = (middle[0] - reach, middle[1] - reach, middle[0] + reach, middle[1] + reach)
        start = r.choice([0, 135, 180, 270, 270])
        if rings == 1 or r.random() < 0.6:
            pen.arc(box, 0, 360, fill=round(ground + (shade - ground) * r.uniform(0.15, 0.5)), width=line)
        pen.arc(box, start, start + (360 if whole else r.uniform(60, 330)), fill=shade, width=line)
    if r.random() < 0.3:
        dot = size * r.uniform(0.05, 0.16)
        pen.ellipse((middle[0] - dot, middle[1] - dot, middle[0] + dot, middle[1] + dot), fill=shade)


def globe(r, pen, area, shade, ground):
    """A disc with blots, or a ring with lines across it."""
    x, y, end, bottom = area
    width, height = end - x, bottom - y
    if r.random() < 0.5:
        pen.ellipse(area, fill=shade)
        for _ in range(r.randint(2, 6)):
            cx, cy, reach = x + width * r.uniform(0.2, 0.8), y + height * r.uniform(0.2, 0.8), width * r.uniform(0.05, 0.18)
            pen.ellipse((cx - reach, cy - reach * 0.7, cx + reach, cy + reach * 0.7), fill=ground)
        return
    line = stroke(r, area)
    pen.ellipse(area, outline=shade, width=line)
    pen.ellipse((x + width * 0.3, y, end - width * 0.3, bottom), outline=shade, width=line)
    pen.line((x, y + height / 2, end, y + height / 2), fill=shade, width=line)


def petals(r, pen, area, shade, ground):
    """Discs or drops around a middle: flowers, gears, suns."""
    x, y, end, bottom = area
    size, cx, cy = min(end - x, bottom - y), (x + end) / 2, (y + bottom) / 2
    count, first = r.choice([3, 4, 5, 6, 8, 12]), r.uniform(0, math.pi)
    reach = size * r.uniform(0.06, 0.22)
    away = size / 2 - reach
    for index in range(count):
        turn = first + index * 2 * math.pi / count
        px, py = cx + away * math.cos(turn), cy + away * math.sin(turn)
        pen.ellipse((px - reach, py - reach, px + reach, py + reach), fill=round(ground + (shade - ground) * r.uniform(0.4, 1)))
    if r.random() < 0.6:
        hub = size * r.uniform(0.1, 0.3)
        pen.ellipse((cx - hub, cy - hub, cx + hub, cy + hub), fill=shade)


def note(r, pen, area, shade, ground):
    """A stem with a disc below it and something at its top: a note, a key, a magnifier."""
    x, y, end, bottom = area
    size, line = end - x, stroke(r, area)
    reach = size * r.uniform(0.14, 0.3)
    low = r.random() < 0.5
    cx, cy = (x + reach, bottom - reach) if low else (x + reach, y + reach)
    kind = {"fill": shade} if low or r.random() < 0.3 else {"outline": shade, "width": line}
    pen.ellipse((cx - reach, cy - reach, cx + reach, cy + reach), **kind)
    tip = (cx + reach, y) if low else (end, bottom)
    pen.line((cx + reach * 0.7, cy + (0 if low else reach * 0.7), *tip), fill=shade, width=line)
    if low:
        pen.line((*tip, end, y + size * r.uniform(0, 0.35)), fill=shade, width=line)


def tile(r, pen, area, shade, ground):
    """A calendar, a card, a screen: a frame with a bar and something in it."""
    x, y, end, bottom = area
    width, height, line = end - x, bottom - y, stroke(r, area)
    pen.rounded_rectangle(area, radius=width * r.uniform(0, 0.25), outline=shade, width=line)
    if r.random() < 0.7:
        pen.rectangle((x, y + height * 0.2, end, y + height * 0.2 + line), fill=shade)
    for _ in range(r.randint(0, 4)):
        cx, cy, reach = x + width * r.uniform(0.25, 0.75), y + height * r.uniform(0.4, 0.8), width * r.uniform(0.04, 0.1)
        pen.rectangle((cx - reach, cy - reach, cx + reach, cy + reach), fill=shade)


def info(r, pen, area, shade, ground):
    """A ring or disc around an i, or an exclamation mark."""
    x, y, end, bottom = area
    size, cx, line = end - x, (x + end) / 2, stroke(r, area)
    inner = shade
    if r.random() < 0.6:
        pen.ellipse(area, outline=shade, width=line)
    else:
        pen.ellipse(area, fill=shade)
        inner = ground
    turn = r.random() < 0.75
    dot, low, high = (0.28, 0.42, 0.76) if turn else (0.72, 0.24, 0.58)
    pen.ellipse((cx - line * 0.6, y + size * dot - line * 0.6, cx + line * 0.6, y + size * dot + line * 0.6), fill=inner)
    pen.rectangle((cx - line / 2, y + size * low, cx + line / 2, y + size * high), fill=inner)


SIGNS = (info, person, person, walker, walker, list_of_lines, upright_bars, grid, strokes, strokes, arcs, globe, petals, note, tile)
