import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { InterviewPlan } from "../../ipc/InterviewPlan";
import type { PlanInput } from "../../ipc/PlanInput";
import type { Planned } from "../../ipc/Planned";
import { inputsOf, show, withCore } from "../testCore";
import { InterviewScreen } from ".";
import { agendaOf, clockAt, readTime, topicsOf } from "./plan";

const planned = (question: string, topic: string, minutes: number, who: string[]): Planned => ({
  question,
  text: `What about ${question}?`,
  interview: "Ask the one who does it.",
  topic,
  minutes,
  weight: 2,
  knock_out: null,
  frameworks: ["soc2"],
  claim: null,
  who,
});
const keys = planned("CRY-01", "Cryptography", 5, ["Head of security"]);
const rotation = planned("CRY-02", "Cryptography", 4, ["Head of security"]);
const leavers = planned("ACC-01", "Access", 6, ["Head of people"]);

/** A core that shares three questions out as the real one does for these roles. */
function plan({ sittings }: PlanInput): InterviewPlan {
  const inRoom = sittings[0]?.roles.includes("security") ?? false;
  const isShort = (sittings[0]?.minutes ?? 0) < 9;
  const others = inRoom ? [leavers] : [keys, rotation, leavers];
  return {
    sittings: sittings.map(({ roles, minutes }, index) => ({
      roles: roles.map((id) => (id === "security" ? "Head of security" : "Head of people")),
      minutes,
      planned: index > 0 || !inRoom ? 0 : isShort ? 5 : 9,
      questions: index > 0 || !inRoom ? [] : isShort ? [keys] : [keys, rotation],
      no_time: index === 0 && inRoom && isShort ? [rotation] : [],
    })),
    others,
    others_minutes: others.reduce((sum, { minutes }) => sum + minutes, 0),
    concluded: 7,
  };
}
const core = {
  interview_plan: plan,
  overview: { assessment: { title: "Insight 2026" } },
  choices: {
    roles: [
      { id: "security", title: "Head of security" },
      { id: "people", title: "Head of people" },
    ],
    frameworks: [{ id: "soc2", title: "SOC 2" }],
  },
};

it("plans for who is in the room, says what does not fit and what is left, and remembers it", async () => {
  const asked = await withCore(core);
  const user = userEvent.setup();
  const { unmount } = show(<InterviewScreen assessment="a1" />);
  expect(await screen.findByText("Who will be in the room?")).toBeTruthy();
  await user.click(await screen.findByTestId("sitting-0-role-security"));
  expect((await screen.findByTestId("agenda-0")).textContent).toContain("2 questions, 9 min of 1 h");
  expect(screen.getByTestId("planned-CRY-02").textContent).toContain("0:05");
  expect(screen.getByTestId("interview-others").textContent).toContain("Head of people 1 question, 6 min");

  const minutes = screen.getByTestId("sitting-0-minutes");
  await user.clear(minutes);
  await user.type(minutes, "8");
  expect((await screen.findByTestId("no-time-0")).textContent).toContain("CRY-02");
  expect(inputsOf(asked, "interview_plan").at(-1)).toEqual({
    assessment: "a1",
    sittings: [{ roles: ["security"], minutes: 8 }],
  });

  await user.click(screen.getByRole("button", { name: /Talk to them.*Head of people/ }));
  expect(await screen.findByTestId("sitting-1")).toBeTruthy();
  unmount();
  show(<InterviewScreen assessment="a1" />);
  expect((await screen.findByTestId("sitting-1-show")).textContent).toContain("Head of people");
  await user.click(await screen.findByTestId("planned-open-CRY-01"));
  expect(window.location.hash).toBe("#/questionnaire?assessment=a1&item=CRY-01");
});

it("writes the agenda as text with the time of day", () => {
  const made = plan({ assessment: "a1", sittings: [{ roles: ["security"], minutes: 8 }] });
  const text = agendaOf("Insight 2026", made, [readTime("14:00")], () => "SOC 2");
  expect(text).toContain("Conversation 1: Head of security\n14:00 to 14:08, 5 min planned");
  expect(text).toContain("Cryptography (5 min)\n  14:00  CRY-01  What about CRY-01? [SOC 2]");
  expect(text).toContain("No time for, please answer in writing (1 question)\n  CRY-02");
  expect(text).toContain("For: Head of people (1 question)\n  ACC-01");
});

it("lets the clock run through all topics, past midnight too", () => {
  const [first, second] = topicsOf([keys, rotation, leavers]);
  expect(first?.minutes).toBe(9);
  expect(second?.questions[0]?.at).toBe(9);
  expect(clockAt(65, undefined)).toBe("1:05");
  expect(clockAt(10, readTime("23:55"))).toBe("00:05");
  expect(readTime("24:00")).toBeUndefined();
});
