# Writes the run of `aim-keys.test.ts` with Aim's own SDK, and prints how what is stored differs from the run that was
# written by another. Argument: that run's hash.
from aim import Text
from aim.storage.utils import BLOB

other = sys.argv[1]
run = Run(repo=repo, system_tracking_interval=None, log_system_params=False, capture_terminal_logs=False)
run['hparams'] = {'lr': 0.1, 'n': 3}
for step in range(30):
    run.track(1 / (step + 1), name='loss', step=step, context={'subset': 'train'})
    run.track(float(step), name='reward', step=step)
run.track(Text('hello'), name='note', step=4)
mine = run.hash
run.close()
del run


def stored(tree, hash_):
    container = repo.request_container(tree, hash_, read_only=True, skip_read_optimization=True)
    return {key.replace(hash_.encode(), b'HASH'): value.load() if isinstance(value, BLOB) else value for key, value in container.items()}


def compare(tree):
    ours, theirs = stored(tree, other), stored(tree, mine)
    # Wall time.
    differ = [k for k in ours.keys() & theirs.keys() if ours[k] != theirs[k] and b'time\xfe' not in k]
    return {
        'count': len(ours),
        'missing': sorted(repr(key) for key in theirs.keys() - ours.keys()),
        'extra': sorted(repr(key) for key in ours.keys() - theirs.keys()),
        'differ': sorted(repr((key, ours[key], theirs[key])) for key in differ),
    }


print(json.dumps({tree: compare(tree) for tree in ('meta', 'seqs')}))
