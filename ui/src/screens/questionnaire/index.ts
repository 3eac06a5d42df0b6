export { QuestionnaireScreen } from "./Questionnaire";
