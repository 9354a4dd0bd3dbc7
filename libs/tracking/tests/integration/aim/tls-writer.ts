import { AimConnection, AimRun } from '../../../src/aim/index.ts';
import { metricPoint } from '../../../src/testing/records.ts';

// Started as `tls-writer.ts URL HASH POINTS`, by a test that gives it a certificate to trust by NODE_EXTRA_CA_CERTS.
const [url = '', hash = '', points = ''] = process.argv.slice(2);
const connection = await AimConnection.open({ url, patienceMs: 0 });
const run = await AimRun.open(connection, { hash, params: { hparams: { lr: 0.5 } } });
await run.track(Array.from({ length: Number(points) }, (_, step) => metricPoint('m', step, step / 3)));
await run.close();
await connection.close();
