// Work that takes long, in steps of some ten milliseconds, between which others are answered.

/** Yields after each step. */
export type Steps<T> = Generator<undefined, T, undefined>

/** Lets others be answered. */
export type GiveWay = () => Promise<void>

/** Does `one` for each of them, in steps of so many. */
export function* stepping<T>(items: readonly T[], one: (item: T, at: number) => void, atOneStep = 2000): Steps<void> {
  for (const [at, item] of items.entries()) {
    one(item, at)
    if (at % atOneStep === atOneStep - 1) yield
  }
}

/** Where nobody else waits. */
export const atOnce: GiveWay = () => Promise.resolve()

/** All steps, with others in between. */
export const givingWay = async <T>(steps: Steps<T>, giveWay: GiveWay): Promise<T> => {
  for (;;) {
    const next = steps.next()
    if (next.done) return next.value
    await giveWay()
  }
}
