import { z } from 'zod';

const globs = z.array(z.string()).readonly();

/** What nx.json may hold as options of the plugin. */
export const settingsSchema = z
  .strictObject({
    deadCode: z
      .strictObject({
        publicApi: z.enum(['published', 'all', 'none']),
        entries: globs,
        ignore: globs,
        ignoreDependencies: globs,
        exportsUsedInFile: z.enum(['report', 'allow-signatures', 'ignore']),
        members: z.boolean(),
      })
      .partial(),
    duplicates: z.strictObject({ minTokens: z.int().min(1), minLines: z.int().min(1), ignore: globs }).partial(),
    /** Names of the targets that the plugin infers. */
    deadCodeTargetName: z.string(),
    duplicatesTargetName: z.string(),
  })
  .partial();

export type Settings = z.infer<typeof settingsSchema>;
