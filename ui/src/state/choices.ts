/** The closed lists the screens offer. They come with the program and never change while it runs, so they are read once. */
import { useEffect } from "react";
import { call } from "../api";
import { attempt } from "../frame/notices";
import type { Choice as Told } from "../ipc/Choice";
import type { Choices as Read } from "../ipc/Choices";
import { told } from "../words";
import { createStore, useStore } from "./store";

/** A word of a list, in the language of the window. */
export interface Choice extends Omit<Told, "title"> {
  title: string;
}

/** Every closed list, its titles in the language of the window. */
export type Choices = { [K in keyof Read]: Read[K] extends Told[] ? Choice[] : Read[K] };

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
      choices.set(read === undefined ? undefined : inLanguage(read));
    });
  }, [known]);
  return known;
}

/** Those of content packs are content, in the language of their pack. */
function inLanguage({ claims, conclusions, assurance, frameworks, roles, ...words }: Read): Choices {
  const lists = Object.entries(words).map(([name, all]) => [
    name,
    all.map((word) => ({ ...word, title: told(word.title) })),
  ]);
  return { ...Object.fromEntries(lists), claims, conclusions, assurance, frameworks, roles };
}
