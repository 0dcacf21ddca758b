"""The network: convolutions alone, so that it takes lines of any width and is fast on one core."""

import torch
from torch import nn

# Pixels of the line's height, and of its width for each of which all classes are scored.
HEIGHT = 32
STEP = 4

# Channels of the stages, blocks in the last three of them, and how far a block of the last one looks along the line.
SIZES = {
    "small": {"channels": (20, 40, 80, 128, 224), "blocks": (2, 3, 4), "reach": 11},
    "medium": {"channels": (24, 48, 96, 160, 256), "blocks": (2, 3, 4), "reach": 11},
    "large": {"channels": (32, 64, 128, 224, 320), "blocks": (2, 3, 5), "reach": 11},
}


def convolution(inputs, outputs, kernel, stride=1, padding=None, groups=1, rectify=True):
    kernel = (kernel, kernel) if isinstance(kernel, int) else kernel
    padding = tuple(side // 2 for side in kernel) if padding is None else padding
    layers = [
        nn.Conv2d(inputs, outputs, kernel, stride, padding, groups=groups, bias=False),
        nn.BatchNorm2d(outputs),
    ]
    return nn.Sequential(*layers, nn.ReLU(inplace=True)) if rectify else nn.Sequential(*layers)


class Block(nn.Module):
    """A depthwise and a pointwise convolution (MobileNet, Howard et al. 2017), with a residual where shapes allow one."""

    def __init__(self, inputs, outputs, kernel=3, stride=1):
        super().__init__()
        self.depthwise = convolution(inputs, inputs, kernel, stride, groups=inputs)
        self.pointwise = convolution(inputs, outputs, 1, rectify=False)
        self.is_residual = inputs == outputs and stride == 1

    def forward(self, x):
        y = self.pointwise(self.depthwise(x))
        return torch.relu(x + y) if self.is_residual else torch.relu(y)


class Recogniser(nn.Module):
    """[lines, 1, 32, width] of mean 0 and deviation 1 → logits [lines, width ÷ 4, classes]."""

    def __init__(self, classes, size="large", dropout=0.05):
        super().__init__()
        stem, high, middle, low, line = SIZES[size]["channels"]
        middles, lows, lines = SIZES[size]["blocks"]
        reach = SIZES[size]["reach"]
        self.body = nn.Sequential(
            convolution(1, stem, 3, 2),  # 16 high, a half as wide
            Block(stem, high),
            Block(high, middle, 3, 2),  # 8 high, a quarter as wide, and so it stays
            *[Block(middle, middle) for _ in range(middles)],
            Block(middle, low, 3, (2, 1)),  # 4 high
            *[Block(low, low) for _ in range(lows)],
            convolution(low, line, (4, 1), padding=(0, 0)),  # 1 high
            *[Block(line, line, (1, reach)) for _ in range(lines)],
            nn.Dropout(dropout),
        )
        self.head = nn.Conv2d(line, classes, 1)

    def forward(self, x):
        return self.head(self.body(x)).squeeze(2).permute(0, 2, 1)
