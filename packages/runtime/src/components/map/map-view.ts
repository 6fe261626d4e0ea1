import {
  Circle,
  CircleMarker,
  Control,
  LatLng,
  LatLngBounds,
  LayerGroup,
  Map as LeafletMap,
  type Marker,
  Polygon,
  Polyline,
  TileLayer,
} from "leaflet";
import leafletStyles from "leaflet/dist/leaflet.css" with { type: "text" };
import { along, numberOr, type Point, placed, pointsOf, shapes, textOr } from "./map-values.js";
import { createMarker } from "./marker.js";

const DEFAULT_CENTER: Point = { latitude: 39.90923, longitude: 116.397428 };

export interface MapValues {
  longitude: number;
  latitude: number;
  scale: number;
  minScale: number;
  maxScale: number;
  markers: unknown;
  polyline: unknown;
  polygons: unknown;
  circles: unknown;
  includePoints: unknown;
  showScale: boolean;
  enableZoom: boolean;
  enableScroll: boolean;
}

export interface MapEvents {
  markerTapped(markerId: number): void;
  calloutTapped(markerId: number): void;
  regionChanged(type: "begin" | "end", causedBy: "drag" | "scale" | "update"): void;
  warn(message: string): void;
}

export interface MapOptions {
  /** `https://.../{z}/{x}/{y}.png`; without it nothing but what the program draws is shown. */
  tiles: string | undefined;
  attribution: string;
  assetUrl(path: string): string;
  events: MapEvents;
}

/** A map drawn by Leaflet, which this module brings along: it loads with the first map. */
export class MapView {
  readonly #map: LeafletMap;
  readonly #options: MapOptions;
  readonly #shapes = new LayerGroup();
  readonly #markers = new Map<number, Marker>();
  readonly #markerLayer = new LayerGroup();
  readonly #scale = new Control.Scale({ imperial: false });
  readonly #sizes: ResizeObserver;
  #own: CircleMarker | undefined;
  #scaleShown = false;
  /** Whether the program moves the map at the moment, and not the user. */
  #updating = false;
  #zooming = false;
  readonly #motions = new Set<number>();

