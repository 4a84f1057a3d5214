import type { ShownReport } from '#attendance/replies/reply.ts'
import { insertShown, selectNamed } from '#attendance/replies/reply-store.ts'
import { countReplyDays, showReport } from '#attendance/replies/show-lines.ts'
import { freezeReport } from '#attendance/reports/freeze-report.ts'
import type { Act } from '#base/act.ts'
import { addDays, instant, londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { recordTold } from '#people/notices/record-told.ts'
import { accepted, anAccount, anAct, aSchool, db, run, tick } from '#test/support/factories.ts'
import { anArea } from '../coverage/world.ts'

/** A report of who took part in the school year until a day, which can be published. */
export const frozenYear = async (act: Act) => {
  const [id, on] = [newId(tick()), londonDay(act.now)]
  const question = { laCodes: [...act.laCodes], on, from: addDays(on, -365), to: on, topic: undefined, event: undefined }
  const done = await freezeReport(act, { id, question }).then(accepted)
  return { id, kind: 'coverage', number: done, knownAt: instant(act.now), replyDays: 10 } as const
}

/** A report that counts two schools: one with somebody who acts for it, one of which nobody has an address. */
export const aReport = async (laCode = anArea()) => {
  const [known, silent] = [await aSchool({ laCode, name: 'Aylestone' }), await aSchool({ laCode, name: 'Bosbury' })]
  const contact = await anAccount({ schoolIds: [known.id] })
  const officer = await anAccount({ roles: ['officer'], name: 'Olive Grant' })
  const act = anAct({ now: new Date(), laCodes: [laCode], actor: officer.actor })
  const report = await frozenYear(act)
  return { known, silent, contact, officer, act, report, named: () => readNow(db, selectNamed(db, report.id)) }
}

export const replyOf = async (named: Awaited<ReturnType<Awaited<ReturnType<typeof aReport>>['named']>>, name: string) =>
  named.find((one) => one.name === name)?.reply

/** An officer rings schools about their lines, and each has its days from then. */
export const rung = async (act: Act, report: ShownReport, ...schoolIds: readonly string[]): Promise<void> => {
  const { id: reportId } = report
  await showReport(act, report)
  // No message goes.
  await run('UPDATE ReportShowing SET doneAt = startedAt WHERE reportId = ?1', reportId)
  const byId = act.actor.accountId ?? ''
  await db.batch(schoolIds.map((schoolId) => insertShown(act, { reportId, schoolId, startedById: byId })))
  await recordTold(
    act,
    { notice: 'line', subjectId: reportId },
    { id: newId(tick()), rootIds: schoolIds, means: 'telephone', toWhom: 'The office', happenedOn: londonDay(act.now) },
  )
  await countReplyDays(act)
}
