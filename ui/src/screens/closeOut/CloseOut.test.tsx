import { fireEvent, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { show, withCore } from "../testCore";
import { CloseOutScreen } from ".";

const point = (kind: string, text: string, place: object, grave = false) => ({
  kind,
  title: kind,
  grave,
  text,
  place,
});

describe("the close-out checks", () => {
  it("say what is settled and what is open, and lead to the place to mend it", async () => {
    await withCore({
      decision: {
        open_points: [
          point("not-concluded", "ACC-01 is not concluded.", { at: "question", id: "ACC-01" }),
          point("risk-without-owner", "A high risk, R-02 has no owner.", { at: "risk", id: "R-02" }, true),
        ],
      },
    });
    show(<CloseOutScreen assessment="asm-1" />);
    const sum = await screen.findByTestId("close-out-sum");
    expect(sum.textContent).toBe(
      "22 of 24 checks settled. 2 points open, 1 of them weighing on the decision.",
    );
    expect(screen.getByTestId("check-evidence-owed").textContent).toContain("settled");
    const owner = within(screen.getByTestId("check-risk-without-owner"));
    expect(owner.getByText("1 open point, weighing on the decision")).toBeTruthy();
    fireEvent.click(within(screen.getByTestId("check-not-concluded")).getByText("Open ACC-01"));
    expect(window.location.hash).toContain("questionnaire");
    expect(window.location.hash).toContain("ACC-01");
  });

  it("are calm when nothing is open", async () => {
    await withCore({ decision: { open_points: [] } });
    show(<CloseOutScreen assessment="asm-1" />);
    expect((await screen.findByTestId("close-out-sum")).textContent).toContain("Nothing stands open.");
    expect(screen.queryByText(/to settle/)).toBeNull();
  });
});
