// What the mail provider told of guidance, or of what is published: most mails were accepted, those
// of some schools came back at every address, and of some nothing was told. An officer rang half of
// the schools without an address, and each early years setting.
import type { Act } from '#base/act.ts'
import { addMinutes, instant, londonDay } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { insertMailEvent } from '#correspondence/delivery/event-store.ts'
import { followMailEvents } from '#correspondence/delivery/follow-mail-events.ts'
import { tellSchools } from '#guidance/issuing/tell-schools.ts'
import type { NoticeOf } from '#messages/outbox/message.ts'
import { reachOn } from '#people/notices/notice.ts'
import { recordTold } from '#people/notices/record-told.ts'
import { selectNoticeFacts, selectTold } from '#people/notices/store.ts'
import { isSetting } from '#schools/schools/school.ts'

const mostAddresses = 6

/** @param act of the officer who told schools, at that moment @param rings after so many minutes */
export const settleNotices = async (
  act: Act,
  of: NoticeOf,
  { rings }: { rings: number | undefined } = { rings: 24 * 60 },
): Promise<void> => {
  const read = () => readTogether(act.db, { schools: selectTold(act.db, of), facts: selectNoticeFacts(act.db, [of.notice], of.subjectId) })
  for (let round = 1; round <= mostAddresses; round += 1) {
    const now = addMinutes(act.now, 5 * round)
    const { schools, facts } = await read()
    const events = schools.flatMap(({ rootId }, n) => {
      const own = facts.get(rootId) ?? []
      const waiting = own.filter(
        ({ what, messageId }) => what === 'queued' && own.every((one) => one.messageId !== messageId || one.what === 'queued'),
      )
      return n % 13 === 6
        ? []
        : waiting.map(({ messageId }) => ({
            ...{ id: `demo-${messageId}`, at: instant(now), providerId: messageId ?? '', tag: messageId ?? undefined },
            ...(n % 17 === 3
              ? { type: 'email.bounced' as const, detail: { bounceType: 'Transient', subType: 'MailboxFull' } }
              : { type: 'email.delivered' as const, detail: {} }),
          }))
    })
    if (events.length === 0) break
    await act.db.batch(events.map((event) => insertMailEvent(act.db, now, event)))
    await followMailEvents({ ...act, now })
    if (of.notice === 'guidance') await tellSchools({ ...act, now: addMinutes(now, 1) })
  }
  if (rings === undefined) return
  const rung = addMinutes(act.now, rings)
  const { schools, facts } = await read()
  const silent = schools.filter(({ rootId }) => reachOn(facts.get(rootId) ?? [], londonDay(rung)) === 'not_sent')
  const settings = silent.filter(isSetting)
  const ring = (some: readonly { rootId: string }[], toWhom: string) => {
    const [id, rootIds] = [newId(rung), some.map(({ rootId }) => rootId)]
    return recordTold({ ...act, now: rung }, of, { id, rootIds, means: 'telephone', toWhom, happenedOn: londonDay(rung) })
  }
  await ring(
    silent.filter((one, n) => !settings.includes(one) && n < silent.length / 2),
    'The office, for the head',
  )
  if (settings.length > 0) await ring(settings, 'The manager')
}
