/** The window in a language that runs from right to left. */
import { everyScreenIn } from "../testing/everyScreen";

await everyScreenIn("he-XB", "rtl");
