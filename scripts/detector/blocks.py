"""What pages consist of: grounds and colours, and blocks with and without text, each of which returns where it ends."""

import colorsys

import numpy as np
import paper
from faces import font_of
from PIL import Image


def luma(colour):
    red, green, blue = colour
    return 0.299 * red + 0.587 * green + 0.114 * blue


def colour(r, light):
    """A colour of about this luma, grey as often as not."""
    if r.random() < 0.5:
        return (round(light),) * 3
    red, green, blue = colorsys.hsv_to_rgb(r.random(), r.uniform(0.15, 1), 1)
    base = np.array([red, green, blue]) * 255
    scale = light / max(1, luma(base))
    if scale > 1:  # towards white
        return tuple(int(v) for v in np.clip(base + (255 - base) * min(1, (light - luma(base)) / max(1, 255 - luma(base))), 0, 255))
    return tuple(int(v) for v in base * scale)


def ink(r, is_dark):
    return colour(r, r.uniform(190, 255) if is_dark else r.uniform(0, 80))


def fainter(r, shade, image, box):
    """Between the ink and what it is written on."""
    x, y = (min(image.size[i] - 1, max(0, round((box[i] + box[i + 2]) / 2))) for i in (0, 1))
    under = image.getpixel((x, y))
    share = r.uniform(0.25, 0.9)
    return tuple(round(u + (s - u) * share) for u, s in zip(under, shade))


def ground(r, size, is_dark):
    """Flat mostly; else a gradient, or blots as in a photograph."""
    base = colour(r, r.uniform(0, 70) if is_dark else r.uniform(185, 255))
    kind = r.random()
    if kind < 0.65:
        return Image.new("RGB", size, base)
    if kind < 0.82:
        across, down = (1, r.randint(2, 4)) if r.random() < 0.7 else (r.randint(2, 3), r.randint(2, 3))
        return blots(r, size, base, across, down, r.uniform(20, 110))
    return blots(r, size, base, r.randint(4, 20), r.randint(4, 30), r.uniform(15, 80))


def blots(r, size, base, across, down, strength):
    field = [[[min(255, max(0, c + r.gauss(0, strength))) for c in base] for _ in range(across)] for _ in range(down)]
    return Image.fromarray(np.array(field).astype(np.uint8)).resize(size, Image.BICUBIC)


# --- blocks -----------------------------------------------------------------------------------------------------------


def words(page):
    """A short text of any kind."""
    return "".join(run for run, _ in page.texts.line())


def phrase(page):
    r = page.r
    return page.texts.cased(r.choice(page.texts.phrases)) if r.random() < 0.7 else page.texts.sentence()


def number(page):
    return page.texts.number()


def icon(page, x, y, size, fill=None):
    """A sign of a face of signs, or one of simple shapes, in a box of `size` at (x, y)."""
    r = page.r
    fill = fill or (page.accent if r.random() < 0.5 else page.ink)
    if r.random() < 0.3:
        pen, room = page.pen, r.uniform(0.1, 0.35) * size
        shade = colour(r, r.uniform(40, 230))
        pen.rounded_rectangle((x - room, y - room, x + size + room, y + size + room), radius=(size / 2 + room) * r.uniform(0.2, 1), fill=shade)
        fill = colour(r, 250 if luma(shade) < 128 else 15)
    if r.random() < 0.6 and page.faces.signs:
        path, character = r.choice(page.faces.signs)
        face = font_of(path, max(8, round(size * 1.1)))
        x0, y0, x1, y1 = face.getbbox(character, anchor="ls")
        if x1 - x0 > 2 and y1 - y0 > 2:
            page.pen.text((x + (size - (x1 - x0)) / 2 - x0, y + (size - (y1 - y0)) / 2 - y0), character, fill=fill, font=face, anchor="ls")
        return
    paper.outlines(r, page.pen, (x, y, x + size, y + size), fill, page.image.getpixel((int(min(max(x, 0), page.width - 1)), int(min(max(y, 0), page.height - 1)))))


