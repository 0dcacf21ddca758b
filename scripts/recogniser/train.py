"""
Trains the recogniser on drawn lines alone. It can be ended at any time (SIGTERM, Ctrl-C) and goes on from its checkpoint.

    train.py FOLDER --lines 3000000 [--size large] [--seed 1] [--start WEIGHTS] [--drawers 1]
    train.py FOLDER FOLDER --seconds 600 --size large medium --device cuda --drawers 15 --batch 64000 --looks 4 --kept 20

FOLDER holds faces.json (made when it is missing, from --fonts) and the checkpoint. Networks of several sizes, each with a folder of
its own, see the same lines. Prints what it costs and how it gets on.
"""

import argparse
import copy
import json
import multiprocessing
import os
import signal
import sys
import time
from contextlib import nullcontext
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import faces
import numpy as np
import torch
import torch.nn.functional as F
from alphabet import BLANK, CLASSES
from augment import Augment
from net import SIZES, STEP, Recogniser
from training import Training

# Lines are trained on together with others of about their width, in pixels.
WIDTHS = (48, 80, 128, 208, 336, 544)
# Lines of each width that are kept to be taken again, with other changes; 7 kB each. `--kept` multiplies them.
KEPT = (30_000, 30_000, 30_000, 20_000, 10_000, 5_000)
# Classes of the longest line.
LONGEST = 48
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
        # Dots beside a long text may be more than there is room for.
        if line is None or len(line.classes) > LONGEST:
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

    def __init__(self, queue, random, kept, pixels):
        self.queue, self.random, self.room, self.pixels = queue, random, kept, pixels
        self.kept = [[] for _ in WIDTHS]
        self.at = [0] * len(WIDTHS)
        self.drawn = 0

    def take_in(self, least):
        """Takes what is drawn by now, and waits where too little is."""
        while self.drawn < least or not self.queue.empty():
            # A drawer that died draws nothing: the wait ends, and the last checkpoint is there.
            at, lines = self.queue.get(timeout=120)
            most = KEPT[at] * self.room // 32
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
        count = max(8, self.pixels // WIDTHS[at])
        picks = [(self.random.randint(len(self.kept[at])), self.random.randint(32)) for _ in range(count)]
        return [torch.from_numpy(np.stack([self.kept[at][pile][part][i] for pile, i in picks])) for part in range(5)]


def losses(net, x, classes, places, lengths):
    """
    CTC, each line's by the root of its length; and how well glyphs are said where they are. `lengths` are on the CPU, where CTC
    wants them: a card works ahead of the CPU as long as nothing asks it for a value.
    """
    # A card multiplies shorter numbers several times as fast; the sums stay long.
    with torch.autocast("cuda", torch.bfloat16) if x.is_cuda else nullcontext():
        scores = net(x)
    scores = scores.float().log_softmax(2)
    steps = scores.shape[1]
    given = torch.full((len(x),), steps)
    ctc = F.ctc_loss(scores.transpose(0, 1), classes, given, lengths, blank=BLANK, reduction="none", zero_infinity=True)
    at = torch.div(places, STEP, rounding_mode="floor").long()
    known = (torch.arange(LONGEST)[None, :] < lengths[:, None]).to(x.device) & (at >= 0) & (at < steps)
    # Where two narrow glyphs share a step, neither can be asked for.
    alone = torch.ones_like(known)
    same = at[:, 1:] == at[:, :-1]
    alone[:, 1:] &= ~same
    alone[:, :-1] &= ~same
    known &= alone
    line = torch.arange(len(x), device=x.device)[:, None]
    said = scores[line, at.clamp(0, steps - 1), classes] * known
    return (ctc / lengths.to(x.device).clamp(min=1) ** 0.5).mean(), -said.sum() / known.sum().clamp(min=1)


def layout_of(net, device):
    """The order of channels in memory that is the faster one: the CPU's is known, a card's depends on its library."""
    if device.type == "cpu":
        return torch.channels_last
    took = {}
    for layout in (torch.channels_last, torch.contiguous_format):
        tried = copy.deepcopy(net).to(memory_format=layout)
        x = torch.randn(300, 1, 32, 208, device=device).to(memory_format=layout)
        for attempt in range(8):
            if attempt == 3:
                torch.cuda.synchronize()
                began = time.time()
            with torch.autocast("cuda", torch.bfloat16):
                scores = tried(x)
            scores.float().square().mean().backward()
        torch.cuda.synchronize()
        took[layout] = time.time() - began
    best = min(took, key=took.get)
    print(", ".join(f"{layout}: {1000 * seconds / 5:.1f} ms" for layout, seconds in took.items()), flush=True)
    return best


def arguments():
    parser = argparse.ArgumentParser(description="Trains the recogniser on drawn lines.")
    parser.add_argument("folders", nargs="+")
    until = parser.add_mutually_exclusive_group(required=True)
    until.add_argument("--lines", type=int, help="how many lines are looked at in all")
    until.add_argument("--seconds", type=int, help="how long it trains in all")
    parser.add_argument("--size", nargs="+", default=["large"], choices=tuple(SIZES))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peak", type=float, default=2e-3, help="the highest learning rate")
    parser.add_argument("--start", help="weights to begin with")
    parser.add_argument("--device", type=torch.device, default=torch.device("cpu"))
    parser.add_argument("--batch", type=int, default=8_000, help="pixels of width in one batch")
    parser.add_argument("--looks", type=float, default=2, help="how often a line is looked at, on average, before drawing goes on")
    parser.add_argument("--kept", type=int, default=1, help="for how many times 125,000 lines there is memory")
    parser.add_argument("--drawers", type=int, default=1, help="processes that draw")
    parser.add_argument("--fonts", default="node_modules", help="where npm put the faces")
    options = parser.parse_args()
    if len(options.folders) != len(options.size):
        parser.error("name a folder for each size")
    return options


def main():
    options = arguments()
    for folder in options.folders:
        Path(folder).mkdir(parents=True, exist_ok=True)
        index = Path(folder) / "faces.json"
        if not index.exists():
            index.write_text(json.dumps(faces.find(options.fonts)))
    torch.set_num_threads(1)
    trainings = []
    for folder, size in zip(options.folders, options.size):
        torch.manual_seed(options.seed)
        net = Recogniser(CLASSES, size).to(options.device)
        layout = layout_of(net, options.device)
        net.to(memory_format=layout)
        settings = {"size": size, "seed": options.seed}
        trainings.append(Training(folder, net, settings, options.peak, options.lines, options.seconds, options.start))
    leader = trainings[0]
    # What was drawn before a training was stopped is not drawn again.
    seed = options.seed * 1_000 + leader.sessions * 100
    queue = multiprocessing.Queue(maxsize=40 + 10 * options.drawers)
    drawers = [multiprocessing.Process(target=draw, args=(queue, str(index), seed + i), daemon=True) for i in range(options.drawers)]
    for drawer in drawers:
        drawer.start()

    random = np.random.RandomState(seed)
    augment = Augment(torch.Generator(options.device).manual_seed(seed))
    lines = Lines(queue, random, options.kept, options.batch)
    # Few lines are enough to begin with: the first steps are small ones.
    least = 1_000 if options.lines is None else min(1_000, options.lines)
    began, first, told = time.time(), leader.examples, time.time()
    sums, steps = torch.zeros(len(trainings), 2, device=options.device), 0
    while leader.goes_on():
        lines.take_in(max(least, (leader.examples - first) / options.looks))
        *parts, lengths = lines.batch()
        x, widths, classes, places = (part.to(options.device) for part in parts)
        x, places = augment(x, widths, places)
        x = x.to(memory_format=layout)
        for training, sum_of in zip(trainings, sums):
            ctc, place = losses(training.net, x, classes, places, lengths)
            training.step(ctc + PLACES * place, len(x))
            sum_of += torch.stack([ctc.detach(), place.detach()])
        steps += 1
        if time.time() - told > 30:
            speed = (leader.examples - first) / (time.time() - began)
            means = "; ".join(f"{size} {ctc:.4f}, places {place:.4f}" for size, (ctc, place) in zip(options.size, (sums / steps).tolist()))
            print(
                f"{leader.examples} lines, {100 * leader.done():.1f} %, {lines.drawn} drawn now, {speed:.0f} a second: loss of {means}",
                flush=True,
            )
            told, steps = time.time(), 0
            sums.zero_()
    for training in trainings:
        training.save()
    for drawer in drawers:
        drawer.terminate()
    print(f"{'ended early' if Training.ended else 'done'} at {leader.examples} lines")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    main()
