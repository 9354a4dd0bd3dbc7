"""Prints the milliseconds of one PPO minibatch update in PyTorch, as Stable-Baselines3 does it, the median of many.

Usage: python update.py BATCH HIDDEN THREADS
"""

import statistics
import sys
import time

import torch
from torch import nn

SECONDS = 3
batch, hidden, threads = map(int, sys.argv[1:])
torch.set_num_threads(threads)
torch.manual_seed(0)


def network(outputs: int) -> nn.Module:
    return nn.Sequential(
        nn.Linear(4, hidden), nn.Tanh(), nn.Linear(hidden, hidden), nn.Tanh(), nn.Linear(hidden, outputs)
    )


actor, critic = network(2), network(1)
parameters = [*actor.parameters(), *critic.parameters()]
optimizer = torch.optim.Adam(parameters, lr=1e-6, eps=1e-5)
observations = torch.randn(batch, 4)
actions = torch.randint(0, 2, (batch,))
old_log_prob = torch.full((batch,), -0.6931472)
advantages, returns = torch.randn(batch), torch.randn(batch)


def update() -> None:
    distribution = torch.distributions.Categorical(logits=actor(observations))
    ratio = torch.exp(distribution.log_prob(actions) - old_log_prob)
    surrogate = torch.min(advantages * ratio, advantages * torch.clamp(ratio, 0.8, 1.2))
    value_loss = nn.functional.mse_loss(returns, critic(observations).flatten())
    loss = -surrogate.mean() + 0.5 * value_loss - 0.01 * distribution.entropy().mean()
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(parameters, 0.5)
    optimizer.step()


times = []
end = time.perf_counter() + SECONDS
while time.perf_counter() < end:
    start = time.perf_counter()
    update()
    times.append(1000 * (time.perf_counter() - start))
print(statistics.median(times[len(times) // 4 :]))
