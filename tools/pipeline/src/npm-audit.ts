import * as z from 'zod';

const advisorySchema = z.object({ source: z.number(), url: z.string(), title: z.string(), severity: z.string() });

/** `npm audit --json`, as far as it is read. */
const auditSchema = z.object({
  vulnerabilities: z.record(z.string(), z.object({ via: z.array(z.union([z.string(), advisorySchema])) })),
});

/** An advisory that is accepted for now. */
export const exceptionsSchema = z.array(
  z.strictObject({
    /** `GHSA-xxxx-xxxx-xxxx`. */
    id: z.string().regex(/^GHSA(-[0-9a-z]{4}){3}$/),
    /** Why it does not touch this project. */
    reason: z.string().min(20),
    /** The last day of the exception. */
    until: z.iso.date(),
  }),
);

export type AuditException = z.output<typeof exceptionsSchema>[number];

/** The advisories that no exception covers, one line each; an exception past its day covers nothing. */
export function openAdvisories(audit: unknown, exceptions: readonly AuditException[], today: Date): string[] {
  const day = today.toISOString().slice(0, 10);
  const accepted = new Set(exceptions.filter(({ until }) => until >= day).map(({ id }) => id));
  const lines = Object.entries(auditSchema.parse(audit).vulnerabilities).flatMap(([name, { via }]) =>
    via
      .filter((advisory) => typeof advisory !== 'string')
      .filter(({ url }) => !accepted.has(url.split('/').at(-1) ?? ''))
      .map(({ severity, title, url }) => `${name}: ${severity}: ${title} (${url})`),
  );
  return [...new Set(lines)];
}
