import { expect, it } from 'vitest'
import { type Clock, newTurns } from '#messages/outbox/pace.ts'

const start = Date.parse('2026-03-02T09:00:00.000Z')

/** A clock that goes only while somebody waits. */
const aClock = (): Clock & { at: () => number } => {
  let at = start
  return {
    now: () => new Date(at),
    wait: async (milliseconds) => {
      at += milliseconds
    },
    at: () => at - start,
  }
}

it('calls go at once as long as the provider says that some are left, and then wait for its next second', async () => {
  const clock = aClock()
  const turns = newTurns(clock, 10_000)
  const moments: number[] = []
  for (let left = 2, n = 0; n < 7; n++) {
    expect(await turns.take()).toBe(true)
    moments.push(clock.at())
    if (n > 0 && moments.at(-1) !== moments.at(-2)) left = 2
    turns.onAnswer({ limit: 3, remaining: left, resetSeconds: 1 })
    left -= 1
  }
  expect(moments).toEqual([0, 0, 0, 1000, 1000, 1000, 2000])
})

it('calls under way count: answers that come late never raise what is left', async () => {
  const clock = aClock()
  const turns = newTurns(clock, 10_000)
  await turns.take()
  turns.onAnswer({ limit: 10, remaining: 3, resetSeconds: 1 })
  await turns.take()
  await turns.take()
  // The answer to the first of the two; the other is under way, so that one is left.
  turns.onAnswer({ limit: 10, remaining: 2, resetSeconds: 1 })
  await turns.take()
  expect(clock.at()).toBe(0)
  await turns.take()
  expect(clock.at()).toBe(1000)
})

it('a wait that is asked for is kept, unless it lasts longer than patience does', async () => {
  const clock = aClock()
  const turns = newTurns(clock, 10_000)
  turns.holdUntil(new Date(start + 4000))
  expect([await turns.ready(), clock.at()]).toEqual([true, 4000])
  turns.holdUntil(new Date(start + 60_000))
  expect([await turns.take(), clock.at()]).toEqual([false, 4000])
})

it('a provider that says nothing of a limit is not waited for', async () => {
  const clock = aClock()
  const turns = newTurns(clock, 10_000)
  for (let n = 0; n < 50; n++) {
    await turns.take()
    turns.onAnswer(undefined)
  }
  expect(clock.at()).toBe(0)
})

it('calls that the provider counted in its next second before that began here are not made a second time', async () => {
  const clock = aClock()
  const turns = newTurns(clock, 10_000)
  await turns.take()
  turns.onAnswer({ limit: 5, remaining: 4, resetSeconds: 1 })
  for (let n = 0; n < 4; n++) await turns.take()
  // Two are answered within the second; the others reach the provider when its next one has begun.
  turns.onAnswer({ limit: 5, remaining: 3, resetSeconds: 1 })
  turns.onAnswer({ limit: 5, remaining: 2, resetSeconds: 1 })
  await clock.wait(400)
  turns.onAnswer({ limit: 5, remaining: 4, resetSeconds: 1 })
  turns.onAnswer({ limit: 5, remaining: 3, resetSeconds: 1 })
  const moments: number[] = []
  for (let n = 0; n < 4; n++) {
    await turns.take()
    moments.push(clock.at())
  }
  expect(moments).toEqual([1400, 1400, 1400, 1400])
})
