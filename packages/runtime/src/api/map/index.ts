import type { MapElement } from "../../components/map/map.js";
import { numberOr, type Point, pointOf, pointsOf } from "../../components/map/map-values.js";
import type { MapView } from "../../components/map/map-view.js";
import type { Environment } from "../../kernel/environment.js";
import { asynchronous, buildMembers, synchronous } from "../core/definition.js";
import { ApiError } from "../core/errors.js";
import { anything, boolean, number, optional, required, string } from "../core/options.js";
import { pageNode } from "../core/page-node.js";

const coordinate = { longitude: required(number), latitude: required(number) };

/** `tt.createMapContext`: what a program asks of a `map` on the shown page, by its id. */
export function mapTopic(environment: Environment) {
  return {
    createMapContext: synchronous({
      call: (mapId: unknown, _component?: unknown) =>
        buildMembers(mapMembers(required(string).read(mapId, "mapId")), environment),
    }),
  };
}

function mapMembers(id: string) {
  const find = async (): Promise<MapView> => {
    const view = pageNode<MapElement>(`tt-map[id="${CSS.escape(id)}"]`)?.lianmaiMap;
    if (!view) throw new ApiError(`there is no <map id="${id}"> on the shown page`, { errorType: "D" });
    return await view;
  };
  const placeOf = (view: MapView, markerId: number): Point => {
    const place = view.markerPlace(markerId);
    if (place) return place;
    throw new ApiError(`the map has no marker with the id ${markerId}`, { errorType: "D" });
  };
  return {
    getCenterLocation: asynchronous({ run: async () => ({ ...(await find()).center }) }),
    getRegion: asynchronous({ run: async () => ({ ...(await find()).region }) }),
    getScale: asynchronous({ run: async () => ({ scale: (await find()).scale }) }),
    // Maps of browsers lie flat, north up.
    getRotate: asynchronous({ run: async () => find().then(() => ({ rotate: 0 })) }),
    getSkew: asynchronous({ run: async () => find().then(() => ({ skew: 0 })) }),
    moveToLocation: asynchronous({
      options: { longitude: optional(number), latitude: optional(number) },
      async run({ longitude, latitude }) {
        const view = await find();
        const at = longitude === undefined || latitude === undefined ? view.ownPlace : { longitude, latitude };
        if (!at) throw ApiError.parameter("without a longitude and latitude the map needs show-location");
        view.moveTo(at);
      },
    }),
    includePoints: asynchronous({
      // The documentation says `points`, the typings say `point`.
      options: { points: optional(anything), point: optional(anything), padding: optional(anything) },
      async run({ points, point, padding }) {
        const list = pointsOf(points ?? point);
        if (list.length === 0) throw ApiError.parameter("params.points should be an array of points");
        const around = Array.isArray(padding) ? padding.map((side: unknown) => numberOr(side, 0)) : [];
        (await find()).include(list, around);
      },
    }),
    translateMarker: asynchronous({
      options: {
        markerId: required(number),
        destination: required(anything),
        autoRotate: optional(boolean, true),
        rotate: optional(number, 0),
        moveWithRotate: optional(boolean, false),
        duration: optional(number, 1000),
        animationEnd: optional(anything),
      },
      async run({ markerId, destination, autoRotate, rotate, moveWithRotate, duration, animationEnd }) {
        const to = pointOf(destination);
        if (!to) throw ApiError.parameter("params.destination should have a longitude and latitude");
        const view = await find();
        const path = [placeOf(view, markerId), to];
        const turned = rotate === 0 && !moveWithRotate ? undefined : rotate;
        const turn = (bearing: number) => (autoRotate ? bearing + rotate : turned);
        afterwards(view.walk(markerId, path, { duration, turn }), animationEnd);
      },
    }),
    moveAlong: asynchronous({
      options: {
        markerId: required(number),
        path: required(anything),
        autoRotate: optional(boolean, true),
        duration: required(number),
        animationEnd: optional(anything),
      },
      async run({ markerId, path, autoRotate, duration, animationEnd }) {
        const points = pointsOf(path);
        if (points.length === 0) throw ApiError.parameter("params.path should be an array of points");
        const view = await find();
        placeOf(view, markerId);
        const turn = (bearing: number) => (autoRotate ? bearing : undefined);
        afterwards(view.walk(markerId, points, { duration, turn }), animationEnd);
      },
    }),
    mapToScreen: asynchronous({
      options: coordinate,
      run: async ({ longitude, latitude }) => (await find()).toScreen({ longitude, latitude }),
    }),
    screenToMap: asynchronous({
      options: { x: required(number), y: required(number) },
      run: async ({ x, y }) => ({ ...(await find()).fromScreen(x, y) }),
    }),
  };
}

function afterwards(arrived: Promise<void>, callback: unknown): void {
  if (typeof callback === "function") void arrived.then(() => (callback as () => void)());
}
