"""Prints how many steps a second Gymnasium's own vector CartPole takes, the best of some rounds.

Usage: python vector_cart_pole.py NUM_ENVS STEPS ROUNDS
"""

import sys
import time

import gymnasium as gym
import numpy as np

num_envs, steps, rounds = map(int, sys.argv[1:])
env = gym.make_vec("CartPole-v1", num_envs=num_envs, vectorization_mode="vector_entry_point")
actions = np.random.default_rng(0).integers(0, 2, (64, num_envs))
env.reset(seed=0)
best = 0.0
for _ in range(rounds):
    start = time.perf_counter()
    for i in range(steps // num_envs):
        env.step(actions[i & 63])
    best = max(best, steps // num_envs * num_envs / (time.perf_counter() - start))
print(best)
