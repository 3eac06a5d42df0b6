/** What is pressed before everything is read: no text is composed of what is not there yet. */
import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { drafts } from "../state/drafts";
import { realCore } from "../testing/core";
import { answer } from "../testing/seeds";
import { show } from "../testing/show";
import { VendorDialog } from "./home/VendorDialog";
import { InterviewScreen } from "./interview";
import { OwedScreen } from "./owed";
import { ReportScreen } from "./report";

it("the list of what is owed waits for the title it begins with", async () => {
  const core = await realCore("started");
  await answer(core, "ACC-01", { deferred: { what: "The policy", until: null } });
  const goOn = core.hold("overview");
  show(<OwedScreen assessment={core.assessment} />);
  await waitFor(() => expect(core.count("owed")).toBe(1));
  expect(screen.queryByTestId("owed-copy")).toBeNull();
  goOn();
  await screen.findByTestId("owed-copy");
});

it("the agenda of an interview waits for the title it begins with", async () => {
  const core = await realCore("started");
  const goOn = core.hold("overview");
  show(<InterviewScreen assessment={core.assessment} />);
  await waitFor(() => expect(core.count("interview_plan")).toBeGreaterThan(0));
  expect(screen.queryByTestId("interview-copy")).toBeNull();
  goOn();
  await screen.findByTestId("interview-copy");
});

it("nothing is signed or written before it is known which number comes next and what it is called", async () => {
  const core = await realCore("started");
  await core.call("create_identity", { name: "Ada Moore", organisation: "Moore & Co", email: "" });
  const goOn = core.hold("issues");
  const name = core.hold("overview");
  show(<ReportScreen assessment={core.assessment} />);
  const check = await screen.findByTestId("issue-check");
  expect(check).toHaveProperty("disabled", true);
  expect(check.textContent).not.toMatch(/\d/);
  expect(screen.getByTestId("write-draft")).toHaveProperty("disabled", true);
  goOn();
  name();
  await waitFor(() => expect(check).toHaveProperty("disabled", false));
  expect(check.textContent).toMatch(/\d/);
});

it("what is typed while a form is on its way stays", async () => {
  const core = await realCore("empty");
  const user = userEvent.setup();
  const goOn = core.hold("save_vendor");
  render(<VendorDialog vendor={null} onClose={() => {}} />);
  await user.type(screen.getByTestId("vendor-name"), "Helios");
  await user.click(screen.getByTestId("save-vendor"));
  await user.type(screen.getByTestId("vendor-name"), " Energy");
  act(goOn);
  await waitFor(async () => expect((await core.call("session", {})).vendors).toHaveLength(1));
  expect([...drafts.get().values()].map(({ value }) => (value as { name: string }).name)).toEqual([
    "Helios Energy",
  ]);
});
