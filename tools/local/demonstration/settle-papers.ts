// What was frozen, shown to the schools that it names, answered, decided and issued: two reports of
// requirements and one of the last school year, whose days are over, and one that schools may still
// answer.
import { answerLine, decideReply } from '#attendance/papers/answer-line.ts'
import { decidePaper, issuePaper, readProposedPaper } from '#attendance/papers/issue-paper.ts'
import type { PaperAsked, PaperKind } from '#attendance/papers/paper.ts'
import { readGround } from '#attendance/papers/paper-store.ts'
import { type NamedSchool, type ReplyAnswer, type ReplyDecision, reachedIds } from '#attendance/papers/reply.ts'
import { selectNamed } from '#attendance/papers/reply-store.ts'
import { countReplyDays, showLines, showReport } from '#attendance/papers/show-lines.ts'
import { lastClosed } from '#attendance/publication/publication.ts'
import { freezeReport } from '#attendance/reports/freeze-report.ts'
import { freezeStandings } from '#attendance/reports/freeze-standings.ts'
import type { FrozenState } from '#attendance/reports/frozen-standing.ts'
import type { Act, Actor } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import { addMinutes, londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { selectProposals } from '#people/proposals/store.ts'
import type { Cast } from './cast.ts'
import { demonstrationDates } from './dates.ts'
import { settleNotices } from './settle-notices.ts'
import { withCertificates } from './settle-requirements.ts'
import { actOf, must } from './time.ts'

export type Shown = { id: string; number: number }

/** What one school answers, and what is decided on it. */
export type Said = readonly [answer: ReplyAnswer, words: string, decision?: ReplyDecision, reason?: string]

/** Of a school whose certificate comes with the list of trainings from elsewhere. */
const ofKite: Said = [
  'wrong',
  'Our lead did two days with Kite Training. The certificate is on its way to you.',
  'corrected',
  'We saw the certificate. The training goes on the record with the next list.',
]

/** Of schools of which nobody is confirmed in the role. */
const ofRoles: readonly Said[] = [
  ['right', ''],
  [
    'wrong',
    'We have a lead, who has been in post for two years.',
    'stands',
    'The school has not yet said in the service who its lead is. It counts from then.',
  ],
  ['correction', 'Our lead left at the end of term. The new one begins on Monday.', 'stands', 'That is so, and was not known then.'],
  ['right', ''],
]

const ofTheYear: readonly Said[] = [
  ['right', ''],
  ['wrong', 'Our lead did her training elsewhere that year.', 'stands', 'The report counts the conferences of the council alone.'],
]

const ask =
  'To note the figures, and to ask the chairs of governors of the schools named to say by the next meeting when training is booked.'
const words = {
  exemption: 'Schedule 12A to the Local Government Act 1972, paragraph 2',
  interest: 'The lines show where staff of small schools can be told. The figures by sector and phase are public.',
}

/** What a report says of schools goes out, once it was begun to be shown. */
export const showBegun = async (act: Act, clock: Actor, report: Shown, calls = true): Promise<readonly NamedSchool[]> => {
  while (await showLines(actOf(act, clock, addMinutes(act.now, 1))));
  await settleNotices(act, { notice: 'line', subjectId: report.id }, { rings: calls ? 90 : undefined })
  await countReplyDays(act)
  return readNow(act.db, selectNamed(act.db, report.id))
}

const show = async (
  act: Act,
  clock: Actor,
  report: Shown,
  { calls = true, everySchool = false }: { calls?: boolean; everySchool?: boolean } = {},
): Promise<readonly NamedSchool[]> => {
  await showReport(act, report, { everySchool })
  return showBegun(act, clock, report, calls)
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
  const reached = reachedIds(await readNow(act.db, selectNamed(act.db, report.id)))
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

/** The officer proposes a paper, and an administrator approves it as they are shown it. */
const issue = async (
  act: Act,
  administrator: Actor,
  report: Shown,
  council: Council,
  kind: PaperKind,
  requirementId: string,
): Promise<void> => {
  const ground = await readGround(act, report.number, requirementId, council)
  if (!ground) throw new Error(`There is no report ${report.number}`)
  const paper = { id: newId(act.now), requirementId: ground.requirementId, kind, ask, words: kind === 'private' ? words : undefined }
  must(await issuePaper(act, ground, paper), `paper of report ${report.number}`)
  const by = actOf(act, administrator, addMinutes(act.now, 3))
  const [waits] = await readNow(act.db, selectProposals<PaperAsked>(by, 'p.id = ?2', paper.id))
  const seen = waits && (await readProposedPaper(by, waits, council))?.digest
  must(await decidePaper(by, { id: paper.id, decision: 'approved', note: '', seen: seen ?? '' }, council), 'approved')
}

const lead = 'lead'

const freeze = async (act: Act, requirementId: string | undefined): Promise<Shown> => {
  const id = newId(act.now)
  return { id, number: must(await freezeStandings(act, { id, requirementId }), 'report of requirements') }
}

/** The first report, of before schools said who holds which role, with its pack. */
export const settleFirstPack = async (act: Act, { officer, administrator }: Cast, council: Council): Promise<number> => {
  const dates = demonstrationDates(act.now).firstPack
  const report = await freeze(actOf(act, officer, dates.frozen), lead)
  const shown = await show(actOf(act, officer, dates.shown), act.actor, report)
  await issue(actOf(act, officer, dates.issued), administrator, report, council, 'private', lead)
  return shown.length
}

/** The report of which papers are issued, and one of the school year that was over then. */
export const settlePapers = async (act: Act, cast: Cast, council: Council): Promise<number> => {
  const { officer } = cast
  const dates = demonstrationDates(act.now).papers
  const by = (when: Date): Act => actOf(act, officer, when)
  const report = await freeze(by(dates.frozen), lead)
  const shown = await show(by(dates.shown), act.actor, report)
  const lines = (await readGround(act, report.number, lead, council))?.lines.filter(({ named }) => named) ?? []
  const idsThat = (is: FrozenState): string[] => lines.filter(({ state }) => state === is).map(({ school }) => school.schoolId)
  const [sending] = withCertificates(cast).filter((id) => idsThat('no_record').includes(id))
  if (sending) await answer(act, cast, report, [sending], [ofKite], dates)
  await answer(act, cast, report, idsThat('not_known'), ofRoles, dates)

  const year = lastClosed(londonDay(dates.yearFrozen))
  const id = newId(dates.yearFrozen)
  const question = { ...year, laCodes: act.laCodes, on: year.to, topic: undefined, event: undefined }
  const ofYear = { id, number: must(await freezeReport(by(dates.yearFrozen), { id, question }), 'school year') }
  const shownOfYear = await show(by(dates.yearShown), act.actor, ofYear, { everySchool: true })
  const missed = new Set(
    (await readGround(act, ofYear.number, '', council))?.lines.filter(({ named }) => named).map(({ school }) => school.schoolId),
  )
  const idsOfYear = shownOfYear.filter(({ schoolId }) => missed.has(schoolId)).map(({ schoolId }) => schoolId)
  await answer(act, cast, ofYear, idsOfYear, ofTheYear, dates)

  for (const [n, kind] of (['unnamed', 'named', 'private'] as const).entries())
    await issue(by(addMinutes(dates.issued, n * 5)), cast.administrator, report, council, kind, lead)
  return shown.length + shownOfYear.length
}

/** A report that schools may still answer; those without an address were not told yet. */
export const settleShowing = async (act: Act, officer: Actor): Promise<number> => {
  const dates = demonstrationDates(act.now).showing
  const report = await freeze(actOf(act, officer, dates.frozen), undefined)
  const shown = await show(actOf(act, officer, dates.shown), act.actor, report, { calls: false })
  return shown.length
}
