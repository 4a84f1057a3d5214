import type { Act } from '#base/act.ts'
import { type Day, type Instant, instant, londonDay, londonInstant } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { logged } from '#base/log/store.ts'
import { readCsv } from '#base/web/csv.ts'
import type { NoticeOf } from '#messages/outbox/message.ts'
import type { Means } from '#people/ladder/contact.ts'
import type { ToldSchool } from './notice.ts'
import { insertTold, insertWithdrawn } from './store.ts'

/** `others`: URNs of schools that were not told. undefined: the file has no column URN. */
export const schoolsListed = (
  text: string,
  schools: readonly Pick<ToldSchool, 'rootId' | 'urn'>[],
): { rootIds: string[]; others: string[] } | undefined => {
  const { columns, rows } = readCsv(text)
  if (!columns.includes('urn')) return undefined
  const urns = rows.flatMap(({ cells }) => cells['urn'] || [])
  const byUrn = new Map(schools.map(({ urn, rootId }) => [urn, rootId]))
  return { rootIds: urns.flatMap((urn) => byUrn.get(urn) ?? []), others: urns.filter((urn) => !byUrn.has(urn)) }
}

/** Today is now; an earlier day is its noon. */
const momentOf = (day: Day, now: Date): Instant => instant(day === londonDay(now) ? now : (londonInstant(day, '12:00') ?? now))

/** Notes that somebody told schools another way; the same form notes it once. */
export const recordTold = async (
  act: Act,
  of: NoticeOf,
  told: { id: string; rootIds: readonly string[]; means: Means; toWhom: string; happenedOn: Day },
): Promise<void> => {
  await atomically(act.db, [
    insertTold(act, of, { ...told, at: momentOf(told.happenedOn, act.now) }),
    logged(
      act,
      {
        act: 'notice.told',
        subject: [of.notice, of.subjectId],
        after: { means: told.means, on: told.happenedOn, schools: told.rootIds.length },
      },
      true,
    ),
  ])
}

/** Withdraws notes of schools (roots): they stay, and count from now on as nothing. */
export const withdrawTold = async (act: Act, of: NoticeOf, told: { rootIds: readonly string[]; reason: string }): Promise<void> => {
  await atomically(act.db, [
    insertWithdrawn(act, of, told),
    logged(act, { act: 'notice.withdrawn', subject: [of.notice, of.subjectId], after: { schools: told.rootIds.length } }, true),
  ])
}
