# Prints all of a run as Aim's own SDK reads it, as JSON. Argument: the run's hash. Doubles are in hex: NaN is no JSON.
from aim.sdk.index_manager import RepoIndexManager

RepoIndexManager.get_index_manager(repo).index(sys.argv[1])
run = Run(sys.argv[1], repo=repo, read_only=True)


def read(name, context, kind):
    if kind == 'float':
        steps, (values, epochs, times) = run.get_metric(name, context).data.items_list()
        return [list(row) for row in zip(steps, [value.hex() for value in values], times)]
    get = {'texts': run.get_text_sequence, 'images': run.get_image_sequence, 'figures': run.get_figure_sequence}[kind]
    steps, columns = get(name, context).data.items_list()
    return [[step, *show(value, kind)] for step, value in zip(steps, columns[0])]


def show(value, kind):
    if kind == 'texts':
        return [value.data]
    if kind == 'images':
        return [value.caption, list(value.to_pil_image().getpixel((0, 0)))]
    return [json.loads(value.storage['data'].load())]


found = []
for context, names in run.meta_run_tree.get('traces', {}).items():
    for name, trace in names.items():
        context_ = run.idx_to_ctx(context)
        kind = {'float': 'float', 'aim.text': 'texts', 'aim.image': 'images', 'aim.figure': 'figures'}[trace['dtype']]
        fields = {key: trace[key].hex() for key in ('first', 'last', 'min', 'max') if kind == 'float' and key in trace}
        fields.update({key: trace[key] for key in ('first_step', 'last_step')})
        found.append({'name': name, 'context': context_.to_dict(), 'trace': fields, 'rows': read(name, context_, kind)})

print(json.dumps({
    'name': run.name,
    'experiment': run.experiment,
    'description': run.description,
    'tags': sorted(run.tags),
    'hparams': run.get('hparams'),
    'created': run.creation_time,
    'end': run.end_time,
    'active': run.active,
    'sequences': sorted(found, key=lambda each: (each['name'], json.dumps(each['context'], sort_keys=True))),
}))
