# Prints random values with the hashes and packed bytes that Aim itself makes of them, one JSON array a line:
# [value, hash, base64]. Arguments: count, seed. In values: {"i": decimal} is an int, {"f": base64 of float64 LE} a float,
# {"y": base64} bytes, {"d": [[key, value], …]} a dict.
import base64, json, random, struct, sys

from aim.ext.transport.message_utils import encode_tree, pack_args
from aim.storage.hashing import hash_auto

count, seed = int(sys.argv[1]), int(sys.argv[2])
rng = random.Random(seed)


def text(least):
    return ''.join(chr(rng.choice([rng.randrange(32, 127), rng.randrange(0xA0, 0xD800), rng.randrange(0x10000, 0x11000)])) for _ in range(rng.randrange(least, 6)))


def scalar():
    return rng.choice([
        lambda: None,
        lambda: rng.random() < 0.5,
        lambda: rng.randrange(-(2**63), 2**63),
        lambda: rng.randrange(-(2**53), 2**53) >> rng.randrange(53),
        lambda: struct.unpack('<d', rng.randbytes(8))[0],
        lambda: rng.choice([0.0, -0.0, 1.0, float('inf'), float('-inf'), float('nan'), 5e-324]),
        lambda: text(0),
        lambda: rng.randbytes(rng.randrange(6)),
    ])()


def value(depth):
    kind = rng.randrange(4) if depth < 3 else 0
    if kind == 2:
        return [value(depth + 1) for _ in range(rng.randrange(5))]
    if kind == 3:
        keys = [text(1) if rng.random() < 0.7 else rng.randrange(-(2**63), 2**63) for _ in range(rng.randrange(4))]
        return {key: value(depth + 1) for key in keys}
    return scalar()


def b64(data):
    return base64.b64encode(data).decode()


def tagged(v):
    if v is None or isinstance(v, (bool, str)):
        return v
    if isinstance(v, int):
        return {'i': str(v)}
    if isinstance(v, float):
        return {'f': b64(struct.pack('<d', v))}
    if isinstance(v, bytes):
        return {'y': b64(v)}
    if isinstance(v, list):
        return [tagged(item) for item in v]
    return {'d': [[tagged(key), tagged(item)] for key, item in v.items()]}


for _ in range(count):
    v = value(0)
    print(json.dumps([tagged(v), str(hash_auto(v)), b64(pack_args(encode_tree(v)))]))