def card(page, x, y, width, height):
    """A ground of its own under what follows."""
    r = page.r
    if r.random() < 0.55:
        light = luma(page.image.getpixel((min(page.width - 1, int(x)), min(page.height - 1, int(y)))))
        shade = colour(r, min(255, max(0, light + r.choice([-1, 1]) * r.uniform(6, 40))))
        page.pen.rounded_rectangle((x, y, x + width, y + height), radius=page.unit * r.uniform(0, 1.2), fill=shade, outline=page.accent if r.random() < 0.15 else None)


def status_bar(page, y):
    r = page.r
    size = page.unit * r.uniform(0.75, 1.05)
    base = y + size
    page.text(f"{r.randint(0, 23)}{r.choice(':.')}{r.randint(0, 59):02d}", page.width * r.uniform(0.04, 0.1), base, size, fill=page.ink)
    x = page.width * 0.96
    for _ in range(r.randint(2, 6)):
        x -= size * r.uniform(1.1, 1.6)
        if r.random() < 0.75:
            icon(page, x, y + size * 0.15, size * 0.9, fill=page.ink)
        else:
            page.text(r.choice(["5G", "4G", "LTE", "72%", "100%", str(r.randint(1, 99)), "0.2K/s"]), x, base, size * 0.8, at="right", fill=page.ink)
            x -= size * 1.4
    return base


def title(page, y):
    r = page.r
    size = page.unit * r.uniform(1.1, 2.2)
    base = y + size
    at = r.choice(["left", "middle"])
    page.text(phrase(page), page.width / 2 if at == "middle" else page.width * r.uniform(0.03, 0.15), base, size, at=at)
    for _ in range(r.randint(0, 3)):
        icon(page, page.width * r.uniform(0.8, 0.93), y, size)
    return base


def rows(page, y):
    """A list: a sign, a name with or without a second line, a value."""
    r, size = page.r, page.unit
    height, margin = size * r.uniform(1.3, 4), page.width * r.uniform(0.02, 0.08)
    count = r.randint(2, 7)
    card(page, margin / 2, y, page.width - margin, height * count)
    has_icon, has_second, is_columns = (r.random() < 0.5 for _ in range(3))
    for row in range(count):
        top = y + row * height
        base = top + height * 0.5 + size * 0.35
        x = margin
        if has_icon:
            icon(page, x, base - size * 1.1, size * 1.4)
            x += size * r.uniform(1.7, 2.4)
        if has_second and height > size * 2.4:
            page.text(words(page), x, base - size * 0.5, size)
            page.text(words(page), x, base + size * r.uniform(0.45, 0.8), size * 0.8)
        else:
            page.text(words(page), x, base, size)
        if is_columns:
            page.text(number(page), page.width - margin, base, size * r.choice([0.8, 1, 1.2]), at="right")
        if r.random() < 0.3:
            icon(page, page.width - margin * 0.9, base - size * 0.8, size * 0.8)
        if r.random() < 0.4:
            page.pen.line((margin, top + height, page.width - margin, top + height), fill=fainter(r, page.ink, page.image, (margin, top, page.width, top + 2)), width=max(1, round(size * 0.05)))
    return y + height * count


def big_number(page, y):
    """A large number with its unit beside, above or below it."""
    r = page.r
    size = page.unit * r.uniform(2, 7)
    card(page, page.width * 0.03, y, page.width * 0.94, size * r.uniform(1.4, 2.2))
    at = r.choice(["left", "middle"])
    x = page.width / 2 if at == "middle" else page.width * r.uniform(0.05, 0.15)
    base = y + size
    if r.random() < 0.3:
        page.text(words(page), x, y + page.unit, page.unit, at=at)
        base += page.unit * 0.6
    box = page.text(number(page), x, base, size, at=at, style=r.choice([0, 1]))
    if box is None:
        return y + page.unit
    if r.random() < 0.6:
        page.text(words(page), box[2] + size * r.uniform(0.1, 0.4), base, size * r.uniform(0.25, 0.7))
    if r.random() < 0.6:
        base += page.unit * r.uniform(1.1, 1.8)
        page.text(words(page), x, base, page.unit * r.uniform(0.8, 1.2), at=at)
    return base


