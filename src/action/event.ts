/** What has started the run. */
export interface JobEvent {
  readonly name: string;
  /** As the forge sent it; empty where there was none. */
  readonly payload: unknown;
}

/** Reads the event from the file that the runner names. */
export const readEvent = async (): Promise<JobEvent> => {
  const { context } = await import("@actions/github");
  return { name: context.eventName, payload: context.payload };
};
