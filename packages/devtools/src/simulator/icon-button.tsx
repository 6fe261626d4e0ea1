import Button from "@douyinfe/semi-ui-19/lib/es/button";
import Tooltip from "@douyinfe/semi-ui-19/lib/es/tooltip";
import type { ReactNode } from "react";

export interface IconButtonProps {
  /** Accessible name, shown on hover as well. */
  label: string;
  icon: ReactNode;
  onClick?: () => void;
  pressed?: boolean;
  /** Whether the name is shown on hover; not where it would cover what the button opens. Default true. */
  hint?: boolean;
  /** On which side of the button it is shown. Default below. */
  hintSide?: "top" | "bottom";
}

/** A button that is only an icon. */
export function IconButton({ label, icon, onClick, pressed, hint = true, hintSide = "bottom" }: IconButtonProps) {
  const button = (
    // Tooltips need a DOM element to stand at, and a button of Semi Design is none.
    <span>
      <Button
        className={pressed ? "icon-button is-pressed" : "icon-button"}
        theme="borderless"
        type="tertiary"
        size="small"
        icon={icon}
        aria-label={label}
        {...(pressed === undefined ? {} : { "aria-pressed": pressed })}
        {...(onClick ? { onClick } : {})}
      />
    </span>
  );
  return hint ? (
    <Tooltip content={label} position={hintSide} motion={false}>
      {button}
    </Tooltip>
  ) : (
    button
  );
}