def ring(page, y):
    """An arc or rings with a number in them."""
    r = page.r
    reach, width = page.width * r.uniform(0.1, 0.4), page.width * r.uniform(0.008, 0.05)
    x, middle = page.width * r.choice([0.5, 0.5, r.uniform(0.25, 0.75)]), y + reach
    for turn in range(r.choice([1, 1, 1, 2, 3])):
        room = turn * width * 1.3
        area = (x - reach + room, middle - reach + room, x + reach - room, middle + reach - room)
        if area[2] - area[0] < 6:
            break
        start = r.uniform(0, 360)
        page.pen.ellipse(area, outline=fainter(r, page.accent, page.image, area), width=round(width))
        page.pen.arc(area, start, start + r.uniform(30, 330), fill=colour(r, r.uniform(60, 230)), width=round(width))
    size = reach * r.uniform(0.2, 0.62)
    if r.random() < 0.5:
        icon(page, x - size * 0.3, middle - size * 1.6, size * 0.6)
    page.text(number(page), x, middle + size * 0.35, size, at="middle")
    if r.random() < 0.6:
        page.text(words(page), x, middle + size * r.uniform(0.8, 1.1), size * r.uniform(0.25, 0.45), at="middle")
    return y + 2 * reach


def chart(page, y):
    """Bars or a curve, with marks beside and below."""
    r = page.r
    height, left, right = page.width * r.uniform(0.15, 0.5), page.width * r.uniform(0.04, 0.12), page.width * r.uniform(0.82, 0.96)
    size = page.unit * r.uniform(0.55, 0.85)
    base = y + height
    count = r.choice([5, 7, 7, 7, 12, 24, 31])
    step = (right - left) / count
    for line in range(r.randint(0, 4)):
        at = base - height * line / 4
        page.pen.line((left, at, right, at), fill=fainter(r, page.ink, page.image, (left, at, right, at + 1)), width=1)
        page.text(r.choice([number(page), f"{line * 5}k", str(line * 2500)]), right + size * 0.3, at + size * 0.3, size)
    tops = [base - height * r.random() for _ in range(count)]
    if r.random() < 0.7:
        wide = step * r.uniform(0.15, 0.8)
        for bar, top in enumerate(tops):
            x = left + step * (bar + 0.5)
            page.pen.rounded_rectangle((x - wide / 2, min(top, base - 1), x + wide / 2, base), radius=min(wide / 2, (base - top) / 2) * r.choice([0, 1]), fill=page.accent)
            if r.random() < 0.08:
                page.text(number(page), x, top - size * 0.4, size, at="middle")
    else:
        page.pen.line([(left + step * (i + 0.5), top) for i, top in enumerate(tops)], fill=page.accent, width=max(2, round(page.unit * 0.1)))
    marks = r.choice(["days", "numbers", "words"])
    for bar in range(0, count, max(1, round(count / r.choice([4, 7])))):
        text = {"days": r.choice("MTWFSKJR"), "numbers": str(r.randint(0, 31)), "words": r.choice(["Mon", "Sen", "12 AM", "06:00", "Jan"])}[marks]
        page.text(text, left + step * (bar + 0.5), base + size * 1.3, size, at="middle")
    return base + size * 1.6


