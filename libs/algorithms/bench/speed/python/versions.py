"""Prints the versions of what the peers stand on, as JSON."""

import json
import platform
from importlib.metadata import version

NAMES = ["stable-baselines3", "sbx-rl", "torch", "jax", "gymnasium"]
print(json.dumps({"python": platform.python_version(), **{name: version(name) for name in NAMES}}))
