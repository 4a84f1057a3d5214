import type { Act } from '#base/act.ts'
import type { Instant } from '#base/dates.ts'
import { differenceOf } from '#base/setting.ts'
import { changeEvent } from '#events/editing/save-event.ts'
import type { EventDetails } from '#events/events/event.ts'
import type { EventMove } from './event-move.ts'
import { setReleases, setRules } from './rules-store.ts'

/** Changes the event as any edit of its times does; deadlines go in the same batch. */
export const moveEvent = (
  act: Act,
  { move, ...ask }: { event: EventDetails; version: number; move: EventMove; freeUntil: Instant | undefined },
): ReturnType<typeof changeEvent> => {
  const { event } = ask
  const { draft, deadlines, releases } = move
  const { before, after } = differenceOf({ ...event.rules, earlyUntil: event.earlyUntil }, deadlines)
  const moved = releases.filter(({ was, releaseAt }) => was !== releaseAt)
  const released = (which: 'was' | 'releaseAt') =>
    moved.length === 0 ? {} : { heldBack: moved.map((one) => ({ id: one.id, releaseAt: one[which] })) }
  return changeEvent(act, {
    ...ask,
    draft,
    also: {
      statements: [setRules(act, event.id, deadlines), setReleases(act, event.id, moved)],
      before: { ...before, ...released('was') },
      after: { ...after, ...released('releaseAt') },
    },
  })
}
