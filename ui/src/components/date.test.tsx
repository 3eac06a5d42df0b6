import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { notices } from "../frame/notices";
import { DateField } from ".";

it("a day half written is not dropped in silence when its screen is left, and a whole one is kept", async () => {
  const user = userEvent.setup();
  notices.set([]);
  const change = vi.fn();
  const half = render(<DateField label="Due" value="" onChange={change} testId="day" />);
  await user.type(screen.getByTestId("day"), "2026-1");
  half.unmount();
  expect(change).not.toHaveBeenCalled();
  expect(JSON.stringify(notices.get())).toContain("2026-1");
  notices.set([]);
  const whole = render(<DateField label="Due" value="" onChange={change} testId="day" />);
  await user.type(screen.getByTestId("day"), "20261105");
  whole.unmount();
  expect(change).toHaveBeenCalledWith("2026-11-05");
  expect(notices.get()).toEqual([]);
});
