import type { ComingEvent } from '#attendance/requirements/coming.ts'
import type { Act } from '#base/act.ts'
import { atomically, guardBroken } from '#base/db/atomically.ts'
import { togetherOrApart } from '#base/db/failed-job.ts'
import { readTogether } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { senderOf } from '#calendars/invites/invite-places.ts'
import { dateFound } from '#emails/correspondence/date-found.tsx'
import { firstStart } from '#events/events/event.ts'
import type { OutgoingMessage } from '#messages/outbox/message.ts'
import { queuedAll } from '#messages/outbox/store.ts'
import { freeAt, openDates } from './date.ts'
import { selectDates, selectToTell, type ToTell, toldOf } from './store.ts'

const atOnce = 200

/**
 * Job, each morning: whoever asked first is told first, of the soonest date that can be booked, and
 * of no date are more told on one morning than it has places free.
 */
export const tellOfDates = async (act: Act): Promise<boolean> => {
  const { asked, dates } = await readTogether(act.db, { asked: selectToTell(act.db, act.now, atOnce), dates: selectDates(act.db, act.now) })
  const told = new Map<string, number>()
  const found = asked.map((one): { one: ToTell; event: ComingEvent | undefined } => {
    const event = openDates(one, dates.editions, dates.events, act.now).find((date) => (told.get(date.id) ?? 0) < freeAt(date))
    if (event) told.set(event.id, (told.get(event.id) ?? 0) + 1)
    return { one, event }
  })
  return togetherOrApart(
    act,
    'tellOfDates',
    found,
    ({ one }) => one.id,
    (some) => tell(act, some),
  )
}

const tell = async (act: Act, found: readonly { one: ToTell; event: ComingEvent | undefined }[]): Promise<boolean> => {
  const sender = await senderOf(act)
  const messages = found.flatMap(({ one, event }): OutgoingMessage[] =>
    event
      ? [
          {
            id: newId(act.now),
            kind: 'date_found',
            recipient: one.accountId,
            to: { email: one.email, name: one.name ?? undefined },
            eventId: event.id,
            ...dateFound({
              sender,
              about: one.label,
              title: event.title,
              startsAt: firstStart(event) ?? '',
              page: `${act.baseUrl}/events/${event.code}`,
            }),
          },
        ]
      : [],
  )
  const result = await atomically(
    act.db,
    [
      ...found.flatMap(({ one, event }) => toldOf(act, one, event?.id ?? null)),
      ...queuedAll(act, messages),
      ...found.flatMap(({ one, event }) =>
        event ? [logged(act, { act: 'date.told', subject: ['dateAsked', one.id], eventId: event.id })] : [],
      ),
    ],
    { [guardBroken]: 'ended' } as const,
  )
  return result.ok && messages.length > 0
}