  constructor(box: HTMLElement, options: MapOptions) {
    addStyles();
    this.#options = options;
    this.#map = new LeafletMap(box, {
      zoomControl: false,
      attributionControl: options.attribution !== "",
      // Scales of the platform need not be whole.
      zoomSnap: 0,
      worldCopyJump: true,
    });
    if (options.tiles !== undefined) {
      new TileLayer(options.tiles, { attribution: options.attribution, maxZoom: 22 }).addTo(this.#map);
    }
    this.#shapes.addTo(this.#map);
    this.#markerLayer.addTo(this.#map);
    this.#map.setView(toLatLng(DEFAULT_CENTER), 16, { animate: false });
    const { events } = options;
    this.#map.on("zoomstart", () => {
      this.#zooming = true;
    });
    this.#map.on("movestart", () => events.regionChanged("begin", this.#cause()));
    this.#map.on("moveend", () => {
      events.regionChanged("end", this.#cause());
      this.#zooming = false;
    });
    this.#sizes = new ResizeObserver(() => this.#map.invalidateSize({ animate: false, pan: false }));
    this.#sizes.observe(box);
  }

  update(values: MapValues, changed: ReadonlySet<string>): void {
    const map = this.#map;
    map.setMinZoom(values.minScale);
    map.setMaxZoom(Math.max(values.maxScale, values.minScale));
    for (const handler of [map.touchZoom, map.scrollWheelZoom, map.doubleClickZoom]) toggle(handler, values.enableZoom);
    toggle(map.dragging, values.enableScroll);
    if (values.showScale !== this.#scaleShown) {
      this.#scaleShown = values.showScale;
      if (values.showScale) this.#scale.addTo(map);
      else this.#scale.remove();
    }
    if (["longitude", "latitude", "scale"].some((name) => changed.has(name))) {
      const { longitude, latitude } = values;
      const center = Number.isNaN(longitude) || Number.isNaN(latitude) ? DEFAULT_CENTER : { longitude, latitude };
      this.#moved(() => map.setView(toLatLng(center), values.scale, { animate: false }));
    }
    if (["polyline", "polygons", "circles"].some((name) => changed.has(name))) this.#drawShapes(values);
    if (changed.has("markers")) this.#drawMarkers(values.markers);
    if (changed.has("includePoints")) this.include(pointsOf(values.includePoints));
  }

  /** Shows where the user is, and keeps the dot there. */
  showOwnPlace(at: Point): void {
    this.#own ??= new CircleMarker(toLatLng(at), {
      radius: 8,
      color: "#fff",
      weight: 3,
      fillColor: "#1677ff",
      fillOpacity: 1,
    }).addTo(this.#map);
    this.#own.setLatLng(toLatLng(at));
  }

  hideOwnPlace(): void {
    this.#own?.remove();
    this.#own = undefined;
  }

  get ownPlace(): Point | undefined {
    return this.#own && fromLatLng(this.#own.getLatLng());
  }

  get center(): Point {
    return fromLatLng(this.#map.getCenter());
  }

  get scale(): number {
    return this.#map.getZoom();
  }

  get region(): { southwest: Point; northeast: Point } {
    const bounds = this.#map.getBounds();
    return { southwest: fromLatLng(bounds.getSouthWest()), northeast: fromLatLng(bounds.getNorthEast()) };
  }

  moveTo(at: Point): void {
    this.#moved(() => this.#map.setView(toLatLng(at), this.scale, { animate: false }));
  }

  /** @param padding CSS pixels: top, right, bottom, left. */
  include(points: readonly Point[], [top = 0, right = 0, bottom = 0, left = 0]: readonly number[] = []): void {
    if (points.length === 0) return;
    const bounds = new LatLngBounds(points.map(toLatLng));
    const options = { paddingTopLeft: [left, top], paddingBottomRight: [right, bottom], animate: false };
    this.#moved(() => this.#map.fitBounds(bounds, options as Parameters<LeafletMap["fitBounds"]>[1]));
  }

  toScreen(at: Point): { x: number; y: number } {
    const { x, y } = this.#map.latLngToContainerPoint(toLatLng(at));
    return { x, y };
  }

  fromScreen(x: number, y: number): Point {
    return fromLatLng(this.#map.containerPointToLatLng([x, y]).wrap());
  }

  markerPlace(markerId: number): Point | undefined {
    const marker = this.#markers.get(markerId);
    return marker && fromLatLng(marker.getLatLng());
  }

  /**
   * Walks a marker along a path. Resolves when it has arrived, and also when it was taken away meanwhile.
   *
   * @param options.duration Milliseconds for the whole path.
   * @param options.turn Degrees that the picture has after each step; undefined leaves it as it is.
   */
  walk(
    markerId: number,
    path: readonly Point[],
    options: { duration: number; turn(bearing: number): number | undefined },
  ): Promise<void> {
    const start = performance.now();
    return new Promise((resolve) => {
      const step = () => {
        const marker = this.#markers.get(markerId);
        if (!marker) return resolve();
        const part = options.duration > 0 ? Math.min((performance.now() - start) / options.duration, 1) : 1;
        const { at, bearing } = along(path, part);
        marker.setLatLng(toLatLng(at));
        const turned = options.turn(bearing);
        const picture = marker.getElement()?.querySelector<HTMLElement>(".lianmai-marker-picture");
        if (picture && turned !== undefined) picture.style.transform = `rotate(${turned}deg)`;
        if (part >= 1) return resolve();
        const frame = requestAnimationFrame(() => {
          this.#motions.delete(frame);
          step();
        });
        this.#motions.add(frame);
      };
      step();
    });
  }

  remove(): void {
    for (const frame of this.#motions) cancelAnimationFrame(frame);
    this.#sizes.disconnect();
    this.#map.remove();
  }

  #cause(): "drag" | "scale" | "update" {
    if (this.#updating) return "update";
    return this.#zooming ? "scale" : "drag";
  }

  #moved(move: () => void): void {
    this.#updating = true;
    move();
    this.#updating = false;
  }

  #drawShapes({ polyline, polygons, circles }: MapValues): void {
    this.#shapes.clearLayers();
    for (const { points, raw } of shapes(polyline)) {
      const line = new Polyline(points.map(toLatLng), {
        color: textOr(raw.color, "#000000"),
        weight: numberOr(raw.width, 4),
        ...(raw.dottedLine ? { dashArray: "8 8" } : {}),
      });
      line.addTo(this.#shapes);
    }
    for (const { points, raw } of shapes(polygons)) {
      new Polygon(points.map(toLatLng), stroke(raw.strokeColor, raw.strokeWidth, raw.fillColor)).addTo(this.#shapes);
    }
    for (const { at, raw } of placed(circles, (index) => this.#outside("circles", index))) {
      const radius = Math.max(numberOr(raw.radius, 0), 0);
      new Circle(toLatLng(at), { radius, ...stroke(raw.color, raw.strokeWidth, raw.fillColor) }).addTo(this.#shapes);
    }
  }

  #drawMarkers(list: unknown): void {
    this.#markerLayer.clearLayers();
    this.#markers.clear();
    const { assetUrl, events } = this.#options;
    for (const entry of placed(list, (index) => this.#outside("markers", index))) {
      const marker = createMarker(entry, assetUrl, {
        marker: (id) => events.markerTapped(id),
        callout: (id) => events.calloutTapped(id),
      });
      this.#markers.set(numberOr(entry.raw.id, 0), marker);
      marker.addTo(this.#markerLayer);
    }
  }

  #outside(name: string, index: number): void {
    this.#options.events.warn(`${name}[${index}] has no latitude and longitude on earth and is left out`);
  }
}

function stroke(color: unknown, width: unknown, fill: unknown) {
  return {
    color: textOr(color, "#000000"),
    weight: numberOr(width, 1),
    fill: typeof fill === "string" && fill !== "",
    fillColor: textOr(fill, "transparent"),
    // The colour of the program has its own transparency, such as #ff000033.
    fillOpacity: 1,
  };
}

function toggle(handler: { enable(): unknown; disable(): unknown } | undefined, on: boolean): void {
  if (on) handler?.enable();
  else handler?.disable();
}

function toLatLng({ latitude, longitude }: Point): LatLng {
  return new LatLng(latitude, longitude);
}

function fromLatLng({ lat, lng }: LatLng): Point {
  return { latitude: lat, longitude: lng };
}

/** Leaflet's sheet comes with the first map, before those of the project, so that its rules win over none of them. */
function addStyles(): void {
  if (document.head.querySelector("style[data-lianmai-map]")) return;
  const style = document.createElement("style");
  style.dataset.lianmaiMap = "";
  style.textContent = leafletStyles as string;
  document.head.prepend(style);
}