def tiles(page, y):
    """Figures side by side, with their names and signs."""
    r = page.r
    columns, count = r.choice([2, 2, 3, 3, 4]), r.choice([1, 1, 2, 3])
    wide = page.width / columns
    size = min(page.unit * r.uniform(1, 2), wide / 5)
    height = size * r.uniform(2.6, 5)
    at = r.choice(["left", "middle"])
    order = r.choice(["above", "below"])
    for row in range(count):
        for column in range(columns):
            x, top = wide * column, y + row * height
            card(page, x + wide * 0.04, top, wide * 0.92, height * 0.94)
            x += wide / 2 if at == "middle" else wide * 0.12
            if r.random() < 0.4:
                icon(page, x, top + size * 0.2, size)
            first, second = (top + size * 1.3, top + size * 2.3) if order == "above" else (top + size * 2.3, top + size * 1.2)
            box = page.text(number(page), x, first, size, at=at)
            if box is not None and at == "left" and r.random() < 0.5:
                page.text(r.choice(["km", "kcal", "min", "steps", "langkah", "h", "%"]), box[2] + size * 0.2, first, size * 0.55)
            page.text(words(page), x, second, size * r.uniform(0.45, 0.7), at=at)
    return y + height * count


def paragraph(page, y):
    r = page.r
    size = page.unit * r.uniform(0.7, 1.1)
    gap, x = size * r.uniform(1.15, 1.7), page.width * r.uniform(0.03, 0.2)
    at = "left" if r.random() < 0.8 else "middle"
    for line in range(r.randint(1, 6)):
        y += gap
        page.text(" ".join(phrase(page) for _ in range(r.randint(1, 3))), page.width / 2 if at == "middle" else x, y, size, at=at)
    return y


def pills(page, y):
    """Tabs and buttons, some of them filled."""
    r = page.r
    size = page.unit * r.uniform(0.75, 1.1)
    x, height = page.width * r.uniform(0.03, 0.1), size * r.uniform(1.5, 2.6)
    base = y + height / 2 + size * 0.35
    while x < page.width * 0.8:
        text = phrase(page) if r.random() < 0.7 else number(page)
        measured = page.measure(text, size)
        if measured is None:
            return base
        wide = measured[1][2] - measured[1][0] + size * r.uniform(0.8, 2)
        if x + wide > page.width:
            break
        fill = None
        if r.random() < 0.6:
            shade = colour(r, r.uniform(30, 240))
            page.pen.rounded_rectangle((x, y, x + wide, y + height), radius=height / 2 * r.uniform(0.1, 1), fill=shade)
            fill = colour(r, r.uniform(200, 255) if luma(shade) < 130 else r.uniform(0, 60))
        elif r.random() < 0.4:
            page.pen.rounded_rectangle((x, y, x + wide, y + height), radius=height / 2, outline=page.accent, width=max(1, round(size * 0.07)))
        page.text(text, x + wide / 2, base, size, at="middle", fill=fill)
        x += wide + size * r.uniform(0.2, 1.5)
    return y + height


def calendar(page, y):
    """Days in a grid, some of them in circles."""
    r = page.r
    size = page.unit * r.uniform(0.7, 1.1)
    step, margin = page.width * r.uniform(0.09, 0.14), page.width * r.uniform(0.02, 0.06)
    for row in range(r.choice([1, 1, 2, 5])):
        for column in range(7):
            x, base = margin + step * (column + 0.5), y + size * 1.4
            fill = None
            if r.random() < 0.4:
                reach = min(step * 0.46, size * r.uniform(0.8, 1.3))
                area = (x - reach, base - size * 0.35 - reach, x + reach, base - size * 0.35 + reach)
                if r.random() < 0.5:
                    page.pen.ellipse(area, fill=page.accent)
                    fill = colour(r, 250 if luma(page.accent) < 130 else 10)
                else:
                    page.pen.arc(area, -90, r.uniform(0, 270), fill=page.accent, width=max(2, round(size * 0.15)))
            page.text(str(r.randint(1, 31)), x, base, size, at="middle", fill=fill)
        y += max(step * 0.9, size * 2)
    return y


