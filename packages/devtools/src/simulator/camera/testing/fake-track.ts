/** As much of a track as shared devices need. Copies of a device's track end with it. */
export class FakeTrack extends EventTarget {
  readonly copies: FakeTrack[] = [];
  readonly applied: MediaTrackConstraints[] = [];
  readyState: MediaStreamTrackState = "live";

  get isStopped(): boolean {
    return this.readyState === "ended";
  }

  get asTrack(): MediaStreamTrack {
    return this as unknown as MediaStreamTrack;
  }

  clone(): FakeTrack {
    const copy = new FakeTrack();
    this.copies.push(copy);
    return copy;
  }

  stop(): void {
    this.readyState = "ended";
  }

  async applyConstraints(constraints: MediaTrackConstraints): Promise<void> {
    this.applied.push(constraints);
  }

  getSettings(): MediaTrackSettings {
    return { width: 640, height: 480 };
  }

  unplug(): void {
    const all = [this, ...this.copies];
    for (const track of all) track.stop();
    for (const track of all) track.dispatchEvent(new Event("ended"));
  }
}
