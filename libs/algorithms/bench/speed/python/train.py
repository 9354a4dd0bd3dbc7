"""Prints the seconds that a training takes in Stable-Baselines3 or SBX, imports aside.

Usage: python train.py ALGORITHM ENV PRESET STEPS sb3|sbx THREADS
"""

import sys
import time

import numpy as np
import torch

algorithm, env_id, preset, steps, library, threads = sys.argv[1:]
torch.set_num_threads(int(threads))

from stable_baselines3.common.env_util import make_vec_env  # noqa: E402
from stable_baselines3.common.noise import NormalActionNoise  # noqa: E402

if library == "sb3":
    from sb3_contrib import TQC
    from stable_baselines3 import A2C, DQN, PPO, SAC, TD3
else:
    from sbx import DQN, PPO, SAC, TD3, TQC

    A2C = None

# The tuned ones are those of RL Baselines3 Zoo.
TUNED = {
    ("ppo", "CartPole-v1"): (
        8,
        dict(
            n_steps=32,
            batch_size=256,
            gae_lambda=0.8,
            gamma=0.98,
            n_epochs=20,
            ent_coef=0.0,
            learning_rate=lambda remaining: 1e-3 * remaining,
            clip_range=lambda remaining: 0.2 * remaining,
        ),
    ),
    ("a2c", "CartPole-v1"): (8, dict(ent_coef=0.0)),
    ("dqn", "CartPole-v1"): (
        1,
        dict(
            learning_rate=2.3e-3,
            batch_size=64,
            buffer_size=100_000,
            learning_starts=1000,
            gamma=0.99,
            target_update_interval=10,
            train_freq=256,
            gradient_steps=128,
            exploration_fraction=0.16,
            exploration_final_eps=0.04,
            policy_kwargs=dict(net_arch=[256, 256]),
        ),
    ),
    ("sac", "Pendulum-v1"): (1, dict(learning_rate=1e-3)),
    ("td3", "Pendulum-v1"): (
        1,
        dict(
            learning_rate=1e-3,
            gamma=0.98,
            buffer_size=200_000,
            learning_starts=10_000,
            action_noise=NormalActionNoise(np.zeros(1), 0.1 * np.ones(1)),
            policy_kwargs=dict(net_arch=[400, 300]),
        ),
    ),
    ("tqc", "Pendulum-v1"): (1, dict(learning_rate=1e-3)),
}
num_envs, settings = TUNED.get((algorithm, env_id), (1, {})) if preset == "tuned" else (1, {})
learner = {"ppo": PPO, "a2c": A2C, "dqn": DQN, "sac": SAC, "td3": TD3, "tqc": TQC}[algorithm]
options = dict(device="cpu") if library == "sb3" else {}
model = learner("MlpPolicy", make_vec_env(env_id, n_envs=num_envs, seed=0), seed=0, **options, **settings)
start = time.perf_counter()
model.learn(int(steps))
print(time.perf_counter() - start)
