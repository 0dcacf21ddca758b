"""What every training here has: a running average of the weights, a falling learning rate, and checkpoints to go on from."""

import math
import signal
import sys
import time
from pathlib import Path

import torch

AVERAGED = 0.999


def read_checkpoint(file):
    """What a training kept, on the CPU. Ends the program where that cannot be read."""
    try:
        return torch.load(file, map_location="cpu")
    except Exception as error:
        sys.exit(f"{file} cannot be read ({error}); delete it to begin anew, or bring a copy back.")


class Training:
    """
    Trains `net` on `total` examples, or for `seconds`. `settings` must be the same when it goes on. `start` is a file of weights to
    begin with. What is put into `facts` is kept with the weights. Trainings of one process end together.
    """

    ended = False

    def __init__(self, folder, net, settings, peak, total=None, seconds=None, start=None):
        self.checkpoint = Path(folder) / "checkpoint.pt"
        self.net, self.settings, self.total, self.seconds, self.peak = net, settings, total, seconds, peak
        if start is not None:
            net.load_state_dict(torch.load(start, map_location="cpu"))
        self.facts = {"start": None if start is None else Path(start).name}
        self.averaged = {name: value.clone() for name, value in net.state_dict().items()}
        matrices = [p for p in net.parameters() if p.dim() > 1]
        others = [p for p in net.parameters() if p.dim() <= 1]
        groups = [{"params": matrices, "weight_decay": 0.02}, {"params": others, "weight_decay": 0}]
        self.optimizer = torch.optim.AdamW(groups, lr=1e-3, betas=(0.9, 0.98))
        self.examples, self.sessions, self.before = 0, 0, 0.0
        if self.checkpoint.exists():
            kept = read_checkpoint(self.checkpoint)
            if kept["settings"] != settings:
                had = " and ".join(f"the {name} {value}" for name, value in kept["settings"].items())
                sys.exit(f"{self.checkpoint} is of a training with {had}; name these, or another folder.")
            net.load_state_dict(kept["net"])
            self.optimizer.load_state_dict(kept["optimizer"])
            for name, value in self.averaged.items():
                value.copy_(kept["averaged"][name])
            self.examples, self.sessions, self.before = kept["examples"], kept["sessions"] + 1, kept["took"]
            self.facts = kept["facts"]
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, Training.end)
        self.began = self.kept = time.time()

    @staticmethod
    def end(*_):
        Training.ended = True

    def took(self):
        """Seconds that it was trained for, in all sessions."""
        return self.before + time.time() - self.began

    def done(self):
        """The share of it that is done."""
        return self.examples / self.total if self.seconds is None else self.took() / self.seconds

    def goes_on(self):
        return self.done() < 1 and not Training.ended

    def rate(self):
        """Rises over the first 3 %, then falls as a cosine does."""
        done = min(1, self.done())
        return self.peak * (done / 0.03 if done < 0.03 else 0.5 * (1 + math.cos(math.pi * (done - 0.03) / 0.97))) + 1e-5

    def step(self, loss, examples):
        """One step down `loss`, which `examples` were looked at for; saves every two minutes."""
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 2.0)
        self.optimizer.step()
        self.examples += examples
        with torch.no_grad():
            averaged, now = [], []
            for name, value in self.net.state_dict().items():
                if value.is_floating_point():
                    averaged.append(self.averaged[name])
                    now.append(value)
                else:
                    self.averaged[name].copy_(value)
            torch._foreach_mul_(averaged, AVERAGED)
            torch._foreach_add_(averaged, now, alpha=1 - AVERAGED)
        if time.time() - self.kept > 120:
            self.save()
            self.kept = time.time()

    def save(self):
        state = {
            "net": self.net.state_dict(), "optimizer": self.optimizer.state_dict(), "averaged": self.averaged, "took": self.took(),
            "examples": self.examples, "sessions": self.sessions, "settings": self.settings, "facts": self.facts,
        }  # fmt: skip
        beside = self.checkpoint.with_suffix(".new")
        torch.save(state, beside)
        beside.replace(self.checkpoint)
