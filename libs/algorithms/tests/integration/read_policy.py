"""Reads exported policies with ONNX Runtime and safetensors: a JSON line of {onnx, safetensors, observations} in, what they give out."""

import json
import sys

import numpy as np
import onnx
import onnxruntime
from safetensors.numpy import load_file

for line in sys.stdin:
    case = json.loads(line)
    onnx.checker.check_model(onnx.load(case["onnx"]), full_check=True)
    session = onnxruntime.InferenceSession(case["onnx"], providers=["CPUExecutionProvider"])
    observations = np.asarray(case["observations"], dtype=np.float32)
    names = [output.name for output in session.get_outputs()]
    outputs = dict(zip(names, session.run(names, {"observation": observations})))
    tensors = load_file(case["safetensors"])
    shapes = {name: list(tensor.shape) for name, tensor in tensors.items()}
    print(json.dumps({"actions": outputs["action"].tolist(), "outputs": sorted(names), "shapes": shapes}), flush=True)
