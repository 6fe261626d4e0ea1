/** Parts of the adapter that the build (`build/engine.mjs`) takes from its sources, apart from the rest. */
declare module "glass-easel-miniprogram-adapter/selector_query" {
  export class SelectorQuery {
    constructor(component: object);
  }
}
declare module "glass-easel-miniprogram-adapter/media_query" {
  export class MediaQueryObserver {
    constructor(component: object);
  }
}
