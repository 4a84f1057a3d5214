// Long work in steps of some ten milliseconds, between which other requests are served.

export type Steps<T> = Generator<undefined, T, undefined>

export type GiveWay = () => Promise<void>

/** Does `one` for each, `atOnce` many per step. */
export function* stepping<T>(items: readonly T[], one: (item: T, at: number) => void, atOneStep = 2000): Steps<void> {
  for (const [at, item] of items.entries()) {
    one(item, at)
    if (at % atOneStep === atOneStep - 1) yield
  }
}

/** Where nobody else waits. */
export const atOnce: GiveWay = () => Promise.resolve()

export const givingWay = async <T>(steps: Steps<T>, giveWay: GiveWay): Promise<T> => {
  for (;;) {
    const next = steps.next()
    if (next.done) return next.value
    await giveWay()
  }
}
