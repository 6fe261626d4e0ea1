/** What a drawn camera shows at one moment. */
export interface Shot {
  /** Seconds since the camera was opened. */
  time: number;
  /** Which camera of the phone it stands for. */
  facing: "front" | "back";
}

/** Draws one frame of a camera's picture. */
export type Painter = (canvas: CanvasRenderingContext2D, shot: Shot) => void;

const BARS = ["#f2f2f2", "#f5d800", "#00d3d3", "#00c800", "#d800d8", "#e02020", "#1f3bff"];
const FACING = { front: "前置 front", back: "后置 back" } as const;

/**
 * A test picture that moves, so that a picture that stands still is seen at once, and says whose it is.
 * @param user Name and colour of the phone's user.
 */
export function testPattern(user: { name: string; color: string }): Painter {
  return (canvas, { time, facing }) => {
    const { width, height } = canvas.canvas;
    const bar = width / BARS.length;
    const top = height * 0.62;
    BARS.forEach((color, index) => {
      canvas.fillStyle = color;
      canvas.fillRect(index * bar, 0, bar + 1, top);
    });
    canvas.fillStyle = "#15161c";
    canvas.fillRect(0, top, width, height - top);

    // A second hand and a ball: one for the eye, one for whoever counts frames.
    const radius = height * 0.15;
    const [x, y] = [width / 2, height * 0.34];
    canvas.fillStyle = user.color;
    circle(canvas, x, y, radius);
    canvas.strokeStyle = "#fff";
    canvas.lineWidth = Math.max(2, height / 100);
    const angle = (time % 1) * 2 * Math.PI - Math.PI / 2;
    canvas.beginPath();
    canvas.moveTo(x, y);
    canvas.lineTo(x + Math.cos(angle) * radius * 0.85, y + Math.sin(angle) * radius * 0.85);
    canvas.stroke();
    canvas.fillStyle = "#fff";
    circle(canvas, width * (0.5 + 0.44 * Math.sin(time)), top, height / 28);

    canvas.textAlign = "center";
    canvas.textBaseline = "middle";
    canvas.font = `600 ${Math.round(height * 0.1)}px sans-serif`;
    canvas.fillText(user.name, x, height * 0.75);
    canvas.font = `${Math.round(height * 0.055)}px ui-monospace, Menlo, monospace`;
    canvas.fillText(`${FACING[facing]} · ${width}×${height} · ${time.toFixed(1)} s`, x, height * 0.88);
  };
}

/** A picture or film of the user's, whole, on black. */
export function filePicture(source: HTMLVideoElement | HTMLImageElement): Painter {
  return (canvas) => {
    const { width, height } = canvas.canvas;
    const own =
      "videoWidth" in source
        ? { width: source.videoWidth, height: source.videoHeight }
        : { width: source.naturalWidth, height: source.naturalHeight };
    canvas.fillStyle = "#000";
    canvas.fillRect(0, 0, width, height);
    if (own.width === 0 || own.height === 0) return;
    const scale = Math.min(width / own.width, height / own.height);
    const [shownWidth, shownHeight] = [own.width * scale, own.height * scale];
    canvas.drawImage(source, (width - shownWidth) / 2, (height - shownHeight) / 2, shownWidth, shownHeight);
  };
}

function circle(canvas: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  canvas.beginPath();
  canvas.arc(x, y, radius, 0, 2 * Math.PI);
  canvas.fill();
}
