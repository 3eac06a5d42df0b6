/** The window in an English that is a third longer, with an accent on every letter. */
import { everyScreenIn } from "../testing/everyScreen";

await everyScreenIn("en-XA", "ltr");
