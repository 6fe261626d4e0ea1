import { defineBuiltin } from "../builtin.js";
import { any, flag, number, type Property } from "../property.js";
import css from "./map.css" with { type: "text" };
import type { MapView } from "./map-view.js";

/** The DOM node of a map carries what draws it, so that `tt.createMapContext` finds it. */
export interface MapElement extends HTMLElement {
  lianmaiMap?: Promise<MapView>;
}

/** A coordinate; what is none is the default centre. */
const coordinate: Property<number> = {
  initial: Number.NaN,
  read: (raw) => (raw === undefined || raw === null || raw === "" ? Number.NaN : Number(raw)),
};

/**
 * `map`: markers, lines, areas and circles in the projection of the web's maps. What lies under them comes from the
 * tile server in `lianmai.map.tiles` of project.config.json; without one the box says so and shows the rest.
 */
export const map = defineBuiltin({
  tag: "map",
  css,
  properties: {
    longitude: coordinate,
    latitude: coordinate,
    scale: number(16),
    minScale: number(3),
    maxScale: number(20),
    markers: any<unknown>([]),
    polyline: any<unknown>([]),
    polygons: any<unknown>([]),
    circles: any<unknown>([]),
    includePoints: any<unknown>([]),
    showLocation: flag(),
    showScale: flag(),
    enableZoom: flag(true),
    enableScroll: flag(true),
  },
  create(element, environment) {
    const { host, definition } = environment;
    const settings = definition.project.lianmai.map ?? {};
    const box = document.createElement("div");
    box.className = "lianmai-map";
    const slot = document.createElement("div");
    slot.className = "lianmai-map-slot";
    element.dom.append(box, slot);
    if (settings.tiles === undefined) element.dom.append(note(host.device().language.startsWith("en")));
    let view: MapView | undefined;
    let watch: number | undefined;
    let gone = false;
    const warn = (message: string) => environment.warn(`<map> in ${element.ownerPath}: ${message}`);

    const loading = import("./map-view.js").then(({ MapView: View }) => {
      const made = new View(box, {
        tiles: settings.tiles,
        attribution: settings.attribution ?? "",
        assetUrl: (path) => environment.resolveAsset(path, element.ownerPath),
        events: {
          markerTapped: (markerId) => element.emit("markertap", { markerId }),
          calloutTapped: (markerId) => element.emit("callouttap", { markerId }),
          regionChanged: (type, causedBy) => element.emit("regionchange", { type, causedBy, ...regionOf(made) }),
          warn,
        },
      });
      if (gone) made.remove();
      else {
        view = made;
        made.update(element.values, new Set(Object.keys(element.values)));
        element.emit("updated");
      }
      return made;
    });
    loading.catch((error: unknown) => warn(`the map could not load: ${String(error)}`));
    (element.dom as MapElement).lianmaiMap = loading;
    // A tap on a map says where on earth it was.
    element.describeTaps((x, y) => {
      const page = element.dom.closest(".lianmai-page");
      const { left, top } = element.dom.getBoundingClientRect();
      return view?.fromScreen(x - left - (page?.scrollLeft ?? 0), y - top - (page?.scrollTop ?? 0));
    });

    const followOwnPlace = async (follow: boolean) => {
      if (watch !== undefined) navigator.geolocation.clearWatch(watch);
      watch = undefined;
      const made = await loading;
      made.hideOwnPlace();
      if (!follow || gone || (await host.requestPermission("scope.userLocation")) !== "granted") return;
      if (gone || !element.values.showLocation) return;
      watch = navigator.geolocation.watchPosition(
        ({ coords }) => made.showOwnPlace({ latitude: coords.latitude, longitude: coords.longitude }),
        ({ message }) => warn(`show-location: ${message}`),
      );
    };

    return {
      slot,
      update(values, changed) {
        view?.update(values, changed);
        if (changed.has("showLocation") && (values.showLocation || watch !== undefined)) {
          followOwnPlace(values.showLocation).catch((error: unknown) => warn(String(error)));
        }
      },
      detached() {
        gone = true;
        if (watch !== undefined) navigator.geolocation.clearWatch(watch);
        view?.remove();
        view = undefined;
      },
    };
  },
});

function regionOf(view: MapView) {
  return { scale: view.scale, centerLocation: view.center, region: view.region, rotate: 0, skew: 0 };
}

function note(english: boolean): HTMLElement {
  const words = document.createElement("div");
  words.className = "lianmai-map-note";
  words.textContent = english
    ? "No base map: set lianmai.map.tiles in project.config.json"
    : "没有底图：请在 project.config.json 的 lianmai.map.tiles 中设置";
  return words;
}
