import type { Environment } from "../../kernel/environment.js";
import { asynchronous, synchronous } from "../core/definition.js";
import { anything, optional, required, string } from "../core/options.js";
import { ProgramStorage } from "./program-storage.js";

/** `tt.setStorage` and its kin. */
export function storageTopic(environment: Environment) {
  const storage = new ProgramStorage(environment.host.storage);
  const key = required(string);
  return {
    setStorage: asynchronous({
      options: { key, data: optional(anything) },
      run: (options) => storage.set(options.key, options.data),
    }),
    setStorageSync: synchronous({
      call: (name: unknown, data: unknown) => storage.set(key.read(name, "params.key"), data),
    }),
    getStorage: asynchronous({
      options: { key },
      results: ["data"],
      run: (options) => ({ data: storage.get(options.key) }),
    }),
    getStorageSync: synchronous({ call: (name: unknown) => storage.get(key.read(name, "params.key")) }),
    getStorageInfo: asynchronous({ results: ["keys", "currentSize", "limitSize"], run: () => storage.info() }),
    getStorageInfoSync: synchronous({
      results: ["keys", "currentSize", "limitSize"],
      call: () => storage.info(),
    }),
    removeStorage: asynchronous({ options: { key }, run: (options) => storage.remove(options.key) }),
    removeStorageSync: synchronous({ call: (name: unknown) => storage.remove(key.read(name, "params.key")) }),
    clearStorage: asynchronous({ run: () => storage.clear() }),
    clearStorageSync: synchronous({ call: () => storage.clear() }),
  };
}
