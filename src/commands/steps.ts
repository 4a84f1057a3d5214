// What a long command prints for a person: each step with a tick and its seconds.

/** Where it is printed; `isTerminal`: a line can be written over. */
export type Screen = { write: (text: string) => void; isTerminal: boolean }

export type Step = <T>(name: string, work: (say: (line: string) => void) => Promise<T>) => Promise<T>

/** @param now milliseconds */
export const stepsOn = ({ write, isTerminal }: Screen, now: () => number = performance.now.bind(performance)): Step => {
  const meanwhile = (text: string): void => {
    if (isTerminal) write(`\r\u001b[K  … ${text}`.slice(0, 78))
  }
  return async (name, work) => {
    const from = now()
    meanwhile(name)
    const done = await work((line) => meanwhile(`${name}: ${line}`))
    write(`${isTerminal ? '\r\u001b[K' : ''}  ✓ ${name} (${((now() - from) / 1000).toFixed(1)} s)\n`)
    return done
  }
}
