import type { Host } from "../../host.js";
import { ApiError } from "../core/errors.js";

/** Every scope that a mini-program can ask for. */
export const SCOPES = [
  "scope.userInfo",
  "scope.userLocation",
  "scope.address",
  "scope.record",
  "scope.album",
  "scope.camera",
] as const;

/** @throws {ApiError} `auth deny` when the user refuses, or has refused before */
export async function demandScope(host: Host, scope: (typeof SCOPES)[number]): Promise<void> {
  if ((await host.requestPermission(scope)) !== "granted") throw ApiError.authDenied();
}
