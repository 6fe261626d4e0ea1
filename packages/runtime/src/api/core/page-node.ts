/**
 * Finds a node of the shown page: pages under it are in the document as well, but they are not laid out.
 *
 * @returns the match in the shown page, else any match, else undefined
 */
export function pageNode<E extends HTMLElement>(selector: string): E | undefined {
  const found = [...document.querySelectorAll<E>(selector)];
  return found.filter((node) => node.getClientRects().length > 0).at(-1) ?? found.at(-1);
}
