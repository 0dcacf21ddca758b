"""The network: full convolutions on small maps, which one core works off three times as fast as depthwise ones of the same size."""

import torch
from torch import nn
from torch.nn import functional

# Channels at a half, a quarter, an eighth … of the picture's size, residual blocks from a quarter on, channels where they meet.
STEM, CHANNELS, BLOCKS, NECK = 16, (24, 48, 80, 96), (1, 2, 2, 2), 24
# What the picture's sides must be multiples of.
GRID = 32


def convolution(inputs, outputs, stride=1, rectify=True):
    layers = [nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs)]
    return nn.Sequential(*layers, nn.ReLU(inplace=True)) if rectify else nn.Sequential(*layers)


class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.body = convolution(channels, channels, rectify=False)

    def forward(self, x):
        return torch.relu(x + self.body(x))


class Detector(nn.Module):
    """
    [pictures, 3, height, width], normalised as PP-OCR's detector takes them → [pictures, 1, height, width], the logit of text at
    each pixel. A feature pyramid (Lin et al. 2017), whose finest level, a quarter of the size, says 4 × 4 pixels at once.
    """

    def __init__(self):
        super().__init__()
        self.stem = convolution(3, STEM, 2)
        stages, inputs = [], STEM
        for channels, blocks in zip(CHANNELS, BLOCKS):
            stages.append(nn.Sequential(convolution(inputs, channels, 2), *[Block(channels) for _ in range(blocks)]))
            inputs = channels
        self.stages = nn.ModuleList(stages)
        self.across = nn.ModuleList([nn.Conv2d(channels, NECK, 1) for channels in CHANNELS])
        self.meet = convolution(NECK, NECK)
        self.head = nn.ConvTranspose2d(NECK, 1, 4, 4)

    def forward(self, x):
        x = self.stem(x)
        levels = []
        for stage, across in zip(self.stages, self.across):
            x = stage(x)
            levels.append(across(x))
        y = levels.pop()
        while levels:
            y = levels.pop() + functional.interpolate(y, scale_factor=2.0, mode="nearest")
        return self.head(self.meet(y))
