// glass-easel uses `findLast`, which Safari has only since iOS 15.4.
if (!("findLast" in Array.prototype)) {
  Object.defineProperty(Array.prototype, "findLast", {
    configurable: true,
    writable: true,
    value<T>(this: T[], matches: (item: T, index: number, all: T[]) => unknown): T | undefined {
      for (let index = this.length - 1; index >= 0; index--) {
        if (matches(this[index] as T, index, this)) return this[index];
      }
      return undefined;
    },
  });
}

export {};
