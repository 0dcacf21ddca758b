"""
Reads newly drawn lines that no training saw: measure.py FOLDER [--lines 3000] [--seed 99]

Prints, for each kind of line, how many are read without a mistake, how sure it is where it is wrong, how many cut
characters are taken for whole ones, and how far from its glyph a character is said.
"""

import argparse
import math
import re
from pathlib import Path

import numpy as np
import torch
from alphabet import CHARACTERS, CLASSES, UNREADABLE, UNREADABLE_SIGN, FRAGMENT, FRAGMENT_SIGN
from augment import even
from draw import Drawer
from net import HEIGHT, STEP, Recogniser
from training import read_checkpoint

SIGNS = CHARACTERS + FRAGMENT_SIGN + UNREADABLE_SIGN


def read(net, line):
    """Classes, their confidences and places in pixels, by greedy decoding."""
    width = line.image.shape[1]
    padded = math.ceil((width + 8) / 16) * 16
    x = torch.zeros(1, 1, HEIGHT, padded)
    x[0, 0, :, :width] = torch.from_numpy(line.image.astype(np.float32) / 255)
    with torch.no_grad():
        likely, best = net(even(x, torch.tensor([width])))[0].softmax(1).max(1)
    classes, sure, places, before = [], [], [], 0
    for step, (c, p) in enumerate(zip(best.tolist(), likely.tolist())):
        if c != 0 and c != before:
            classes.append(c)
            sure.append(p)
            places.append((step + 0.5) * STEP)
        elif c != 0:
            sure[-1] = max(sure[-1], p)
        before = c
    return classes, sure, places


def text_of(classes):
    return "".join(SIGNS[c - 1] for c in classes)


def kind_of(line):
    if FRAGMENT in line.classes:
        return "cut"
    if UNREADABLE in line.classes:
        return "unreadable"
    text = text_of(line.classes)
    if text == "":
        return "nothing"
    return "numbers" if re.fullmatch(r"[\d.,:/%+\- ’]+", text) else "with digits" if re.search(r"\d", text) else "words"


def main():
    parser = argparse.ArgumentParser(description="Reads newly drawn lines.")
    parser.add_argument("folder")
    parser.add_argument("--lines", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=99)
    options = parser.parse_args()
    kept = read_checkpoint(Path(options.folder) / "checkpoint.pt")
    net = Recogniser(CLASSES, kept["settings"]["size"])
    net.load_state_dict(kept["averaged"])
    net.eval()
    torch.set_num_threads(1)
    drawer = Drawer(str(Path(options.folder) / "faces.json"), options.seed)
    seen, right, sure_and_wrong, cut_as_whole, away = {}, {}, {}, 0, []
    while sum(seen.values()) < options.lines:
        line = drawer.line()
        if line is None:
            continue
        kind = kind_of(line)
        classes, sure, places = read(net, line)
        seen[kind] = seen.get(kind, 0) + 1
        if classes == line.classes:
            right[kind] = right.get(kind, 0) + 1
            away += [place - known for place, known in zip(places, line.places)]
        elif classes and min(sure) >= 0.9 and FRAGMENT not in classes and UNREADABLE not in classes:
            sure_and_wrong[kind] = sure_and_wrong.get(kind, 0) + 1
            cut_as_whole += kind == "cut"
    print(f"{kept['examples']} lines trained on, {options.lines} read, seed {options.seed}")
    for kind in sorted(seen):
        share = right.get(kind, 0) / seen[kind]
        print(f"  {kind:12} {seen[kind]:5}  right {share:6.1%}  wrong though 90 % sure {sure_and_wrong.get(kind, 0)}")
    low, middle, high = np.percentile(away, [5, 50, 95])
    print(f"  characters are said {middle:.1f} px behind their middle (5 % to 95 %: {low:.1f} to {high:.1f}); {HEIGHT} px is the line's height")


if __name__ == "__main__":
    main()
