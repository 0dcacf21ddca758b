"""
Trains the detector on what `teach.ts` wrote. It can be ended at any time (SIGTERM, Ctrl-C) and goes on from its checkpoint.

    train.py FOLDER --data FOLDER --windows 100000 [--seed 1]

Pages that were added to the data meanwhile are looked at, too. Prints what it costs and how it gets on.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")
sys.path.append(str(Path(__file__).resolve().parents[1] / "recogniser"))

import numpy as np
import torch
from pyramid import Detector
from torch.nn import functional
from training import Training

# Pixels of a window's sides, and windows of a batch.
SIDE, BATCH = 320, 8
# Statistics of ImageNet, which PP-OCR applies to BGR as if it were RGB.
MEAN, DEVIATION = np.float32([0.485, 0.456, 0.406]) * 255, np.float32([0.229, 0.224, 0.225]) * 255
# One page in so many is only measured on.
HELD_OUT = 50
# What a line weighs that was drawn, but that PP-OCR does not see.
UNSEEN = 0.6


class Pages:
    """The pages that `teach.ts` wrote by now: pixels, PP-OCR's map, known lines."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.pages = []
        self.refresh()

    def refresh(self):
        rows = (self.folder / "pages.jsonl").read_text().splitlines()
        self.pages = [json.loads(row) for row in rows if row.endswith("}")]  # the last one may be half written
        self.bytes = np.memmap(self.folder / "pages.bin", np.uint8, "r")

    def page(self, index):
        """Pixels [height, width, 3], targets and weights [height, width]."""
        page = self.pages[index]
        width, height, at = page["width"], page["height"], page["at"]
        room = width * height
        pixels = self.bytes[at : at + 3 * room].reshape(height, width, 3)
        seen = self.bytes[at + 3 * room : at + 4 * room].reshape(height, width)
        known = self.bytes[at + 4 * room : at + 5 * room].reshape(height, width)
        target = np.maximum(seen, np.where(known > 127, known, 0)).astype(np.float32) / 255
        weight = np.where((known > 127) & (seen < 77), np.float32(UNSEEN), np.float32(1))
        return pixels, target, weight


def window(pages, index, r):
    """A part of a page, with its shades changed."""
    pixels, target, weight = pages.page(index)
    height, width = target.shape
    x, y = r.randint(max(1, width - SIDE + 1)), r.randint(max(1, height - SIDE + 1))
    part = pixels[y : y + SIDE, x : x + SIDE].astype(np.float32)
    # Not a mirror image: it would be other text.
    if r.rand() < 0.3:
        part = 255 - part
    if r.rand() < 0.3:
        part = part[:, :, r.permutation(3)]
    if r.rand() < 0.4:
        part = np.clip((part - 128) * r.uniform(0.5, 1.3) + 128 + r.uniform(-40, 40), 0, 255)
    if r.rand() < 0.2:
        part = np.clip(part + r.normal(0, r.uniform(1, 8), part.shape), 0, 255)
    h, w = part.shape[:2]
    image = np.zeros((3, SIDE, SIDE), np.float32)
    image[:, :h, :w] = ((part[:, :, ::-1] - MEAN) / DEVIATION).transpose(2, 0, 1)
    targets, weights = np.zeros((SIDE, SIDE), np.float32), np.zeros((SIDE, SIDE), np.float32)
    targets[:h, :w] = target[y : y + SIDE, x : x + SIDE]
    weights[:h, :w] = weight[y : y + SIDE, x : x + SIDE]
    return image, targets, weights


def losses(logits, target, weight):
    """Cross-entropy, of ground only the hardest three pixels for each of text (DB, Liao et al. 2020); and the Dice loss."""
    each = functional.binary_cross_entropy_with_logits(logits, target, weight, reduction="none")
    is_text = target > 0.3
    texts = each[is_text]
    grounds = each[~is_text]
    hardest = grounds.topk(min(len(grounds), 3 * len(texts) + 2_000), sorted=False).values
    entropy = (texts.sum() + hardest.sum()) / (len(texts) + len(hardest))
    said = torch.sigmoid(logits) * weight
    target = target * weight
    dice = 1 - (2 * (said * target).sum() + 1) / ((said * said).sum() + (target * target).sum() + 1)
    return entropy, dice


def measured(net, weights, pages, count=60):
    """Of the text pixels of pages that were not trained on: how many are found, and of the found ones how many are."""
    net_state = {name: value.clone() for name, value in net.state_dict().items()}
    net.load_state_dict(weights)
    net.eval()
    found = texts = said = 0
    r = np.random.RandomState(7)
    with torch.no_grad():
        for index in range(0, len(pages.pages), HELD_OUT):
            if count == 0:
                break
            count -= 1
            image, target, weight = window(pages, index, r)
            logits = net(torch.from_numpy(image)[None])[0, 0].numpy()
            is_text, is_said = (target > 0.3) & (weight == 1), logits > np.log(0.3 / 0.7)
            found += (is_text & is_said).sum()
            texts += is_text.sum()
            said += (is_said & ((target > 0.3) | (weight == 1)) & (weight > 0)).sum()
    net.load_state_dict(net_state)
    net.train()
    return found / max(1, texts), found / max(1, said)


def main():
    parser = argparse.ArgumentParser(description="Trains the detector on drawn pages.")
    parser.add_argument("folder")
    parser.add_argument("--data", required=True, help="what teach.ts wrote")
    parser.add_argument("--windows", type=int, required=True, help="how many windows are looked at in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peak", type=float, default=3e-3, help="the highest learning rate")
    options = parser.parse_args()
    Path(options.folder).mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    net = Detector().to(memory_format=torch.channels_last)
    training = Training(options.folder, net, {"seed": options.seed}, options.peak, options.windows)
    pages = Pages(options.data)
    training.facts["pages"] = len(pages.pages)
    r = np.random.RandomState(options.seed * 1_000 + training.sessions)
    began, first, told = time.time(), training.examples, time.time()
    sums = np.zeros(3)
    while training.goes_on():
        picks = []
        while len(picks) < BATCH:
            index = r.randint(len(pages.pages))
            if index % HELD_OUT != 0:
                picks.append(index)
        batch = [torch.from_numpy(np.stack(part)) for part in zip(*(window(pages, index, r) for index in picks))]
        entropy, dice = losses(net(batch[0].to(memory_format=torch.channels_last))[:, 0], batch[1], batch[2])
        training.step(entropy + dice, BATCH)
        sums += (float(entropy), float(dice), 1)
        if time.time() - told > 60:
            pages.refresh()
            training.facts["pages"] = len(pages.pages)
            found, right = measured(net, training.averaged, pages)
            speed = (training.examples - first) / (time.time() - began)
            print(
                f"{training.examples} windows of {options.windows}, {len(pages.pages)} pages, {speed:.1f} a second: "
                f"entropy {sums[0] / sums[2]:.4f}, Dice {sums[1] / sums[2]:.4f}; "
                f"held out: {100 * found:.1f} % of text pixels found, {100 * right:.1f} % of the found are text",
                flush=True,
            )
            told, sums = time.time(), np.zeros(3)
    training.save()
    print(f"{'ended early' if Training.ended else 'done'} at {training.examples} windows")


if __name__ == "__main__":
    main()
