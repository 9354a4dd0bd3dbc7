"""Extracts the TensorFlow library and its C headers from a wheel: extract-library.py WHEEL TARGET."""

import os
import re
import shutil
import sys
import zipfile

LIBRARY = re.compile(r'tensorflow/(libtensorflow_(?:cc|framework)\.so\.2)$')
HEADER = re.compile(
    r'tensorflow/(include/(?:tensorflow/c/.*\.h|tensorflow/core/platform/ctstring[^/]*|tsl/platform/ctstring[^/]*|tsl/c/[^/]*\.h))$'
)

wheel, target = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        library, header = LIBRARY.match(name), HEADER.match(name)
        if not library and not header:
            continue
        path = os.path.join(target, 'lib', library[1]) if library else os.path.join(target, header[1])
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with archive.open(name) as source, open(path, 'wb') as copy:
            shutil.copyfileobj(source, copy)
