/** The port could not be opened; the message says why and what to do. */
export class ListenError extends Error {
  override readonly name = "ListenError";

  /** @param error what `net.Server` reported */
  static from(error: NodeJS.ErrnoException, { host, port }: { host: string; port: number }): ListenError {
    switch (error.code) {
      case "EADDRINUSE":
        return new ListenError(`port ${port} is in use by another program; choose another with --port`, {
          cause: error,
        });
      case "EACCES":
        return new ListenError(
          `this user may not open port ${port}; choose one from 1024 up with --port, or grant the right to it`,
          { cause: error },
        );
      case "EADDRNOTAVAIL":
      case "ENOTFOUND":
        return new ListenError(
          `this machine has no address ${host}; use one of its own, 127.0.0.1 for itself only, or 0.0.0.0 for all`,
          { cause: error },
        );
      default:
        return new ListenError(`port ${port} on ${host} could not be opened: ${error.message}`, { cause: error });
    }
  }

  static badCertificate(cause: unknown): ListenError {
    const detail = cause instanceof Error ? cause.message : String(cause);
    return new ListenError(`the certificate or its private key cannot be used (${detail}); both must be in PEM`, {
      cause,
    });
  }
}
