/** An api of `call` alone: what is looked at is told whole each time. For tests of the page without the core. */
import type { Api, Shown } from "../api";

export const plain = (api: Pick<Api, "call" | "cancel" | "on">): Api => ({
  ...api,
  act: async (name, input, _, job) => ({ out: await api.call(name, input, job), shown: [] }),
  look: async ({ name, input }): Promise<Shown> => ({
    whole: { version: 0, value: await api.call(name, input) },
  }),
});
