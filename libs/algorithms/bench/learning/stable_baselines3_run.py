"""Trains Stable-Baselines3 with RL-Zoo's hyperparameters: `ALGORITHM ENV SEED STEPS`; prints the run as a JSON line.

Needs `pip install stable-baselines3`. One thread, as the learners of this repository have.
"""

import json
import sys
import time

import numpy as np
import stable_baselines3
import torch
from stable_baselines3 import A2C, PPO, SAC, TD3
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.env_util import make_vec_env
from stable_baselines3.common.evaluation import evaluate_policy
from stable_baselines3.common.noise import NormalActionNoise
from stable_baselines3.common.vec_env import VecNormalize

POINTS = 50
EVALUATION_EPISODES = 100


def linear(start):
    return lambda remaining: remaining * start


NORMAL = NormalActionNoise(np.zeros(1), 0.1 * np.ones(1))

# Class, environments, whether observations and rewards are normalised, hyperparameters.
CELLS = {
    "ppo CartPole-v1": (PPO, 8, False, dict(n_steps=32, batch_size=256, gae_lambda=0.8, gamma=0.98, n_epochs=20, ent_coef=0.0, learning_rate=linear(1e-3), clip_range=linear(0.2))),
    "a2c CartPole-v1": (A2C, 8, False, dict(ent_coef=0.0)),
    "ppo Acrobot-v1": (PPO, 16, True, dict(n_steps=256, gae_lambda=0.94, gamma=0.99, n_epochs=4, ent_coef=0.0)),
    "a2c Acrobot-v1": (A2C, 16, True, dict(ent_coef=0.0)),
    "ppo Pendulum-v1": (PPO, 4, False, dict(n_steps=1024, gae_lambda=0.95, gamma=0.9, n_epochs=10, ent_coef=0.0, learning_rate=1e-3, clip_range=0.2, use_sde=True, sde_sample_freq=4)),
    "sac Pendulum-v1": (SAC, 1, False, dict(learning_rate=1e-3)),
    "td3 Pendulum-v1": (TD3, 1, False, dict(gamma=0.98, buffer_size=200_000, learning_starts=10_000, action_noise=NORMAL, gradient_steps=1, train_freq=1, learning_rate=1e-3, policy_kwargs=dict(net_arch=[400, 300]))),
}


class Curve(BaseCallback):
    """The mean return of the last 100 episodes at every fiftieth of the training."""

    def __init__(self, total):
        super().__init__()
        self.total = total
        self.points = []
        self.next = total / POINTS
        self.started = time.perf_counter()

    def _on_step(self):
        if self.num_timesteps >= self.next and len(self.model.ep_info_buffer) > 0:
            self.next = self.num_timesteps + self.total / POINTS
            mean = float(np.mean([episode["r"] for episode in self.model.ep_info_buffer]))
            self.points.append([self.num_timesteps, round(time.perf_counter() - self.started, 2), round(mean, 2)])
        return True


algorithm, env_id, seed, total = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
torch.set_num_threads(1)
cls, n_envs, normalized, hyperparameters = CELLS[f"{algorithm} {env_id}"]
env = make_vec_env(env_id, n_envs=n_envs, seed=seed)
if normalized:
    env = VecNormalize(env, gamma=hyperparameters.get("gamma", 0.99))
model = cls("MlpPolicy", env, seed=seed, device="cpu", **hyperparameters)
curve = Curve(total)
started = time.perf_counter()
model.learn(total, callback=curve)
seconds = time.perf_counter() - started
evaluation = make_vec_env(env_id, n_envs=1, seed=10_000)
if normalized:
    evaluation = VecNormalize(evaluation, training=False, norm_reward=False)
    evaluation.obs_rms = env.obs_rms
mean, std = evaluate_policy(model, evaluation, n_eval_episodes=EVALUATION_EPISODES, deterministic=True)
print(
    json.dumps(
        dict(
            source="stable-baselines3",
            algorithm=algorithm,
            envId=env_id,
            seed=seed,
            timesteps=total,
            seconds=round(seconds, 1),
            meanReturn=round(float(mean), 2),
            stdReturn=round(float(std), 2),
            evaluationEpisodes=EVALUATION_EPISODES,
            engine=f"stable-baselines3 {stable_baselines3.__version__}, PyTorch {torch.__version__}",
            curve=curve.points,
        )
    )
)
