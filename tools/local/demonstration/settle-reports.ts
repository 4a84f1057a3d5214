// Numbered reports of the topic of the model policy: a final one without names, one that names
// schools after they could answer, and a draft.
import { startToShow } from '#attendance/replies/show-lines.ts'
import type { Act } from '#base/act.ts'
import type { Council } from '#base/council.ts'
import type { Day, Instant } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { endReport, readGround } from '#front/answer/end-report.ts'
import { makeReport } from '#front/answer/make-report.ts'
import type { Finishing } from '#front/answer/report.ts'
import { reportLine } from '#front/answer/report-line.ts'
import { sealNext } from '#upkeep/seal/seal-record.ts'
import type { Cast } from './cast.ts'
import { demonstrationDates } from './dates.ts'
import { answer, type Said, type Shown, showBegun } from './settle-frozen.ts'
import { actOf, must } from './time.ts'

/** Of schools that sent nobody. */
const ofMissed: readonly Said[] = [
  ['wrong', 'Two of our deputies came in the spring.', 'stands', 'No register of that spring has anybody from the school.'],
  ['right', ''],
]

/** Of a school whose governors had not answered. */
const ofPolicy: readonly Said[] = [
  [
    'correction',
    'Our governors adopted the policy this week.',
    'stands',
    'That was after the day of the report. Please record it in the service.',
  ],
]

const ask = 'To note the figures, and to ask the schools that sent nobody to say by the next meeting which conference they will come to.'

const make = async (act: Act, on: Day): Promise<Shown> => {
  const id = newId(act.now)
  return { id, number: must(await makeReport(act, { id, topic: 'child-on-child-abuse', guidance: '', on, reported: true }), 'report') }
}

const end = async (act: Act, { number }: Shown, form: Finishing['form'], council: Council): Promise<void> => {
  const answers = (await readGround(act, number))?.answers ?? 0
  const giver = { council: council.name, colour: council.brandColour, checkAt: `${act.baseUrl}/r/${number}` }
  const finishing = { form, ask: form === 'named' ? ask : '', exemption: '', interest: '', answers }
  must(await endReport(act, number, finishing, giver, async () => undefined), `report ${number}`)
}

/** @returns how many schools were shown what a report says of them */
export const settleReports = async (act: Act, cast: Cast, council: Council): Promise<number> => {
  const { first, named, draft } = demonstrationDates(act.now).reports
  const unnamed = await make(actOf(act, cast.officer, first.made), first.day)
  // A report is final only after its position has an entry.
  while (await sealNext(actOf(act, act.actor, act.now)));
  await end(actOf(act, cast.administrator, first.final), unnamed, 'unnamed', council)

  const report = await make(actOf(act, cast.officer, named.made), named.day)
  const ground = await readGround(act, report.number)
  if (!ground) throw new Error(`There is no report ${report.number}`)
  const { content } = ground
  const by = actOf(act, cast.officer, named.shown)
  const { knownAt, replyDays } = ground.report
  await startToShow(
    by,
    { ...report, kind: 'report', knownAt: knownAt as Instant, replyDays },
    content.rows.map((row) => reportLine(content.about, row)),
  )
  const shown = await showBegun(by, act.actor, report)
  const missed = content.rows.filter(({ came }) => came === 'lapsed' || came.startsWith('never'))
  const silent = content.rows.filter((row) => row.answer === 'no_answer' && !missed.includes(row))
  for (const [rows, answers] of [[missed, ofMissed] as const, [silent, ofPolicy] as const])
    await answer(
      act,
      cast,
      report,
      rows.map(({ schoolId }) => schoolId),
      answers,
      named,
    )
  while (await sealNext(actOf(act, act.actor, act.now)));
  await end(actOf(act, cast.administrator, named.final), report, 'named', council)
  await make(actOf(act, cast.officer, draft.made), draft.day)
  return shown.length
}
