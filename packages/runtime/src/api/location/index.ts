import type { Environment } from "../../kernel/environment.js";
import { asynchronous } from "../core/definition.js";
import { ApiError } from "../core/errors.js";
import { boolean, choice, optional } from "../core/options.js";
import { demandScope } from "../login/scopes.js";

const TIMEOUT = 20_000;

/** Where the device is. */
export function locationTopic(environment: Environment) {
  return {
    getLocation: asynchronous({
      options: { type: optional(choice("wgs84", "gcj02"), "wgs84"), isHighAccuracy: optional(boolean, false) },
      results: [
        "latitude",
        "longitude",
        "altitude",
        "accuracy",
        "verticalAccuracy",
        "horizontalAccuracy",
        "speed",
        "city",
      ],
      async run({ isHighAccuracy }) {
        await demandScope(environment.host, "scope.userLocation");
        const { latitude, longitude, accuracy, altitude, altitudeAccuracy, speed } = await position(isHighAccuracy);
        return {
          latitude,
          longitude,
          accuracy,
          altitude: altitude ?? 0,
          horizontalAccuracy: accuracy,
          verticalAccuracy: altitudeAccuracy ?? 0,
          speed: speed ?? -1,
          city: "",
        };
      },
    }),
  };
}

function position(enableHighAccuracy: boolean): Promise<GeolocationCoordinates> {
  return new Promise((resolve, reject) => {
    if (!("geolocation" in navigator)) {
      reject(new ApiError("this browser knows no location", { errorType: "F" }));
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve(coords),
      ({ code, message }) => {
        const isRefused = code === GeolocationPositionError.PERMISSION_DENIED;
        reject(
          isRefused
            ? ApiError.authDenied()
            : new ApiError(`the browser finds no location: ${message}`, { errorType: "F" }),
        );
      },
      { enableHighAccuracy, timeout: TIMEOUT },
    );
  });
}
