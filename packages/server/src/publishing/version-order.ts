/** Versions as numbers, so that 1.10.0 comes after 1.9.0. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split(".").map(Number), b.split(".").map(Number)];
  for (let index = 0; index < 3; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The version after the highest; 1.0.0 where there is none. */
export function nextVersion(versions: readonly string[]): string {
  const highest = versions
    .filter((version) => /^\d+\.\d+\.\d+$/.test(version))
    .sort(compareVersions)
    .at(-1);
  if (highest === undefined) return "1.0.0";
  const [major = 0, minor = 0, patch = 0] = highest.split(".").map(Number);
  return `${major}.${minor}.${patch + 1}`;
}
