/** A point that stays inside a room; a thing larger than its room may be moved from one edge to the other. */
export class Position {
  x = 0;
  y = 0;

  /**
   * @param room What is left of the area beside the thing; negative where the thing is larger.
   * @returns Whether the point is now another one.
   */
  move(x: number, y: number, room: { width: number; height: number }): boolean {
    const { x: oldX, y: oldY } = this;
    this.x = limit(x, room.width);
    this.y = limit(y, room.height);
    return this.x !== oldX || this.y !== oldY;
  }
}

function limit(value: number, room: number): number {
  return Math.min(Math.max(value, Math.min(room, 0)), Math.max(room, 0));
}
