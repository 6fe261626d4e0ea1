/** A secret that no page may hold, and what it is. */
export interface NamedSecret {
  readonly name: string;
  readonly value: string;
}

/** Shorter ones would be found by chance. */
const SHORTEST = 16;

/**
 * Looks for secrets in the files of a mini-program, as they are and in base64.
 *
 * @returns the first that is found, and where
 */
export async function findSecret(
  files: Iterable<string>,
  read: (path: string) => Promise<Buffer>,
  secrets: readonly NamedSecret[],
): Promise<{ path: string; name: string } | undefined> {
  const needles = secrets
    .filter(({ value }) => value.length >= SHORTEST)
    .flatMap(({ name, value }) => [
      { name, bytes: Buffer.from(value) },
      // Without its end, which depends on what stands behind it.
      { name, bytes: Buffer.from(Buffer.from(value).toString("base64").replace(/=+$/, "").slice(0, -1)) },
    ]);
  for (const path of files) {
    const content = await read(path);
    const found = needles.find(({ bytes }) => content.includes(bytes));
    if (found !== undefined) return { path, name: found.name };
  }
  return undefined;
}
