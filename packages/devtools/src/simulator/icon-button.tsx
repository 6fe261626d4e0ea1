import Button from "@douyinfe/semi-ui-19/lib/es/button";
import Tooltip from "@douyinfe/semi-ui-19/lib/es/tooltip";
import type { ReactNode } from "react";

export interface IconButtonProps {
  /** Accessible name, shown on hover as well. */
  label: string;
  icon: ReactNode;
  onClick?: () => void;
  pressed?: boolean;
  disabled?: boolean;
  danger?: boolean;
}

/** A button that is only an icon. */
export function IconButton({ label, icon, onClick, pressed, disabled, danger }: IconButtonProps) {
  return (
    <Tooltip content={label} position="bottom" mouseEnterDelay={350} motion={false}>
      <Button
        className={pressed ? "icon-button is-pressed" : "icon-button"}
        theme="borderless"
        type={danger ? "danger" : "tertiary"}
        size="small"
        icon={icon}
        aria-label={label}
        {...(pressed === undefined ? {} : { "aria-pressed": pressed })}
        {...(disabled === undefined ? {} : { disabled })}
        {...(onClick ? { onClick } : {})}
      />
    </Tooltip>
  );
}
