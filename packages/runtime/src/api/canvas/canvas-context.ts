import type { Environment } from "../../kernel/environment.js";

type Context = CanvasRenderingContext2D;
type Command = (context: Context, images: ReadonlyMap<string, HTMLImageElement>) => void;

const METHODS = [
  ...[
    "beginPath",
    "closePath",
    "clip",
    "fill",
    "stroke",
    "save",
    "restore",
    "moveTo",
    "lineTo",
    "rect",
    "arc",
    "arcTo",
  ],
  ...["quadraticCurveTo", "bezierCurveTo", "fillRect", "strokeRect", "clearRect", "fillText", "strokeText"],
  ...["scale", "rotate", "translate", "transform", "setTransform"],
] as const;

/** Setters of the older interface, with the property of the canvas that each one sets. */
const SETTERS = {
  setFillStyle: "fillStyle",
  setStrokeStyle: "strokeStyle",
  setGlobalAlpha: "globalAlpha",
  setTextAlign: "textAlign",
  setTextBaseline: "textBaseline",
  setLineCap: "lineCap",
  setLineJoin: "lineJoin",
  setLineWidth: "lineWidth",
  setMiterLimit: "miterLimit",
} as const;

/**
 * The object of `tt.createCanvasContext`: notes what is drawn, and draws it all at `draw`, when the pictures that it
 * needs are there.
 *
 * @param find gives the canvas when it is drawn on; undefined while it is not on the page
 */
export function createCanvasContext(
  environment: Environment,
  canvasId: string,
  find: () => HTMLCanvasElement | undefined,
): Record<string, unknown> {
  let commands: Command[] = [];
  let sources = new Set<string>();
  const note = (command: Command) => {
    commands.push(command);
  };
  /** Gradients and measures need a canvas, but none in particular. */
  const scratch = document.createElement("canvas").getContext("2d");
  let fontSize = 10;

  const context: Record<string, unknown> = {
    setFontSize(size: number) {
      fontSize = size;
      note((target) => {
        target.font = target.font.replace(/[\d.]+px/, `${size}px`);
      });
    },
    setShadow: (offsetX: number, offsetY: number, blur: number, color: string) =>
      note((target) => {
        Object.assign(target, { shadowOffsetX: offsetX, shadowOffsetY: offsetY, shadowBlur: blur, shadowColor: color });
      }),
    setLineDash: (pattern: number[], offset = 0) =>
      note((target) => {
        target.setLineDash(pattern);
        target.lineDashOffset = offset;
      }),
    createLinearGradient: (...args: [number, number, number, number]) => scratch?.createLinearGradient(...args),
    createCircularGradient: (x: number, y: number, radius: number) =>
      scratch?.createRadialGradient(x, y, 0, x, y, radius),
    measureText(text: string) {
      if (scratch) scratch.font = `${fontSize}px sans-serif`;
      return { width: scratch?.measureText(text).width ?? 0 };
    },
    drawImage(source: string, ...place: number[]) {
      sources.add(source);
      note((target, images) => {
        const image = images.get(source);
        if (image) target.drawImage(image, ...(place as [number, number]));
      });
    },
    draw(reserve?: unknown, callback?: unknown) {
      const [drawn, needed] = [commands, sources];
      commands = [];
      sources = new Set();
      void paint(drawn, needed, reserve === true).then(() => {
        if (typeof callback === "function") environment.guard(() => callback());
      });
    },
  };
  for (const method of METHODS) {
    context[method] = (...args: unknown[]) =>
      note((target) => (target[method] as (...args: unknown[]) => void)(...args));
  }
  for (const [setter, property] of Object.entries(SETTERS)) {
    context[setter] = (value: unknown) => note((target) => Object.assign(target, { [property]: value }));
  }

  async function paint(drawn: readonly Command[], needed: ReadonlySet<string>, reserve: boolean): Promise<void> {
    const images = new Map<string, HTMLImageElement>();
    await Promise.all([...needed].map(async (source) => images.set(source, await loadImage(environment, source))));
    const target = find()?.getContext("2d");
    if (!target) {
      environment.warn(`tt.createCanvasContext: there is no <canvas canvas-id="${canvasId}"> on the shown page.`);
      return;
    }
    if (!reserve) target.clearRect(0, 0, target.canvas.width, target.canvas.height);
    target.save();
    for (const command of drawn) command(target, images);
    target.restore();
  }
  return context;
}

async function loadImage(environment: Environment, source: string): Promise<HTMLImageElement> {
  const image = new Image();
  // Without it a picture of another host would lock the canvas against being read.
  image.crossOrigin = "anonymous";
  image.src = environment.resolveAsset(source);
  await image.decode().catch(() => environment.warn(`A picture for the canvas cannot be loaded: ${source}`));
  return image;
}
