"""What every training here has: a running average of the weights, a falling learning rate, and checkpoints to go on from."""

import math
import signal
import sys
import time
from pathlib import Path

import torch

AVERAGED = 0.999


def read_checkpoint(file):
    """What a training kept. Ends the program where that cannot be read."""
    try:
        return torch.load(file)
    except Exception as error:
        sys.exit(f"{file} cannot be read ({error}); delete it to begin anew, or bring a copy back.")


class Training:
    """
    Trains `net` on `total` examples. `settings` must be the same when it goes on. `start` is a file of weights to begin with.
    What is put into `facts` is kept with the weights.
    """

    def __init__(self, folder, net, settings, total, peak, start=None):
        self.checkpoint = Path(folder) / "checkpoint.pt"
        self.net, self.settings, self.total, self.peak = net, settings, total, peak
        if start is not None:
            net.load_state_dict(torch.load(start))
        self.facts = {"start": None if start is None else Path(start).name}
        self.averaged = {name: value.clone() for name, value in net.state_dict().items()}
        matrices = [p for p in net.parameters() if p.dim() > 1]
        others = [p for p in net.parameters() if p.dim() <= 1]
        groups = [{"params": matrices, "weight_decay": 0.02}, {"params": others, "weight_decay": 0}]
        self.optimizer = torch.optim.AdamW(groups, lr=1e-3, betas=(0.9, 0.98))
        self.examples = 0
        self.sessions = 0
        if self.checkpoint.exists():
            kept = read_checkpoint(self.checkpoint)
            if kept["settings"] != settings:
                had = " and ".join(f"the {name} {value}" for name, value in kept["settings"].items())
                sys.exit(f"{self.checkpoint} is of a training with {had}; name these, or another folder.")
            net.load_state_dict(kept["net"])
            self.optimizer.load_state_dict(kept["optimizer"])
            self.averaged, self.examples, self.sessions = kept["averaged"], kept["examples"], kept["sessions"] + 1
            self.facts = kept["facts"]
        self.ended = False
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self.end)
        self.kept = time.time()

    def end(self, *_):
        self.ended = True

    def goes_on(self):
        return self.examples < self.total and not self.ended

    def rate(self):
        """Rises over the first 3 %, then falls as a cosine does."""
        done = self.examples / self.total
        return self.peak * (done / 0.03 if done < 0.03 else 0.5 * (1 + math.cos(math.pi * (done - 0.03) / 0.97))) + 1e-5

    def step(self, loss, examples):
        """One step down `loss`, which `examples` were looked at for; saves every five minutes."""
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 2.0)
        self.optimizer.step()
        self.examples += examples
        with torch.no_grad():
            for name, value in self.net.state_dict().items():
                if value.is_floating_point():
                    self.averaged[name].lerp_(value, 1 - AVERAGED)
                else:
                    self.averaged[name].copy_(value)
        if time.time() - self.kept > 300:
            self.save()
            self.kept = time.time()

    def save(self):
        state = {
            "net": self.net.state_dict(), "optimizer": self.optimizer.state_dict(), "averaged": self.averaged,
            "examples": self.examples, "sessions": self.sessions, "settings": self.settings, "facts": self.facts,
        }  # fmt: skip
        beside = self.checkpoint.with_suffix(".new")
        torch.save(state, beside)
        beside.replace(self.checkpoint)
