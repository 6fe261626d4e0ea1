/** The user's round picture: the first letter on the user's colour, as a data URL. */
export function avatarUrl(user: { name: string; color: string }): string {
  const letter = escapeMarkup([...user.name.trim()][0] ?? "?");
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="128" height="128" viewBox="0 0 128 128">` +
    `<circle cx="64" cy="64" r="64" fill="${escapeMarkup(user.color)}"/>` +
    `<text x="64" y="66" fill="#fff" font-family="sans-serif" font-size="60" text-anchor="middle" dominant-baseline="central">${letter}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
