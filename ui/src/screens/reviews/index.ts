export { ReviewsScreen } from "./Reviews";