def photograph(page, y):
    """A picture without text, or with some on it."""
    r = page.r
    width, height = round(page.width * r.uniform(0.3, 1)), round(page.width * r.uniform(0.15, 0.6))
    x = r.uniform(0, page.width - width)
    picture = blots(r, (width, height), colour(r, r.uniform(30, 220)), r.randint(3, 30), r.randint(3, 30), r.uniform(20, 90))
    page.image.paste(picture, (round(x), round(y)))
    for _ in range(r.randint(0, 10)):  # things in it
        left, top = x + r.uniform(0, width), y + r.uniform(0, height)
        reach = r.uniform(0.02, 0.3) * width
        shape = r.choice([page.pen.ellipse, page.pen.rectangle])
        shape((left, top, min(x + width, left + reach), min(y + height, top + reach)) if left + 1 < x + width and top + 1 < y + height else (x, y, x + 1, y + 1), fill=colour(r, r.uniform(0, 255)))
    if r.random() < 0.5:
        size = page.unit * r.uniform(0.8, 2.5)
        page.text(words(page), x + size, y + height - size * r.uniform(0.5, 2), size, fill=colour(r, r.choice([250, 10])))
    return y + height


def navigation(page):
    r, count = page.r, page.r.choice([3, 4, 5])
    size, wide = page.unit * r.uniform(0.5, 0.75), page.width / count
    top = page.height - size * 4
    if np.asarray(page.lines.crop((0, round(top), page.width, page.height))).any():
        return
    for tab in range(count):
        x = wide * (tab + 0.5)
        icon(page, x - size, top, size * 2)
        page.text(phrase(page).split()[0], x, top + size * 3.2, size, at="middle")


def scattered(page, y):
    """Lines anywhere, of any size."""
    r = page.r
    height = page.width * r.uniform(0.2, 0.6)
    for _ in range(r.randint(2, 8)):
        size = page.unit * r.lognormvariate(0.1, 0.6)
        page.text(words(page), r.uniform(0, page.width * 0.7), y + r.uniform(0.1, 1) * height, size, fill=colour(r, r.uniform(140, 255) if page.is_dark else r.uniform(0, 130)))
    return y + height


def legend(page, y):
    """Signs with a lone character or a short number each, beside or below one another."""
    r = page.r
    size = page.unit * r.uniform(0.6, 1.6)
    count, step = r.choice([1, 2, 2, 3, 5]), page.width * r.uniform(0.12, 0.3)
    x, base = page.width * r.uniform(0.05, 0.4), y + size * 1.2
    is_row = r.random() < 0.6
    for _ in range(count):
        if r.random() < 0.7:
            icon(page, x, base - size * 0.9, size)
        text = str(r.choice([0, 0, 0, r.randint(0, 9), r.randint(0, 9), r.randint(10, 99)])) if r.random() < 0.7 else r.choice("MTWFSJRKxhm%")
        page.text(text, x + size * r.uniform(1.2, 1.8), base, size)
        if is_row:
            x += step
        else:
            base += size * r.uniform(1.3, 2)
    return base


def dots(page, y):
    """Many small shapes of one kind in a row or a grid, of which none is a character."""
    r = page.r
    size = page.unit * r.uniform(0.15, 0.9)
    step, wide = size * r.uniform(1.15, 2.5), r.uniform(0.3, 1)
    kind, shade = r.randrange(5), page.accent if r.random() < 0.6 else page.ink
    line = max(1, round(size * r.uniform(0.08, 0.3)))
    for _ in range(r.choice([1, 1, 2, 4, 7])):
        x = page.width * 0.04
        while x < page.width * wide - size:
            part = size * (r.uniform(0.3, 1) if kind == 3 else 1)
            area = (x, y, x + size, y + size)
            if kind == 0:
                page.pen.ellipse(area, fill=shade)
            elif kind == 1:
                page.pen.ellipse(area, outline=shade, width=line)
            elif kind == 2:
                page.pen.rectangle(area, fill=fainter(r, shade, page.image, area))
            elif kind == 3:
                page.pen.rounded_rectangle((x, y + size - part, x + size * 0.5, y + size), radius=size * 0.2, fill=shade)
            else:
                page.pen.arc(area, -90, r.uniform(60, 270), fill=shade, width=line)
            x += step
        y += step
    return y


BLOCKS = (title, rows, rows, rows, big_number, big_number, ring, ring, chart, chart, tiles, tiles, tiles, paragraph, pills, calendar, photograph, scattered, legend, dots)
