/** What shows a part of the window that failed: what it was, that nothing typed is lost, and the ways on. */
import { Component, type ErrorInfo, type ReactNode } from "react";
import { Button } from "../components/Button";
import { EmptyState } from "../components/EmptyState";
import { invalidate } from "../state/query";
import { say } from "../words";

interface BoundaryProps {
  /** What a person calls what is inside: "Findings". */
  what: string;
  /** Another thing is shown when this changes, and is tried afresh. */
  place: string;
  /** The way out of it. */
  leave?: { label: string; run(): void } | undefined;
  children: ReactNode;
}

interface Failed {
  place: string;
  error: unknown;
}

/** React asks for a class here, and only here. */
export class Boundary extends Component<BoundaryProps, { failed: Failed | undefined }> {
  override state: { failed: Failed | undefined } = { failed: undefined };

  override componentDidCatch(error: unknown, _info: ErrorInfo) {
    this.setState({ failed: { place: this.props.place, error } });
  }

  static getDerivedStateFromError(error: unknown) {
    return { failed: { place: "", error } };
  }

  override componentDidUpdate(before: BoundaryProps) {
    if (this.state.failed !== undefined && before.place !== this.props.place)
      this.setState({ failed: undefined });
  }

  /** What it showed may be what failed, so that is read anew first. */
  private again = () => void invalidate().finally(() => this.setState({ failed: undefined }));

  override render() {
    const { failed } = this.state;
    if (failed === undefined) return this.props.children;
    const { what, leave } = this.props;
    const why = failed.error instanceof Error ? failed.error.message : String(failed.error);
    return (
      <div className="boundary" role="alert" data-testid="boundary">
        <h1 className="sr-only">{what}</h1>
        <EmptyState
          icon="warning"
          title={say("frame.couldNotBeShown", { what })}
          action={
            <span className="boundary-acts">
              <Button onPress={this.again} data-testid="boundary-again">
                {say("common.tryAgain")}
              </Button>
              {leave !== undefined && (
                <Button kind="primary" onPress={leave.run} data-testid="boundary-leave">
                  {leave.label}
                </Button>
              )}
            </span>
          }
        >
          {say("frame.somethingInTheProgramFailedWhat", { why })}
        </EmptyState>
      </div>
    );
  }
}
