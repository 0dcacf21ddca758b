"""
Writes what a training made into the program: export.py FOLDER [WEIGHTS.onnx]

Takes the running average of the weights, folds the batch normalisations into the convolutions, and writes the model, the
characters beside it, and how it was made.
"""

import json
import platform
import sys
from pathlib import Path

import PIL
import torch
from alphabet import CHARACTERS, CLASSES, UNREADABLE_SIGN, FRAGMENT_SIGN
from net import HEIGHT, Recogniser
from training import read_checkpoint

TALLY = Path(__file__).resolve().parents[2] / "src" / "reading" / "engines" / "tally"


def main(folder, target):
    kept = read_checkpoint(Path(folder) / "checkpoint.pt")
    net = Recogniser(CLASSES, kept["settings"]["size"])
    net.load_state_dict(kept["averaged"])
    net.eval()
    example = torch.zeros(1, 1, HEIGHT, 128)
    torch.onnx.export(
        net, example, str(target), opset_version=13, input_names=["lines"], output_names=["scores"],
        dynamic_axes={"lines": {0: "lines", 3: "width"}, "scores": {0: "lines", 1: "steps"}},
    )  # fmt: skip
    (target.parent / "characters.txt").write_text(CHARACTERS + FRAGMENT_SIGN + UNREADABLE_SIGN + "\n", encoding="utf-8")
    made = {
        **kept["settings"], **kept["facts"], "lines": kept["examples"], "sessions": kept["sessions"] + 1,
        "versions": {"python": platform.python_version(), "torch": torch.__version__, "pillow": PIL.__version__},
    }  # fmt: skip
    target.with_suffix(".json").write_text(json.dumps(made, indent=2) + "\n")
    parameters = sum(value.numel() for value in net.parameters())
    print(f"{target}: {parameters} parameters, {target.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]) if len(sys.argv) > 2 else TALLY / "tally.onnx")
