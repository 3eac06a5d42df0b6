import { render } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import { Frame } from "../frame";

/** A screen in its frame, so that shortcuts and notices work. */
export const show = (screen: ReactNode) => render(<Frame screen="test">{screen}</Frame>);

/** Writes at the end of what stands in a field, at one go: as quick as a hand, however busy the machine is. */
export async function write(user: UserEvent, field: HTMLElement, text: string) {
  await user.click(field);
  await user.paste(text);
}
