import { IconCopy, IconQrCode } from "@douyinfe/semi-icons";
import Button from "@douyinfe/semi-ui-19/lib/es/button";
import Popover from "@douyinfe/semi-ui-19/lib/es/popover";
import { useEffect, useState } from "react";
import { IconButton } from "../icon-button.js";
import { useText } from "../language/language-context.js";
import { phoneAddress } from "../state/launch.js";
import type { Simulator } from "../state/simulator.js";
import { useStore } from "../state/store.js";

/** The QR code that opens the mini-program on a real phone. */
export function PhoneQr({ simulator }: { simulator: Simulator }) {
  const text = useText();
  const connected = useStore(simulator.remotes).filter(({ info }) => info.get().connected).length;
  const info = useStore(simulator.connection.info);
  const launch = useStore(simulator.launch);
  const phoneUrl = info?.phoneUrl && phoneAddress(info.phoneUrl, launch, info.project.pages[0] ?? "");
  return (
    <Popover
      trigger="click"
      position="bottomRight"
      content={phoneUrl ? <QrCard url={phoneUrl} /> : <p className="qr-none">{text("qrNone")}</p>}
    >
      <span className="qr-button">
        <IconButton label={text("qrTitle")} icon={<IconQrCode />} hint={false} />
        {connected > 0 && <span className="qr-count">{connected}</span>}
      </span>
    </Popover>
  );
}

function QrCard({ url }: { url: string }) {
  const text = useText();
  const [drawing, setDrawing] = useState<string>();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    let current = true;
    void import("qrcode").then(async (library) => {
      const svg = await library.toString(url, { type: "svg", margin: 0, errorCorrectionLevel: "L" });
      if (current) setDrawing(`data:image/svg+xml,${encodeURIComponent(svg)}`);
    });
    return () => {
      current = false;
    };
  }, [url]);
  return (
    <section className="qr-card">
      <h2>{text("qrTitle")}</h2>
      <div className="qr-code">{drawing && <img src={drawing} alt={url} />}</div>
      <p>{text("qrHint")}</p>
      <details className="qr-trust">
        <summary>{text("qrRefused")}</summary>
        <ul>
          <li>{text("qrRefusedIphone")}</li>
          <li>{text("qrRefusedAndroid")}</li>
          <li>{text("qrRefusedApp")}</li>
          <li>{text("qrUnreachable")}</li>
        </ul>
      </details>
      <div className="qr-address">
        <code>{url}</code>
        <Button
          size="small"
          icon={<IconCopy />}
          onClick={() => void navigator.clipboard.writeText(url).then(() => setCopied(true))}
        >
          {text(copied ? "copied" : "copyAddress")}
        </Button>
      </div>
    </section>
  );
}
