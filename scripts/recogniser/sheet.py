"""Draws a sheet of lines to look at, with what is written and where: sheet.py FACES.json OUT.png [SEED]"""

import sys

from alphabet import CHARACTERS, UNREADABLE, FRAGMENT
from draw import Drawer
from faces import font_of
from PIL import Image, ImageDraw


def text_of(classes):
    return "".join({FRAGMENT: "#", UNREADABLE: "@"}.get(c) or CHARACTERS[c - 1] for c in classes)


if __name__ == "__main__":
    drawer = Drawer(sys.argv[1], int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    sheet = Image.new("RGB", (1500, 40 * 30), "white")
    pen = ImageDraw.Draw(sheet)
    label = font_of(drawer.faces.families["dejavusans"][0]["path"], 12)
    shown = 0
    while shown < 50:
        line = drawer.line()
        if line is None or line.image.shape[1] > 480:
            continue
        x, y = (shown % 2) * 750 + 4, (shown // 2) * 46 + 4
        sheet.paste(Image.fromarray(line.image), (x, y))
        for place in line.places:
            pen.line((x + place, y + 32, x + place, y + 36), fill="red")
        pen.text((x + 490, y + 8), text_of(line.classes), fill="black", font=label)
        shown += 1
    sheet.save(sys.argv[2])
