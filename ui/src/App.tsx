/** The whole window: the frame with the screen of the current place in it. */
import { EmptyState } from "./components";
import { Frame } from "./frame";

export function App() {
  return (
    <Frame screen="start">
      <h1 className="sr-only">Assay</h1>
      <EmptyState icon="lock" title="No vault is open">
        A vault is one encrypted file with your vendors, assessments and evidence. Everything you see here
        comes from it, and nothing leaves this machine.
      </EmptyState>
    </Frame>
  );
}
