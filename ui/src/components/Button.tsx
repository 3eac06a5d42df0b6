/** Buttons: one primary act on a screen at most, the rest quiet, danger for what takes something away. */
import type { ReactNode } from "react";
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
  Tooltip,
  TooltipTrigger,
} from "react-aria-components";
import { Icon, type IconName } from "./icons";
import { KeyHint } from "./KeyHint";
import "./Button.css";

export interface ButtonProps extends Omit<AriaButtonProps, "children" | "className" | "style"> {
  kind?: "primary" | "plain" | "quiet" | "danger";
  icon?: IconName;
  /** The shortcut shown at the end, as in `useCommands`. It is not bound here. */
  keys?: string;
  children: ReactNode;
}

export function Button({ kind = "plain", icon, keys, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className="button" data-kind={kind}>
      {icon !== undefined && <Icon name={icon} />}
      <span className="button-word">{children}</span>
      {keys !== undefined && <KeyHint keys={keys} />}
    </AriaButton>
  );
}

export interface IconButtonProps extends Omit<AriaButtonProps, "children" | "className" | "style"> {
  icon: IconName;
  /** The name, for the tooltip and for assistive technology. */
  label: string;
  keys?: string;
  pressed?: boolean;
}

export function IconButton({ icon, label, keys, pressed, ...rest }: IconButtonProps) {
  return (
    <WithTooltip text={label} keys={keys}>
      <AriaButton
        {...rest}
        aria-label={label}
        aria-pressed={pressed}
        className="button icon-button"
        data-kind="quiet"
        data-on={pressed || undefined}
      >
        <Icon name={icon} />
      </AriaButton>
    </WithTooltip>
  );
}

/** A tooltip for a single control. It repeats the control's name or adds its shortcut, nothing that matters alone. */
export function WithTooltip({
  text,
  keys,
  children,
}: {
  text: string;
  keys?: string | undefined;
  children: ReactNode;
}) {
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      {children}
      <Tooltip className="tooltip" offset={6}>
        {text}
        {keys !== undefined && <KeyHint keys={keys} />}
      </Tooltip>
    </TooltipTrigger>
  );
}
