"""Changes drawn lines a little more each time they are seen: moved, squeezed, slanted, blurred, inverted. In batches, by torch."""

import torch
import torch.nn.functional as F


def even(x, widths):
    """Brings each line of [lines, 1, 32, width], floats 0–1, to mean 0 and deviation 1. What lies beyond its end becomes 0."""
    mask = (torch.arange(x.shape[3], device=x.device)[None, :] < widths[:, None]).float()[:, None, None, :]
    count = widths.float().view(-1, 1, 1, 1) * x.shape[2]
    mean = (x * mask).sum((1, 2, 3), keepdim=True) / count
    variance = (((x - mean) * mask) ** 2).sum((1, 2, 3), keepdim=True) / count
    return (x - mean) / (variance.sqrt() + 2 / 255) * mask


class Augment:
    """[lines, 32, width] of 0–255, their widths and the places of their glyphs → [lines, 1, 32, width], and the places moved."""

    def __init__(self, generator):
        self.generator, self.device = generator, generator.device
        soft = torch.tensor([[1.0, 2, 1], [2, 4, 2], [1, 2, 1]], device=self.device) / 16
        self.soft = soft.view(1, 1, 3, 3)

    def rand(self, lines, low=0.0, high=1.0):
        return torch.rand(lines, 1, 1, generator=self.generator, device=self.device) * (high - low) + low

    def __call__(self, x, widths, places):
        lines, height, width = x.shape
        x = x.float().unsqueeze(1) / 255
        w = widths.float().view(lines, 1, 1)
        sometimes = lambda share: (self.rand(lines) < share).float()  # noqa: E731
        ys = torch.arange(height, device=self.device).float().view(1, height, 1) - (height - 1) / 2
        xs = torch.arange(width, device=self.device).float().view(1, 1, width)
        squeeze = 1 + self.rand(lines, -1, 1) * torch.clamp(4 / w, max=0.06)
        stretch = 1 + self.rand(lines, -0.09, 0.07)
        slant = self.rand(lines, -0.1, 0.1) * sometimes(0.3)
        shift = self.rand(lines, -1.5, 1.5)
        tilt = self.rand(lines, -1.2, 1.2) / w * sometimes(0.3)
        u = (xs - w / 2) * squeeze + w / 2 + slant * ys + shift
        v = ys * stretch + (height - 1) / 2 + self.rand(lines, -1.3, 1.3) + tilt * (xs - w / 2)
        u = torch.minimum(u.clamp(min=0).expand(lines, height, width), (w - 1).expand(lines, height, width))
        v = v.clamp(0, height - 1).expand(lines, height, width)
        grid = torch.stack([u * 2 / (width - 1) - 1, v * 2 / (height - 1) - 1], 3)
        x = F.grid_sample(x, grid, mode="bilinear", padding_mode="border", align_corners=True)
        x = self.focus(x, lines)
        x = even(x, widths)
        # Tones that are bent, grain, and light turned to dark.
        x = x + (self.rand(lines, -0.08, 0.08)).unsqueeze(1) * x * x.abs().clamp(max=2)
        grain = self.rand(lines, 0, 0.12).unsqueeze(1) * sometimes(0.4).unsqueeze(1)
        x = x + torch.randn(x.shape, generator=self.generator, device=self.device) * grain
        x = x * (sometimes(0.5) * 2 - 1).unsqueeze(1)
        x = even(x, widths)
        flat = squeeze.view(lines, 1), shift.view(lines, 1), w.view(lines, 1)
        moved = (places - flat[2] / 2 - flat[1]) / flat[0] + flat[2] / 2
        return x, moved

    def focus(self, x, lines):
        """Blurs a quarter of the lines a little, a sixth more, and sharpens an eighth."""
        near = F.conv2d(F.pad(x, (1, 1, 1, 1), mode="replicate"), self.soft)
        far = F.conv2d(F.pad(near, (2, 2, 2, 2), mode="replicate"), self.soft, dilation=2)
        kind, amount = self.rand(lines).unsqueeze(1), self.rand(lines).unsqueeze(1)
        sharp = x + (x - near) * amount
        return torch.where(
            kind < 0.25, x + (near - x) * amount, torch.where(kind < 0.4, x + (far - x) * amount, torch.where(kind < 0.52, sharp, x))
        )
