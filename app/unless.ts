/** Waits for the work, but no longer than until the signal comes; then throws its reason, and the work's end is nobody's matter. */
export function unless<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const aborted = new Promise<never>((_, fail) => {
    if (signal.aborted) fail(signal.reason)
    signal.addEventListener('abort', () => fail(signal.reason), { once: true })
  })
  return Promise.race([work, aborted])
}
