export interface WebhookOptions {
  /** Also send to loopback, private and other addresses that are not public. Default false. */
  allowPrivateAddresses?: boolean;
  /** How long a receiver may take to answer, in milliseconds. Default 5,000. */
  timeout?: number;
  /** Waits before the second and each further attempt, in milliseconds. Default 10,000 and 60,000: three attempts. */
  backOff?: readonly number[];
  /** Requests under way to one callback at most. Default 8. */
  concurrencyPerCallback?: number;
  /** Requests under way at most. Default 256. */
  concurrency?: number;
  /** How long deliveries and their log are kept, in milliseconds. Default 7 days. */
  retention?: number;
}

export const DEFAULT_WEBHOOK_OPTIONS: Required<WebhookOptions> = {
  allowPrivateAddresses: false,
  // What the original gives a receiver.
  timeout: 5_000,
  // A receiver that is restarted is back within the first, one that is deployed within the second.
  backOff: [10_000, 60_000],
  concurrencyPerCallback: 8,
  concurrency: 256,
  retention: 7 * 24 * 3600 * 1000,
};
