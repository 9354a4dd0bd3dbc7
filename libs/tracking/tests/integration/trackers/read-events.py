# Prints what TensorBoard's own reader finds in a folder, as JSON. Doubles are in hex: NaN is no JSON.
import json
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.plugins.hparams import plugin_data_pb2
from tensorboard.util import tensor_util

accumulator = EventAccumulator(sys.argv[1], size_guidance={'tensors': 0}, purge_orphaned_data=False)
accumulator.Reload()


def show(plugin, content, tensor):
    array = tensor_util.make_ndarray(tensor)
    if plugin == 'scalars':
        return float(array).hex()
    if plugin == 'text':
        return array.item().decode()
    if plugin == 'images':
        return [array[0].decode(), array[1].decode(), list(array[2])]
    if plugin == 'histograms':
        return array.tolist()
    data = plugin_data_pb2.HParamsPluginData.FromString(content)
    start = data.session_start_info
    return {
        'hparams': {key: getattr(value, value.WhichOneof('kind')) for key, value in start.hparams.items()},
        'name': start.group_name,
        'start': start.start_time_secs,
        'status': data.session_end_info.status,
        'end': data.session_end_info.end_time_secs,
    }


found = []
for tag in accumulator.Tags()['tensors']:
    plugin = accumulator.SummaryMetadata(tag).plugin_data
    for event in accumulator.Tensors(tag):
        value = show(plugin.plugin_name, plugin.content, event.tensor_proto)
        found.append({'tag': tag, 'plugin': plugin.plugin_name, 'step': event.step, 'time': event.wall_time, 'value': value})
print(json.dumps(found))
