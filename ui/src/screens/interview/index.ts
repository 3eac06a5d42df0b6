export { InterviewScreen } from "./Interview";
