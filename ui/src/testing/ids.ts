/** An id as a test writes it: “ACC-01”. Which kind it is follows from where it stands. */
export const idOf = <Id extends string>(text: string): Id => text as Id;
