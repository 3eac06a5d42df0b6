import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Planned } from "../../ipc/Planned";
import type { Sitting } from "../../ipc/Sitting";
import { type Core, realCore } from "../../testing/core";
import { count } from "../../testing/count";
import { idOf } from "../../testing/ids";
import { answer } from "../../testing/seeds";
import { show, write } from "../../testing/show";
import { InterviewScreen } from ".";
import { agendaOf, byRole, clockAt, duration, minutesOf, readTime, topicsOf } from "./plan";

const planOf = (core: Core, ...sittings: Sitting[]) =>
  core.call("interview_plan", { assessment: core.assessment, sittings });

it("plans for who is in the room, says what does not fit and what is left, and remembers it", async () => {
  const core = await realCore();
  await answer(core, "ACC-01", { conclusion: "effective" });
  const user = userEvent.setup();
  const { unmount } = show(<InterviewScreen assessment={core.assessment} />);
  expect(await screen.findByText("Who will be in the room?")).toBeTruthy();
  const security = await screen.findByTestId("sitting-0-role-security");
  await user.click(security);
  const hour = await planOf(core, { roles: ["security"], minutes: 60 });
  const { questions = [], planned = 0 } = hour.sittings[0] ?? {};
  expect(questions.map(({ question }) => question)).not.toContain("ACC-01");
  expect((await screen.findByTestId("agenda-0")).textContent).toContain(
    `${count(questions.length, "question")}, ${duration(planned)} of 1 h`,
  );
  const [first, second] = questions;
  expect(screen.getByTestId(`planned-${second?.question}`).textContent).toContain(
    clockAt(first?.minutes ?? 0, undefined),
  );
  const [absent] = byRole(hour.others);
  const left = `${count(absent?.questions.length ?? 0, "question")}, ${duration(minutesOf(absent?.questions ?? []))}`;
  expect(screen.getByTestId("interview-others").textContent).toContain(`${absent?.role} ${left}`);

  const minutes = screen.getByTestId("sitting-0-minutes");
  await user.clear(minutes);
  await write(user, minutes, "8");
  const short = await planOf(core, { roles: ["security"], minutes: 8 });
  const late = short.sittings[0]?.no_time ?? [];
  expect(late.length).toBeGreaterThan(0);
  await waitFor(() =>
    expect(screen.getByTestId("no-time-0").textContent).toContain(count(late.length, "question")),
  );

  const [away] = byRole(short.others);
  await user.click(screen.getByRole("button", { name: new RegExp(`^Talk to them.*${away?.role}$`) }));
  expect(await screen.findByTestId("sitting-1")).toBeTruthy();
  unmount();
  show(<InterviewScreen assessment={core.assessment} />);
  expect((await screen.findByTestId("sitting-1-show")).textContent).toContain(away?.role);
  const open = short.sittings[0]?.questions[0]?.question;
  await user.click(await screen.findByTestId(`planned-open-${open}`));
  expect(window.location.hash).toBe(`#/questionnaire?assessment=${core.assessment}&item=${open}`);
});

it("writes the agenda as text with the time of day", async () => {
  const core = await realCore();
  const made = await planOf(core, { roles: ["security"], minutes: 8 });
  const [room] = made.sittings;
  const first = room?.questions[0];
  const title = (await core.call("choices", {})).roles.find(({ id }) => id === "security")?.title;
  const text = agendaOf("Insight 2026", made, [readTime("14:00")], () => "SOC 2");
  expect(text).toContain(`Conversation 1: ${title}\n14:00 to 14:08, ${room?.planned} min planned`);
  expect(text).toContain(`  14:00  ${first?.question}  ${first?.text} [SOC 2]`);
  expect(text).toContain(
    `No time for, please answer in writing (${count(room?.no_time.length ?? 0, "question")})`,
  );
  const [absent] = byRole(made.others);
  expect(text).toContain(`For: ${absent?.role} (${count(absent?.questions.length ?? 0, "question")})`);
});

it("lets the clock run through all topics, past midnight too", () => {
  const planned = (question: string, topic: string, minutes: number): Planned => ({
    question: idOf(question),
    text: "",
    interview: "",
    topic,
    minutes,
    weight: 2,
    knock_out: null,
    frameworks: [idOf("soc2")],
    claim: null,
    who: [],
  });
  const [first, second] = topicsOf([
    planned("CRY-01", "Cryptography", 5),
    planned("CRY-02", "Cryptography", 4),
    planned("ACC-01", "Access", 6),
  ]);
  expect(first?.minutes).toBe(9);
  expect(second?.questions[0]?.at).toBe(9);
  expect(clockAt(65, undefined)).toBe("1:05");
  expect(clockAt(10, readTime("23:55"))).toBe("00:05");
  expect(readTime("24:00")).toBeUndefined();
});
