export { byName, day, decimal, fileName, fileSize, today, within, zoneOf } from "./formats";
export { language, locale, speak } from "./language";
export { type Key, rich, say } from "./say";
export { told } from "./told";
