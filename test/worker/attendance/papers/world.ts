import { insertShown, selectNamed } from '#attendance/papers/reply-store.ts'
import { countReplyDays, showReport } from '#attendance/papers/show-lines.ts'
import { freezeStandings } from '#attendance/reports/freeze-standings.ts'
import { selectFrozen } from '#attendance/reports/store.ts'
import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { recordTold } from '#people/notices/record-told.ts'
import { anAccount, anAct, aSchool, db, tick } from '#test/support/factories.ts'
import { anArea } from '../coverage/world.ts'

/** A report that names two schools: one with somebody who acts for it, one of which nobody has an address. */
export const aReport = async (laCode = anArea()) => {
  const [known, silent] = [await aSchool({ laCode, name: 'Aylestone' }), await aSchool({ laCode, name: 'Bosbury' })]
  const contact = await anAccount({ schoolIds: [known.id] })
  const officer = await anAccount({ roles: ['officer'], name: 'Olive Grant' })
  const act = anAct({ now: new Date(), laCodes: [laCode], actor: officer.actor })
  const done = await freezeStandings(act, { id: newId(tick()), requirementId: 'lead' })
  if (!done.ok) throw new Error(done.reason)
  const report = await readNow(db, selectFrozen(db, done.value))
  if (!report) throw new Error('no report')
  return { known, silent, contact, officer, act, report, named: () => readNow(db, selectNamed(db, report.id)) }
}

export const replyOf = async (named: Awaited<ReturnType<Awaited<ReturnType<typeof aReport>>['named']>>, name: string) =>
  named.find((one) => one.name === name)?.reply

/** An officer rings schools about their lines, and each has its days from then. */
export const rung = async (
  act: Act,
  { id: reportId, number }: { id: string; number: number },
  ...schoolIds: readonly string[]
): Promise<void> => {
  await showReport(act, { number })
  // No message goes.
  await db.prepare('UPDATE ReportShowing SET doneAt = startedAt WHERE reportId = ?1').bind(reportId).run()
  const byId = act.actor.accountId ?? ''
  await db.batch(schoolIds.map((schoolId) => insertShown(act, { reportId, schoolId, startedById: byId })))
  await recordTold(
    act,
    { notice: 'line', subjectId: reportId },
    { id: newId(tick()), rootIds: schoolIds, means: 'telephone', toWhom: 'The office', happenedOn: londonDay(act.now) },
  )
  await countReplyDays(act)
}
