/** What lies over the page: a dialog to decide in, a drawer for detail, a popover, a menu. */
import { type ReactNode, useRef } from "react";
import {
  Dialog as AriaDialog,
  Menu as AriaMenu,
  Popover as AriaPopover,
  DialogTrigger,
  Heading,
  MenuItem,
  MenuTrigger,
  Modal,
  ModalOverlay,
  Separator,
} from "react-aria-components";
import { Button, IconButton } from "./Button";
import { Icon, type IconName } from "./icons";
import { KeyHint } from "./KeyHint";
import "./overlays.css";
import { say } from "../words";

export interface DialogProps {
  title: string;
  isOpen: boolean;
  onClose(): void;
  children: ReactNode;
  /** The buttons, the one that goes on last. */
  actions?: ReactNode;
  /** `narrow` for a question, `wide` for work. */
  width?: "narrow" | "usual" | "wide";
  /** An alert dialog must be answered: a press beside it does not close it. */
  mustAnswer?: boolean;
}

/** A dialog with something to type in it is not closed by a press beside it. */
const TYPED_IN = "textarea, input:not([type=radio], [type=checkbox])";

export function Dialog({
  title,
  isOpen,
  onClose,
  children,
  actions,
  width = "usual",
  mustAnswer,
}: DialogProps) {
  const body = useRef<HTMLElement>(null);
  return (
    <ModalOverlay
      className="veil"
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable={!mustAnswer}
      shouldCloseOnInteractOutside={() => body.current?.querySelector(TYPED_IN) == null}
    >
      <Modal className="dialog" data-width={width}>
        <AriaDialog ref={body} className="dialog-body" role={mustAnswer ? "alertdialog" : "dialog"}>
          <div className="dialog-head">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <IconButton icon="close" label={say("common.close")} onPress={onClose} />
          </div>
          <div className="dialog-content">{children}</div>
          {actions !== undefined && <div className="dialog-actions">{actions}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

export interface ConfirmProps {
  title: string;
  isOpen: boolean;
  /** What will happen, to what, and whether it can be undone. */
  children: ReactNode;
  /** The verb of the act: "Delete finding", not "OK". */
  act: string;
  isDangerous?: boolean;
  onConfirm(): void;
  onClose(): void;
}

/** Asks before what cannot be undone. What can be undone is done, and offers undo. */
export function Confirm({ title, isOpen, children, act, isDangerous, onConfirm, onClose }: ConfirmProps) {
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onClose={onClose}
      width="narrow"
      mustAnswer
      actions={
        <>
          <Button autoFocus onPress={onClose}>
            {say("common.cancel")}
          </Button>
          <Button
            kind={isDangerous ? "danger" : "primary"}
            onPress={() => {
              onConfirm();
              onClose();
            }}
          >
            {act}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}

export interface DrawerProps {
  title: string;
  isOpen: boolean;
  onClose(): void;
  children: ReactNode;
  actions?: ReactNode;
}

/** Detail beside the list it belongs to, from the right. */
export function Drawer({ title, isOpen, onClose, children, actions }: DrawerProps) {
  return (
    <ModalOverlay
      className="veil drawer-veil"
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable
    >
      <Modal className="drawer">
        <AriaDialog className="dialog-body">
          <div className="dialog-head">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <IconButton icon="close" label={say("common.close")} onPress={onClose} />
          </div>
          <div className="dialog-content">{children}</div>
          {actions !== undefined && <div className="dialog-actions">{actions}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Something small beside the button that opens it. The first child is the button. */
export function Popover({
  button,
  label,
  children,
}: {
  button: ReactNode;
  label: string;
  children: ReactNode;
}) {
  return (
    <DialogTrigger>
      {button}
      <AriaPopover className="popover" offset={6}>
        <AriaDialog className="popover-body" aria-label={label}>
          {children}
        </AriaDialog>
      </AriaPopover>
    </DialogTrigger>
  );
}

export type MenuEntry =
  | {
      id: string;
      label: string;
      icon?: IconName;
      keys?: string;
      isDangerous?: boolean;
      isDisabled?: boolean;
      onAction(): void;
    }
  | "line";

/** Acts on a thing. The button comes first. */
export function Menu({ button, label, entries }: { button: ReactNode; label: string; entries: MenuEntry[] }) {
  return (
    <MenuTrigger>
      {button}
      <AriaPopover className="popover" offset={4}>
        <AriaMenu className="list-box" aria-label={label}>
          {entries.map((entry, index) =>
            entry === "line" ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name of its own
              <Separator key={`line-${index}`} className="menu-line" />
            ) : (
              <MenuItem
                key={entry.id}
                id={entry.id}
                className="option"
                data-danger={entry.isDangerous || undefined}
                isDisabled={entry.isDisabled}
                onAction={entry.onAction}
                textValue={entry.label}
              >
                {entry.icon !== undefined && <Icon name={entry.icon} />}
                <span className="option-words">{entry.label}</span>
                {entry.keys !== undefined && <KeyHint keys={entry.keys} />}
              </MenuItem>
            ),
          )}
        </AriaMenu>
      </AriaPopover>
    </MenuTrigger>
  );
}
