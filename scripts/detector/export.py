"""
Writes what a training made into the program: export.py FOLDER [WEIGHTS.onnx]

Takes the running average of the weights, folds the batch normalisations into the convolutions, says probabilities instead of
logits, and writes the model and how it was made.
"""

import json
import platform
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "recogniser"))

import torch
from pyramid import GRID, Detector
from torch import nn
from training import read_checkpoint

TALLY = Path(__file__).resolve().parents[2] / "src" / "reading" / "engines" / "tally"


def main(folder, target):
    kept = read_checkpoint(Path(folder) / "checkpoint.pt")
    net = Detector()
    net.load_state_dict(kept["averaged"])
    net = nn.Sequential(net, nn.Sigmoid()).eval()
    size = {2: "height", 3: "width"}
    torch.onnx.export(
        net, torch.zeros(1, 3, 4 * GRID, 2 * GRID), str(target), opset_version=13, input_names=["pictures"], output_names=["text"],
        dynamic_axes={"pictures": {0: "pictures", **size}, "text": {0: "pictures", **size}},
    )  # fmt: skip
    made = {**kept["settings"], "windows": kept["examples"], **kept["facts"], "sessions": kept["sessions"] + 1}
    made["versions"] = {"python": platform.python_version(), "torch": torch.__version__}
    target.with_suffix(".json").write_text(json.dumps(made, indent=2) + "\n")
    parameters = sum(value.numel() for value in net.parameters())
    print(f"{target}: {parameters} parameters, {target.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]) if len(sys.argv) > 2 else TALLY / "lines.onnx")
