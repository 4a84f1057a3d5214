import { Hono } from 'hono'
import { selectFrozen } from '#attendance/reports/store.ts'
import { lowerFirst } from '#attendance/requirements/state.ts'
import type { Act } from '#base/act.ts'
import { londonDay } from '#base/dates.ts'
import { readNow, together } from '#base/db/read.ts'
import { list } from '#base/list/list.tsx'
import { ok, refuse } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { page, withPages } from '#base/web/page.tsx'
import { Link } from '#base/web/page-parts.tsx'
import { type Asked, afterwards, press } from '#base/web/press.tsx'
import { counted } from '#base/words.ts'
import { decideReply } from './answer-line.ts'
import { decisionForm } from './forms.ts'
import { type NamedSchool, type Progress, type ShownReport, sayShown } from './reply.ts'
import { selectNamed, selectProgress, selectShowing, shownSchools } from './reply-store.ts'
import { showReport } from './show-lines.ts'
import { decisionRefusals } from './views/refusals.tsx'
import { AboutShowing, isToDecide, RepliesAbove, ReplySoFar, sayDays, sayReply } from './views/replies.tsx'

/** A report that can be shown. `waits`: what waits until every school has seen its line. */
export type Source = {
  report: ShownReport
  /** Its address. */
  base: string
  waits: string
  /** It is final and names no school. */
  namesNone: boolean
  /** It may still be shown. */
  mayShow: boolean
  show: () => Promise<void>
}

/**
 * What schools answer to reports of one kind.
 * @param base the address above their numbers
 */
export const replyPages = (base: string, findBy: (act: Act, number: string) => Promise<Source | undefined>): Hono<AppEnv> => {
  const pathOf = (number: string | number): string => `${base}/${number}/replies`

  const find = (act: Act, { part }: Pick<Asked, 'part'>) => findBy(act, part('number'))

  const ofSchool = async (act: Act, { part }: Pick<Asked, 'part'>) => {
    const source = await find(act, { part })
    const [school] = source ? await readNow(act.db, selectNamed(act.db, source.report.id, part('schoolId'))) : []
    return source && school && { source, school }
  }

  const show = press({
    at: '/:number/replies',
    find,
    shape: (_, { toWrite }: Progress & { toWrite: number }) => <AboutShowing toWrite={toWrite} />,
    button: ({ toWrite }) => `Show ${counted(toWrite, 'school')} what the report says`,
    act: async (_, __, { subject }) => (subject.mayShow ? ok(await subject.show()) : refuse('final')),
    refused: afterwards({ final: 'This report is final, so it is shown to no more schools' }),
    done: 'Schools are being shown their lines',
    to: ({ part }) => pathOf(part('number')),
  })

  const all = list({
    at: '/:number/replies',
    find,
    beside: ({ db, now, report }) =>
      together({ progress: selectProgress(db, report.id, londonDay(now)), showing: selectShowing(db, report.id) }),
    also: (_, __, c) => ({ reported: Boolean(c.env.RESEND_WEBHOOK_SECRET) }),
    title: ({ report }) => `What schools answer to ${sayShown(report)}`,
    heading: ({ report }) => `What schools answer to ${lowerFirst(sayShown(report))}`,
    back: ({ base, report }) => ({ href: base, text: sayShown(report) }),
    presses: { show },
    rows: ({ report }) => shownSchools(report.id),
    of: ['school'],
    tableCaption: ({ progress }) => counted(progress.shown, 'school'),
    columns: ({ base, report, now }) => [
      { name: 'School', cell: ({ schoolId, name }) => <Link href={`${base}/replies/${schoolId}`}>{name}</Link> },
      { name: 'Town', cell: ({ town }) => town },
      { name: 'URN', cell: ({ urn }) => urn },
      { name: 'May answer', cell: (school) => sayDays(school, report.replyDays, londonDay(now)) },
      { name: 'Answer', cell: sayReply },
    ],
    above: (subject, forms) => <RepliesAbove {...subject} form={forms.show(subject.progress)} />,
    none: 'No school was shown its line yet.',
  })

  const decide = press({
    at: '/:number/replies/:schoolId',
    find: ofSchool,
    form: decisionForm,
    hidden: ({ reply }: NamedSchool) => ({ replyId: reply?.replyId }),
    button: 'Save the decision',
    act: async (act, decision, { subject: { source, school }, field }) => {
      const decided = { ...decision, reportId: source.report.id, schoolId: school.schoolId, replyId: field('replyId') }
      const done = await decideReply(act, decided)
      return done.ok ? ok(school.name) : done
    },
    refused: decisionRefusals,
    done: (_, name) => `The decision on ${name} is saved`,
    to: ({ part }) => pathOf(part('number')),
  })

  const replyPage = page({
    at: '/:number/replies/:schoolId',
    find: ofSchool,
    title: ({ school }) => school.name,
    caption: ({ source }) => sayShown(source.report),
    back: ({ source }) => ({ href: pathOf(source.report.number), text: 'What schools answer' }),
    presses: { decide },
    show: ({ source, school }, forms) => (
      <>
        <ReplySoFar school={school} replyDays={source.report.replyDays} />
        {isToDecide(school) ? forms.decide(school) : null}
      </>
    ),
  })

  return withPages(new Hono<AppEnv>(), all, replyPage)
}

/** Of reports of coverage that can be published. Mounted at /coverage/frozen. */
export const reportReplyPages = replyPages('/coverage/frozen', async (act, typed) => {
  const number = Number(typed)
  const report = Number.isSafeInteger(number) ? await readNow(act.db, selectFrozen(act.db, number)) : undefined
  if (report?.about !== 'attendance') return
  const shown = { id: report.id, kind: 'coverage' as const, number, knownAt: report.frozenAt, replyDays: report.thresholds.replyDays }
  return {
    report: shown,
    base: `/coverage/frozen/${number}`,
    waits: 'It is published as open data once every school that it counts was shown its line.',
    namesNone: false,
    mayShow: true,
    show: () => showReport(act, shown),
  }
})
