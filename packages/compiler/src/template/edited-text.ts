/** A replacement of a piece of a text; an insertion where `start` equals `end`. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** A text after edits, which still knows where its pieces came from. */
export class EditedText {
  readonly text: string;
  /** Pieces of the result in order: where they start, where they came from, and whether they were copied. */
  readonly #pieces: { at: number; from: number; copied: boolean }[] = [];

  /** @param edits Not overlapping; insertions at one place keep their order. */
  constructor(original: string, edits: readonly Edit[]) {
    const ordered = [...edits].sort((a, b) => a.start - b.start);
    let text = "";
    let from = 0;
    for (const edit of ordered) {
      if (edit.start > from) {
        this.#pieces.push({ at: text.length, from, copied: true });
        text += original.slice(from, edit.start);
      }
      this.#pieces.push({ at: text.length, from: edit.start, copied: false });
      text += edit.text;
      from = Math.max(from, edit.end);
    }
    this.#pieces.push({ at: text.length, from, copied: true });
    this.text = text + original.slice(from);
  }

  /** Where an offset of the result came from; the start of the edit for text that an edit brought in. */
  original(offset: number): number {
    let low = 0;
    let high = this.#pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pieces[middle]?.at ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const piece = this.#pieces[low];
    if (!piece) return offset;
    return piece.copied ? piece.from + offset - piece.at : piece.from;
  }

  /** The reverse of `original`, for offsets that were not edited away. Before what was inserted at the offset. */
  edited(original: number): number {
    const piece =
      this.#pieces.find(({ from }) => from === original) ??
      this.#pieces.findLast(({ from, copied }) => copied && from < original);
    return piece ? piece.at + original - piece.from : original;
  }
}
