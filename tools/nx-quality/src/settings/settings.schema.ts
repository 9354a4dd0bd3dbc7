import { z } from 'zod';

const globs = z.array(z.string()).readonly();

const removedSchema = z
  .strictObject({ name: z.string(), from: z.string(), member: z.string(), path: z.string(), instead: z.string() })
  .partial()
  .refine(({ name, member, path }) => name !== undefined || member !== undefined || path !== undefined, {
    error: 'expected a name, a member or a path',
  });

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
    /** Each of these three checks becomes targets where it is set, if only to {}. */
    noPrint: z.strictObject({ ignore: globs }).partial(),
    legacyImports: z.strictObject({ removed: z.array(removedSchema).readonly() }).partial(),
    unguarded: z.strictObject({ ignore: globs, guards: z.array(z.string()).readonly() }).partial(),
    /** Names of the targets that the plugin infers. */
    deadCodeTargetName: z.string(),
    duplicatesTargetName: z.string(),
  })
  .partial();

export type Settings = z.infer<typeof settingsSchema>;
