/** "1 question", "3 questions". */
export const count = (n: number, one: string): string => `${n} ${n === 1 ? one : `${one}s`}`;
