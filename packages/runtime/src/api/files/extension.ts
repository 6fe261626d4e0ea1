const BY_TYPE: Record<string, string> = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/gif": "gif",
  "image/webp": "webp",
  "image/svg+xml": "svg",
  "audio/mpeg": "mp3",
  "audio/mp4": "m4a",
  "audio/aac": "aac",
  "audio/wav": "wav",
  "audio/webm": "webm",
  "video/mp4": "mp4",
  "video/webm": "webm",
  "text/plain": "txt",
  "application/json": "json",
  "application/pdf": "pdf",
};

/** The ending for a file without a name of its own: of its address, else of its MIME type, else `bin`. */
export function extensionOf(path: string, type: string): string {
  const ending = /\.([a-z\d]{1,8})$/i.exec(path)?.[1];
  return ending?.toLowerCase() ?? BY_TYPE[type.split(";")[0]?.trim().toLowerCase() ?? ""] ?? "bin";
}
