import QRCode from "qrcode";

/** A QR code for a terminal, in half blocks with a quiet margin; for light and dark grounds alike. */
export function terminalQrCode(text: string): Promise<string> {
  return QRCode.toString(text, { type: "terminal", small: true, errorCorrectionLevel: "L" });
}
