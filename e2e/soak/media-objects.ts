import { observer } from "mediasoup";

/** What the media engine has open now. */
export interface MediaObjects {
  routers: number;
  transports: number;
  producers: number;
  consumers: number;
}

/** Counts the media engine's objects of this process from now on; call it before the service starts. */
export function countMediaObjects(): Readonly<MediaObjects> {
  const open: MediaObjects = { routers: 0, transports: 0, producers: 0, consumers: 0 };
  const count = (kind: keyof MediaObjects, object: { once(event: "close", closed: () => void): void }) => {
    open[kind] += 1;
    object.once("close", () => {
      open[kind] -= 1;
    });
  };
  observer.on("newworker", (worker) => {
    worker.observer.on("newrouter", (router) => {
      count("routers", router.observer);
      router.observer.on("newtransport", (transport) => {
        count("transports", transport.observer);
        transport.observer.on("newproducer", (producer) => count("producers", producer.observer));
        transport.observer.on("newconsumer", (consumer) => count("consumers", consumer.observer));
      });
    });
  });
  return open;
}
