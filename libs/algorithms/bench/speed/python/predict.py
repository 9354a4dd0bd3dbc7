"""Prints the microseconds that Stable-Baselines3's `predict` takes for one observation, the median of some rounds."""

import statistics
import time

import numpy as np
import torch
from stable_baselines3 import PPO

CALLS = 200
torch.set_num_threads(1)
model = PPO("MlpPolicy", "CartPole-v1", seed=0, device="cpu")
observation = np.array([0.01, 0, 0.02, 0], dtype=np.float32)
rounds = []
for _ in range(25):
    start = time.perf_counter()
    for _ in range(CALLS):
        model.predict(observation, deterministic=True)
    rounds.append(1e6 * (time.perf_counter() - start) / CALLS)
print(statistics.median(rounds))
