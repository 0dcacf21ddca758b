"""
Trains the recogniser on drawn lines alone. It can be ended at any time (SIGTERM, Ctrl-C) and goes on from its checkpoint.

    train.py FOLDER --lines 3000000 [--size large] [--seed 1] [--start WEIGHTS] [--drawers 1]

FOLDER holds faces.json (made when it is missing, from --fonts) and the checkpoint. Prints what it costs and how it gets on.
"""

import argparse
import json
import multiprocessing
import os
import signal
import sys
import time
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import faces
import numpy as np
import torch
import torch.nn.functional as F
from alphabet import BLANK, CLASSES
from augment import Augment
from net import STEP, Recogniser
from training import Training

# Lines are trained on together with others of about their width, in pixels.
WIDTHS = (48, 80, 128, 208, 336, 544)
# Lines of each width that are kept to be taken again, with other changes.
KEPT = (30_000, 30_000, 30_000, 20_000, 10_000, 5_000)
# Pixels of width in one batch, and classes of the longest line.
BATCH = 8_000
LONGEST = 48
# How often a line is looked at, on average, before drawing goes on.
LOOKS = 2
# What the places of glyphs weigh beside CTC, which alone says a letter some steps late.
PLACES = 0.3


def draw(queue, index, seed):
    """Draws lines for ever, in a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    from draw import Drawer

    drawer = Drawer(index, seed)
    piles = [[] for _ in WIDTHS]
    while True:
        line = drawer.line()
        if line is None:
            continue
        at = next(i for i, width in enumerate(WIDTHS) if line.image.shape[1] <= width)
        piles[at].append(line)
        if len(piles[at]) == 32:
            queue.put((at, packed(piles[at], WIDTHS[at])))
            piles[at] = []


def packed(lines, width):
    x = np.zeros((len(lines), 32, width), np.uint8)
    classes = np.zeros((len(lines), LONGEST), np.int64)
    places = np.full((len(lines), LONGEST), -1e3, np.float32)
    for i, line in enumerate(lines):
        x[i, :, : line.image.shape[1]] = line.image
        classes[i, : len(line.classes)] = line.classes
        places[i, : len(line.places)] = line.places
    widths = np.array([line.image.shape[1] for line in lines])
    return x, widths, classes, places, np.array([len(line.classes) for line in lines])


class Lines:
    """Drawn lines, by width; the oldest make room for new ones."""

    def __init__(self, queue, random):
        self.queue, self.random = queue, random
        self.kept = [[] for _ in WIDTHS]
        self.at = [0] * len(WIDTHS)
        self.drawn = 0

    def take_in(self, least):
        """Takes what is drawn by now, and waits where too little is."""
        while self.drawn < least or not self.queue.empty():
            # A drawer that died draws nothing: the wait ends, and the last checkpoint is there.
            at, lines = self.queue.get(timeout=120)
            most = KEPT[at] // 32
            if len(self.kept[at]) < most:
                self.kept[at].append(lines)
            else:
                self.kept[at][self.at[at] % most] = lines
                self.at[at] += 1
            self.drawn += len(lines[1])
            if self.drawn >= least + 4_000:
                return

    def batch(self):
        """Lines of one width; each width as often as its lines are drawn, counted by their pixels."""
        sizes = np.array([len(kept) * width for kept, width in zip(self.kept, WIDTHS)], float)
        at = self.random.choice(len(WIDTHS), p=sizes / sizes.sum())
        count = max(8, BATCH // WIDTHS[at])
        picks = [(self.random.randint(len(self.kept[at])), self.random.randint(32)) for _ in range(count)]
        return [torch.from_numpy(np.stack([self.kept[at][pile][part][i] for pile, i in picks])) for part in range(5)]


def losses(net, x, classes, places, lengths):
    """CTC, each line's by the root of its length; and how well glyphs are said where they are."""
    scores = net(x.to(memory_format=torch.channels_last)).log_softmax(2)
    steps = scores.shape[1]
    ctc = F.ctc_loss(
        scores.transpose(0, 1), classes, torch.full((len(x),), steps), lengths, blank=BLANK, reduction="none", zero_infinity=True
    )
    at = torch.div(places, STEP, rounding_mode="floor").long()
    known = (torch.arange(LONGEST)[None, :] < lengths[:, None]) & (at >= 0) & (at < steps)
    # Where two narrow glyphs share a step, neither can be asked for.
    alone = torch.ones_like(known)
    same = at[:, 1:] == at[:, :-1]
    alone[:, 1:] &= ~same
    alone[:, :-1] &= ~same
    known &= alone
    line, glyph = known.nonzero(as_tuple=True)
    said = scores[line, at[line, glyph], classes[line, glyph]]
    return (ctc / lengths.clamp(min=1) ** 0.5).mean(), -said.mean() if len(said) > 0 else scores.sum() * 0


def main():
    parser = argparse.ArgumentParser(description="Trains the recogniser on drawn lines.")
    parser.add_argument("folder")
    parser.add_argument("--lines", type=int, required=True, help="how many lines are looked at in all")
    parser.add_argument("--size", default="large", choices=("medium", "large"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peak", type=float, default=2e-3, help="the highest learning rate")
    parser.add_argument("--start", help="weights to begin with")
    parser.add_argument("--drawers", type=int, default=1, help="processes that draw")
    parser.add_argument("--fonts", default="node_modules", help="where npm put the faces")
    options = parser.parse_args()

    Path(options.folder).mkdir(parents=True, exist_ok=True)
    index = Path(options.folder) / "faces.json"
    if not index.exists():
        index.write_text(json.dumps(faces.find(options.fonts)))
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    net = Recogniser(CLASSES, options.size).to(memory_format=torch.channels_last)
    settings = {"size": options.size, "seed": options.seed}
    training = Training(options.folder, net, settings, options.lines, options.peak, options.start)
    # What was drawn before a training was stopped is not drawn again.
    seed = options.seed * 1_000 + training.sessions * 100
    queue = multiprocessing.Queue(maxsize=40)
    drawers = [multiprocessing.Process(target=draw, args=(queue, str(index), seed + i), daemon=True) for i in range(options.drawers)]
    for drawer in drawers:
        drawer.start()

    random = np.random.RandomState(seed)
    augment = Augment(torch.Generator().manual_seed(seed))
    lines = Lines(queue, random)
    began, first, told = time.time(), training.examples, time.time()
    sums = np.zeros(3)
    while training.goes_on():
        lines.take_in(max(min(6_000, training.total), (training.examples - first) / LOOKS))
        x, widths, classes, places, lengths = lines.batch()
        x, places = augment(x, widths, places)
        ctc, place = losses(net, x, classes, places, lengths)
        training.step(ctc + PLACES * place, len(x))
        sums += (float(ctc), float(place), 1)
        if time.time() - told > 30:
            speed = (training.examples - first) / (time.time() - began)
            print(
                f"{training.examples} lines of {training.total}, {lines.drawn} drawn now, {speed:.0f} a second: "
                f"loss {sums[0] / sums[2]:.4f}, places {sums[1] / sums[2]:.4f}",
                flush=True,
            )
            told, sums = time.time(), np.zeros(3)
    training.save()
    for drawer in drawers:
        drawer.terminate()
    print(f"{'ended early' if training.ended else 'done'} at {training.examples} lines")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    main()
