/** Bounds what is under way at once, for each key and in all. Who waits longest goes first, unless its own key is full. */
export class Slots {
  private readonly taken = new Map<string, number>();
  private total = 0;
  private waiting: { key: string; enter: () => void }[] = [];

  constructor(
    private readonly perKey: number,
    private readonly inAll: number,
  ) {}

  /** Resolves when there is room; `release` must follow. */
  acquire(key: string): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push({ key, enter: resolve });
      this.admit();
    });
  }

  release(key: string): void {
    this.total -= 1;
    const left = (this.taken.get(key) ?? 1) - 1;
    if (left === 0) this.taken.delete(key);
    else this.taken.set(key, left);
    this.admit();
  }

  private admit(): void {
    this.waiting = this.waiting.filter(({ key, enter }) => {
      const taken = this.taken.get(key) ?? 0;
      if (this.total >= this.inAll || taken >= this.perKey) return true;
      this.total += 1;
      this.taken.set(key, taken + 1);
      enter();
      return false;
    });
  }
}
