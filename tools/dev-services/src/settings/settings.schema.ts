import * as z from 'zod';

const port = z.int().min(1).max(65_535);
const version = z.string().regex(/^\d+(\.\d+)*$/, 'expected digits and dots, such as 7.4');
const image = z.string().regex(/^[\w.-]+(:\d+)?\/[\w./-]+:[\w.-]+$/, 'expected registry/name:tag');

const service = {
  /** Of the Python package, and of images made here. Debian's Redis serves whatever it is. */
  version,
  /** Pulled where its registry is reachable. */
  image,
  port,
  /** How long `up` waits for an answer once the image or environment is there. */
  readyWithinMs: z.int().positive(),
};

/** `services.json`: which versions run, and on which ports. */
export const settingsSchema = z
  .strictObject({
    $schema: z.string().optional(),
    /** Begins the names of containers and volumes, so that several sets live side by side. */
    project: z.string().regex(/^[a-z][a-z0-9-]*$/, 'expected lower-case letters, digits and hyphens'),
    redis: z.strictObject(service),
    aim: z.strictObject({ ...service, /** Of the web page; `port` is the tracking server's. */ uiPort: port }),
    mlflow: z.strictObject(service),
  })
  .refine(
    ({ redis, aim, mlflow }) => new Set([redis.port, aim.port, aim.uiPort, mlflow.port]).size === 4,
    'expected four different ports',
  );

/** Versions, images and ports of the services. */
export type Settings = z.output<typeof settingsSchema>;
