"""Trains Stable-Baselines3 with RL-Zoo's hyperparameters: `ALGORITHM ENV SEED STEPS`; prints the run as a JSON line.

Needs `pip install stable-baselines3 sb3-contrib`. One thread, as the learners of this repository have.
"""

import json
import sys
import time

import numpy as np
import stable_baselines3
import torch
from sb3_contrib import ARS, QRDQN, TQC
from stable_baselines3 import A2C, DQN, PPO, SAC, TD3
from stable_baselines3.common.callbacks import BaseCallback
from stable_baselines3.common.env_util import make_vec_env
from stable_baselines3.common.evaluation import evaluate_policy
from stable_baselines3.common.noise import NormalActionNoise
from stable_baselines3.common.vec_env import VecEnvWrapper, VecNormalize

POINTS = 50
EVALUATION_EPISODES = 100


def linear(start):
    return lambda remaining: remaining * start


NORMAL = NormalActionNoise(np.zeros(1), 0.1 * np.ones(1))

BOTH = dict(norm_obs=True, norm_reward=True)
OBSERVATIONS = dict(norm_obs=True, norm_reward=False)
ARS_MLP = dict(n_top=1, learning_rate=0.018, delta_std=0.1, zero_policy=False, policy_kwargs=dict(net_arch=[16]))
Q_NETS = dict(net_arch=[256, 256])
MOUNTAIN_CAR_DQN = dict(learning_rate=4e-3, batch_size=128, buffer_size=10_000, learning_starts=1000, gamma=0.98, target_update_interval=600, train_freq=16, gradient_steps=8, exploration_fraction=0.2, exploration_final_eps=0.07)
ACROBOT_DQN = dict(learning_rate=6.3e-4, batch_size=128, buffer_size=50_000, learning_starts=0, gamma=0.99, target_update_interval=250, train_freq=4, gradient_steps=-1, exploration_fraction=0.12, exploration_final_eps=0.1)
MOUNTAIN_CAR_SAC = dict(learning_rate=3e-4, buffer_size=50_000, batch_size=512, ent_coef=0.1, train_freq=32, gradient_steps=32, gamma=0.9999, tau=0.01, learning_starts=0, use_sde=True, policy_kwargs=dict(log_std_init=-3.67, net_arch=[64, 64]))

# Class, environments, what is normalised, hyperparameters.
CELLS = {
    "ppo CartPole-v1": (PPO, 8, None, dict(n_steps=32, batch_size=256, gae_lambda=0.8, gamma=0.98, n_epochs=20, ent_coef=0.0, learning_rate=linear(1e-3), clip_range=linear(0.2))),
    "a2c CartPole-v1": (A2C, 8, None, dict(ent_coef=0.0)),
    "ppo Acrobot-v1": (PPO, 16, BOTH, dict(n_steps=256, gae_lambda=0.94, gamma=0.99, n_epochs=4, ent_coef=0.0)),
    "a2c Acrobot-v1": (A2C, 16, BOTH, dict(ent_coef=0.0)),
    "ppo Pendulum-v1": (PPO, 4, None, dict(n_steps=1024, gae_lambda=0.95, gamma=0.9, n_epochs=10, ent_coef=0.0, learning_rate=1e-3, clip_range=0.2, use_sde=True, sde_sample_freq=4)),
    "ppo MountainCarContinuous-v0": (PPO, 1, BOTH, dict(n_steps=8, batch_size=256, gamma=0.9999, learning_rate=7.77e-5, ent_coef=0.00429, clip_range=0.1, n_epochs=10, gae_lambda=0.9, max_grad_norm=5, vf_coef=0.19, use_sde=True, policy_kwargs=dict(log_std_init=-3.29, ortho_init=False))),
    "ars Acrobot-v1": (ARS, 1, OBSERVATIONS, dict(n_delta=4, **ARS_MLP)),
    "ars MountainCar-v0": (ARS, 1, OBSERVATIONS, dict(n_delta=8, **ARS_MLP)),
    "ars Pendulum-v1": (ARS, 1, OBSERVATIONS, dict(n_delta=4, **ARS_MLP)),
    "ars MountainCarContinuous-v0": (ARS, 1, OBSERVATIONS, dict(n_delta=4, **{**ARS_MLP, "delta_std": 0.2})),
    "a2c MountainCar-v0": (A2C, 16, BOTH, dict(ent_coef=0.0)),
    "qrdqn Acrobot-v1": (QRDQN, 1, None, dict(**ACROBOT_DQN, policy_kwargs=dict(**Q_NETS, n_quantiles=25))),
    "dqn MountainCar-v0": (DQN, 1, None, dict(**MOUNTAIN_CAR_DQN, policy_kwargs=Q_NETS)),
    "qrdqn MountainCar-v0": (QRDQN, 1, None, dict(**MOUNTAIN_CAR_DQN, policy_kwargs=dict(**Q_NETS, n_quantiles=25))),
    "a2c LunarLander-v3": (A2C, 8, None, dict(gamma=0.995, n_steps=5, learning_rate=linear(0.00083), ent_coef=0.00001)),
    "dqn LunarLander-v3": (DQN, 1, None, dict(**ACROBOT_DQN, policy_kwargs=Q_NETS)),
    "sac MountainCarContinuous-v0": (SAC, 1, None, MOUNTAIN_CAR_SAC),
    "tqc MountainCarContinuous-v0": (TQC, 1, None, MOUNTAIN_CAR_SAC),
    "sac Pendulum-v1": (SAC, 1, None, dict(learning_rate=1e-3)),
    "td3 Pendulum-v1": (TD3, 1, None, dict(gamma=0.98, buffer_size=200_000, learning_starts=10_000, action_noise=NORMAL, gradient_steps=1, train_freq=1, learning_rate=1e-3, policy_kwargs=dict(net_arch=[400, 300]))),
}


class CommonStarts(VecEnvWrapper):
    """Lets all candidates of an update begin alike, as RL-Zoo's runs of ARS do: their `n_envs` processes have one seed."""

    start = 0

    def reset(self):
        self.venv.seed(self.start)
        return self.venv.reset()

    def step_wait(self):
        return self.venv.step_wait()


class Restart(BaseCallback):
    """Draws where the candidates of the next update begin."""

    def __init__(self, env, seed):
        super().__init__()
        self.env = env
        self.random = np.random.default_rng(seed)

    def _on_rollout_start(self):
        self.env.start = int(self.random.integers(2**31))

    def _on_step(self):
        return True


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
cls, n_envs, normalization, hyperparameters = CELLS[f"{algorithm} {env_id}"]
env = make_vec_env(env_id, n_envs=n_envs, seed=seed)
curve = Curve(total)
callbacks = [curve]
if cls is ARS:
    env = CommonStarts(env)
    callbacks.append(Restart(env, seed))
if normalization:
    env = VecNormalize(env, gamma=hyperparameters.get("gamma", 0.99), **normalization)
model = cls("MlpPolicy", env, seed=seed, device="cpu", **hyperparameters)
started = time.perf_counter()
model.learn(total, callback=callbacks)
seconds = time.perf_counter() - started
evaluation = make_vec_env(env_id, n_envs=1, seed=10_000)
if normalization:
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
