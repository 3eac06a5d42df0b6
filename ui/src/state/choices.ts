/** The closed lists the screens offer. They come with the program and never change while it runs, so they are read once. */
import { useEffect } from "react";
import { call } from "../api";
import { attempt } from "../frame/notices";
import type { Choices } from "../ipc/Choices";
import { createStore, useStore } from "./store";

const choices = createStore<Choices | undefined>(undefined);
let isUnderWay = false;

/** The lists, once they are there. */
export function useChoices(): Choices | undefined {
  const known = useStore(choices);
  useEffect(() => {
    if (known !== undefined || isUnderWay) return;
    isUnderWay = true;
    void attempt(call("choices", {})).then((read) => {
      isUnderWay = false;
      choices.set(read);
    });
  }, [known]);
  return known;
}
