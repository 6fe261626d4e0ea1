import { ApiError } from "../core/errors.js";

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const END_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;
const [STORED, DEFLATED] = [0, 8];

export interface ZipEntry {
  /** Relative, with slashes; folders end with one. */
  path: string;
  data: Uint8Array;
}

/**
 * Takes a ZIP archive apart: stored and deflated entries, which is what every tool writes.
 *
 * @throws {ApiError} when it is none, is encrypted, or uses another compression
 */
export async function unzip(archive: Uint8Array): Promise<ZipEntry[]> {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  const entries: ZipEntry[] = [];
  let place = view.getUint32(end + 16, true);
  for (let index = 0; index < count; index++) {
    if (place + 46 > view.byteLength || view.getUint32(place, true) !== ENTRY_SIGNATURE) throw broken();
    const flags = view.getUint16(place + 8, true);
    const method = view.getUint16(place + 10, true);
    const size = view.getUint32(place + 20, true);
    const lengths = [28, 30, 32].map((offset) => view.getUint16(place + offset, true));
    const [nameLength = 0, extraLength = 0, commentLength = 0] = lengths;
    const local = view.getUint32(place + 42, true);
    const path = new TextDecoder().decode(archive.subarray(place + 46, place + 46 + nameLength));
    if (flags & 1) throw new ApiError("the archive is encrypted", { errorType: "D" });
    if (local + 30 > view.byteLength) throw broken();
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    if (start + size > view.byteLength) throw broken();
    entries.push({ path, data: await expand(archive.slice(start, start + size), method) });
    place += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}

/** The end record comes last, before a comment of any length. */
function findEnd(view: DataView): number {
  const last = view.byteLength - END_LENGTH;
  for (let place = last; place >= Math.max(0, last - LONGEST_COMMENT); place--) {
    if (view.getUint32(place, true) === END_SIGNATURE) return place;
  }
  throw broken();
}

async function expand(data: Uint8Array<ArrayBuffer>, method: number): Promise<Uint8Array> {
  if (method === STORED) return data;
  if (method !== DEFLATED) throw new ApiError(`the archive uses compression ${method}, which is not supported`);
  try {
    const expanded = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return new Uint8Array(await new Response(expanded).arrayBuffer());
  } catch (cause) {
    throw new ApiError("the archive is damaged", { errorType: "D" }, { cause });
  }
}

function broken(): ApiError {
  return new ApiError("the file is no ZIP archive", { errorType: "D" });
}
