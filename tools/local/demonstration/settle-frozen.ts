// What was frozen: reports of a training rule, and one of the last school year, which its schools
// were shown and answered.
import { lastClosed } from '#attendance/publication/publication.ts'
import { answerLine, decideReply } from '#attendance/replies/answer-line.ts'
import { isReached, type NamedSchool, type ReplyAnswer, type ReplyDecision } from '#attendance/replies/reply.ts'
import { selectNamed } from '#attendance/replies/reply-store.ts'
import { countReplyDays, showLines, showReport } from '#attendance/replies/show-lines.ts'
import { freezeReport } from '#attendance/reports/freeze-report.ts'
import { freezeStandings } from '#attendance/reports/freeze-standings.ts'
import { selectFrozenSchools } from '#attendance/reports/store.ts'
import type { Act, Actor } from '#base/act.ts'
import { usualThresholds } from '#base/council/thresholds.ts'
import { addMinutes, instant, londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import type { Cast } from './cast.ts'
import { demonstrationDates } from './dates.ts'
import { settleNotices } from './settle-notices.ts'
import { actOf, must } from './time.ts'

export type Shown = { id: string; number: number }

/** What one school answers, and what is decided on it. */
export type Said = readonly [answer: ReplyAnswer, words: string, decision?: ReplyDecision, reason?: string]

const ofTheYear: readonly Said[] = [
  ['right', ''],
  ['wrong', 'Our lead did her training elsewhere that year.', 'stands', 'The report counts the conferences of the council alone.'],
]

/** What a report says of schools goes out, once it was begun to be shown. */
export const showBegun = async (act: Act, clock: Actor, report: Shown): Promise<readonly NamedSchool[]> => {
  while (await showLines(actOf(act, clock, addMinutes(act.now, 1))));
  await settleNotices(act, { notice: 'line', subjectId: report.id }, { rings: 90 })
  await countReplyDays(act)
  return readNow(act.db, selectNamed(act.db, report.id))
}

/** The first schools with somebody to answer do, a day apart; the officer decides a day later. */
export const answer = async (
  act: Act,
  cast: Cast,
  report: Shown,
  schools: readonly string[],
  answers: readonly Said[],
  dates: { answered: (n: number) => Date; decided: (n: number) => Date },
): Promise<void> => {
  const reached = new Set((await readNow(act.db, selectNamed(act.db, report.id))).filter(isReached).map(({ schoolId }) => schoolId))
  const answering = schools.filter((id) => cast.contacts.has(id) && reached.has(id))
  for (const [n, [what, why, decision, reason = '']] of answers.entries()) {
    const schoolId = answering[n]
    const contact = schoolId && cast.contacts.get(schoolId)
    if (!schoolId || !contact) return
    must(await answerLine(actOf(act, contact, dates.answered(n)), { reportId: report.id, schoolId, answer: what, words: why }), why)
    if (!decision) continue
    const [school] = await readNow(act.db, selectNamed(act.db, report.id, schoolId))
    const replyId = school?.reply?.replyId ?? ''
    must(
      await decideReply(actOf(act, cast.officer, dates.decided(n)), { reportId: report.id, schoolId, replyId, decision, reason }),
      reason,
    )
  }
}

export const lead = 'lead'

/** @param requirementId undefined: all */
export const freezeRule = async (act: Act, requirementId: string | undefined): Promise<number> =>
  must(await freezeStandings(act, { id: newId(act.now), requirementId }), 'report of requirements')

/** A report of a rule again, and one of the school year that was over then. */
export const settleYear = async (act: Act, cast: Cast): Promise<number> => {
  const dates = demonstrationDates(act.now).frozen
  const by = (when: Date): Act => actOf(act, cast.officer, when)
  await freezeRule(by(dates.second), lead)
  const year = lastClosed(londonDay(dates.year))
  const id = newId(dates.year)
  const question = { ...year, laCodes: act.laCodes, on: year.to, topic: undefined, event: undefined }
  const report = { id, number: must(await freezeReport(by(dates.year), { id, question }), 'school year') }
  await showReport(by(dates.shown), { ...report, kind: 'coverage', knownAt: instant(dates.year), replyDays: usualThresholds.replyDays })
  const shown = await showBegun(by(dates.shown), act.actor, report)
  const missed = new Set(
    (await readNow(act.db, selectFrozenSchools(act.db, report.number))).filter(({ code }) => code === null).map(({ schoolId }) => schoolId),
  )
  const silent = shown.filter(({ schoolId }) => missed.has(schoolId)).map(({ schoolId }) => schoolId)
  await answer(act, cast, report, silent, ofTheYear, dates)
  return shown.length
}
