import type { Act } from '#base/act.ts'
import { instant } from '#base/dates.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { ok, type Result } from '#base/result.ts'
import { insertContacts } from '#people/ladder/contact-store.ts'
import type { RingList, Rung, ToRing } from './ring.ts'
import { isOfEvent } from './ring-store.ts'

/** Later calls are added. @param ask.form made with the page: a second press adds nothing */
export const recordRing = async (
  act: Act,
  list: RingList,
  ask: { kind: ToRing['kind']; id: string; schoolId: string; how: Rung; form: string },
): Promise<Result<true, 'noted_before'>> => {
  const result = await atomically(
    act.db,
    [
      isOfEvent(act, list.event.id, ask.kind, ask.id),
      insertContacts(act, [
        {
          id: newId(act.now),
          schoolId: ask.schoolId,
          matter: 'event',
          subjectId: list.event.id,
          rung: 'telephone',
          means: 'telephone',
          result: ask.how,
          happenedAt: instant(act.now),
          form: `${ask.kind} ${ask.id} ${ask.form}`,
          ...(ask.kind === 'delegate' ? { placeId: ask.id } : { bookingId: ask.id }),
        },
      ]),
      logged(act, {
        act: ask.kind === 'delegate' ? 'place.rung' : 'booking.contact_rung',
        subject: [ask.kind === 'delegate' ? 'place' : 'booking', ask.id],
        eventId: list.event.id,
        after: { how: ask.how, sendingId: list.sending?.id, form: ask.form },
      }),
    ],
    { [guardBroken]: 'noted_before', 'ContactTried.form': 'noted_before' } as const,
  )
  return result.ok ? ok(true) : result
}

export const logRingExport = async (act: Act, list: RingList, format: 'csv' | 'xlsx', people: number): Promise<void> => {
  await atomically(
    act.db,
    [logged(act, { act: 'ring_list.exported', subject: ['export', newId(act.now)], eventId: list.event.id, after: { format, people } })],
    {},
  )
}
